import { isDeepStrictEqual } from 'node:util'
import {
  draft,
  isList,
  isMap,
  ownValue,
  Unknown,
  type Attributes,
  type Value,
} from '../../../src/core/value.ts'

/** What stands in place of a value that every rendering makes anew. */
const REASON = 'another value each time the chart is rendered'

/**
 * One value of two renderings: what both say is said, the rest is open. Lists of different lengths have no common
 * items, so that all of such a list is open.
 */
export function commonValue(first: Value, second: Value): Value {
  if (isDeepStrictEqual(first, second)) return first
  if (isMap(first) && isMap(second)) return commonMap(first, second)
  if (isList(first) && isList(second) && first.length === second.length)
    return first.map((item, index) => commonValue(item, second[index] ?? null))
  return new Unknown(REASON)
}

function commonMap(first: Attributes, second: Attributes): Attributes {
  const out = draft()
  for (const key of new Set([...Object.keys(first), ...Object.keys(second)])) {
    const [one, other] = [ownValue(first, key), ownValue(second, key)]
    out[key] = one === undefined || other === undefined ? new Unknown(REASON) : commonValue(one, other)
  }
  return out
}
