import type { BinaryOp, UnaryOp } from '../../hcl/ast.ts'
import { EvaluationError } from '../types/evaluation-error.ts'
import type { Type } from '../types/types.ts'
import { BOOL, NUMBER } from '../types/types.ts'
import { unknown } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { evaluate } from './evaluate.ts'
import type { Evaluation } from './evaluation.ts'
import { refuse } from './evaluation.ts'
import { closedDeep } from './open-object.ts'
import { binaryOperation, operationType, unaryOperation } from './operations.ts'

/** `left operator right`. Both sides are always evaluated, those of `&&` and `||` included. */
export function evaluateBinary(expression: BinaryOp, at: Evaluation): Value {
  const before = at.refusals.length
  const left = closedDeep(evaluate(expression.left, at))
  const right = closedDeep(evaluate(expression.right, at))
  const type = operationType(expression.operator)
  return attempt(() => binaryOperation(expression.operator, left, right), expression, type, before, at)
}

/** `!value` or `-value`. */
export function evaluateUnary(expression: UnaryOp, at: Evaluation): Value {
  const before = at.refusals.length
  const value = evaluate(expression.value, at)
  const type = expression.operator === '!' ? BOOL : NUMBER
  return attempt(() => unaryOperation(expression.operator, value), expression, type, before, at)
}

/** The operation's result; an unknown of its type where it, or an operand before it, is refused. */
function attempt(
  operation: () => Value,
  expression: BinaryOp | UnaryOp,
  type: Type,
  before: number,
  at: Evaluation,
): Value {
  if (at.refusals.length > before) return unknown(type)
  try {
    return operation()
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error
    refuse(at, expression.range, error.summary, error.detail)
    return unknown(type)
  }
}
