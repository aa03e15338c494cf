import { unmarkDeep } from './deep-marks.ts'
import { NO_MARKS, unionMarks } from './marks.ts'
import { identityKey, inSetOrder } from './set-order.ts'
import { DYNAMIC, setOf } from './types.ts'
import type { Type } from './types.ts'
import { commonElementType, isWhollyKnown, retyped, Value } from './value.ts'

/**
 * A set of equally typed elements, without duplicates and in Terraform's order; `element` is for an empty one. Marks cannot
 * cling to an element of a set: the set takes them all. Elements with unknown parts are all kept.
 */
export function set(elements: readonly Value[], element: Type = DYNAMIC): Value {
  let marks = NO_MARKS
  const bare = elements.map((one) => {
    const inner = unmarkDeep(one)
    marks = unionMarks(marks, inner.marks)
    return inner.value
  })
  const type = bare.length === 0 ? element : commonElementType(bare)
  if (!type) throw new TypeError('the elements of a set have several types')
  const distinct = withoutDuplicates(bare.map((one) => retyped(one, type)))
  return new Value(setOf(type), inSetOrder(distinct, type), marks)
}

/** The values without later equals of earlier ones; what has unknown parts is equal to nothing. */
export function withoutDuplicates(values: readonly Value[]): readonly Value[] {
  if (values.length < 2) return values
  const seen = new Set<string>()
  return values.filter((value) => {
    if (!isWhollyKnown(value)) return true
    const key = identityKey(value)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
