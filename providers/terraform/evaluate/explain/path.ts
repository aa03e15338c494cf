import type { Range, ScopeTraversal } from '../../hcl/ast.ts'
import { withKey } from '../../address.ts'
import { getIndex, traverse } from '../expression/traverse.ts'
import type { Refusal, Scope } from '../expression/evaluation.ts'
import type { PathStep } from '../types/evaluation-error.ts'
import { DYNAMIC_UNKNOWN, elementsOf, hasElements, integer } from '../types/value.ts'
import type { Value } from '../types/value.ts'

/** The constant steps of a traversal behind its root. */
export function pathOf(traversal: ScopeTraversal): readonly PathStep[] {
  return traversal.steps.map((step): PathStep => {
    if (step.type === 'attribute') return step.name
    if (step.key.type === 'number') return Number(step.key.text)
    return step.key.type === 'string' ? step.key.value : ''
  })
}

/** A path behind a name, as code writes it. */
export function pathText(path: readonly PathStep[]): string {
  return path
    .map((step) => {
      if (typeof step === 'number') return `[${step}]`
      return /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(step) ? `.${step}` : withKey('', step)
    })
    .join('')
}

const NOWHERE: Range = {
  file: '',
  start: { byte: 0, line: 1, column: 1 },
  end: { byte: 0, line: 1, column: 1 },
}

/** What lies at a path of a value; the element at that place of a set, which has no index of its own. */
export function partOf(value: Value, path: readonly PathStep[], scope: Scope): Value {
  return part(value, path, scope) ?? DYNAMIC_UNKNOWN
}

/** Whether there is something at a path of a value, or may be. */
export function hasPart(value: Value, path: readonly PathStep[], scope: Scope): boolean {
  return part(value, path, scope) !== undefined
}

function part(value: Value, path: readonly PathStep[], scope: Scope): Value | undefined {
  let at = value
  for (const step of path) {
    const refusals: Refusal[] = []
    const evaluation = { scope, bindings: null, refusals }
    if (typeof step === 'string')
      at = traverse(at, [{ type: 'attribute', name: step, range: NOWHERE }], evaluation)
    else if (at.type.kind === 'set' && hasElements(at)) {
      const element = elementsOf(at)[step]
      if (!element) return undefined
      at = element
    } else at = getIndex(at, integer(step), NOWHERE, evaluation)
    if (refusals.length > 0) return undefined
  }
  return at
}
