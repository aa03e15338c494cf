import type { Resource } from '../../../src/core/model.ts'
import { kindName, mapAt, textAt } from '../kube-object.ts'
import { identity } from '../cluster/versions.ts'
import type { World } from './world.ts'

/** Things whose replicas an autoscaler sets: the path of the replicas and who sets them, by the thing's identity. */
export type Autoscaled = ReadonlyMap<string, { readonly path: string; readonly reason: string }>

const SCALERS: ReadonlySet<string> = new Set(['autoscaling/HorizontalPodAutoscaler', 'keda.sh/ScaledObject'])

/** Read from what the autoscalers aim at, live or declared; never from the replicas themselves. */
export function autoscaled(resources: readonly Resource[], world: World): Autoscaled {
  const found = new Map<string, { path: string; reason: string }>()
  for (const resource of resources) {
    if (!SCALERS.has(resource.kind) || resource.controller !== undefined) continue
    const target = mapAt(resource.attributes, 'spec', 'scaleTargetRef')
    const name = textAt(target, 'name')
    if (name === undefined) continue
    const kind = kindName(textAt(target, 'apiVersion') ?? 'apps/v1', textAt(target, 'kind') ?? 'Deployment')
    const path = world.definitions.get(kind)?.replicas_path?.replace(/^\./, '') ?? 'spec.replicas'
    const id = resource.namespace === undefined ? name : `${resource.namespace}/${name}`
    found.set(identity(kind, id), { path, reason: `set by ${resource.kind} ${resource.name}` })
  }
  return found
}
