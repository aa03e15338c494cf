import type { Expression } from '../../hcl/ast.ts'
import type { Value } from '../types/value.ts'
import { DYNAMIC_UNKNOWN } from '../types/value.ts'
import { evaluateCall } from './call.ts'
import { evaluateConditional } from './conditional.ts'
import { evaluateKey, evaluateObject, evaluateTuple } from './constructors.ts'
import type { Evaluation } from './evaluation.ts'
import { boundValue } from './evaluation.ts'
import { evaluateFor } from './for.ts'
import { evaluateBinary, evaluateUnary } from './operators.ts'
import { evaluateSplat } from './splat.ts'
import { evaluateJoin, evaluateTemplate } from './template.ts'
import { getIndex, literalValue, traverse } from './traverse.ts'

/**
 * The value of an expression, as hclsyntax computes it. What is wrong is noted in `at.refusals`; the value that comes back
 * then is a placeholder whose type still counts (a conditional's other branch is converted to it).
 * @throws LimitError past our own limits
 */
export function evaluate(expression: Expression, at: Evaluation): Value {
  at.scope.budget.spend()
  switch (expression.type) {
    case 'literal_value':
      return literalValue(expression.value)
    case 'scope_traversal': {
      const own = boundValue(at.bindings, expression.root)
      if (own) return traverse(own, expression.steps, at)
      const { value, used } = at.scope.lookup(expression, at.refusals)
      return traverse(value, expression.steps.slice(used), at)
    }
    case 'relative_traversal':
      return traverse(evaluate(expression.source, at), expression.steps, at)
    case 'anonymous_symbol':
      return boundValue(at.bindings, expression) ?? DYNAMIC_UNKNOWN
    case 'index': {
      const collection = evaluate(expression.collection, at)
      return getIndex(collection, evaluate(expression.key, at), expression.bracket_range, at)
    }
    case 'parentheses':
      return evaluate(expression.expression, at)
    case 'template_wrap':
      return evaluate(expression.wrapped, at)
    default:
      return evaluateComposite(expression, at)
  }
}

type Simple =
  | 'literal_value'
  | 'scope_traversal'
  | 'relative_traversal'
  | 'anonymous_symbol'
  | 'index'
  | 'parentheses'
  | 'template_wrap'

function evaluateComposite(expression: Exclude<Expression, { type: Simple }>, at: Evaluation): Value {
  switch (expression.type) {
    case 'template':
      return evaluateTemplate(expression, at)
    case 'function_call':
      return evaluateCall(expression, at)
    case 'object':
      return evaluateObject(expression, at)
    case 'tuple':
      return evaluateTuple(expression, at)
    case 'conditional':
      return evaluateConditional(expression, at)
    case 'binary_op':
      return evaluateBinary(expression, at)
    case 'for':
      return evaluateFor(expression, at)
    case 'splat':
      return evaluateSplat(expression, at)
    case 'unary_op':
      return evaluateUnary(expression, at)
    case 'template_join':
      return evaluateJoin(expression, at)
    case 'object_key':
      return evaluateKey(expression, at)
  }
}
