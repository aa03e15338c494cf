import type { Resource } from '../../../src/core/model.ts'
import { textAt, type KubeObject } from '../kube-object.ts'

/** The API versions that objects are declared at. */
export interface DeclaredVersions {
  /** by kind and id */
  readonly of_objects: ReadonlyMap<string, string>
  readonly of_kinds: ReadonlyMap<string, ReadonlySet<string>>
}

export function declaredVersions(declared: readonly Resource[]): DeclaredVersions {
  const objects = new Map<string, string>()
  const kinds = new Map<string, Set<string>>()
  for (const { kind, id, api_version } of declared) {
    if (id === undefined || api_version === undefined) continue
    objects.set(identity(kind, id), api_version)
    const known = kinds.get(kind)
    if (known) known.add(api_version)
    else kinds.set(kind, new Set([api_version]))
  }
  return { of_objects: objects, of_kinds: kinds }
}

export function identity(kind: string, id: string): string {
  return `${kind} ${id}`
}

export function objectId(object: KubeObject): string {
  return object.namespace === undefined ? object.name : `${object.namespace}/${object.name}`
}

/** Kinds whose versions are brought to one form here (kinds/scaling.ts): the newest says most. */
const CONVERTED: ReadonlyMap<string, string> = new Map([
  ['autoscaling/HorizontalPodAutoscaler', 'autoscaling/v2'],
])

/**
 * One object of each identity. Of several readings the latest counts; of one reading at several API versions, the one
 * that the object is declared at.
 */
export function oneOfEach(objects: readonly KubeObject[], declared: DeclaredVersions): KubeObject[] {
  const chosen = new Map<string, KubeObject>()
  for (const object of objects) {
    const key = identity(object.kind, objectId(object))
    const other = chosen.get(key)
    if (!other || isBetter(object, other, CONVERTED.get(object.kind) ?? declared.of_objects.get(key)))
      chosen.set(key, object)
  }
  return [...chosen.values()]
}

function isBetter(object: KubeObject, other: KubeObject, version: string | undefined): boolean {
  const [revision, known] = [revisionOf(object), revisionOf(other)]
  if (revision !== known) return revision > known
  return object.api_version === version && other.api_version !== version
}

/** Resource versions grow with every write (KEP-5504 makes that official). */
function revisionOf(object: KubeObject): bigint {
  const text = textAt(object.metadata, 'resourceVersion') ?? ''
  return /^\d{1,20}$/.test(text) ? BigInt(text) : 0n
}
