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
  return changedFrom(map, path, 0, change)
}

/** @param at how much of the path lies behind */
function changedFrom(map: Attributes, path: readonly string[], at: number, change: Change): Attributes {
  const key = path[at]
  if (key === undefined) return map
  const old = map[key]
  const fresh = at + 1 === path.length ? change(old) : changedBelow(old, path, at + 1, change)
  return fresh === old ? map : withKey(map, key, fresh)
}

function changedBelow(
  value: Value | undefined,
  path: readonly string[],
  at: number,
  change: Change,
): Value | undefined {
  if (path[at] !== '*') return isMap(value) ? changedFrom(value, path, at, change) : value
  if (!isList(value)) return value
  const next = at + 1
  return changedItems(value, (item) =>
    next === path.length
      ? (change(item) ?? item)
      : isMap(item)
        ? changedFrom(item, path, next, change)
        : item,
  )
}

/** A list with its items changed; the same list where none is. */
function changedItems(list: readonly Value[], change: (item: Value) => Value): readonly Value[] {
  let out: Value[] | undefined
  for (let index = 0; index < list.length; index += 1) {
    const item = list[index] ?? null
    const fresh = change(item)
    if (fresh !== item) out ??= list.slice(0, index)
    out?.push(fresh)
  }
  return out ?? list
}

/** A map with one key set, or taken away. */
export function withKey(map: Attributes, key: string, value: Value | undefined): Attributes {
  if (value === undefined) return map[key] === undefined ? map : withoutKeys(map, (own) => own === key)
  const out = copyOf(map)
  out[key] = value
  return out
}

/** A copy of a map without some keys; what is deleted from an object leaves it larger and slower. */
export function withoutKeys(map: Attributes, isGone: (key: string) => boolean): Draft {
  const out = draft()
  for (const key in map) if (!isGone(key)) out[key] = map[key] ?? null
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
