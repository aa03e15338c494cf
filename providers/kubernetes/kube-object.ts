import { isMap, ownValue, type Attributes, type Value } from '../../src/core/value.ts'

/** A Kubernetes object as it was read, with what identifies it taken out of it. */
export interface KubeObject {
  /** `v1`, `apps/v1` */
  readonly api_version: string
  /** `core/Service`, `apps/Deployment` */
  readonly kind: string
  readonly name: string
  readonly namespace: string | undefined
  readonly metadata: Attributes
  /** all of it */
  readonly content: Attributes
}

/** group/Kind, the name that a kind has here whatever its version. */
export function kindName(apiVersion: string, kind: string): string {
  const slash = apiVersion.indexOf('/')
  return `${slash < 0 ? 'core' : apiVersion.slice(0, slash)}/${kind}`
}

/** Reads what every object must have; undefined where that is missing. A `generateName` is no name. */
export function kubeObject(content: Value | undefined): KubeObject | undefined {
  if (!isMap(content)) return undefined
  const { apiVersion, kind, metadata } = content
  if (!isText(apiVersion) || !isText(kind) || !isMap(metadata)) return undefined
  const { name, namespace } = metadata
  if (!isText(name)) return undefined
  return {
    api_version: apiVersion,
    kind: kindName(apiVersion, kind),
    name,
    namespace: isText(namespace) ? namespace : undefined,
    metadata,
    content,
  }
}

export function isText(value: Value | undefined): value is string {
  return typeof value === 'string' && value !== ''
}

/** The map at a place; undefined where there is none. */
export function mapAt(value: Value | undefined, ...path: readonly string[]): Attributes | undefined {
  const found = valueAt(value, ...path)
  return isMap(found) ? found : undefined
}

/** The list at a place; empty where there is none. */
export function listAt(value: Value | undefined, ...path: readonly string[]): readonly Value[] {
  const found = valueAt(value, ...path)
  return Array.isArray(found) ? found : []
}

/** The text at a place; undefined where there is none, or an empty one. */
export function textAt(value: Value | undefined, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path)
  return isText(found) ? found : undefined
}

export function valueAt(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  let found = value
  for (const key of path) found = isMap(found) ? ownValue(found, key) : undefined
  return found
}
