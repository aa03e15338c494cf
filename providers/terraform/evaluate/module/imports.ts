import type { Expression } from '../../hcl/ast.ts'
import type { Steps, Task } from '../../graph/node.ts'
import { GraphNode } from '../../graph/node.ts'
import { quoteKey } from '../../address.ts'
import type { ImportConfig } from '../../module/config.ts'
import { convert } from '../types/conversion.ts'
import { ConversionError } from '../types/evaluation-error.ts'
import { STRING } from '../types/types.ts'
import { unmarked } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { literalValue } from '../expression/traverse.ts'
import { ExpressionScope } from './expression-scope.ts'
import type { ModuleInstance } from './module-instance.ts'
import { expand } from './repetition.ts'

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
  return ids
}

function* evaluateImport(
  module: ModuleInstance,
  config: ImportConfig,
): Steps<readonly (readonly [string, ImportId])[]> {
  const repetition = { count: null, for_each: config.for_each, depends_on: [] }
  const expansion = yield* expand(repetition, module.scope)
  if (expansion.kind === 'unknown' || !config.id) return []
  const ids: (readonly [string, ImportId])[] = []
  for (const key of expansion.keys) {
    const scope = new ExpressionScope(module, key)
    const { value, refusals } = yield* scope.evaluate(config.id)
    module.root.faults.refused(refusals)
    const text = textOfKnown(value)
    const address = yield* addressOf(config.to, scope)
    if (address !== undefined && !isTarget(module, address))
      module.root.faults.refused([
        {
          summary: 'Configuration for import target does not exist',
          detail: `The configuration for the given import ${address} does not exist.`,
          range: config.range,
        },
      ])
    if (text !== undefined && address !== undefined)
      ids.push([address, { text, is_sensitive: value.marks.size > 0 }])
  }
  return ids
}

/** Whether a root's resource is declared; what lies in modules is left to them. */
function isTarget(module: ModuleInstance, address: string): boolean {
  const { config } = module.tree
  if (address.startsWith('module.') || config.uncertain.any) return true
  const key = address.replace(/\[.*$/, '')
  return config.resources.has(key) || config.uncertain.declared.has(`resource.${key}`)
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
