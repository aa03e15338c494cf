import type { Expression } from '../../hcl/ast.ts'
import type { Steps, Task } from '../../graph/node.ts'
import { GraphNode } from '../../graph/node.ts'
import { quoteKey } from '../../address.ts'
import type { ImportConfig } from '../../module/config.ts'
import { placeText } from '../../place-text.ts'
import type { Refusal } from '../expression/evaluation.ts'
import { convert } from '../types/conversion.ts'
import { ConversionError } from '../types/evaluation-error.ts'
import { STRING } from '../types/types.ts'
import { elementsOf, entriesOf, hasElements, unmarked } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { literalValue } from '../expression/traverse.ts'
import { checkImportId, checkImportTarget, waitsForApply } from './check-import.ts'
import { ExpressionScope } from './expression-scope.ts'
import type { ModuleInstance } from './module-instance.ts'
import { NO_KEY } from './repetition.ts'
import type { InstanceKey } from './repetition.ts'

/** What an `import` block names. `is_sensitive`: it comes from what is marked so, and serves to find things alone. */
export interface ImportId {
  readonly text: string
  readonly is_sensitive: boolean
}

/** The ids that the root's `import` blocks name, by address; what is not known stays out. */
export function evaluateImports(
  module: ModuleInstance,
  settle: (task: Task) => void,
): ReadonlyMap<string, ImportId> {
  const ids = new Map<string, ImportId>()
  for (const [i, config] of module.tree.config.imports.entries()) {
    const node = new GraphNode(`import ${i}`, config.range, () => evaluateImport(module, config))
    settle(node)
    for (const [address, id] of node.outcome() ?? []) ids.set(address, id)
  }
  module.root.faults.refused(duplicates(module.tree.config.imports))
  return ids
}

/** Two imports to one address that stands there as such; Terraform does not look at keys that are computed. */
function duplicates(imports: readonly ImportConfig[]): readonly Refusal[] {
  const seen = new Map<string, ImportConfig>()
  return imports.flatMap((config) => {
    const { to } = config
    if (to.type !== 'scope_traversal') return []
    const address = JSON.stringify([
      to.root,
      ...to.steps.map((step) => (step.type === 'attribute' ? step.name : step.key)),
    ])
    const first = seen.get(address)
    if (!first) {
      seen.set(address, config)
      return []
    }
    const detail = `An import block for this resource was already declared at ${placeText(first.range)}. A resource can have only one import block.`
    return [{ summary: 'Duplicate import configuration', detail, range: to.range }]
  })
}

function* evaluateImport(
  module: ModuleInstance,
  config: ImportConfig,
): Steps<readonly (readonly [string, ImportId])[]> {
  const { faults } = module.root
  const keys = config.for_each ? yield* importKeys(config.for_each, module.scope) : [NO_KEY]
  if (!config.id) return []
  const ids: (readonly [string, ImportId])[] = []
  for (const key of keys) {
    const scope = new ExpressionScope(module, key)
    const { value, refusals } = yield* scope.evaluate(config.id)
    faults.refused(refusals)
    const problem = refusals.length > 0 ? undefined : checkImportId(value, config.id.range)
    const address = yield* addressOf(config.to, scope)
    const misses = address === undefined ? undefined : checkImportTarget(module, address, config.to.range)
    faults.refused([problem, misses].filter((one) => one !== undefined))
    const text = textOfKnown(value)
    if (text !== undefined && address !== undefined && !problem && !misses)
      ids.push([address, { text, is_sensitive: value.marks.size > 0 }])
  }
  return ids
}

/** An import's `for_each` is any collection, and may be secret; of nothing known it imports nothing. */
function* importKeys(expression: Expression, scope: ExpressionScope): Steps<readonly InstanceKey[]> {
  const { value: given, refusals } = yield* scope.evaluate(expression)
  scope.module.root.faults.refused(refusals)
  const value = unmarked(given)
  if (waitsForApply(value)) {
    const detail =
      'The "for_each" value includes keys derived from resource attributes that cannot be determined until apply.'
    scope.module.root.faults.refused([
      { summary: 'Invalid for_each argument', detail, range: expression.range },
    ])
  }
  if (!hasElements(value)) return []
  const { kind } = value.type
  if (kind === 'map' || kind === 'object')
    return [...entriesOf(value)].map(([key, element]) => ({ kind: 'each', key, value: element }))
  return elementsOf(value).map((element, i) => {
    const key = kind === 'set' ? textOfKnown(element) : undefined
    return { kind: 'each', key: key ?? String(i), value: element }
  })
}

/** The address that `to` spells: plain names, and keys that are expressions. */
function* addressOf(expression: Expression, scope: ExpressionScope): Steps<string | undefined> {
  switch (expression.type) {
    case 'scope_traversal': {
      const steps = expression.steps.map((step) =>
        step.type === 'attribute' ? `.${step.name}` : keyText(literalValue(step.key)),
      )
      return steps.includes(undefined) ? undefined : expression.root + steps.join('')
    }
    case 'relative_traversal': {
      const source = yield* addressOf(expression.source, scope)
      const steps = expression.steps.map((step) =>
        step.type === 'attribute' ? `.${step.name}` : keyText(literalValue(step.key)),
      )
      return source === undefined || steps.includes(undefined) ? undefined : source + steps.join('')
    }
    case 'index': {
      const collection = yield* addressOf(expression.collection, scope)
      const { value } = yield* scope.evaluate(expression.key)
      const key = keyText(value)
      return collection === undefined || key === undefined ? undefined : collection + key
    }
    default:
      return undefined
  }
}

function keyText(key: Value): string | undefined {
  const text = textOfKnown(key)
  if (text === undefined) return undefined
  return key.type.kind === 'number' ? `[${text}]` : `[${quoteKey(text)}]`
}

function textOfKnown(value: Value): string | undefined {
  try {
    const text = convert(unmarked(value), STRING)
    return typeof text.payload === 'string' ? text.payload : undefined
  } catch (error) {
    if (error instanceof ConversionError) return undefined
    throw error
  }
}
