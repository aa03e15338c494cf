import { join } from 'node:path'

import type { Expression, Range, ScopeTraversal } from '../../hcl/ast.ts'
import type { Steps } from '../../graph/node.ts'
import { evaluate } from '../expression/evaluate.ts'
import type { Binding, Budget, FunctionLibrary, Refusal, Scope } from '../expression/evaluation.ts'
import { boundValue } from '../expression/evaluation.ts'
import { referencesOf } from '../expression/references.ts'
import { DYNAMIC_UNKNOWN, bool, integer, string, unknown, withMarks } from '../types/value.ts'
import { DYNAMIC } from '../types/types.ts'
import { EPHEMERAL } from '../types/marks.ts'
import { UncomputedError } from '../types/evaluation-error.ts'
import { checkExtent } from '../types/extent.ts'
import type { Value } from '../types/value.ts'
import { checkReference } from './check-reference.ts'
import type { ModuleInstance } from './module-instance.ts'
import { subjectOf } from './reference.ts'
import type { InstanceKey } from './repetition.ts'

/** A value with what was wrong on the way; the value of a refused expression is unknown. */
export interface Evaluated {
  readonly value: Value
  readonly refusals: readonly Refusal[]
}

/** What expressions of a module see at one place: in a resource's body also its own `count.index` or `each`. */
export class ExpressionScope implements Scope {
  readonly module: ModuleInstance
  readonly key: InstanceKey
  readonly #self: Value | undefined

  constructor(module: ModuleInstance, key: InstanceKey, self?: Value) {
    this.module = module
    this.key = key
    this.#self = self
  }

  get functions(): FunctionLibrary {
    return this.module.root.functions
  }

  noteUncomputed({ code, message }: UncomputedError, range: Range): void {
    this.module.root.faults.add({ code, message, range, kinds: [] })
  }

  get budget(): Budget {
    return this.module.root.budget
  }

  /** Computes what the references need; what is wrong with them as such is returned. */
  *prepare(
    references: readonly ScopeTraversal[],
    bindings: Binding | null = null,
  ): Steps<readonly Refusal[]> {
    const refusals: Refusal[] = []
    for (const reference of references) {
      if (boundValue(bindings, reference.root)) continue
      const refusal = this.check(reference)
      if (refusal) refusals.push(refusal)
      else yield* this.module.require(subjectOf(reference))
    }
    return refusals
  }

  /** What is wrong with a reference as such. */
  check(reference: ScopeTraversal): Refusal | undefined {
    return checkReference(reference, this.module, this.key, this.#self !== undefined)
  }

  /** What is wrong with references as such. */
  wrongIn(references: readonly ScopeTraversal[], bindings: Binding | null = null): readonly Refusal[] {
    return references.flatMap((reference) =>
      boundValue(bindings, reference.root) ? [] : (this.check(reference) ?? []),
    )
  }

  /** The value of an expression of this place. */
  *evaluate(expression: Expression, bindings: Binding | null = null): Steps<Evaluated> {
    const refusals = yield* this.prepare(referencesOf(expression), bindings)
    if (refusals.length > 0) return { value: DYNAMIC_UNKNOWN, refusals }
    return this.evaluatePrepared(expression, bindings)
  }

  /** The value of an expression whose references were prepared before. */
  evaluatePrepared(expression: Expression, bindings: Binding | null): Evaluated {
    const refusals: Refusal[] = []
    const value = this.#compute(expression, bindings, refusals)
    return refusals.length > 0 ? { value: DYNAMIC_UNKNOWN, refusals } : { value, refusals }
  }

  #compute(expression: Expression, bindings: Binding | null, refusals: Refusal[]): Value {
    this.budget.begin()
    try {
      const value = evaluate(expression, { scope: this, bindings, refusals })
      checkExtent(value)
      return value
    } catch (error) {
      if (!(error instanceof UncomputedError)) throw error
      this.noteUncomputed(error, expression.range)
      return unknown(DYNAMIC, { reason: error.message })
    }
  }

  lookup(traversal: ScopeTraversal, refusals: Refusal[]): { readonly value: Value; readonly used: number } {
    const subject = subjectOf(traversal)
    if (!('kind' in subject)) {
      refusals.push(subject)
      return { value: DYNAMIC_UNKNOWN, used: traversal.steps.length }
    }
    const { used } = subject
    switch (subject.kind) {
      case 'count':
        return { value: this.key.kind === 'count' ? integer(this.key.index) : DYNAMIC_UNKNOWN, used }
      case 'each':
        return { value: this.#each(subject.name), used }
      case 'self':
        return { value: this.#self ?? DYNAMIC_UNKNOWN, used }
      case 'path':
        return { value: this.#path(subject.name), used }
      case 'terraform':
        return { value: this.#terraform(subject.name), used }
      default:
        return { value: this.module.valueOf(subject), used }
    }
  }

  #each(name: string): Value {
    if (this.key.kind !== 'each') return DYNAMIC_UNKNOWN
    return name === 'key' ? string(this.key.key) : this.key.value
  }

  #path(name: string): Value {
    const { root, tree } = this.module
    if (name === 'module') return string(tree.folder)
    return string(name === 'root' ? '.' : join(root.options.folder))
  }

  #terraform(name: string): Value {
    if (name === 'workspace') return string(this.module.root.options.workspace)
    // false in a plan, and never stored
    return withMarks(bool(false), EPHEMERAL)
  }
}
