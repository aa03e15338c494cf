import { compare } from './arithmetic.ts'
import { isCollection, nonconformance } from './types.ts'
import type { Type } from './types.ts'
import { elementsOf, hasElements, isWhollyKnown, numberOf, textOf, Undetermined } from './value.ts'
import type { Refinement, Value } from './value.ts'

/** What is certain of a value, known or not (cty's Value.Range), in the words of a refinement. */
export function rangeOf(value: Value): Refinement {
  const { payload, type } = value
  if (payload instanceof Undetermined) return payload.refinement
  if (payload === null) return {}
  if (typeof payload === 'string') return { not_null: true, prefix: payload }
  if (type.kind === 'number') {
    const bound = { number: numberOf(value), inclusive: true }
    return { not_null: true, min: bound, max: bound }
  }
  if (!isCollection(type)) return { not_null: true }
  const length = lengthRange(value)
  return length.min === length.max
    ? { not_null: true, min_length: length.min, max_length: length.max }
    : { not_null: true }
}

/** The least and greatest number of elements of a collection; unknown elements of a set may turn out to be equal. */
export function lengthRange(value: Value): { readonly min: number; readonly max: number } {
  if (value.payload instanceof Undetermined) {
    const { min_length = 0, max_length = Infinity } = value.payload.refinement
    return { min: min_length, max: max_length }
  }
  if (!hasElements(value)) return { min: 0, max: Infinity }
  const count = elementsOf(value).length
  const collapsible = value.type.kind === 'set' && count > 1 && !isWhollyKnown(value)
  return { min: collapsible ? 1 : count, max: count }
}

/** Whether the value is certainly not null. */
export function certainlyNotNull(value: Value): boolean {
  return value.payload instanceof Undetermined ? value.payload.refinement.not_null === true : !value.isNull
}

/** Whether an unknown of this type and refinement can certainly not turn out to be the known value. */
export function excludes(type: Type, range: Refinement, value: Value): boolean {
  if (value.isNull) return range.not_null === true
  if (nonconformance(value.type, type) !== undefined) return true
  if (value.type.kind === 'string')
    return range.prefix !== undefined && !textOf(value).startsWith(range.prefix)
  if (value.type.kind === 'number') return outOfBounds(range, value)
  if (!isCollection(value.type)) return false
  const length = lengthRange(value)
  return length.max < (range.min_length ?? 0) || length.min > (range.max_length ?? Infinity)
}

function outOfBounds(range: Refinement, value: Value): boolean {
  const given = numberOf(value)
  const { min, max } = range
  const below = min && compare(given, min.number)
  if (below !== undefined && (below < 0 || (below === 0 && min?.inclusive === false))) return true
  const above = max && compare(given, max.number)
  return above !== undefined && (above > 0 || (above === 0 && max?.inclusive === false))
}
