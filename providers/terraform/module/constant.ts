import type { Expression, Range } from '../hcl/ast.ts'
import { convert } from '../evaluate/types/conversion.ts'
import { ConversionError, UncomputedError } from '../evaluate/types/evaluation-error.ts'
import { BOOL, DYNAMIC, STRING } from '../evaluate/types/types.ts'
import { DYNAMIC_UNKNOWN, unknown } from '../evaluate/types/value.ts'
import type { Value } from '../evaluate/types/value.ts'
import { evaluate } from '../evaluate/expression/evaluate.ts'
import type { Refusal, Scope } from '../evaluate/expression/evaluation.ts'
import { Budget, LimitError } from '../evaluate/expression/evaluation.ts'
import { withoutTemplates } from '../json/expression.ts'

/** An expression that has to be constant and is not, or is refused otherwise. */
export class ConstantError extends Error {
  readonly summary: string
  readonly range: Range

  constructor(refusal: Refusal) {
    super(refusal.detail)
    this.name = 'ConstantError'
    this.summary = refusal.summary
    this.range = refusal.range
  }
}

const STEPS_MAX = 1_000_000

/**
 * The value of an expression where neither references nor functions are allowed (a default, a source); strings of .tf.json
 * are taken as they stand; past our limits it is unknown. @throws ConstantError
 */
export function constant(expression: Expression): Value {
  const refusals: Refusal[] = []
  let value: Value
  try {
    value = evaluate(withoutTemplates(expression), { scope: nothing(), bindings: null, refusals })
  } catch (error) {
    if (!(error instanceof UncomputedError || error instanceof LimitError)) throw error
    value = unknown(DYNAMIC, { reason: error.message })
  }
  const [first] = refusals
  if (first) throw new ConstantError(first)
  return value
}

function nothing(): Scope {
  return {
    budget: new Budget(STEPS_MAX),
    noteUncomputed() {},
    functions: { has: () => false, call: () => DYNAMIC_UNKNOWN },
    lookup(traversal, refusals) {
      refusals.push({
        summary: 'Variables not allowed',
        detail: 'Variables may not be used here.',
        range: traversal.range,
      })
      return { value: DYNAMIC_UNKNOWN, used: traversal.steps.length }
    },
  }
}

/** A constant text; null where there is none. @throws ConstantError */
export function constantText(expression: Expression | undefined): string | null {
  const value = expression && converted(expression, 'string')
  return typeof value?.payload === 'string' ? value.payload : null
}

/** A constant truth value; `otherwise` where none is given, or null. @throws ConstantError */
export function constantBool(expression: Expression | undefined, otherwise: boolean): boolean {
  const value = expression && converted(expression, 'bool')
  return typeof value?.payload === 'boolean' ? value.payload : otherwise
}

function converted(expression: Expression, want: 'string' | 'bool'): Value {
  try {
    return convert(constant(expression), want === 'string' ? STRING : BOOL)
  } catch (error) {
    if (!(error instanceof ConversionError || error instanceof UncomputedError)) throw error
    const reason = error instanceof ConversionError ? error.reason : error.message
    const detail = `Inappropriate value: ${reason}.`
    throw new ConstantError({ summary: 'Unsuitable value type', detail, range: expression.range })
  }
}
