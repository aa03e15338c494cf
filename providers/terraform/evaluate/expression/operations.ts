import type { BinaryOperator } from '../../hcl/ast.ts'
import { NotANumber, add, compare, divide, modulo, multiply, subtract } from '../types/arithmetic.ts'
import { convert } from '../types/conversion.ts'
import { unmarkDeep } from '../types/deep-marks.ts'
import { equals, firstOrigin } from '../types/equality.ts'
import { ConversionError, EvaluationError } from '../types/evaluation-error.ts'
import type { BigFloat } from '../types/number.ts'
import { rangeOf } from '../types/ranges.ts'
import type { Type } from '../types/types.ts'
import { BOOL, NUMBER } from '../types/types.ts'
import {
  FALSE,
  TRUE,
  bool,
  boolOf,
  number,
  numberOf,
  unknown,
  withAllMarks,
  withMarks,
} from '../types/value.ts'
import type { Value } from '../types/value.ts'

type Arithmetic = (a: BigFloat, b: BigFloat) => BigFloat

const ARITHMETIC: Readonly<Record<string, readonly [Arithmetic, string]>> = {
  '+': [add, "can't compute sum of opposing infinities"],
  '-': [subtract, "can't subtract infinity from itself"],
  '*': [multiply, "can't multiply zero by infinity"],
  '/': [divide, "can't divide zero by zero or infinity by infinity"],
  '%': [modulo, "can't use modulo with zero and infinity"],
}

/** Also decided by ranges where an operand is unknown. */
const COMPARISONS: Readonly<Record<string, (a: Value, b: Value) => Value>> = {
  '>': greater,
  '<': (a, b) => greater(b, a),
  '>=': (a, b) => either(greater(a, b), equals(a, b)),
  '<=': (a, b) => either(greater(b, a), equals(a, b)),
}

/** The type of an operator's result. */
export function operationType(operator: BinaryOperator): Type {
  return ARITHMETIC[operator] ? NUMBER : BOOL
}

/** A binary operator on its operands, as cty's standard functions do it. @throws EvaluationError */
export function binaryOperation(operator: BinaryOperator, left: Value, right: Value): Value {
  if (operator === '==') return equals(left, right)
  if (operator === '!=') return inverted(equals(left, right))
  const wanted = operator === '&&' || operator === '||' ? BOOL : NUMBER
  const a = unmarkDeep(operand(left, wanted, 'left'))
  const b = unmarkDeep(operand(right, wanted, 'right'))
  notNullOperands(a.value, b.value)
  const result = operate(operator, a.value, b.value)
  // cty's `&&` and `||` leave the marks of their operands behind when one is unknown
  if (wanted === BOOL && !result.isKnown) return result
  return withAllMarks(result, [a.marks, b.marks])
}

function operate(operator: BinaryOperator, a: Value, b: Value): Value {
  const comparison = COMPARISONS[operator]
  if (comparison) return comparison(a, b)
  if (!a.isKnown || !b.isKnown) return open(operationType(operator), a, b)
  const arithmetic = ARITHMETIC[operator]
  if (!arithmetic) return bool(operator === '&&' ? boolOf(a) && boolOf(b) : boolOf(a) || boolOf(b))
  const [compute, impossible] = arithmetic
  try {
    return number(compute(numberOf(a), numberOf(b)))
  } catch (error) {
    if (!(error instanceof NotANumber)) throw error
    throw new EvaluationError('Operation failed', `Error during operation: ${impossible}.`)
  }
}

/** `!value` or `-value`. @throws EvaluationError */
export function unaryOperation(operator: '!' | '-', value: Value): Value {
  const type = operator === '!' ? BOOL : NUMBER
  const bare = unmarkDeep(operand(value, type, 'unary'))
  notNullOperands(bare.value)
  // as do `!` and the minus sign
  if (!bare.value.isKnown) return open(type, bare.value)
  return withMarks(
    operator === '!' ? bool(!boolOf(bare.value)) : number(numberOf(bare.value).negate()),
    bare.marks,
  )
}

function open(type: Type, ...operands: readonly Value[]): Value {
  return unknown(type, firstOrigin(operands), { not_null: true })
}

function inverted(value: Value): Value {
  return value.isKnown ? withMarks(bool(!boolOf(value)), value.marks) : value
}

function operand(value: Value, wanted: Type, side: string): Value {
  try {
    return convert(value, wanted)
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error
    throw new EvaluationError('Invalid operand', `Unsuitable value for ${side} operand: ${error.reason}.`)
  }
}

function notNullOperands(...operands: readonly Value[]): void {
  if (operands.some((value) => value.isNull))
    throw new EvaluationError('Operation failed', 'Error during operation: argument must not be null.')
}

/** cty's GreaterThan: of unknowns where their ranges do not meet, all bounds taken as exclusive. */
function greater(a: Value, b: Value): Value {
  if (a.isKnown && b.isKnown) return bool(compare(numberOf(a), numberOf(b)) > 0)
  const left = rangeOf(a)
  const right = rangeOf(b)
  if (left.min && right.max && compare(left.min.number, right.max.number) > 0) return TRUE
  if (left.max && right.min && compare(left.max.number, right.min.number) < 0) return FALSE
  return open(BOOL, a, b)
}

/** cty's Or: one certain true decides. */
function either(a: Value, b: Value): Value {
  if (a.payload === true || b.payload === true) return TRUE
  return a.isKnown && b.isKnown ? FALSE : open(BOOL, a, b)
}
