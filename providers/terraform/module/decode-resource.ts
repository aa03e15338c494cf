import { withContent } from '../hcl/blocks.ts'
import type { Attribute, Block, Body, Expression, Literal, ScopeTraversal } from '../hcl/ast.ts'
import { objectKeyName } from '../hcl/object-key.ts'
import { plainText, rawText } from '../json/expression.ts'
import type {
  CallConfig,
  IgnoreChanges,
  ImportConfig,
  MovedConfig,
  ProviderConfig,
  ProviderName,
  RemovedConfig,
  ResourceConfig,
} from './config.ts'
import { constantText } from './constant.ts'

/** Arguments and nested blocks of a resource that Terraform itself reads. */
const RESOURCE_META = new Set(['count', 'for_each', 'provider', 'depends_on'])
const RESOURCE_META_BLOCKS = new Set(['lifecycle', 'connection', 'provisioner', '_'])
const CALL_META = new Set(['source', 'version', 'count', 'for_each', 'providers', 'depends_on'])
const PROVIDER_META = new Set(['alias', 'version'])

/** One for all: most resources have neither a lifecycle nor dependencies of their own. */
const NOTHING: readonly never[] = []

function flattened<T, U>(items: readonly T[], of: (item: T) => readonly U[]): readonly U[] {
  return items.length === 0 ? NOTHING : items.flatMap(of)
}

/** `resource`, `data` or `ephemeral`. */
export function decodeResource(block: Block, mode: ResourceConfig['mode']): ResourceConfig {
  const { body } = block
  const lifecycle = body.blocks.filter((inner) => inner.block_type === 'lifecycle')
  const ignore = lifecycle.map((inner) => inner.body.attributes.get('ignore_changes')).find((found) => found)
  return {
    mode,
    type: block.labels[0] ?? '',
    name: block.labels[1] ?? '',
    range: block.definition_range,
    body: withoutMeta(body, RESOURCE_META, RESOURCE_META_BLOCKS),
    count: body.attributes.get('count')?.expression ?? null,
    for_each: body.attributes.get('for_each')?.expression ?? null,
    depends_on: dependencies(body),
    dependencies: references(body),
    provider: providerName(body.attributes.get('provider')?.expression),
    ignore_changes: ignore ? ignoreChanges(ignore.expression) : NOTHING,
    replaced_by: flattened(lifecycle, ({ body: { attributes } }) =>
      namesOf(attributes.get('replace_triggered_by')?.expression),
    ),
    conditions: flattened(lifecycle, (inner) => inner.body.blocks),
  }
}

/** `module`. @throws ConstantError for a source that is not constant */
export function decodeCall(block: Block): CallConfig {
  const { body } = block
  const providers = body.attributes.get('providers')?.expression
  return {
    name: block.labels[0] ?? '',
    range: block.definition_range,
    source: constantText(body.attributes.get('source')?.expression),
    version: constantText(body.attributes.get('version')?.expression),
    body: withoutMeta(body, CALL_META, new Set(['_'])),
    count: body.attributes.get('count')?.expression ?? null,
    for_each: body.attributes.get('for_each')?.expression ?? null,
    depends_on: dependencies(body),
    dependencies: references(body),
    providers: providers ? providerMap(providers) : null,
  }
}

/** `provider`. @throws ConstantError */
export function decodeProvider(block: Block): ProviderConfig {
  const { body } = block
  return {
    name: { local: block.labels[0] ?? '', alias: constantText(body.attributes.get('alias')?.expression) },
    range: block.definition_range,
    body: withoutMeta(body, PROVIDER_META, new Set()),
  }
}

/** `import`; undefined without the address it imports to. */
export function decodeImport(block: Block): ImportConfig | undefined {
  const { attributes } = block.body
  const to = attributes.get('to')?.expression
  if (!to) return undefined
  return {
    range: block.definition_range,
    to,
    id: attributes.get('id')?.expression ?? null,
    for_each: attributes.get('for_each')?.expression ?? null,
  }
}

/** `moved`; undefined where an address is no plain reference. */
export function decodeMoved(block: Block): MovedConfig | undefined {
  const { attributes } = block.body
  const from = attributes.get('from')
  const to = attributes.get('to')
  const before = from && staticAddress(from.expression)
  const after = to && staticAddress(to.expression)
  return before && after ? { range: block.definition_range, from: before, to: after } : undefined
}

/** `removed`; undefined where its address is no plain reference. */
export function decodeRemoved(block: Block): RemovedConfig | undefined {
  const from = block.body.attributes.get('from')
  const address = from && staticAddress(from.expression)
  return address === undefined ? undefined : { range: block.definition_range, from: address }
}

