import { idOf, type Entity, type ReferenceIndex } from '../../../src/core/match/entity.ts'
import { matchEnvironment } from '../../../src/core/match.ts'
import type { Resource } from '../../../src/core/model.ts'
import type { Sides } from '../../../src/core/provider.ts'
import type { Registry } from '../../../src/core/registry.ts'
import { Unknown, type Attributes, type Value } from '../../../src/core/value.ts'
import { KIND_BY_NAME } from '../kinds.ts'

type Change = Partial<
  Pick<Resource, 'attributes' | 'id' | 'undeclared' | 'controller' | 'kind' | 'ignores' | 'place'>
>

/**
 * An environment under arrangement: its resources by kind and role, who is whom as far as that is known, and the
 * changes made so far. Nothing given is altered; `build` yields the new sides.
 */
export class Scene {
  readonly #sides: Sides
  readonly #registry: Registry
  readonly #changes = new Map<Resource, Change>()
  readonly #dropped = new Set<Resource>()
  readonly #added: Resource[] = []
  #index: ReferenceIndex
  #entities: readonly Entity[] = []
  readonly #of = new Map<Resource, Entity>()
  readonly #byKind = new Map<string, Resource[]>()

  /** @param registry the kinds of this provider @param isMatched which kinds are matched to each other */
  constructor(sides: Sides, registry: Registry, isMatched: (kind: string) => boolean) {
    this.#sides = sides
    this.#registry = registry
    for (const resource of [...sides.declared, ...sides.recorded, ...sides.live]) {
      const family = familyOf(resource.kind)
      if (family === undefined) continue
      const key = `${family} ${resource.role}`
      const list = this.#byKind.get(key)
      if (list) list.push(resource)
      else this.#byKind.set(key, [resource])
    }
    this.#index = this.match(isMatched)
  }

