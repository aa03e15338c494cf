import type { Steps } from '../../graph/node.ts'
import type { ScopeTraversal } from '../../hcl/ast.ts'
import type { ResourceConfig } from '../../module/config.ts'
import { referencesInBody, referencesOf } from '../expression/references.ts'
import { need } from './module-instance.ts'
import { repeating } from './repetition.ts'
import type { ModuleInstance } from './module-instance.ts'
import { subjectOf } from './reference.ts'
import type { ModuleSubject, ResourceSubject, Subject } from './reference.ts'

/**
 * Whether a data source is read only in the apply, for something that it depends on is to be created: what `depends_on` of it
 * and of the calls around it names, and every managed resource that its block refers to directly, be the referred argument
 * known or not. With conditions of its own, whatever those depend on counts as well (Terraform's
 * attachDataResourceDependsOnTransformer and dependenciesHavePendingChanges).
 */
export function* isDeferred(module: ModuleInstance, config: ResourceConfig): Steps<boolean> {
  const upstream = new Upstream()
  const references = referencesOfResource(config)
  if (config.conditions.length > 0 && (yield* upstream.hasChange(module, references))) return true
  for (const reference of references) {
    const subject = subjectOf(reference)
    if ('kind' in subject && subject.kind === 'resource' && (yield* hasInstances(module, subject)))
      return true
  }
  for (let at: ModuleInstance | null = module, names = config.depends_on; at;) {
    const here: ModuleInstance = at
    for (const name of names) if (yield* dependencyHasChange(here, name, upstream)) return true
    const { caller } = here
    names = caller?.config.depends_on ?? []
    at = caller?.module ?? null
  }
  return false
}

function referencesOfResource(config: ResourceConfig): readonly ScopeTraversal[] {
  const conditions = config.conditions.flatMap(({ body }) => referencesInBody(body))
  return [...repeating(config), ...referencesInBody(config.body), ...conditions]
}

/** Whether a managed resource has instances, all of which are to be created; one of which nobody knows how many may. */
function* hasInstances(module: ModuleInstance, { mode, key }: ResourceSubject): Steps<boolean> {
  if (mode !== 'managed') return false
  return yield* isCreated(module, key)
}

function* isCreated(module: ModuleInstance, key: string): Steps<boolean> {
  const node = module.resource(key)
  if (node?.config.mode !== 'managed') return false
  yield* need(node.expansion)
  const expansion = node.expansion.outcome()
  return !expansion || expansion.kind === 'unknown' || expansion.keys.length > 0
}

/** Whether an address of `depends_on` stands for something that is to be created: a resource, or a module with one or after one. */
function* dependencyHasChange(module: ModuleInstance, name: string, upstream: Upstream): Steps<boolean> {
  const [first, second = ''] = name.split('.')
  if (first !== 'module') return yield* isCreated(module, `${first}.${second}`)
  const call = module.call(second)
  if (!call) return false
  const { config } = call
  if (yield* upstream.hasChange(module, [...repeating(config), ...referencesInBody(config.body)])) return true
  return yield* callCreates(module, second)
}

function* callCreates(module: ModuleInstance, name: string): Steps<boolean> {
  const call = module.call(name)
  if (!call) return false
  yield* need(call.expansion)
  const expansion = call.expansion.outcome()
  // of a module that is not there, or not known how often, nobody knows
  if (!expansion || expansion.kind === 'unknown' || !module.tree.children.has(name)) return true
  for (const instance of call.instances().values()) if (yield* creates(instance)) return true
  return false
}

function* creates(module: ModuleInstance): Steps<boolean> {
  const { config } = module.tree
  for (const key of config.resources.keys()) if (yield* isCreated(module, key)) return true
  for (const name of config.calls.keys()) if (yield* callCreates(module, name)) return true
  return false
}

/** Follows references through names and modules to all that they depend on. */
class Upstream {
  readonly #seen: Set<string>

  constructor() {
    this.#seen = new Set()
  }

  *hasChange(module: ModuleInstance, references: readonly ScopeTraversal[]): Steps<boolean> {
    for (const reference of references) {
      const subject = subjectOf(reference)
      if (!('kind' in subject)) continue
      const name = `${module.prefix}${reference.root} ${JSON.stringify(subject)}`
      if (this.#seen.has(name)) continue
      this.#seen.add(name)
      if (yield* this.#subject(module, subject)) return true
    }
    return false
  }

  *#subject(module: ModuleInstance, subject: Subject): Steps<boolean> {
    const { config } = module.tree
    switch (subject.kind) {
      case 'local': {
        const expression = config.locals.get(subject.name)?.expression
        return expression ? yield* this.hasChange(module, referencesOf(expression)) : false
      }
      case 'var': {
        const { caller } = module
        const argument = caller?.config.body.attributes.get(subject.name)?.expression
        if (!caller || !argument) return false
        return yield* this.hasChange(caller.module, [...repeating(caller.config), ...referencesOf(argument)])
      }
      case 'resource': {
        if (yield* hasInstances(module, subject)) return true
        const resource = config.resources.get(subject.key)
        if (!resource) return false
        return yield* this.hasChange(module, [...resource.dependencies, ...referencesOfResource(resource)])
      }
      case 'module':
        return yield* this.#outputs(module, subject)
      default:
        return false
    }
  }

  *#outputs(module: ModuleInstance, { name, output }: ModuleSubject): Steps<boolean> {
    const call = module.call(name)
    if (!call) return false
    if (yield* this.hasChange(module, repeating(call.config))) return true
    yield* need(call.expansion)
    for (const instance of call.instances().values())
      for (const [key, { expression }] of instance.tree.config.outputs)
        if ((output === null || output === key) && expression)
          if (yield* this.hasChange(instance, referencesOf(expression))) return true
    return false
  }
}
