import { baseName } from '../../src/core/match/generated-name.ts'
import type { Origin, Resource, Role } from '../../src/core/model.ts'
import {
  draft,
  isEmptyMap,
  Secret,
  Unknown,
  type Attributes,
  type Draft,
  type Json,
  type Value,
} from '../../src/core/value.ts'
import { isBookkeepingAnnotation, isBookkeepingLabel, isSystemFinalizer } from './bookkeeping.ts'
import { withKey, withoutKeys } from './kinds/edit.ts'
import { listAt, mapAt, textAt, type KubeObject } from './kube-object.ts'
import { secretData } from './secret-data.ts'
import { undeclaredSigns } from './undeclared.ts'

/** What a reader needs to make resources of objects. */
export interface Reading {
  readonly role: Role
  /** a secret's keyed digest */
  secret(text: string): Secret
}

/** The one way from an object to a resource, whatever it was read from. What never counts is gone, secrets are digests. */
export function resourceOf(object: KubeObject, origin: Origin, reading: Reading): Resource {
  const labels = textsOf(mapAt(object.metadata, 'labels'))
  const fields = object.metadata['managedFields']
  const managed = isJson(fields) ? fields : null
  return {
    what: 'resource',
    role: reading.role,
    kind: object.kind,
    id: object.namespace === undefined ? object.name : `${object.namespace}/${object.name}`,
    ...(object.namespace === undefined ? {} : { namespace: object.namespace }),
    name: object.name,
    ...origins(object),
    tags: labels,
    attributes: attributesOf(object, reading),
    origin,
    api_version: object.api_version,
    ...(reading.role === 'live'
      ? { written: writtenOf(object, managed), ...undeclaredSigns(object, managed) }
      : {}),
  }
}

/** kinds that kustomize generates */
const GENERATED: ReadonlySet<string> = new Set(['core/ConfigMap', 'core/Secret'])

/** What its name and labels tell of how an object was made: by a generator, by a chart. */
function origins({ kind, name, namespace, metadata }: KubeObject): Pick<Resource, 'base_name' | 'release'> {
  const base = GENERATED.has(kind) ? baseName(name) : undefined
  const labels = mapAt(metadata, 'labels')
  const annotations = mapAt(metadata, 'annotations')
  const [, chart] = /^(.+?)-v?\d+\.\d+\.\d+/.exec(textAt(labels, 'helm.sh/chart') ?? '') ?? []
  const release =
    textAt(annotations, 'meta.helm.sh/release-name') ?? textAt(labels, 'app.kubernetes.io/instance')
  const space = textAt(annotations, 'meta.helm.sh/release-namespace') ?? namespace
  return {
    ...(base !== undefined && { base_name: base }),
    ...(chart !== undefined &&
      release !== undefined && {
        release: { name: release, chart, ...(space !== undefined && { namespace: space }) },
      }),
  }
}

/** Who wrote what, and what admission noted about its own work; kept beside the attributes. */
function writtenOf(object: KubeObject, managed: Json): Json {
  const annotations = mapAt(object.metadata, 'annotations')
  const limits = textAt(annotations, 'kubernetes.io/limit-ranger')
  const release = textAt(annotations, 'meta.helm.sh/release-name')
  return {
    fields: managed,
    ...(limits === undefined ? {} : { limit_ranger: limits }),
    ...(release === undefined ? {} : { release }),
  }
}

/** What is told of an object elsewhere, or is no declaration's to say. */
const OUTSIDE: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'status', 'metadata'])

function attributesOf(object: KubeObject, reading: Reading): Attributes {
  const out = withoutKeys(object.content, (key) => OUTSIDE.has(key))
  const metadata = metadataOf(object)
  if (!isEmptyMap(metadata)) out['metadata'] = metadata
  if (object.kind === 'core/Secret') return secretData(out, reading)
  return object.kind === 'core/ServiceAccount' ? withoutOwnTokens(out, object.name) : out
}

/** Of an object's metadata, only what people write counts. */
function metadataOf(object: KubeObject): Draft {
  const metadata = draft()
  const labels = filtered(mapAt(object.metadata, 'labels'), isBookkeepingLabel)
  const annotations = filtered(mapAt(object.metadata, 'annotations'), isBookkeepingAnnotation)
  const finalizers = listAt(object.metadata, 'finalizers').filter(
    (item) => typeof item !== 'string' || !isSystemFinalizer(item),
  )
  if (labels) metadata['labels'] = labels
  if (annotations) metadata['annotations'] = annotations
  if (finalizers.length > 0) metadata['finalizers'] = finalizers
  return metadata
}

function filtered(map: Attributes | undefined, isGone: (key: string) => boolean): Attributes | undefined {
  if (!map) return undefined
  let isWhole = true
  for (const key in map) if (map[key] === null || isGone(key)) isWhole = false
  const out = isWhole ? map : withoutKeys(map, (key) => map[key] === null || isGone(key))
  return isEmptyMap(out) ? undefined : out
}

/** Tokens and pull secrets that controllers make for a service account and list on it. */
function withoutOwnTokens(attributes: Attributes, name: string): Attributes {
  const isOwn = (item: Value): boolean => {
    const secret = textAt(item, 'name') ?? ''
    return (
      secret.startsWith(`${name}-`) && /^(?:token|dockercfg)-[a-z0-9]{5}$/.test(secret.slice(name.length + 1))
    )
  }
  let out = attributes
  for (const key of ['secrets', 'imagePullSecrets']) {
    const list = listAt(attributes, key)
    const rest = list.filter((item) => !isOwn(item))
    if (rest.length < list.length) out = withKey(out, key, rest.length === 0 ? undefined : rest)
  }
  return out
}

function textsOf(map: Attributes | undefined): Record<string, string> {
  const out: Record<string, string> = {}
  for (const key in map) {
    const value = map[key]
    if (typeof value === 'string') out[key] = value
  }
  return out
}

/** Who manages what was read from JSON, and so holds nothing else; a copy of it would double what a cluster takes. */
function isJson(value: Value | undefined): value is Json {
  return value !== undefined && !(value instanceof Unknown) && !(value instanceof Secret)
}
