import { ByKind } from './match/by-kind.ts'
import { canonicalTree } from './compare/canonical.ts'
import { addressKey, labelOf, placeOf, ReferenceIndex, type Entity, type Standpoint } from './match/entity.ts'
import { joinGenerations } from './match/generations.ts'
import { identityTexts } from './match/identity.ts'
import type { Resource } from './model.ts'
import { placesMeet } from './match/place.ts'
import type { Sides } from './provider.ts'
import type { Registry } from './registry.ts'
import { UNKNOWN } from './compare/tree.ts'
import type { Unknown } from './value.ts'

/** A declaration that could be any of several live things. */
interface Ambiguity {
  readonly declared: Entity
  readonly candidates: readonly Entity[]
}

export interface Matching {
  readonly entities: readonly Entity[]
  readonly ambiguous: readonly Ambiguity[]
  readonly index: ReferenceIndex
  /** what live and recorded things call something that the code now calls otherwise: names that follow the content */
  readonly renamed: ReadonlyMap<string, string>
}

/**
 * Which resources of one environment are the same thing: by id where two sides know it, recorded to declared by root
 * and address, the rest by role in rounds, from what needs no references outwards. Never a guess: where a declaration
 * fits two live things, or two declarations one, it is ambiguous.
 */
export function matchEnvironment(sides: Sides, registry: Registry): Matching {
  const index = new ReferenceIndex(registry)
  const entities: Entity[] = []
  const start = (resource: Resource): Entity => {
    const entity: Entity = { described: registry.describe(resource.kind) }
    entity[resource.role] = resource
    entities.push(entity)
    return entity
  }
  const byAddress = new Map<string, Entity>()
  const byId = new ByKind<Entity>()
  for (const resource of sides.declared) {
    const entity = start(resource)
    if (resource.address !== undefined) byAddress.set(addressKey(resource.root, resource.address), entity)
    if (resource.id !== undefined) byId.set(entity.described.kind.name, resource.id, entity)
  }
  for (const resource of sides.recorded) attachRecorded(resource, byAddress, byId, start, registry)
  attachLive(sides.live, entities, start, registry)
  const { merged, renamed, ambiguous } = joinGenerations(entities)
  const distinct = merged.size === 0 ? entities : entities.filter((entity) => !merged.has(entity))
  for (const entity of distinct) index.add(entity)
  const matching = matchByRole(distinct, index)
  return { ...matching, ambiguous: [...ambiguous, ...matching.ambiguous], renamed }
}

function attachRecorded(
  resource: Resource,
  byAddress: Map<string, Entity>,
  byId: ByKind<Entity>,
  start: (resource: Resource) => Entity,
  registry: Registry,
): void {
  const addressed =
    resource.address === undefined ? undefined : byAddress.get(addressKey(resource.root, resource.address))
  const known =
    addressed ??
    (resource.address === undefined && resource.id !== undefined
      ? byId.get(registry.family(resource.kind), resource.id)
      : undefined)
  if (known && !known.recorded && known.described.kind.name === registry.family(resource.kind))
    known.recorded = resource
  else start(resource)
}

function attachLive(
  live: readonly Resource[],
  entities: readonly Entity[],
  start: (resource: Resource) => Entity,
  registry: Registry,
): void {
  const expecting = new ByKind<Entity[]>()
  for (const entity of entities) {
    const id = entity.recorded?.id ?? entity.declared?.id
    if (id === undefined) continue
    const family = entity.described.kind.name
    const list = expecting.get(family, id)
    if (list) list.push(entity)
    else expecting.set(family, id, [entity])
  }
  for (const resource of live) {
    const claims =
      resource.id === undefined ? undefined : expecting.get(registry.family(resource.kind), resource.id)
    if (!claims) start(resource)
    else if (!claims.some((entity) => placesMeet(placeOf(entity), resource.place))) start(resource)
    else for (const entity of claims) if (placesMeet(placeOf(entity), resource.place)) entity.live = resource
  }
}

