import { markOf, neutralWords, type AliasPairs } from './aliases.ts'
import { canonicalTree } from './canonical.ts'
import { spokesman, type Entity, type ReferenceIndex } from './entity.ts'
import type { EnvironmentView } from './environment.ts'
import { identityTexts } from './identity.ts'

/** What one parity check is told: pairs of words, and of namespaces, in the order of the two environments. */
export interface PairSettings {
  readonly aliases: AliasPairs
  readonly namespaces: Readonly<Record<string, string>>
}

/** Takes one environment's own words out of its texts: the same mark on both sides. */
export type Neutral = (text: string, key?: string) => string

/** One thing in two environments; at least one of them has it. */
export interface EntityPair {
  readonly sides: readonly [Entity | undefined, Entity | undefined]
  /** one text for both sides, also for references to it */
  readonly label: string
}

export interface Pairing {
  readonly pairs: readonly EntityPair[]
  /** the label of a thing, by side */
  readonly labels: readonly [ReadonlyMap<Entity, string>, ReadonlyMap<Entity, string>]
}

/** The words of one side: aliases everywhere, namespaces only where a field or a cluster's host name holds one. */
export function neutralFor(settings: PairSettings, side: 0 | 1): Neutral {
  const words = neutralWords(settings.aliases, side)
  const namespaces = Object.entries(settings.namespaces).map((pair, index) => ({
    own: pair[side] ?? '',
    mark: markOf(`n${index}`),
  }))
  if (namespaces.length === 0) return words
  return (text, key) => {
    const mapped = key === 'namespace' ? namespaces.find(({ own }) => own === text) : undefined
    if (mapped) return mapped.mark
    let out = text
    for (const { own, mark } of namespaces) out = out.replaceAll(`.${own}.svc`, `.${mark}.svc`)
    return words(out)
  }
}

/** Which things of two environments are the same: by declared address, by namespace and name, the rest by role. */
export function pairEnvironments(
  views: readonly [EnvironmentView, EnvironmentView],
  neutral: readonly [Neutral, Neutral],
): Pairing {
  const labels: [Map<Entity, string>, Map<Entity, string>] = [new Map(), new Map()]
  const paired = new Map<string, [Entity | undefined, Entity | undefined]>()
  const left: [Entity[], Entity[]] = [[], []]
  for (const side of [0, 1] as const) {
    for (const entity of candidatesOf(views[side])) {
      const key = plainKey(entity, neutral[side])
      const pair = key === undefined ? undefined : (paired.get(key) ?? [undefined, undefined])
      if (key === undefined || pair === undefined || pair[side] !== undefined) {
        left[side].push(entity)
        continue
      }
      pair[side] = entity
      paired.set(key, pair)
      labels[side].set(entity, key)
    }
  }
  for (const [key, pair] of paired) {
    const [a, b] = pair
    if (a && b) continue
    paired.delete(key)
    if (a) left[0].push(a)
    if (b) left[1].push(b)
  }
  pairByRole(left, views, neutral, labels, paired)
  return { pairs: [...paired].map(([label, sides]) => ({ sides, label })), labels }
}

/** Things that run, and declared ones that do not, so that a reference to them has a name. What the system makes for itself is nobody's. */
function candidatesOf(view: EnvironmentView): Entity[] {
  return view.matching.entities.filter(
    (entity) =>
      entity.declared !== undefined || entity.recorded !== undefined || entity.live?.undeclared === undefined,
  )
}

/** The key of what has an address, or a name that is its identity. */
function plainKey(entity: Entity, neutral: Neutral): string | undefined {
  const { declared, recorded } = entity
  const family = entity.described.kind.name
  const addressed = [declared, recorded].find((resource) => resource?.address !== undefined)
  if (addressed?.address !== undefined)
    return `${family}\u0000${neutral(addressed.root ?? '')}\u0000${neutral(addressed.address)}`
  if (entity.described.kind.identity.length > 0) return undefined
  const resource = spokesman(entity)
  const space = resource.namespace === undefined ? '' : neutral(resource.namespace, 'namespace')
  const isNamespace = family === 'core/Namespace'
  return `${family}\u0000${space}\u0000${neutral(resource.name, isNamespace ? 'namespace' : undefined)}`
}

/** Pairs the rest by the kind's identity, in rounds; what stays alone gets a key of its own. */
function pairByRole(
  left: [Entity[], Entity[]],
  views: readonly [EnvironmentView, EnvironmentView],
  neutral: readonly [Neutral, Neutral],
  labels: readonly [Map<Entity, string>, Map<Entity, string>],
  paired: Map<string, [Entity | undefined, Entity | undefined]>,
): void {
  for (let progress = true; progress;) {
    progress = false
    const found = new Map<string, [Entity[], Entity[]]>()
    for (const side of [0, 1] as const) {
      for (const entity of left[side]) {
        const key = roleKey(entity, views[side].matching.index, neutral[side], labels[side])
        if (key === undefined) continue
        const group = found.get(key) ?? [[], []]
        group[side].push(entity)
        found.set(key, group)
      }
    }
    for (const [key, [a, b]] of found) {
      const [first, second] = [a[0], b[0]]
      if (!first || !second || a.length > 1 || b.length > 1) continue
      paired.set(key, [first, second])
      labels[0].set(first, key)
      labels[1].set(second, key)
      left[0] = left[0].filter((entity) => entity !== first)
      left[1] = left[1].filter((entity) => entity !== second)
      progress = true
    }
  }
  for (const side of [0, 1] as const) {
    for (const [index, entity] of left[side].entries()) {
      const resource = spokesman(entity)
      const key = `${entity.described.kind.name}\u0000alone ${side} ${resource.id ?? resource.address ?? resource.name} ${index}`
      paired.set(key, side === 0 ? [entity, undefined] : [undefined, entity])
      labels[side].set(entity, key)
    }
  }
}

function roleKey(
  entity: Entity,
  index: ReferenceIndex,
  neutral: Neutral,
  labels: ReadonlyMap<Entity, string>,
): string | undefined {
  const { kind, table } = entity.described
  const resource = entity.live ?? entity.recorded ?? entity.declared
  if (!resource || kind.identity.length === 0) return undefined
  const tree = canonicalTree(resource.attributes, {
    kind,
    table,
    mode: 'parity',
    neutral,
    settle: (value) => index.settle(value, resource.root),
    resolve: (value, kinds) => {
      const target = index.pointed(value, kinds, resource)
      return target && (labels.get(target) ?? `?${String(value)}`)
    },
  })
  const texts = identityTexts(kind, tree)
  return texts.every((text) => text === '' || text === '""')
    ? undefined
    : `${kind.name}\u0000role\u0000${texts.join('\u0000')}`
}
