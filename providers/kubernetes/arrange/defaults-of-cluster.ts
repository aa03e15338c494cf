import type { Resource } from '../../../src/core/model.ts'
import { isMap, type Attributes, type Value } from '../../../src/core/value.ts'
import { changedAt, withKey, withoutAt } from '../kinds/edit.ts'
import { listAt, mapAt, textAt } from '../kube-object.ts'
import { ownersOf } from '../writers.ts'
import type { World } from './world.ts'

interface ClassField {
  readonly field: string
  /** kind of the classes */
  readonly classes: string
  /** an annotation that names the class in the field's place */
  readonly annotation: string
}

const CLASS_FIELDS: ReadonlyMap<string, ClassField> = new Map([
  [
    'core/PersistentVolumeClaim',
    {
      field: 'storageClassName',
      classes: 'storage.k8s.io/StorageClass',
      annotation: 'volume.beta.kubernetes.io/storage-class',
    },
  ],
  [
    'networking.k8s.io/Ingress',
    {
      field: 'ingressClassName',
      classes: 'networking.k8s.io/IngressClass',
      annotation: 'kubernetes.io/ingress.class',
    },
  ],
])

/**
 * A class that is left out is the default one of the time of creation. Any that is or was marked as the default will do;
 * where none is known, whatever runs.
 */
export function withDefaultClass(said: Attributes, live: Resource, world: World): Attributes {
  const rule = CLASS_FIELDS.get(live.kind)
  const running = rule && textAt(live.attributes, 'spec', rule.field)
  if (
    !rule ||
    running === undefined ||
    textAt(said, 'metadata', 'annotations', rule.annotation) !== undefined
  )
    return said
  const defaults = world.default_classes.get(rule.classes) ?? new Set<string>()
  // admission leaves no trace of itself: a class that somebody owns was written, by hand or by an earlier apply
  if (defaults.size === 0 && ownersOf(live, `spec.${rule.field}`).length > 0) return said
  const expected = defaults.size === 0 || defaults.has(running) ? running : [...defaults].sort()[0]
  return changedAt(said, ['spec'], (spec) =>
    isMap(spec) && spec[rule.field] === undefined && expected !== undefined
      ? withKey(spec, rule.field, expected)
      : spec,
  )
}

/** Live values that the cluster allocates, or that its tools put on every object, where the declaration is silent. */
export function withoutAllocated(live: Resource, said: Attributes): Attributes {
  const own = withoutHelmLabel(live, said)
  if (live.kind === 'core/Service') return withoutAddresses(own, said)
  return live.kind === 'core/ServiceAccount' ? withoutTokens(own, said) : own
}

/** Fields of a Service that the server allocates. */
const ALLOCATED: readonly string[] = ['clusterIPs', 'ipFamilies', 'healthCheckNodePort']

function withoutAddresses(live: Attributes, said: Attributes): Attributes {
  const [declared, running] = [mapAt(said, 'spec') ?? {}, mapAt(live, 'spec') ?? {}]
  const isHeadless = running['clusterIP'] === 'None'
  const isFree =
    running['ipFamilyPolicy'] === 'SingleStack' || (isHeadless && running['selector'] === undefined)
  const gone = [
    ...ALLOCATED,
    ...(isHeadless ? [] : ['clusterIP']),
    ...(isFree ? ['ipFamilyPolicy'] : []),
  ].filter((field) => declared[field] === undefined)
  const fixed = new Set(
    listAt(declared, 'ports')
      .filter((port) => mapAt(port)?.['nodePort'] !== undefined)
      .map(portKey),
  )
  const bare = gone.reduce((map, field) => withoutAt(map, ['spec', field]), live)
  return changedAt(bare, ['spec', 'ports', '*'], (port) =>
    isMap(port) && !fixed.has(portKey(port)) ? withKey(port, 'nodePort', undefined) : port,
  )
}

function portKey(port: Value): string {
  return `${String(mapAt(port)?.['port'])} ${textAt(port, 'protocol') ?? 'TCP'}`
}

/** Secrets that controllers list on a service account. */
function withoutTokens(live: Attributes, said: Attributes): Attributes {
  const listed = new Set(namesOf(said))
  return changedAt(live, ['secrets'], (secrets) => {
    if (!Array.isArray(secrets)) return secrets
    const rest = secrets.filter((secret) => listed.has(textAt(secret, 'name') ?? ''))
    return rest.length === 0 ? undefined : rest
  })
}

function namesOf(account: Attributes): string[] {
  const secrets = account['secrets']
  return Array.isArray(secrets) ? secrets.map((secret) => textAt(secret, 'name') ?? '') : []
}

const MANAGED_BY = 'app.kubernetes.io/managed-by'

/** Helm says on each object of a release that it manages it; a chart's own text does not. */
function withoutHelmLabel(live: Resource, said: Attributes): Attributes {
  const isHelm =
    textAt(live.written, 'release') !== undefined &&
    textAt(live.attributes, 'metadata', 'labels', MANAGED_BY) === 'Helm' &&
    textAt(said, 'metadata', 'labels', MANAGED_BY) === undefined
  if (!isHelm) return live.attributes
  return changedAt(live.attributes, ['metadata', 'labels'], (labels) => {
    const rest = isMap(labels) ? withKey(labels, MANAGED_BY, undefined) : labels
    return isMap(rest) && Object.keys(rest).length === 0 ? undefined : rest
  })
}