/** Pairs what has no common id; merges the live entity into the declared one. */
function matchByRole(entities: Entity[], index: ReferenceIndex): Omit<Matching, 'renamed'> {
  const merged = new Set<Entity>()
  const open = new Map<string, { declared: Entity[]; live: Entity[] }>()
  for (const entity of entities) {
    if (entity.described.kind.identity.length === 0) continue
    const isWaiting =
      entity.declared !== undefined &&
      !entity.recorded &&
      entity.live === undefined &&
      entity.declared.id === undefined
    const isFree = entity.live !== undefined && !entity.declared && !entity.recorded
    if (!isWaiting && !isFree) continue
    const family = entity.described.kind.name
    const group = open.get(family) ?? { declared: [], live: [] }
    open.set(family, group)
    if (isWaiting) group.declared.push(entity)
    else group.live.push(entity)
  }
  for (let progress = true; progress;) {
    progress = false
    for (const group of open.values()) {
      for (const [declared, live] of soundPairs(group, index)) {
        if (live.live) declared.live = live.live
        index.add(declared)
        merged.add(live)
        progress = true
      }
      group.declared = group.declared.filter((entity) => entity.live === undefined)
      group.live = group.live.filter((entity) => !merged.has(entity))
    }
  }
  const ambiguous: Ambiguity[] = []
  for (const group of open.values()) {
    for (const [declared, candidates] of candidatesOf(group, index))
      if (candidates.length > 0) ambiguous.push({ declared, candidates })
  }
  return { entities: entities.filter((entity) => !merged.has(entity)), ambiguous, index }
}

interface Group {
  readonly declared: readonly Entity[]
  readonly live: readonly Entity[]
}

/** Pairs in which either side has no other candidate. */
function soundPairs(group: Group, index: ReferenceIndex): [Entity, Entity][] {
  const wanted = new Map<Entity, number>()
  const found = candidatesOf(group, index)
  for (const [, candidates] of found)
    for (const candidate of candidates) wanted.set(candidate, (wanted.get(candidate) ?? 0) + 1)
  const pairs: [Entity, Entity][] = []
  for (const [declared, candidates] of found) {
    const [only] = candidates
    if (only && candidates.length === 1 && wanted.get(only) === 1) pairs.push([declared, only])
  }
  return pairs
}

/** For each declaration, the live things that its identity fits; what is undetermined in it fits anything. */
function candidatesOf(group: Group, index: ReferenceIndex): [Entity, Entity[]][] {
  if (group.declared.length === 0 || group.live.length === 0)
    return group.declared.map((entity) => [entity, []])
  const byIdentity = new Map<string, Entity[]>()
  const identities = group.live.map((entity) => roleIdentity(entity, index))
  for (const [position, entity] of group.live.entries()) {
    const key = (identities[position] ?? []).join('\u0000')
    const list = byIdentity.get(key)
    if (list) list.push(entity)
    else byIdentity.set(key, [entity])
  }
  return group.declared.map((entity) => {
    const identity = roleIdentity(entity, index)
    const place = placeOf(entity)
    const same = identity.includes(UNKNOWN)
      ? group.live.filter((_, position) =>
          identity.every((text, at) => text === UNKNOWN || text === identities[position]?.[at]),
        )
      : (byIdentity.get(identity.join('\u0000')) ?? [])
    return [entity, place === undefined ? same : same.filter(({ live }) => placesMeet(place, live?.place))]
  })
}

/** The canonical texts of what a kind calls its identity, with references resolved. */
function roleIdentity(entity: Entity, index: ReferenceIndex): string[] {
  const resource = entity.declared ?? entity.live
  if (!resource) return []
  const { kind, table } = entity.described
  const tree = canonicalTree(resource.attributes, {
    kind,
    table,
    mode: 'drift',
    ...referenceOptions(index, resource),
  })
  return identityTexts(kind, tree).map((text) => (text === '""' || text === 'null' ? '' : text))
}

/** How a side's references become labels that are the same on every side. */
export function referenceOptions(
  index: ReferenceIndex,
  from: Standpoint,
): {
  settle: (value: Unknown) => string | Unknown
  resolve: (value: string | Unknown, kinds: readonly string[]) => string | undefined
} {
  return {
    settle: (value) => index.settle(value, from.root),
    resolve: (value, kinds) => {
      const entity = index.pointed(value, kinds, from)
      return entity && labelOf(entity)
    },
  }
}
