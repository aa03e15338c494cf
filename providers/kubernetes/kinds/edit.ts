import { draft, isList, isMap, type Attributes, type Draft, type Value } from '../../../src/core/value.ts'

/** One map of several, later ones winning; without a prototype, as every map here. */
export function mapOf(...maps: readonly (Attributes | undefined)[]): Draft {
  return Object.assign(draft(), ...maps)
}

/** What is written here as plain data, in the form of everything that was read. */
export function asRead(value: Value): Value {
  if (isList(value)) return value.map(asRead)
  if (!isMap(value)) return value
  const out = draft()
  for (const [key, item] of Object.entries(value)) out[key] = asRead(item)
  return out
}

type Change = (value: Value | undefined) => Value | undefined

/** A copy of a map, for changing. */
export function copyOf(map: Attributes): Draft {
  return Object.assign(draft(), map)
}

/**
 * A map with the value at a place changed; `*` stands for every item of a list. Where the way to the place does not
 * exist, nothing happens. A change to undefined takes the key away.
 */
export function changedAt(map: Attributes, path: readonly string[], change: Change): Attributes {
  const [key, ...rest] = path
  if (key === undefined) return map
  const old = map[key]
  const fresh = rest.length === 0 ? change(old) : changedBelow(old, rest, change)
  return fresh === old ? map : withKey(map, key, fresh)
}

function changedBelow(value: Value | undefined, path: readonly string[], change: Change): Value | undefined {
  if (path[0] !== '*') return isMap(value) ? changedAt(value, path, change) : value
  if (!isList(value)) return value
  const rest = path.slice(1)
  const items = value.map((item) =>
    rest.length === 0 ? (change(item) ?? item) : isMap(item) ? changedAt(item, rest, change) : item,
  )
  return items.every((item, index) => item === value[index]) ? value : items
}

/** A map with one key set, or taken away. */
export function withKey(map: Attributes, key: string, value: Value | undefined): Attributes {
  const out = copyOf(map)
  if (value === undefined) delete out[key]
  else out[key] = value
  return out
}

/** A map in which a place has this value where it has none yet. Only the last step may be missing. */
export function filledAt(map: Attributes, path: readonly string[], value: Value): Attributes {
  return changedAt(map, path, (old) => old ?? value)
}

/** A map without the value at a place, and without the maps above it that are empty then. */
export function withoutAt(map: Attributes, path: readonly string[]): Attributes {
  const [key, ...rest] = path
  const old = key === undefined ? undefined : map[key]
  if (key === undefined || old === undefined) return map
  if (rest.length === 0) return withKey(map, key, undefined)
  if (!isMap(old)) return map
  const fresh = withoutAt(old, rest)
  if (fresh === old) return map
  return withKey(map, key, Object.keys(fresh).length === 0 ? undefined : fresh)
}
