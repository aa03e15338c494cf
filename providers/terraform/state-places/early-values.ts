import type { Json } from '../../../src/core/value.ts'
import type { EvaluateOptions } from '../evaluate/evaluate-root.ts'
import type { ModuleInstance } from '../evaluate/module/module-instance.ts'
import { containsMarked } from '../evaluate/types/deep-marks.ts'
import { toJson } from '../evaluate/types/json.ts'
import { isWhollyKnown, originOf } from '../evaluate/types/value.ts'
import type { Value } from '../evaluate/types/value.ts'
import { GraphNode, settle } from '../graph/node.ts'
import type { Expression } from '../hcl/ast.ts'
import type { BackendConfig } from '../module/config.ts'
import { StateFault } from '../state/state-content.ts'
import type { BackendValues } from './backend-values.ts'
import { constantOrNone } from './backend-values.ts'

/**
 * The arguments of a root's backend block. As OpenTofu has it, they may name variables and locals; Terraform takes constants
 * alone, so that a root which names some is OpenTofu's, whatever its files are called.
 * @throws StateFault where one of them is not known before anything is created, or is a secret
 */
export async function earlyValues(backend: BackendConfig, options: EvaluateOptions): Promise<BackendValues> {
  const values = new Map<string, Json>()
  let module: ModuleInstance | null | undefined
  for (const [name, { expression }] of backend.body.attributes) {
    let value = constantOrNone(expression)
    if (!value) {
      module ??= await moduleOf(options)
      value = module ? evaluated(module, expression, name) : undefined
    }
    if (!value) throw fault(expression, `${name} is no constant: give it by backend_config`)
    values.set(name, toJson(value))
  }
  return values
}

async function moduleOf(options: EvaluateOptions): Promise<ModuleInstance | null> {
  const { evaluateRoot } = await import('../evaluate/evaluate-root.ts')
  return (await evaluateRoot(options)).module
}

function evaluated(module: ModuleInstance, expression: Expression, name: string): Value {
  const node = new GraphNode('backend', expression.range, () => module.scope.evaluate(expression))
  settle(node, () => undefined)
  const result = node.outcome()
  const [refusal] = result?.refusals ?? []
  if (!result || refusal) throw fault(expression, `${name}: ${refusal?.detail ?? 'it cannot be evaluated'}`)
  const { value } = result
  if (containsMarked(value))
    throw fault(expression, `${name} is made of a sensitive value: give it by backend_config`)
  if (isWhollyKnown(value)) return value
  const why = originOf(value)?.reason ?? 'what it names is not known beforehand'
  throw fault(expression, `${name} cannot be told: ${why}`)
}

function fault({ range }: Expression, message: string): StateFault {
  return new StateFault('STATE_BACKEND', `${range.file}:${range.start.line}: ${message}`)
}
