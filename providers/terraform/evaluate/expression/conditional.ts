import type { Conditional, Range } from '../../hcl/ast.ts'
import { compare } from '../types/arithmetic.ts'
import { convert } from '../types/conversion.ts'
import { firstOrigin } from '../types/equality.ts'
import { ConversionError } from '../types/evaluation-error.ts'
import { certainlyNotNull, lengthRange, rangeOf } from '../types/ranges.ts'
import { refine } from '../types/refinements.ts'
import type { Type } from '../types/types.ts'
import { BOOL, DYNAMIC, isCollection, sameType } from '../types/types.ts'
import { unify } from '../types/unify.ts'
import type { Bound, Refinement, Value } from '../types/value.ts'
import { DYNAMIC_UNKNOWN, nullOf, unknown, unmarked, withAllMarks } from '../types/value.ts'
import { evaluate } from './evaluate.ts'
import type { Evaluation, Refusal } from './evaluation.ts'
import { refuse } from './evaluation.ts'
import { closedDeep } from './open-object.ts'
import { typeMismatch } from './type-mismatch.ts'

/**
 * `condition ? a : b`. Both results are always evaluated, for the type of both decides that of the whole; what is wrong with
 * the one not taken is forgotten.
 */
export function evaluateConditional(expression: Conditional, at: Evaluation): Value {
  const wrongs: readonly [Refusal[], Refusal[]] = [[], []]
  const given = [
    evaluate(expression.true_result, { ...at, refusals: wrongs[0] }),
    evaluate(expression.false_result, { ...at, refusals: wrongs[1] }),
  ] as const
  const isSame = sameType(given[0].type, given[1].type) || isBareNull(given[0]) || isBareNull(given[1])
  const [whenTrue, whenFalse] = isSame ? given : [closedDeep(given[0]), closedDeep(given[1])]
  const type = resultType(whenTrue, whenFalse)
  if (!type) {
    const mismatch = typeMismatch(whenTrue.type, whenFalse.type)
    const detail = `The true and false result expressions must have consistent types. ${mismatch}.`
    refuse(at, expression.true_result.range, 'Inconsistent conditional result types', detail)
    return DYNAMIC_UNKNOWN
  }
  const condition = evaluate(expression.condition, at)
  if (condition.isNull) {
    const detail = 'The condition value is null. Conditions must either be true or false.'
    refuse(at, expression.condition.range, 'Null condition', detail)
    return unknown(type)
  }
  const marks = [condition.marks, whenTrue.marks, whenFalse.marks]
  if (!condition.isKnown) {
    const open = undecided(unmarked(condition), unmarked(whenTrue), unmarked(whenFalse), type)
    return withAllMarks(open, marks)
  }
  const chosen = asBool(unmarked(condition))
  if (chosen === undefined) {
    const detail = 'The condition expression must be of type bool.'
    refuse(at, expression.condition.range, 'Incorrect condition type', detail)
    return unknown(type)
  }
  at.refusals.push(...wrongs[chosen ? 0 : 1])
  const range = chosen ? expression.true_result.range : expression.false_result.range
  const branch = unmarked(chosen ? whenTrue : whenFalse)
  return withAllMarks(asResult(branch, type, chosen, range, at), marks)
}

/** The type of the whole; `dynamic` where no conversion takes place; undefined where there is none. */
function resultType(a: Value, b: Value): Type | undefined {
  if (isBareNull(a)) return b.type
  if (isBareNull(b)) return a.type
  if (a.type.kind === 'dynamic' || b.type.kind === 'dynamic') return DYNAMIC
  return unify([a.type, b.type])
}

function isBareNull(value: Value): boolean {
  return value.isNull && value.type.kind === 'dynamic' && value.marks.size === 0
}

function asBool(value: Value): boolean | undefined {
  try {
    return convert(value, BOOL).payload === true
  } catch (error) {
    if (error instanceof ConversionError) return undefined
    throw error
  }
}

function asResult(branch: Value, type: Type, chosen: boolean, range: Range, at: Evaluation): Value {
  try {
    return type.kind === 'dynamic' ? branch : convert(branch, type)
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error
    const detail = `The ${chosen} result value has the wrong type: ${error.reason}.`
    refuse(at, range, 'Inconsistent conditional result types', detail)
    return unknown(type)
  }
}

/** What can be said of the result while the condition is not known. */
function undecided(condition: Value, a: Value, b: Value, type: Type): Value {
  const origin = firstOrigin([condition])
  if (a.isNull && b.isNull) return nullOf(type)
  const not_null = certainlyNotNull(a) && certainlyNotNull(b)
  if (a.type.kind === 'number' && b.type.kind === 'number')
    return refine(unknown(type, origin), { ...numberRange(a, b), ...(not_null && { not_null }) })
  if (isCollection(a.type) && isCollection(b.type) && sameType(a.type, b.type)) {
    const left = lengthRange(a)
    const right = lengthRange(b)
    return refine(unknown(type, origin), {
      min_length: Math.min(left.min, right.min),
      max_length: Math.max(left.max, right.max),
      ...(not_null && { not_null }),
    })
  }
  return not_null ? refine(unknown(type, origin), { not_null }) : unknown(type, origin)
}

function numberRange(a: Value, b: Value): Refinement {
  const left = rangeOf(a)
  const right = rangeOf(b)
  const min = left.min && right.min && outer(left.min, right.min, -1)
  const max = left.max && right.max && outer(left.max, right.max, 1)
  return { ...(min && { min }), ...(max && { max }) }
}

/** The wider of two bounds. */
function outer(a: Bound, b: Bound, direction: 1 | -1): Bound {
  const order = compare(a.number, b.number) * direction
  if (order === 0) return { number: a.number, inclusive: a.inclusive || b.inclusive }
  return order > 0 ? a : b
}
