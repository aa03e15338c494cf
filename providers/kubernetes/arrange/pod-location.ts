/** Where the specification of its pods stands in a kind; undefined for a kind that has none. */
export function podLocation(kind: string): readonly string[] | undefined {
  return LOCATIONS.get(kind)
}

const TEMPLATE = ['spec', 'template', 'spec']

const LOCATIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['core/Pod', ['spec']],
  ['core/PodTemplate', ['template', 'spec']],
  ['core/ReplicationController', TEMPLATE],
  ['apps/Deployment', TEMPLATE],
  ['apps/ReplicaSet', TEMPLATE],
  ['apps/DaemonSet', TEMPLATE],
  ['apps/StatefulSet', TEMPLATE],
  ['batch/Job', TEMPLATE],
  ['batch/CronJob', ['spec', 'jobTemplate', 'spec', 'template', 'spec']],
])

export const CONTAINER_LISTS: readonly string[] = ['containers', 'initContainers', 'ephemeralContainers']
