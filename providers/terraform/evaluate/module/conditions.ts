import type { Block, Expression, Range } from '../../hcl/ast.ts'
import type { Steps } from '../../graph/node.ts'
import { referencesOf } from '../expression/references.ts'
import type { Refusal } from '../expression/evaluation.ts'
import { convert } from '../types/conversion.ts'
import { ConversionError } from '../types/evaluation-error.ts'
import { BOOL } from '../types/types.ts'
import { containsMarked } from '../types/deep-marks.ts'
import { placeText } from '../../place-text.ts'
import { unmarked } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import type { ExpressionScope } from './expression-scope.ts'

/**
 * What `validation`, `precondition` and `postcondition` blocks refuse; a condition that is not known yet refuses nothing.
 * `place` is where the value stands that a validation judges; `owner` is what a failed condition belongs to, in Terraform's words.
 */
export function* checkConditions(
  blocks: readonly Block[],
  scope: ExpressionScope,
  { place, owner = 'Resource' }: { readonly place?: Range; readonly owner?: string } = {},
): Steps<readonly Refusal[]> {
  const failed: Refusal[] = []
  for (const block of blocks) failed.push(...(yield* checkCondition(block, scope, place, owner)))
  return failed
}

function* checkCondition(
  block: Block,
  scope: ExpressionScope,
  place: Range | undefined,
  owner: string,
): Steps<readonly Refusal[]> {
  const condition = block.body.attributes.get('condition')?.expression
  if (!condition) return []
  const refusal = place ? undefined : aimless(block, condition)
  if (refusal) return [refusal]
  const { value, refusals } = yield* scope.evaluate(condition)
  if (refusals.length > 0) return refusals
  const answer = asBool(value)
  if (typeof answer === 'string') {
    const summary = place ? 'Invalid variable validation result' : 'Invalid condition result'
    const detail = place ? answer.replace(/condition/i, 'validation condition') : answer
    return [{ summary, detail: detail.replace(/^v/, 'V'), range: condition.range }]
  }
  if (answer !== false) return []
  const message = yield* errorMessage(block, scope)
  if (!place)
    return [{ summary: `${owner} ${block.block_type} failed`, detail: message, range: condition.range }]
  const rule = `This was checked by the validation rule at ${placeText(block.definition_range)}.`
  return [{ summary: 'Invalid value for variable', detail: `${message}\n\n${rule}`, range: place }]
}

/** What is wrong with a condition that looks at nothing. */
export function aimless(block: Block, condition: Expression): Refusal | undefined {
  if (referencesOf(condition).length > 0) return undefined
  return {
    summary: `Invalid ${block.block_type} expression`,
    detail:
      'The condition expression must refer to at least one object from elsewhere in the configuration, or else its result would not be checking anything.',
    range: condition.range,
  }
}

/** True, false, undefined where it is open, or what is wrong with it. */
function asBool(value: Value): boolean | undefined | string {
  try {
    const answer = convert(unmarked(value), BOOL)
    if (!answer.isKnown) return undefined
    return answer.isNull
      ? 'Condition expression must return either true or false, not null.'
      : answer.payload === true
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
