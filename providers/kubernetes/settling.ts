import { listAt, mapAt, textAt, valueAt, type KubeObject } from './kube-object.ts'

/**
 * Whether a live object is in the middle of a change, in words: what differs may be gone in a minute. A rollout that is
 * stuck, or one that has ended with pods that fail, is not.
 */
export function settlingOf(object: KubeObject): string | undefined {
  const { metadata, content, kind } = object
  if (textAt(metadata, 'deletionTimestamp') !== undefined) return 'it is being deleted'
  const status = mapAt(content, 'status')
  if (!status) return undefined
  const [wanted, seen] = [numberAt(metadata, 'generation'), numberAt(status, 'observedGeneration')]
  if (wanted !== undefined && seen !== undefined && seen < wanted)
    return 'its controller has not taken up the last change yet'
  return ROLLOUTS[kind]?.(object) === true ? 'a rollout is under way' : undefined
}

const ROLLOUTS: Readonly<Record<string, (object: KubeObject) => boolean>> = {
  'apps/Deployment': ({ content }) => {
    const status = valueAt(content, 'status')
    const progress = listAt(status, 'conditions').find((item) => textAt(item, 'type') === 'Progressing')
    const isStopped = textAt(progress, 'status') === 'False' || valueAt(content, 'spec', 'paused') === true
    const isDone = textAt(progress, 'reason') === 'NewReplicaSetAvailable'
    if (isStopped || isDone || progress === undefined) return false
    const updated = numberAt(status, 'updatedReplicas') ?? 0
    const wanted = numberAt(content, 'spec', 'replicas') ?? 1
    // while new pods only start, old ones are still there
    return updated < wanted || (numberAt(status, 'replicas') ?? 0) > updated
  },
  'apps/StatefulSet': ({ content }) => {
    const status = valueAt(content, 'status')
    const isRolling = textAt(content, 'spec', 'updateStrategy', 'type') !== 'OnDelete'
    const partition = numberAt(content, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0
    const isNew = textAt(status, 'updateRevision') !== textAt(status, 'currentRevision')
    const wanted = (numberAt(content, 'spec', 'replicas') ?? 1) - partition
    return isRolling && isNew && (numberAt(status, 'updatedReplicas') ?? 0) < wanted
  },
  'apps/DaemonSet': ({ content }) => {
    const status = valueAt(content, 'status')
    const isRolling = textAt(content, 'spec', 'updateStrategy', 'type') !== 'OnDelete'
    const wanted = numberAt(status, 'desiredNumberScheduled') ?? 0
    return isRolling && (numberAt(status, 'updatedNumberScheduled') ?? 0) < wanted
  },
}

function numberAt(value: Parameters<typeof valueAt>[0], ...path: readonly string[]): number | undefined {
  const found = valueAt(value, ...path)
  return typeof found === 'number' ? found : undefined
}
