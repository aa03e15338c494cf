import { GraphNode } from '../../graph/node.ts'
import type { Steps } from '../../graph/node.ts'
import { withKey } from '../../address.ts'
import type { CallConfig } from '../../module/config.ts'
import type { ModuleTree } from '../../module/load.ts'
import { modulesOf } from '../../module/load.ts'
import { DYNAMIC } from '../types/types.ts'
import { object, tuple, unknown } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { checkDependencies, checkProviders } from './check-meta.ts'
import { noteUndecided } from './undecided.ts'
import { ModuleInstance, need } from './module-instance.ts'
import type { Expansion } from './repetition.ts'
import { expand, indexOf } from './repetition.ts'

/** A module call in one instance of its caller: its instances, and the values of its outputs. */
export class CallNode {
  readonly config: CallConfig
  readonly expansion: GraphNode<Expansion>
  readonly #module: ModuleInstance
  readonly #tree: ModuleTree | undefined
  readonly #values = new Map<string | null, GraphNode<Value>>()
  #instances: ReadonlyMap<string | number | null, ModuleInstance> | undefined

  constructor(module: ModuleInstance, config: CallConfig) {
    this.config = config
    this.#module = module
    this.#tree = module.tree.children.get(config.name)
    this.expansion = new GraphNode(this.address, config.range, () => this.#expand())
  }

  get address(): string {
    return `${this.#module.prefix}module.${this.config.name}`
  }

  *#expand(): Steps<Expansion> {
    const expansion = yield* expand(this.config, this.#module.scope)
    const { root } = this.#module
    root.faults.refused(checkDependencies(this.#module, this.config))
    root.faults.refused(checkProviders(this.#module, this.config))
    if (expansion.kind !== 'unknown') root.budget.instances(expansion.keys.length)
    else if (this.#tree) noteUndecided(root, this.address, expansion.why, kindsBelow(this.#tree))
    return expansion
  }

  /** The instances, once the expansion is settled; none where their number is not known or the module not there. */
  instances(): ReadonlyMap<string | number | null, ModuleInstance> {
    if (this.#instances) return this.#instances
    const made = new Map<string | number | null, ModuleInstance>()
    const expansion = this.expansion.outcome()
    const tree = this.#tree
    if (expansion && expansion.kind !== 'unknown' && tree)
      for (const key of expansion.keys) {
        const prefix = `${withKey(this.address, indexOf(key))}.`
        made.set(
          indexOf(key),
          new ModuleInstance(this.#module.root, tree, prefix, {
            module: this.#module,
            config: this.config,
            key,
          }),
        )
      }
    return (this.#instances = made)
  }

  /** What `module.m` is to whom reads only this output; null for all of it. */
  value(output: string | null): GraphNode<Value> {
    let node = this.#values.get(output)
    if (!node) {
      const label = output === null ? `${this.address} (close)` : `${this.address}.output.${output}`
      node = new GraphNode(label, this.config.range, () => this.#evaluate(output))
      this.#values.set(output, node)
    }
    return node
  }

  *#evaluate(output: string | null): Steps<Value> {
    const tree = this.#tree
    if (!tree) return this.#unknown('its module could not be read')
    yield* need(this.expansion)
    const expansion = this.expansion.outcome()
    if (!expansion || expansion.kind === 'unknown')
      return this.#unknown('the number of its instances is not known')
    if (output === null && (tree.config.uncertain.any || tree.config.uncertain.declared.size > 0))
      return this.#unknown('a file of its module could not be read')
    const names = output === null ? [...tree.config.outputs.keys()] : [output]
    const values = new Map<string | number | null, Value>()
    for (const [key, instance] of this.instances()) values.set(key, yield* this.#outputs(instance, names))
    const [first] = values.values()
    if (expansion.kind === 'none') return first ?? this.#unknown('it has no instance')
    if (expansion.kind === 'count') return tuple([...values.values()])
    return object(new Map([...values].map(([key, value]) => [String(key), value])))
  }

  *#outputs(instance: ModuleInstance, names: readonly string[]): Steps<Value> {
    const values = new Map<string, Value>()
    for (const name of names) {
      const node = instance.output(name)
      yield* need(node)
      const result = node?.outcome()
      values.set(name, result?.value ?? this.#unknown(`its output ${name} could not be computed`))
    }
    return object(values)
  }

  #unknown(why: string): Value {
    return unknown(DYNAMIC, { reason: `${this.address}: ${why}` })
  }
}

function kindsBelow(tree: ModuleTree): readonly string[] {
  const kinds = new Set<string>()
  for (const module of modulesOf(tree))
    for (const resource of module.config.resources.values())
      if (resource.mode === 'managed') kinds.add(resource.type)
  return [...kinds].sort()
}
