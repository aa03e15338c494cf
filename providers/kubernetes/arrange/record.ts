import { draft, isList, isMap, ownValue, type Attributes, type Value } from '../../../src/core/value.ts'
import { isDeepStrictEqual } from 'node:util'

/**
 * What a cluster remembers of the last apply, without what is out of date in it: only kubectl's client-side apply keeps
 * that note, so other tools may have applied since. Where declaration and reality agree, or both say nothing, there is
 * nothing that the note could tell.
 */
export function currentRecord(recorded: Attributes, declared: Attributes, live: Attributes): Attributes {
  const value = current(recorded, declared, live)
  return isMap(value) ? value : recorded
}

function current(recorded: Value, declared: Value | undefined, live: Value | undefined): Value | undefined {
  if (declared === undefined && live === undefined) return undefined
  if (declared !== undefined && isDeepStrictEqual(declared, live)) return declared
  if (isMap(recorded) && (isMap(declared) || isMap(live)))
    return currentMap(recorded, isMap(declared) ? declared : {}, isMap(live) ? live : {})
  const isAligned =
    isList(recorded) &&
    isList(declared) &&
    isList(live) &&
    recorded.length === declared.length &&
    live.length === recorded.length
  return isAligned
    ? recorded.map((item, index) => current(item, declared[index], live[index]) ?? item)
    : recorded
}

function currentMap(recorded: Attributes, declared: Attributes, live: Attributes): Attributes {
  const out = draft()
  for (const key of new Set([...Object.keys(recorded), ...Object.keys(declared)])) {
    const [said, runs] = [ownValue(declared, key), ownValue(live, key)]
    const own = ownValue(recorded, key)
    const value = own === undefined ? agreed(said, runs) : current(own, said, runs)
    if (value !== undefined) out[key] = value
  }
  return out
}

function agreed(declared: Value | undefined, live: Value | undefined): Value | undefined {
  return declared !== undefined && isDeepStrictEqual(declared, live) ? declared : undefined
}
