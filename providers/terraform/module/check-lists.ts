import type { Attribute, Block, Body, Expression, Range } from '../hcl/ast.ts'
import { plainText, rawText } from '../json/expression.ts'
import type { Fault } from './config.ts'
import { ConstantError, constantBool } from './constant.ts'

/** What is wrong with the arguments of a block that Terraform reads without evaluating them: names, lists of them, truth values. */
export function listFaults(block: Block): readonly Fault[] {
  const { body, block_type: type } = block
  const told = [...faultsIn(body.attributes.get('depends_on'), dependsFault)]
  if (type === 'removed') for (const inner of body.blocks) told.push(...flagFaults(inner.body))
  if (type === 'moved' || type === 'removed') told.push(...addressFaults(body))
  if (type !== 'resource' && type !== 'data' && type !== 'ephemeral') return told
  for (const { body: inner, block_type: name } of body.blocks) {
    if (name !== 'lifecycle') continue
    told.push(...flagFaults(inner), ...ignoreFaults(inner.attributes.get('ignore_changes')))
    told.push(...faultsIn(inner.attributes.get('replace_triggered_by'), replaceFault))
  }
  return told
}

const STATIC_LIST = 'Invalid expression: A static list expression is required.'
const STATIC_REFERENCE =
  'Invalid expression: A single static variable reference is required: only attribute access and indexing with constant keys.'

/** Before 0.12 references stood in quotes, and they still may. */
function isReference(expression: Expression): boolean {
  return expression.type === 'scope_traversal' || plainText(expression) !== undefined
}

/** What is wrong with a list of names, item by item. */
function* faultsIn(
  attribute: Attribute | undefined,
  faultOf: (item: Expression) => Fault | undefined,
): Generator<Fault> {
  if (!attribute) return
  const { expression } = attribute
  if (expression.type === 'tuple') yield* expression.items.flatMap((item) => faultOf(item) ?? [])
  else yield fault(STATIC_LIST, expression.range)
}

function dependsFault(item: Expression): Fault | undefined {
  if (!isReference(item)) return fault(STATIC_REFERENCE, item.range)
  if (item.type !== 'scope_traversal' || isWhole(item.root, item.steps)) return undefined
  return fault(
    'Invalid depends_on reference: References in depends_on must be to a whole object (resource, etc), not to an attribute of an object.',
    item.range,
  )
}

/** Steps that name an object, by the first word; of a resource with its key. */
const STEPS: Readonly<Record<string, number>> = { var: 1, local: 1, data: 2, ephemeral: 2, resource: 2 }
const ANY_STEPS = new Set(['module', 'path', 'terraform', 'count', 'each', 'self'])

function isWhole(root: string, steps: readonly { readonly type: string }[]): boolean {
  if (ANY_STEPS.has(root)) return true
  const named = STEPS[root] ?? 1
  const rest = steps.slice(named)
  return (
    rest.length === 0 ||
    (root !== 'var' && root !== 'local' && rest.length === 1 && rest[0]?.type === 'index')
  )
}

/** Addresses are plain references, in no quotes; .tf.json has them as strings. */
function* addressFaults({ attributes }: Body): Generator<Fault> {
  for (const name of ['from', 'to']) {
    const expression = attributes.get(name)?.expression
    if (expression && expression.type !== 'scope_traversal' && rawText(expression) === undefined)
      yield fault(STATIC_REFERENCE, expression.range)
  }
}

function* flagFaults({ attributes }: Body): Generator<Fault> {
  for (const name of ['create_before_destroy', 'prevent_destroy', 'destroy']) {
    const expression = attributes.get(name)?.expression
    if (!expression) continue
    try {
      constantBool(expression, false)
      if (expression.type === 'literal_value' && expression.value.type === 'null')
        yield fault('Unsuitable value type: Unsuitable value: value must not be null', expression.range)
    } catch (error) {
      if (!(error instanceof ConstantError)) throw error
      yield fault(`${error.summary}: ${error.message}`, error.range)
    }
  }
}

function* ignoreFaults(attribute: Attribute | undefined): Generator<Fault> {
  if (!attribute) return
  const { expression } = attribute
  if (expression.type === 'scope_traversal' && expression.root === 'all' && expression.steps.length === 0)
    return
  if (expression.type !== 'tuple') {
    if (rawText(expression) !== 'all') yield fault(STATIC_LIST, expression.range)
    return
  }
  for (const item of expression.items)
    if (plainText(item) === '*')
      yield fault(
        'Invalid ignore_changes wildcard: The ["*"] form of ignore_changes is invalid. Use "ignore_changes = all" to ignore changes to all attributes.',
        expression.range,
      )
    else if (!isReference(item)) yield fault(STATIC_REFERENCE, item.range)
}

const NO_RESOURCE = new Set(['var', 'local', 'module', 'path', 'terraform', 'self'])

function replaceFault(item: Expression): Fault | undefined {
  if (item.type === 'scope_traversal' && NO_RESOURCE.has(item.root))
    return fault(
      'Invalid reference in replace_triggered_by expression: Only resources can be referenced in replace_triggered_by.',
      item.range,
    )
  if (REFERRING.has(item.type) || rawText(item) !== undefined) return undefined
  return fault('Invalid replace_triggered_by expression: Incorrect reference expression syntax.', item.range)
}

/** Keys of instances may be `count.index` and `each.key` here. */
const REFERRING = new Set<Expression['type']>(['scope_traversal', 'relative_traversal', 'index'])

function fault(message: string, range: Range): Fault {
  return { code: 'TERRAFORM_INVALID', message, range, kinds: [] }
}
