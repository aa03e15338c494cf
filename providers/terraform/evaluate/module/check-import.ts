import type { Range } from '../../hcl/ast.ts'
import type { ModuleTree } from '../../module/load.ts'
import type { Refusal } from '../expression/evaluation.ts'
import { originOf } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { isPrimitive } from '../types/types.ts'
import type { ModuleInstance } from './module-instance.ts'

/** What is wrong with the `id` of an import. Unknown it may be only for us: a plan asks data sources first. */
export function checkImportId(value: Value, range: Range): Refusal | undefined {
  const refusal = (detail: string): Refusal => ({ summary: 'Invalid import id argument', detail, range })
  if (value.isNull) return refusal('The import ID cannot be null.')
  const { type } = value
  if (type.kind !== 'dynamic' && !isPrimitive(type))
    return {
      summary: 'Incorrect value type',
      detail: 'Invalid expression value: string required.',
      range,
    }
  if (value.payload === '')
    return refusal('The import ID value evaluates to an empty string, please provide a non-empty value.')
  if (!waitsForApply(value)) return undefined
  return refusal(
    'The import block "id" argument depends on resource attributes that cannot be determined until apply.',
  )
}

/** Whether a value is unknown to Terraform's plan, too: a data source it may have read. */
export function waitsForApply(value: Value): boolean {
  const from = value.isKnown ? undefined : originOf(value)?.refers_to?.address
  return from !== undefined && !/(?:^|\.)data\./.test(from)
}

const MODULE_STEP = /^module\.([\w-]+)(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\./
const RESERVED = /^(?:local|var|path|count|each|self|terraform)\./

/** What is wrong with the address that is imported to. */
export function checkImportTarget(
  module: ModuleInstance,
  address: string,
  range: Range,
): Refusal | undefined {
  const refusal = (summary: string, detail: string): Refusal => ({ summary, detail, range })
  if (RESERVED.test(address)) return refusal('Invalid address', `${address} is no address of a resource.`)
  if (address.startsWith('data.'))
    return refusal('Invalid import address', 'Only managed resources can be imported.')
  const absent = refusal(
    'Configuration for import target does not exist',
    `The configuration for the given import ${address} does not exist.`,
  )
  let tree: ModuleTree = module.tree
  let rest = address
  for (let step = MODULE_STEP.exec(rest); step; step = MODULE_STEP.exec(rest)) {
    const [whole, name = '', key] = step
    if (tree.config.uncertain.any) return undefined
    const call = tree.config.calls.get(name)
    const isRepeated = call ? call.count !== null || call.for_each !== null : false
    if (!call || isRepeated !== (key !== undefined)) return absent
    const child = tree.children.get(name)
    if (!child) return undefined
    tree = child
    rest = rest.slice(whole.length)
  }
  const name = rest.replace(/\[.*$/, '')
  const { config } = tree
  if (config.uncertain.any || config.uncertain.declared.has(`resource.${name}`)) return undefined
  const resource = config.resources.get(name)
  if (!resource) return absent
  const key = rest.slice(name.length)
  const wants = resource.count ? 'count' : resource.for_each ? 'for_each' : null
  if (wants === null && key !== '')
    return refusal("Invalid import 'to' expression", 'The target resource does not use count or for_each.')
  if (wants !== null && key === '')
    return refusal("Invalid import 'to' expression", `The target resource is using ${wants}.`)
  return tree === module.tree && isMissing(module, name, key) ? absent : undefined
}

/** Whether it is known which instances a resource has, and that this is none of them. */
function isMissing(module: ModuleInstance, name: string, key: string): boolean {
  const node = module.resource(name)
  const expansion = node?.expansion.outcome()
  if (!node || key === '' || !expansion || expansion.kind === 'unknown') return false
  const wanted: unknown = JSON.parse(key.slice(1, -1))
  return !node
    .instances()
    .keys()
    .some((one) => one === wanted)
}
