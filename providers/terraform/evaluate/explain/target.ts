import { withKey } from '../../address.ts'
import { parseExpression } from '../../hcl/parse.ts'
import { resourceKey } from '../../module/config.ts'
import type { ModuleInstance } from '../module/module-instance.ts'
import type { ResourceInstance } from '../module/resource-node.ts'
import type { PathStep } from '../types/evaluation-error.ts'
import { NoSuchValueError } from './explanation.ts'
import { pathOf } from './path.ts'

/** What a request names: a variable, local or output of a module, or something of a resource; `path` leads into its value. */
export type Target =
  | {
      readonly kind: 'var' | 'local' | 'output'
      readonly module: ModuleInstance
      readonly name: string
      readonly path: readonly PathStep[]
    }
  | {
      readonly kind: 'resource'
      readonly module: ModuleInstance
      readonly instance: ResourceInstance
      readonly path: readonly PathStep[]
    }

/** Finds what an address with an attribute names: `module.net["a"].aws_subnet.s[0].tags.Name`. @throws NoSuchValueError */
export function findTarget(root: ModuleInstance, text: string): Target {
  let steps = stepsOf(text)
  let module = root
  while (steps[0] === 'module') {
    const [, name, key, ...rest] = steps
    const next = moduleOf(module, String(name ?? ''), key)
    module = next.module
    steps = next.keyed ? rest : steps.slice(2)
  }
  const [first, name, ...path] = steps
  if (first === undefined || typeof name !== 'string')
    throw new NoSuchValueError(
      `${text} names no value: say aws_instance.web.instance_type, local.x, var.x, output.x, or one of these behind module.m`,
    )
  if (first === 'var' || first === 'local' || first === 'output') {
    const { variables, locals, outputs } = module.tree.config
    const names = { var: variables, local: locals, output: outputs }[first]
    if (!names.has(name)) throw unknownName(`${module.prefix}${first}.${name}`, [...names.keys()])
    return { kind: first, module, name, path }
  }
  return resourceTarget(module, steps)
}

function stepsOf(text: string): readonly PathStep[] {
  const { value } = parseExpression(text, '<explain>')
  if (value?.type !== 'scope_traversal')
    throw new NoSuchValueError(`${text} is no address: it has the form aws_instance.web.instance_type`)
  return [value.root, ...pathOf(value)]
}

function moduleOf(
  module: ModuleInstance,
  name: string,
  key: PathStep | undefined,
): { readonly module: ModuleInstance; readonly keyed: boolean } {
  const call = module.call(name)
  const address = `${module.prefix}module.${name}`
  if (!call) throw unknownName(address, [...module.tree.config.calls.keys()])
  const instances = call.instances()
  const single = instances.get(null)
  if (single) return { module: single, keyed: false }
  const keyed = key === undefined ? undefined : instances.get(key)
  if (keyed) return { module: keyed, keyed: true }
  throw whichInstance(address, [...instances.keys()])
}

function resourceTarget(module: ModuleInstance, steps: readonly PathStep[]): Target {
  const [first] = steps
  const mode = first === 'data' || first === 'ephemeral' ? first : 'managed'
  const [type, name, ...path] = mode === 'managed' ? steps : steps.slice(1)
  const key = resourceKey(mode, String(type ?? ''), String(name ?? ''))
  const node = module.resource(key)
  if (!node) throw unknownName(module.prefix + key, [...module.tree.config.resources.keys()])
  const instances = node.instances()
  const single = instances.get(null)?.outcome()
  if (single) return { kind: 'resource', module, instance: single, path }
  const [step, ...rest] = path
  const keyed = step === undefined ? undefined : instances.get(step)?.outcome()
  if (keyed) return { kind: 'resource', module, instance: keyed, path: rest }
  throw whichInstance(module.prefix + key, [...instances.keys()])
}

const NAMED_MAX = 20

function unknownName(asked: string, names: readonly string[]): NoSuchValueError {
  const some = names.slice(0, NAMED_MAX).join(', ')
  const there = names.length === 0 ? 'nothing of that kind is declared there' : `there are: ${some}`
  return new NoSuchValueError(`${asked} is not declared; ${there}${names.length > NAMED_MAX ? ', …' : ''}`)
}

function whichInstance(address: string, keys: readonly (string | number | null)[]): NoSuchValueError {
  if (keys.length === 0)
    return new NoSuchValueError(`${address} has no instance here, or nobody can tell how many`)
  const some = keys.slice(0, NAMED_MAX).map((key) => withKey(address, key))
  return new NoSuchValueError(
    `${address} has ${keys.length} instances, name one: ${some.join(', ')}${keys.length > NAMED_MAX ? ', …' : ''}`,
  )
}
