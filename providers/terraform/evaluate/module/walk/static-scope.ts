import type { ScopeTraversal } from '../../../hcl/ast.ts'
import type { Refusal } from '../../expression/evaluation.ts'
import { DYNAMIC, NUMBER, STRING } from '../../types/types.ts'
import { unknown } from '../../types/value.ts'
import type { Value } from '../../types/value.ts'
import { ExpressionScope } from '../expression-scope.ts'
import { subjectOf } from '../reference.ts'
import type { InstanceKey } from '../repetition.ts'

/** A key that stands for whatever keys a block has: only its kind counts. */
export const SOME_INDEX: InstanceKey = { kind: 'count', index: 0 }
export const SOME_KEY: InstanceKey = { kind: 'each', key: '', value: unknown(DYNAMIC) }

/** What expressions of a block see that stands for all instances it may have: `count.index` and `each` are unknown. */
export class StaticScope extends ExpressionScope {
  /** What no instance needs is no gap when it is not computed. */
  override noteUncomputed(): void {}

  override lookup(
    ...[traversal, refusals]: Parameters<ExpressionScope['lookup']>
  ): ReturnType<ExpressionScope['lookup']> {
    const value = own(traversal)
    return value ? { value, used: 1 } : super.lookup(traversal, refusals)
  }
}

/** The same for the arguments of a call, of which Terraform knows no better than that it may be repeated either way. */
export class StaticCallScope extends StaticScope {
  override check(reference: ScopeTraversal): Refusal | undefined {
    return own(reference) ? undefined : super.check(reference)
  }
}

const COUNT_INDEX = unknown(NUMBER)
const EACH_KEY = unknown(STRING)
const EACH_VALUE = unknown(DYNAMIC)

/** `count.index`, `each.key` or `each.value`. */
function own(traversal: ScopeTraversal): Value | undefined {
  const subject = subjectOf(traversal)
  if (!('kind' in subject)) return undefined
  if (subject.kind === 'count' && subject.name === 'index') return COUNT_INDEX
  if (subject.kind !== 'each') return undefined
  return subject.name === 'key' ? EACH_KEY : subject.name === 'value' ? EACH_VALUE : undefined
}
