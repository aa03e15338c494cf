import { canonicalTree } from '../compare/canonical.ts'
import { spokesman, type Entity, type ReferenceIndex } from './entity.ts'
import type { EnvironmentView } from '../environment.ts'
import { inUse } from './generations.ts'
import { identityTexts, SYSTEM_ID } from './identity.ts'
import type { Neutral } from './naming.ts'
import { splitPath } from '../path.ts'

/** One thing in two environments; at least one of them has it. */
export interface EntityPair {
  readonly sides: readonly [Entity | undefined, Entity | undefined]
  /** one text for both sides, also for references to it */
  readonly label: string
}

/** Things that have the same name or role, several of them in at least one environment: nobody can tell which is which. */
export interface AmbiguousPair {
  readonly sides: readonly [readonly Entity[], readonly Entity[]]
}

export interface Pairing {
  readonly pairs: readonly EntityPair[]
  /** the label of a thing, by side */
  readonly labels: readonly [ReadonlyMap<Entity, string>, ReadonlyMap<Entity, string>]
  readonly ambiguous: readonly AmbiguousPair[]
  /** earlier generations of a generated object that is paired: left over, and in nobody's use */
  readonly outdated: ReadonlySet<Entity>
}

type Sides = [Entity[], Entity[]]

/** Which things of two environments are the same: by declared address, by namespace and name, the rest by role. */
export function pairEnvironments(
  views: readonly [EnvironmentView, EnvironmentView],
  neutral: readonly [Neutral, Neutral],
): Pairing {
  return new Pairer(views, neutral).result()
}

class Pairer {
  readonly #views: readonly [EnvironmentView, EnvironmentView]
  readonly #neutral: readonly [Neutral, Neutral]
  readonly #labels: [Map<Entity, string>, Map<Entity, string>] = [new Map(), new Map()]
  readonly #pairs: EntityPair[] = []
  readonly #ambiguous: AmbiguousPair[] = []
  readonly #outdated = new Set<Entity>()

  constructor(views: readonly [EnvironmentView, EnvironmentView], neutral: readonly [Neutral, Neutral]) {
    this.#views = views
    this.#neutral = neutral
  }

  result(): Pairing {
    const left = this.#byRole(this.#byName())
    for (const side of [0, 1] as const) {
      for (const [index, entity] of left[side].entries()) {
        const resource = spokesman(entity)
        const label = `${entity.described.kind.name}\u0000alone ${side} ${resource.id ?? resource.address ?? resource.name} ${index}`
        this.#labels[side].set(entity, label)
        this.#pairs.push({ sides: side === 0 ? [entity, undefined] : [undefined, entity], label })
      }
    }
    return {
      pairs: this.#pairs,
      labels: this.#labels,
      ambiguous: this.#ambiguous,
      outdated: this.#outdated,
    }
  }

  /** @returns what has no name that is its identity, or has it alone */
  #byName(): Sides {
    const groups = new Map<string, Sides>()
    const left: Sides = [[], []]
    for (const side of [0, 1] as const) {
      for (const entity of candidatesOf(this.#views[side])) {
        const key = plainKey(entity, this.#neutral[side])
        if (key === undefined) left[side].push(entity)
        else groupAt(groups, key)[side].push(entity)
      }
    }
    for (const [key, [a, b]] of groups) {
      const [first, second] = [this.#current(a, 0), this.#current(b, 1)]
      if (first && second) this.#pair(key, first, second)
      else if (!this.#tell(key, [a, b])) {
        left[0].push(...a)
        left[1].push(...b)
      }
    }
    return left
  }

  /** Pairs the rest by the kind's identity, in rounds: each may tell what references of the next one mean. */
  #byRole(all: Sides): Sides {
    let left = all
    for (;;) {
      const strict = sureOf(this.#roles(left, false))
      const sure = strict.length > 0 ? strict : sureOf(this.#roles(left, true))
      for (const [key, [[first], [second]]] of sure) if (first && second) this.#pair(key, first, second)
      const isOpen = ([key, sides]: [string, Sides]): boolean =>
        sides.every((one) => one.length > 0) && this.#tell(key, sides)
      const done = sure.length > 0 ? sure : [...this.#roles(left, true)].filter(isOpen)
      if (done.length === 0) return left
      const gone = new Set(done.flatMap(([, sides]) => sides.flat()))
      left = [left[0].filter((entity) => !gone.has(entity)), left[1].filter((entity) => !gone.has(entity))]
    }
  }

  /** @param isLoose what is outside of both environments counts as one place, whatever its id */
  #roles(left: Sides, isLoose: boolean): Map<string, Sides> {
    const groups = new Map<string, Sides>()
    for (const side of [0, 1] as const) {
      for (const entity of left[side]) {
        const { index } = this.#views[side].matching
        const key = roleKey(entity, index, this.#neutral[side], this.#labels[side], isLoose)
        if (key !== undefined) groupAt(groups, key)[side].push(entity)
      }
    }
    return groups
  }

  #pair(label: string, first: Entity, second: Entity): void {
    this.#labels[0].set(first, label)
    this.#labels[1].set(second, label)
    this.#pairs.push({ sides: [first, second], label })
  }

  /** Where both sides run some: a reference to any of them is the same reference, for nobody can tell which it is. */
  #tell(label: string, sides: Sides): boolean {
    const isOpen = sides.every((list) => list.some(({ live }) => live && live.undeclared === undefined))
    if (!isOpen) return false
    for (const side of [0, 1] as const)
      for (const entity of sides[side]) this.#labels[side].set(entity, label)
    this.#ambiguous.push({ sides })
    return true
  }

  /** The one of a name that counts: of several generations of a generated object, the one in use. */
  #current(entities: readonly Entity[], side: 0 | 1): Entity | undefined {
    const [only] = entities
    if (entities.length <= 1) return only
    if (!entities.every((entity) => spokesman(entity).base_name !== undefined)) return undefined
    const current = inUse(entities, this.#views[side].matching.entities)
    if (current) for (const entity of entities) if (entity !== current) this.#outdated.add(entity)
    return current
  }
}

const NAME = 'tags.Name'

function sureOf(groups: Map<string, Sides>): [string, Sides][] {
  return [...groups].filter(([, [a, b]]) => a.length === 1 && b.length === 1)
}

function groupAt(groups: Map<string, Sides>, key: string): Sides {
  const group = groups.get(key) ?? [[], []]
  groups.set(key, group)
  return group
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
  const name = resource.base_name ?? resource.name
  return `${family}\u0000${space}\u0000${neutral(name, isNamespace ? 'namespace' : undefined)}${resource.base_name === undefined ? '' : '\u0000generated'}`
}

function roleKey(
  entity: Entity,
  index: ReferenceIndex,
  neutral: Neutral,
  labels: ReadonlyMap<Entity, string>,
  isLoose: boolean,
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
      const isOutside = !target && isLoose && typeof value === 'string' && SYSTEM_ID.test(value)
      return target ? (labels.get(target) ?? `?${String(value)}`) : isOutside ? 'elsewhere' : undefined
    },
  })
  // ranges of addresses are each environment's own: there the name tells
  const isRange = (path: string): boolean => table.at(splitPath(path) ?? []).field.network === true
  const texts = identityTexts(
    { ...kind, identity: kind.identity.map((path) => (isRange(path) ? NAME : path)) },
    tree,
  )
  return texts.every((text) => text === '' || text === '""')
    ? undefined
    : `${kind.name}\u0000role\u0000${texts.join('\u0000')}`
}
