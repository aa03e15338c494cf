import type { Block } from '../../hcl/ast.ts'
import type { Steps } from '../../graph/node.ts'
import { referencesOf } from '../expression/references.ts'
import type { Refusal } from '../expression/evaluation.ts'
import { convert } from '../types/conversion.ts'
import { ConversionError } from '../types/evaluation-error.ts'
import { BOOL } from '../types/types.ts'
import { containsMarked } from '../types/deep-marks.ts'
import { unmarked } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import type { ExpressionScope } from './expression-scope.ts'

/** What `validation`, `precondition` and `postcondition` blocks refuse; a condition that is not known yet refuses nothing. */
export function* checkConditions(
  blocks: readonly Block[],
  scope: ExpressionScope,
): Steps<readonly Refusal[]> {
  const failed: Refusal[] = []
  for (const block of blocks) failed.push(...(yield* checkCondition(block, scope)))
  return failed
}

function* checkCondition(block: Block, scope: ExpressionScope): Steps<readonly Refusal[]> {
  const condition = block.body.attributes.get('condition')?.expression
  if (!condition) return []
  if (referencesOf(condition).length === 0)
    return [
      {
        summary: `Invalid ${block.block_type} expression`,
        detail:
          'The condition expression must refer to at least one object from elsewhere in the configuration, or else its result would not be checking anything.',
        range: condition.range,
      },
    ]
  const { value, refusals } = yield* scope.evaluate(condition)
  if (refusals.length > 0) return refusals
  const answer = asBool(value)
  const summary =
    block.block_type === 'validation' ? 'Invalid value for variable' : `Resource ${block.block_type} failed`
  if (typeof answer === 'string')
    return [{ summary: `Invalid ${block.block_type} result`, detail: answer, range: condition.range }]
  if (answer !== false) return []
  return [{ summary, detail: yield* errorMessage(block, scope), range: condition.range }]
}

/** True, false, undefined where it is open, or what is wrong with it. */
function asBool(value: Value): boolean | undefined | string {
  try {
    const answer = convert(unmarked(value), BOOL)
    if (answer.isNull) return 'Condition expression must return either true or false, not null.'
    return answer.isKnown ? answer.payload === true : undefined
  } catch (error) {
    if (error instanceof ConversionError) return `Invalid condition result value: ${error.reason}.`
    throw error
  }
}

function* errorMessage(block: Block, scope: ExpressionScope): Steps<string> {
  const expression = block.body.attributes.get('error_message')?.expression
  if (!expression) return 'the condition is false'
  const { value } = yield* scope.evaluate(expression)
  // a message that a secret flowed into is not shown
  if (containsMarked(value)) return 'the condition is false (its message is sensitive)'
  return typeof value.payload === 'string' ? value.payload : 'the condition is false'
}
