import { isMap, type Attributes } from '../../../src/core/value.ts'
import { mapAt } from '../kube-object.ts'
import { changedAt, filledAt, mapOf, withKey, withoutAt } from './edit.ts'
import { byDefault, EMPTY_IS_ABSENT, keyed, type KindRules, type TypeRules } from './field-rule.ts'
import { completePodSpec } from './pod.ts'

const HISTORY = byDefault(10)
const REPLICAS = { default: 1, class: 'sizing' } as const

/** Workloads of the group apps and what stood there before (table rows 11 and 15 and the corrections). */
export const WORKLOAD_TYPES: TypeRules = {
  'apps.DeploymentSpec': {
    replicas: REPLICAS,
    revisionHistoryLimit: HISTORY,
    progressDeadlineSeconds: byDefault(600),
  },
  'apps.DeploymentStrategy': { type: byDefault('RollingUpdate'), rollingUpdate: EMPTY_IS_ABSENT },
  'apps.RollingUpdateDeployment': { maxUnavailable: byDefault('25%'), maxSurge: byDefault('25%') },
  'apps.DaemonSetSpec': { revisionHistoryLimit: HISTORY },
  'apps.DaemonSetUpdateStrategy': { type: byDefault('RollingUpdate'), rollingUpdate: EMPTY_IS_ABSENT },
  'apps.RollingUpdateDaemonSet': { maxUnavailable: byDefault(1), maxSurge: byDefault(0) },
  'apps.StatefulSetSpec': {
    replicas: REPLICAS,
    revisionHistoryLimit: HISTORY,
    podManagementPolicy: byDefault('OrderedReady'),
    volumeClaimTemplates: keyed('metadata.name'),
    persistentVolumeClaimRetentionPolicy: EMPTY_IS_ABSENT,
  },
  'apps.StatefulSetUpdateStrategy': { type: byDefault('RollingUpdate'), rollingUpdate: EMPTY_IS_ABSENT },
  'apps.RollingUpdateStatefulSetStrategy': { partition: byDefault(0) },
  'apps.StatefulSetPersistentVolumeClaimRetentionPolicy': {
    whenDeleted: byDefault('Retain'),
    whenScaled: byDefault('Retain'),
  },
  'apps.ReplicaSetSpec': { replicas: REPLICAS },
  ReplicationControllerSpec: { replicas: REPLICAS },
}

/** A kind with a pod template at `spec.template`. */
function completeTemplate(attributes: Attributes): Attributes {
  return changedAt(attributes, ['spec', 'template', 'spec'], completePodSpec)
}

/** The claims of a stateful set are stored as whole objects. */
function completeClaims(attributes: Attributes): Attributes {
  return changedAt(completeTemplate(attributes), ['spec', 'volumeClaimTemplates', '*'], (claim) => {
    if (!isMap(claim)) return claim
    const bare = withoutAt(withoutAt(claim, ['metadata', 'creationTimestamp']), ['status'])
    return withKey(withKey(bare, 'apiVersion', undefined), 'kind', undefined)
  })
}

/** The oldest workload takes its selector and its labels from its template. */
function completeController(attributes: Attributes): Attributes {
  const labels = mapAt(attributes, 'spec', 'template', 'metadata', 'labels')
  const complete = completeTemplate(attributes)
  if (!labels) return complete
  const selected = filledAt(complete, ['spec', 'selector'], labels)
  return mapAt(selected, 'metadata', 'labels')
    ? selected
    : withKey(selected, 'metadata', mapOf(mapAt(selected, 'metadata'), { labels }))
}

export const WORKLOADS: readonly KindRules[] = [
  { name: 'apps/Deployment', complete: completeTemplate },
  { name: 'apps/ReplicaSet', complete: completeTemplate },
  { name: 'apps/DaemonSet', complete: completeTemplate },
  { name: 'apps/StatefulSet', complete: completeClaims },
  { name: 'core/ReplicationController', complete: completeController },
  {
    name: 'core/PodTemplate',
    complete: (attributes) => changedAt(attributes, ['template', 'spec'], completePodSpec),
  },
]
