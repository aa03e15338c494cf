import type { Splat } from '../../hcl/ast.ts'
import { firstOrigin } from '../types/equality.ts'
import { certainlyNotNull, lengthRange } from '../types/ranges.ts'
import { refine } from '../types/refinements.ts'
import type { Type } from '../types/types.ts'
import { DYNAMIC, isCollection, listOf, tupleOf } from '../types/types.ts'
import {
  DYNAMIC_UNKNOWN,
  EMPTY_TUPLE,
  commonElementType,
  elementsOf,
  list,
  tuple,
  unknown,
  unmarked,
  withMarks,
} from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { evaluate } from './evaluate.ts'
import type { Evaluation } from './evaluation.ts'
import { bind, refuse } from './evaluation.ts'

/**
 * `source[*].x` and `source.*.x`: a list of a list or set, a tuple of a tuple; anything else counts as one element, null as
 * none.
 */
export function evaluateSplat(splat: Splat, at: Evaluation): Value {
  const before = at.refusals.length
  const given = evaluate(splat.source, at)
  if (at.refusals.length > before) return DYNAMIC_UNKNOWN
  const { kind } = given.type
  const isSequence = kind === 'tuple' || kind === 'list' || kind === 'set'
  if (given.isNull) {
    if (!isSequence) return withMarks(EMPTY_TUPLE, given.marks)
    const detail = 'Splat expressions (with the * symbol) cannot be applied to null sequences.'
    refuse(at, splat.source.range, 'Splat of null value', detail)
    return DYNAMIC_UNKNOWN
  }
  if (kind === 'dynamic') return withMarks(unknown(DYNAMIC, firstOrigin([given])), given.marks)
  // an unknown single value may turn out to be null: then there would be no element
  const maybeNone = !isSequence && !given.isKnown && !certainlyNotNull(given)
  const source = isSequence ? unmarked(given) : tuple([given])
  if (!source.isKnown) return withMarks(ofUnknown(splat, source, at), given.marks)
  const values = elementsOf(source).map((element) => {
    at.scope.budget.spend()
    return each(splat, element, at)
  })
  if (maybeNone) return withMarks(unknown(DYNAMIC, firstOrigin([given])), given.marks)
  if (at.refusals.length > before) return withMarks(unknown(typeOf(splat, source.type, at)), given.marks)
  return withMarks(gathered(splat, source.type, values, at), given.marks)
}

function each(splat: Splat, element: Value, at: Evaluation): Value {
  return evaluate(splat.each, bind(at, [[splat.item, element]]))
}

function gathered(splat: Splat, type: Type, values: readonly Value[], at: Evaluation): Value {
  if (type.kind === 'tuple') return tuple(values)
  if (values.length === 0) {
    const empty = typeOf(splat, type, at)
    return list([], empty.kind === 'list' ? empty.element : DYNAMIC)
  }
  // elements of one type give results of one type, save where an attribute's own type is open
  return commonElementType(values) ? list(values) : tuple(values)
}

function ofUnknown(splat: Splat, source: Value, at: Evaluation): Value {
  const type = typeOf(splat, source.type, at)
  const value = unknown(type, firstOrigin([source]))
  if (type.kind === 'dynamic') return value
  if (type.kind !== 'list' || !isCollection(source.type)) return refine(value, { not_null: true })
  const { min, max } = lengthRange(source)
  return refine(value, { not_null: true, min_length: min, max_length: max })
}

/** The type of the result, from one evaluation with an unknown element; what that refuses is not said again. */
function typeOf(splat: Splat, source: Type, at: Evaluation): Type {
  const typeFor = (element: Type): Type => each(splat, unknown(element), at).type
  if (source.kind === 'tuple') return tupleOf(source.elements.map(typeFor))
  return isCollection(source) ? listOf(typeFor(source.element)) : DYNAMIC
}
