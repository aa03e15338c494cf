import type { Range } from '../../hcl/ast.ts'
import type { CallConfig, Repetition, ResourceConfig } from '../../module/config.ts'
import { checkSchemaPath } from '../../schema/check-path.ts'
import type { BlockSchema } from '../../schema/table.ts'
import { referencesOf } from '../expression/references.ts'
import type { Refusal } from '../expression/evaluation.ts'
import { NO_SELF, checkReference } from './check-reference.ts'
import type { ModuleInstance } from './module-instance.ts'
import { NO_KEY } from './repetition.ts'

/** What Terraform refuses of a resource's own arguments: `provider`, `depends_on`, `lifecycle.ignore_changes`. */
export function checkMeta(
  module: ModuleInstance,
  config: ResourceConfig,
  schema: BlockSchema | undefined,
): readonly Refusal[] {
  const { range } = config
  const refusals: Refusal[] = []
  const { provider } = config
  if (provider && provider.alias !== null && !module.providers.node(provider, config.type))
    refusals.push({
      summary: 'Provider configuration not present',
      detail: `There is no configuration of the provider ${provider.local}.${provider.alias} here.`,
      range,
    })
  refusals.push(...checkDependencies(module, config))
  for (const name of config.replaced_by)
    if (!isDeclared(module, name)) refusals.push(undeclared(name, 'replace_triggered_by', module, range))
  refusals.push(...wrongSelf(config, schema))
  if (!schema || schema.is_open || config.ignore_changes === 'all') return refusals
  for (const [name] of config.ignore_changes)
    if (typeof name === 'string' && !schema.attributes.has(name) && !schema.blocks.has(name))
      refusals.push({
        summary: 'Unsupported attribute',
        detail: `This object has no argument, nested block, or exported attribute named ${JSON.stringify(name)}.`,
        range,
      })
  return refusals
}

/** What of `depends_on` is not declared, or no reference that may stand there. */
export function checkDependencies(
  module: ModuleInstance,
  { depends_on: names, dependencies, range }: Repetition & { readonly range: Range },
): readonly Refusal[] {
  // in JSON they are strings
  if (dependencies.length === 0)
    return names.flatMap((name) =>
      isDeclared(module, name) ? [] : [undeclared(name, 'depends_on', module, range)],
    )
  return dependencies.flatMap((one) => checkReference(one, module, NO_KEY, false) ?? [])
}

/** Providers that a call hands on and its module does not have. */
export function checkProviders(module: ModuleInstance, { providers, range }: CallConfig): readonly Refusal[] {
  const handed = module.caller?.config.providers
  return [...(providers?.values() ?? [])].flatMap((name) => {
    const { local, alias } = name
    const isOwn = module.tree.config.providers.some(
      (one) => one.name.local === local && one.name.alias === null,
    )
    const isThere =
      alias === null ? !handed || handed.has(local) || isOwn : module.providers.node(name, '') !== null
    if (isThere) return []
    const shown = alias === null ? local : `${local}.${alias}`
    const detail = `There is no configuration of the provider ${shown} in ${module.displayName}.`
    return [{ summary: 'Provider configuration not present', detail, range }]
  })
}

function undeclared(name: string, argument: string, module: ModuleInstance, range: Range): Refusal {
  const detail = `${name} of ${argument} has not been declared in ${module.displayName}.`
  return { summary: 'Reference to undeclared resource', detail, range }
}

/** What is wrong with `self` in conditions, which only a postcondition has. */
function wrongSelf({ conditions }: ResourceConfig, schema: BlockSchema | undefined): readonly Refusal[] {
  return conditions.flatMap(({ block_type: type, body }) =>
    [...body.attributes.values()].flatMap(({ expression }) =>
      referencesOf(expression).flatMap(({ root, steps, range }) => {
        if (root !== 'self') return []
        if (type === 'precondition') return [{ ...NO_SELF, range }]
        const [summary, detail] = (schema && checkSchemaPath(schema, steps)) ?? []
        return summary && detail ? [{ summary, detail, range }] : []
      }),
    ),
  )
}

function isDeclared(module: ModuleInstance, address: string): boolean {
  const { config } = module.tree
  if (config.uncertain.any || config.uncertain.declared.size > 0) return true
  const [first = '', second = '', third = ''] = address.split('.')
  switch (first) {
    case 'var':
      return config.variables.has(second)
    case 'local':
      return config.locals.has(second)
    case 'module':
      return config.calls.has(second)
    case 'data':
    case 'ephemeral':
      return config.resources.has(`${first}.${second}.${third}`)
    case 'resource':
      return config.resources.has(`${second}.${third}`)
    default:
      return config.resources.has(`${first}.${second}`)
  }
}