  /** Finds anew who is whom, by ids given since. */
  match(isMatched: (kind: string) => boolean): ReferenceIndex {
    const originals = new Map<Resource, Resource>()
    const side = (list: readonly Resource[]): Resource[] =>
      list
        .filter((resource) => isMatched(familyOf(resource.kind) ?? ''))
        .map((resource) => {
          const current = { ...resource, ...this.#changes.get(resource) }
          originals.set(current, resource)
          return current
        })
    const { declared, recorded, live } = this.#sides
    const found = matchEnvironment(
      { declared: side(declared), recorded: side(recorded), live: side(live) },
      this.#registry,
    )
    this.#of.clear()
    const original = (resource: Resource | undefined): Resource | undefined =>
      resource && originals.get(resource)
    this.#entities = found.entities
    for (const entity of found.entities) {
      for (const resource of [entity.declared, entity.recorded, entity.live]) {
        const own = original(resource)
        if (own && !(own.role === 'live' && this.#of.get(own)?.declared)) this.#of.set(own, entity)
      }
    }
    this.#originals = originals
    this.ambiguous = found.ambiguous.map(({ declared: one, candidates }) => ({
      declared: original(one.declared),
      candidates: candidates.flatMap(({ live: each }) => original(each) ?? []),
    }))
    return (this.#index = found.index)
  }

  #originals = new Map<Resource, Resource>()
  /** declarations that fit several live things, by identity alone */
  ambiguous: readonly {
    readonly declared: Resource | undefined
    readonly candidates: readonly Resource[]
  }[] = []

  /** The resources of a kind, by any of its names, in one role, as they are by now. */
  of(kind: string, role: Resource['role']): readonly Resource[] {
    const list = this.#byKind.get(`${familyOf(kind) ?? kind} ${role}`) ?? []
    return list.filter((resource) => !this.#dropped.has(resource))
  }

  attributes(resource: Resource): Attributes {
    return this.#changes.get(resource)?.attributes ?? resource.attributes
  }

  id(resource: Resource): string | undefined {
    return this.#changes.get(resource)?.id ?? resource.id
  }

  place(resource: Resource): string | undefined {
    return this.#changes.get(resource)?.place ?? resource.place
  }

  undeclared(resource: Resource): Resource['undeclared'] {
    return this.#changes.get(resource)?.undeclared ?? resource.undeclared
  }

  change(resource: Resource, change: Change): void {
    this.#changes.set(resource, { ...this.#changes.get(resource), ...change })
  }

  /** Sets attributes; `undefined` takes one out. */
  set(resource: Resource, values: Readonly<Record<string, Value | undefined>>): void {
    const attributes = { ...this.attributes(resource) }
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) delete attributes[name]
      else attributes[name] = value
    }
    this.change(resource, { attributes })
  }

  drop(resource: Resource): void {
    this.#dropped.add(resource)
  }

  add(resource: Resource): void {
    this.#added.push(resource)
  }

  /** The other roles of a thing, as given. */
  roles(resource: Resource): { declared?: Resource; recorded?: Resource; live?: Resource } {
    const entity = this.#of.get(resource)
    return entity ? this.#given(entity) : { [resource.role]: resource }
  }

  #given(entity: Entity): { declared?: Resource; recorded?: Resource; live?: Resource } {
    const own = (resource: Resource | undefined): Resource | undefined =>
      resource && (this.#originals.get(resource) ?? resource)
    const [declared, recorded, live] = [own(entity.declared), own(entity.recorded), own(entity.live)]
    return { ...(declared && { declared }), ...(recorded && { recorded }), ...(live && { live }) }
  }

  /** A thing by its id, in every role; undefined where nobody knows the id. */
  byId(
    kind: string,
    id: Value | undefined,
  ): { declared?: Resource; recorded?: Resource; live?: Resource } | undefined {
    const entity = typeof id === 'string' ? this.#index.byId(kind, id) : undefined
    return entity && this.#given(entity)
  }

  /** Whether code or state names the thing. */
  isDeclared(kind: string, id: Value | undefined): boolean {
    const thing = this.byId(kind, id)
    return thing?.declared !== undefined || thing?.recorded !== undefined
  }

  /** A value with what it refers to put in its place, as far as that exists by now. */
  settle(value: Value | undefined, root: string | undefined): Value | undefined {
    if (!(value instanceof Unknown) || !value.refers_to) return value
    const { address, attribute } = value.refers_to
    const entity = this.#index.byAddress(root, address)
    if (!entity) return value
    if (attribute === 'id') return idOf(entity) ?? value
    const { recorded, live } = this.#given(entity)
    for (const resource of [recorded, live]) {
      const found = resource && this.attributes(resource)[attribute]
      if (found !== undefined && found !== null && found !== '') return found
    }
    return value
  }

  /** Everything as it stands now. Resources of other providers pass through. */
  build(): Sides {
    const side = (list: readonly Resource[]): Resource[] =>
      list
        .filter((resource) => !this.#dropped.has(resource))
        .map((resource) => {
          const change = this.#changes.get(resource)
          return change ? { ...resource, ...change } : resource
        })
    const { declared, recorded, live } = this.#sides
    const arranged = [...side(live), ...this.#added].map(withoutMarks)
    return { declared: side(declared), recorded: side(recorded), live: arranged }
  }

  get entities(): readonly Entity[] {
    return this.#entities
  }
}

/** What the readers note for arrangement alone. */
const MARKS = ['silent', 'is_default', 'is_main', 'default_tags', 'spot_request_id']

function withoutMarks(resource: Resource): Resource {
  if (!MARKS.some((mark) => mark in resource.attributes)) return resource
  const attributes = Object.fromEntries(
    Object.entries(resource.attributes).filter(([name]) => !MARKS.includes(name)),
  )
  return { ...resource, attributes }
}

/** One name for all names of a kind; undefined = not a kind of this provider. */
function familyOf(kind: string): string | undefined {
  return KIND_BY_NAME.get(kind)?.name
}
