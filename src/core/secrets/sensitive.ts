import type { Digest } from './credentials.ts'
import type { Entity } from '../match/entity.ts'
import type { Place } from '../field-table.ts'
import type { Resource } from '../model.ts'
import { keySegment } from '../path.ts'
import { draft, isList, isMap, Secret, Unknown, type Draft, type Value } from '../value.ts'

/** Where one side of a thing is secret, with the digests that stand there. */
type SecretPlaces = Map<Place, Set<string>>

/**
 * What the code or the state marks as sensitive is sensitive wherever it stands: the same places of the other sides
 * become digests, too. So they still compare, and no report shows what runs there in place of it.
 */
export function hideSensitive(entity: Entity, digest: Digest): void {
  const { declared, recorded, live } = entity
  const sides = [declared, recorded, live]
  // most things hold no secret at all, and looking for one costs less than telling where
  if (!sides.some((side) => side && holdsSecret(side.attributes))) return
  const root = entity.described.table.root
  const places: SecretPlaces = new Map()
  for (const side of sides) if (side) findSecrets(side.attributes, root, places)
  const hidden = (side: Resource): Resource => {
    const attributes = hide(side.attributes, root, places, digest)
    return isMap(attributes) && attributes !== side.attributes ? { ...side, attributes } : side
  }
  if (declared) entity.declared = hidden(declared)
  if (recorded) entity.recorded = hidden(recorded)
  if (live) entity.live = hidden(live)
}

function holdsSecret(value: Value): boolean {
  if (value === null || typeof value !== 'object' || value instanceof Unknown) return false
  if (value instanceof Secret) return true
  if (isList(value)) return value.some(holdsSecret)
  for (const key in value) {
    const own = value[key]
    if (typeof own === 'object' && holdsSecret(own)) return true
  }
  return false
}

/** A block's only item stands at the block's own place, as its path has it; plain items stand at their list's. */
function itemPlace(place: Place, item: Value): Place {
  return isMap(item) && place.field.list !== 'single' ? place.child('[0]') : place
}

function findSecrets(value: Value, place: Place, places: SecretPlaces): void {
  if (value instanceof Secret) {
    const digests = places.get(place)
    if (digests) digests.add(value.digest)
    else places.set(place, new Set([value.digest]))
  } else if (isList(value)) for (const item of value) findSecrets(item, itemPlace(place, item), places)
  else if (isMap(value))
    for (const key of Object.keys(value))
      findSecrets(value[key] ?? null, place.child(keySegment(key)), places)
}

function hide(value: Value, place: Place, places: SecretPlaces, digest: Digest): Value {
  if (value === null || value instanceof Secret || value instanceof Unknown) return value
  if (isList(value)) {
    const items = value.map((item) => hide(item, itemPlace(place, item), places, digest))
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  if (!isMap(value)) return hidePlain(value, place, places.get(place), digest)
  let out: Draft | undefined
  for (const key of Object.keys(value)) {
    const own = value[key] ?? null
    const next = hide(own, place.child(keySegment(key)), places, digest)
    if (next === own) continue
    out ??= Object.assign(draft(), value)
    out[key] = next
  }
  return out ?? value
}

/** In another spelling the same secret has another digest: there it cannot be told, and is not called different. */
function hidePlain(
  value: string | number | boolean,
  place: Place,
  digests: ReadonlySet<string> | undefined,
  digest: Digest,
): Value {
  if (!digests) return value
  const secret = digest(String(value))
  const isTold = digests.has(secret.digest) || place.field.scalar === undefined
  return isTold ? secret : new Unknown('sensitive, and perhaps the same in another spelling')
}
