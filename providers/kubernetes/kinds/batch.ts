import { isMap, type Attributes, type Value } from '../../../src/core/value.ts'
import { mapAt } from '../kube-object.ts'
import { changedAt, copyOf, mapOf, withKey, withoutAt } from './edit.ts'
import { byDefault, SET, type KindRules, type TypeRules } from './field-rule.ts'
import { completePodSpec } from './pod.ts'

/** Jobs (table row 12 and the correction). */
export const BATCH_TYPES: TypeRules = {
  'batch.JobSpec': {
    completionMode: byDefault('NonIndexed'),
    suspend: byDefault(false),
    manualSelector: byDefault(false),
  },
  'batch.PodFailurePolicyOnPodConditionsPattern': { status: byDefault('True') },
  'batch.PodFailurePolicyOnExitCodesRequirement': { values: SET },
  'batch.CronJobSpec': {
    concurrencyPolicy: byDefault('Allow'),
    suspend: byDefault(false),
    successfulJobsHistoryLimit: byDefault(3),
    failedJobsHistoryLimit: byDefault(1),
  },
}

/** labels that a job gives its pods so that they are its own */
const GENERATED: ReadonlySet<string> = new Set([
  'controller-uid',
  'job-name',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
])
const BACKOFF_LIMIT = 6
const MAX_INT32 = 2_147_483_647

function completeJobSpec(spec: Value | undefined): Value | undefined {
  if (!isMap(spec)) return spec
  const out = copyOf(spec)
  if (out['completions'] === undefined && out['parallelism'] === undefined) out['completions'] = 1
  out['parallelism'] ??= 1
  out['backoffLimit'] ??= out['backoffLimitPerIndex'] === undefined ? BACKOFF_LIMIT : MAX_INT32
  out['podReplacementPolicy'] ??= out['podFailurePolicy'] === undefined ? 'TerminatingOrFailed' : 'Failed'
  return changedAt(out, ['template', 'spec'], completePodSpec)
}

/** A job's own selector and the labels that go with it are made by the server unless `manualSelector` says otherwise. */
function completeJob(attributes: Attributes): Attributes {
  const complete = changedAt(attributes, ['spec'], (spec) => {
    const job = completeJobSpec(spec)
    if (!isMap(job)) return job
    const bare = withoutLabels(job, ['template', 'metadata', 'labels'])
    return job['manualSelector'] === true && !isGeneratedSelector(job)
      ? bare
      : withKey(bare, 'selector', undefined)
  })
  const own = withoutLabels(complete, ['metadata', 'labels'])
  const labels = mapAt(own, 'spec', 'template', 'metadata', 'labels')
  return labels && !mapAt(own, 'metadata', 'labels')
    ? withKey(own, 'metadata', mapOf(mapAt(own, 'metadata'), { labels }))
    : own
}

function isGeneratedSelector(job: Attributes): boolean {
  const labels = Object.keys(mapAt(job, 'selector', 'matchLabels') ?? {})
  return labels.length > 0 && labels.every((label) => GENERATED.has(label))
}

function withoutLabels(map: Attributes, path: readonly string[]): Attributes {
  let out = map
  for (const label of Object.keys(mapAt(map, ...path) ?? {}))
    if (GENERATED.has(label)) out = withoutAt(out, [...path, label])
  return out
}

export const BATCH: readonly KindRules[] = [
  { name: 'batch/Job', complete: completeJob },
  {
    name: 'batch/CronJob',
    // a template of a job is no job: only its pods' part is completed by the server
    complete: (attributes) =>
      changedAt(attributes, ['spec', 'jobTemplate', 'spec', 'template', 'spec'], completePodSpec),
  },
]
