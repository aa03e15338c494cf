import { GraphNode } from '../../graph/node.ts'
import type { Steps, Task } from '../../graph/node.ts'
import type { CallConfig, ResourceConfig } from '../../module/config.ts'
import type { ModuleTree } from '../../module/load.ts'
import type { Refusal } from '../expression/evaluation.ts'
import { DYNAMIC } from '../types/types.ts'
import { unknown } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { ExpressionScope } from './expression-scope.ts'
import { CallNode } from './call-node.ts'
import { evaluateOutput } from './outputs.ts'
import type { OutputResult } from './outputs.ts'
import { ProviderSettingsNode } from './provider-settings.ts'
import type { Subject } from './reference.ts'
import type { InstanceKey } from './repetition.ts'
import { NO_KEY } from './repetition.ts'
import { ResourceNode } from './resource-node.ts'
import type { Root } from './root.ts'
import { evaluateVariable } from './variables.ts'

/** Who called a module: the instance that holds the call, the call, and which of its repetitions this is. */
export interface Caller {
  readonly module: ModuleInstance
  readonly config: CallConfig
  readonly key: InstanceKey
}

/** One instance of a module: its names as nodes of the graph, computed when something needs them. */
export class ModuleInstance {
  readonly root: Root
  readonly tree: ModuleTree
  /** '' for the root, else `module.net["a"].` */
  readonly prefix: string
  readonly caller: Caller | null
  /** what expressions outside any resource see */
  readonly scope: ExpressionScope
  readonly providers: ProviderSettingsNode
  readonly #variables = new Map<string, GraphNode<Value>>()
  readonly #locals = new Map<string, GraphNode<Value>>()
  readonly #outputs = new Map<string, GraphNode<OutputResult>>()
  readonly #resources = new Map<string, ResourceNode>()
  readonly #calls = new Map<string, CallNode>()

  constructor(root: Root, tree: ModuleTree, prefix: string, caller: Caller | null) {
    this.root = root
    this.tree = tree
    this.prefix = prefix
    this.caller = caller
    this.scope = this.scopeOf(NO_KEY)
    this.providers = new ProviderSettingsNode(this)
  }

  /** The module in a sentence: `the root module`, `module.net`. */
  get displayName(): string {
    return this.tree.path.length === 0 ? 'the root module' : `module.${this.tree.path.join('.module.')}`
  }

  /** What expressions of a block see in one of its instances; `self` only where a condition looks at the instance itself. */
  scopeOf(key: InstanceKey, self?: Value): ExpressionScope {
    return new ExpressionScope(this, key, self)
  }

  /** Computes what a reference needs. */
  *require(subject: Subject | Refusal): Steps<void> {
    if (!('kind' in subject)) return
    switch (subject.kind) {
      case 'var':
        return yield* need(this.variable(subject.name))
      case 'local':
        return yield* need(this.local(subject.name))
      case 'resource':
        return yield* need(this.resource(subject.key)?.whole)
      case 'module':
        return yield* need(this.call(subject.name)?.value(subject.output))
      default:
    }
  }

  /** The value of a reference that was required before. */
  valueOf(subject: Subject): Value {
    switch (subject.kind) {
      case 'var':
        return read(this.variable(subject.name), `var.${subject.name}`)
      case 'local':
        return read(this.local(subject.name), `local.${subject.name}`)
      case 'resource': {
        return read(this.resource(subject.key)?.whole, this.prefix + subject.key)
      }
      case 'module': {
        const name = `${this.prefix}module.${subject.name}`
        return read(this.call(subject.name)?.value(subject.output), name)
      }
      default:
        throw new TypeError(`${subject.kind} is no name of a module`)
    }
  }

  variable(name: string): GraphNode<Value> | undefined {
    const config = this.tree.config.variables.get(name)
    if (!config) return undefined
    return cached(this.#variables, name, () => {
      const label = `${this.prefix}var.${name}`
      return new GraphNode(label, config.range, () => evaluateVariable(this, config))
    })
  }

  local(name: string): GraphNode<Value> | undefined {
    const config = this.tree.config.locals.get(name)
    if (!config) return undefined
    return cached(this.#locals, name, () => {
      const label = `${this.prefix}local.${name}`
      return new GraphNode(label, config.range, () => this.#evaluateLocal(name, config.expression))
    })
  }

  *#evaluateLocal(name: string, expression: Parameters<ExpressionScope['evaluate']>[0]): Steps<Value> {
    if (this.isOverridden('locals')) return unknown(DYNAMIC, { reason: OVERRIDDEN })
    const { value, refusals } = yield* this.scope.evaluate(expression)
    if (refusals.length === 0) return value
    this.root.faults.refused(refusals)
    return unknown(DYNAMIC, { reason: refusedReason(`local.${name}`) })
  }

  output(name: string): GraphNode<OutputResult> | undefined {
    const config = this.tree.config.outputs.get(name)
    if (!config) return undefined
    return cached(this.#outputs, name, () => {
      const label = `${this.prefix}output.${name}`
      return new GraphNode(label, config.range, () => evaluateOutput(this, config))
    })
  }

  resource(key: string): ResourceNode | undefined {
    const config: ResourceConfig | undefined = this.tree.config.resources.get(key)
    return config && cached(this.#resources, key, () => new ResourceNode(this, config))
  }

  call(name: string): CallNode | undefined {
    const config = this.tree.config.calls.get(name)
    return config && cached(this.#calls, name, () => new CallNode(this, config))
  }

  /** Whether a broken override file may say otherwise of this block. */
  isOverridden(block: string): boolean {
    const { overridden } = this.tree.config.uncertain
    return overridden.has('*') || overridden.has(block)
  }
}

/** Why a value is unknown that an unreadable override file may set. */
export const OVERRIDDEN = 'an override file that cannot be read may say otherwise'

/** Why a value is unknown whose expression Terraform refuses. */
export function refusedReason(name: string): string {
  return `${name} is refused by Terraform`
}

function cached<T>(map: Map<string, T>, name: string, make: () => T): T {
  let found = map.get(name)
  if (found === undefined) map.set(name, (found = make()))
  return found
}

/** Waits for a node that is there. */
export function* need(task: Task | undefined): Steps<void> {
  if (task && !task.isDone) yield task
}

/** The value of a settled node; unknown where it failed, or nothing of that name could be read. */
function read(node: GraphNode<Value> | undefined, name: string): Value {
  if (!node) return unknown(DYNAMIC, { reason: `${name} could not be read` })
  const value = node.outcome()
  return value ?? unknown(DYNAMIC, { reason: refusedReason(name) })
}