/** The body without what Terraform reads itself; what an escaping block `_` holds counts as written outside it. */
function withoutMeta(body: Body, names: ReadonlySet<string>, blockTypes: ReadonlySet<string>): Body {
  const hasMeta = (one: Block): boolean => blockTypes.has(one.block_type)
  if (![...body.attributes.keys()].some((name) => names.has(name)) && !body.blocks.some(hasMeta)) return body
  const attributes = new Map<string, Attribute>()
  for (const [name, attribute] of body.attributes) if (!names.has(name)) attributes.set(name, attribute)
  const blocks = body.blocks.filter((block) => !hasMeta(block))
  for (const escape of body.blocks.filter((block) => block.block_type === '_')) {
    for (const [name, attribute] of escape.body.attributes) attributes.set(name, attribute)
    blocks.push(...escape.body.blocks)
  }
  return withContent(body, attributes, blocks)
}

function references(body: Body): readonly ScopeTraversal[] {
  const expression = body.attributes.get('depends_on')?.expression
  return expression?.type === 'tuple'
    ? expression.items.filter((item) => item.type === 'scope_traversal')
    : NOTHING
}

/** Resources by their first two steps, whatever is asked of them. */
function namesOf(expression: Expression | undefined): readonly string[] {
  if (expression?.type !== 'tuple') return NOTHING
  return expression.items.flatMap((item) => {
    let at = item
    while (at.type === 'relative_traversal' || at.type === 'index')
      at = at.type === 'index' ? at.collection : at.source
    if (at.type !== 'scope_traversal' || at.root === 'data') return []
    const [step] = at.steps
    return step?.type === 'attribute' ? [`${at.root}.${step.name}`] : []
  })
}

function dependencies(body: Body): readonly string[] {
  const expression = body.attributes.get('depends_on')?.expression
  if (expression?.type !== 'tuple') return NOTHING
  return expression.items.flatMap((item) => {
    const path = staticPath(item)
    return path ? [path.filter((step) => typeof step === 'string').join('.')] : []
  })
}

/** The steps of a reference that is read as such, not evaluated; a string is one in .tf.json, and was one before 0.12. */
function staticPath(expression: Expression): readonly (string | number)[] | undefined {
  if (expression.type === 'scope_traversal')
    return [
      expression.root,
      ...expression.steps.map((step) => {
        if (step.type === 'attribute') return step.name
        return step.key.type === 'number' ? Number(step.key.text) : literalText(step.key)
      }),
    ]
  const text = plainText(expression)
  if (text === undefined) return undefined
  return [...text.matchAll(/[^.[\]"]+/g)].map(([step]) => (/^\d+$/.test(step) ? Number(step) : step))
}

/** The address that a plain reference spells: `module.m.aws_eip.x["a"]`. */
function staticAddress(expression: Expression): string | undefined {
  if (expression.type !== 'scope_traversal') return rawText(expression)
  const steps = expression.steps.map((step) => {
    if (step.type === 'attribute') return `.${step.name}`
    return step.key.type === 'string' ? `[${JSON.stringify(step.key.value)}]` : `[${literalText(step.key)}]`
  })
  return expression.root + steps.join('')
}

function literalText(literal: Literal): string {
  return literal.type === 'number' ? literal.text : literal.type === 'null' ? 'null' : String(literal.value)
}

function ignoreChanges(expression: Expression): IgnoreChanges {
  const single = staticPath(expression)
  if (single?.length === 1 && single[0] === 'all') return 'all'
  if (expression.type !== 'tuple') return []
  const paths = expression.items.flatMap((item) => {
    const path = staticPath(item)
    return path ? [path] : []
  })
  // before 0.12 the list ["*"] said what `all` says
  return paths.some((path) => path.length === 1 && path[0] === '*') ? 'all' : paths
}

function providerName(expression: Expression | undefined): ProviderName | null {
  const path = expression && staticPath(expression)
  const [local, alias] = path ?? []
  return typeof local === 'string' ? { local, alias: alias === undefined ? null : String(alias) } : null
}

/** `providers = { aws = aws.west }`: inner names (`aws`, `aws.local`) to outer ones. */
function providerMap(expression: Expression): ReadonlyMap<string, ProviderName> {
  const names = new Map<string, ProviderName>()
  if (expression.type !== 'object') return names
  for (const item of expression.items) {
    const outer = providerName(item.value)
    const inner = objectKeyName(item.key) ?? staticPath(item.key.wrapped)?.join('.')
    if (outer && inner !== undefined) names.set(inner, outer)
  }
  return names
}
