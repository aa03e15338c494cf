import { ByKind } from './by-kind.ts'
import type { Resource } from '../model.ts'
import { joinPlaces } from './place.ts'
import type { Described, Registry } from '../registry.ts'
import { Unknown } from '../value.ts'

/** One thing of an environment, as far as its roles are known. At least one of the three is there. */
export interface Entity {
  readonly described: Described
  declared?: Resource
  recorded?: Resource
  live?: Resource
}

/** The resource that names an entity to people: the code's word first. */
export function spokesman(entity: Entity): Resource {
  const resource = entity.declared ?? entity.recorded ?? entity.live
  if (!resource) throw new TypeError('an entity without a resource')
  return resource
}

/** The system's own id of an entity, by whichever side knows it. */
export function idOf(entity: Entity): string | undefined {
  return entity.recorded?.id ?? entity.live?.id ?? entity.declared?.id
}

/** The resource that stands in a report: the code's names, and the id by whichever side knows it. */
export function identityOf(entity: Entity): Resource {
  const resource = spokesman(entity)
  const id = idOf(entity)
  const live = entity.live
  return {
    ...resource,
    ...(id !== undefined && { id }),
    ...(live?.namespace !== undefined && { namespace: live.namespace }),
  }
}

/** An address together with its root: two roots may both have `aws_instance.web`. */
export function addressKey(root: string | undefined, address: string): string {
  return `${root ?? ''}\u0000${address}`
}

/** Where an entity is, by whichever side knows. */
export function placeOf({ declared, recorded, live }: Entity): string | undefined {
  return joinPlaces(live?.place, declared?.place, recorded?.place)
}

/** Whence a reference is looked at: its root, and where the thing is that refers. */
export interface Standpoint {
  readonly root?: string | undefined
  readonly place?: string | undefined
}

/** What ids and addresses of one environment stand for. */
export class ReferenceIndex {
  readonly #byId = new ByKind<Entity>()
  readonly #byPlacedId = new ByKind<Entity>()
  readonly #byAddress = new Map<string, Entity>()
  readonly #registry: Registry

  constructor(registry: Registry) {
    this.#registry = registry
  }

  /** Learn, or learn again, what an entity is known by. */
  add(entity: Entity): void {
    const family = entity.described.kind.name
    for (const resource of [entity.live, entity.recorded, entity.declared]) {
      if (resource?.id !== undefined) {
        keep(this.#byId, family, resource.id, entity)
        if (resource.place !== undefined)
          keep(this.#byPlacedId, family, placedKey(resource.id, resource.place), entity)
      }
      if (resource?.address !== undefined)
        this.#byAddress.set(addressKey(resource.root, resource.address), entity)
    }
  }

  /** Some ids are names that every region may have: the thing of the same place comes first. */
  byId(kind: string, id: string, place?: string): Entity | undefined {
    const family = this.#registry.family(kind)
    const here = place === undefined ? undefined : this.#byPlacedId.get(family, placedKey(id, place))
    return here ?? this.#byId.get(family, id)
  }

  byAddress(root: string | undefined, address: string): Entity | undefined {
    return this.#byAddress.get(addressKey(root, address))
  }

  /** What an undetermined value of a root turned out to be: the id of a thing that exists by now, else itself. */
  settle(value: Unknown, root: string | undefined): string | Unknown {
    if (value.refers_to?.attribute !== 'id') return value
    const entity = this.byAddress(root, value.refers_to.address)
    return (entity && idOf(entity)) ?? value
  }

  /** The entity that an id or an undetermined reference points at. */
  pointed(value: string | Unknown, kinds: readonly string[], from: Standpoint): Entity | undefined {
    if (value instanceof Unknown) {
      return value.refers_to?.attribute === 'id'
        ? this.byAddress(from.root, value.refers_to.address)
        : undefined
    }
    for (const kind of kinds) {
      const entity = this.byId(kind, value, from.place)
      if (entity) return entity
    }
    return undefined
  }
}

function placedKey(id: string, place: string): string {
  return `${id}\u0000${place}`
}

function keep(map: ByKind<Entity>, family: string, key: string, entity: Entity): void {
  const known = map.get(family, key)
  if (!known || known.declared === undefined) map.set(family, key, entity)
}

/** An entity by what it is, the same text for all of its roles: `aws_subnet.private["a"]`, else its id. */
export function labelOf(entity: Entity): string {
  const named = [entity.declared, entity.recorded].find((resource) => resource?.address !== undefined)
  if (named?.address !== undefined) return named.address
  const resource = spokesman(entity)
  return resource.id ?? resource.name
}
