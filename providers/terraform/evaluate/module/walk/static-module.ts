import type { Steps } from '../../../graph/node.ts'
import type { CallConfig } from '../../../module/config.ts'
import type { ModuleTree } from '../../../module/load.ts'
import type { Refusal } from '../../expression/evaluation.ts'
import { DYNAMIC, listOf, mapOf, objectOf, withoutOptional } from '../../types/types.ts'
import { DYNAMIC_UNKNOWN, unknown } from '../../types/value.ts'
import type { Value } from '../../types/value.ts'
import type { ExpressionScope } from '../expression-scope.ts'
import { ModuleInstance, need } from '../module-instance.ts'
import type { Subject } from '../reference.ts'
import type { InstanceKey } from '../repetition.ts'
import { NO_KEY } from '../repetition.ts'
import type { Root } from '../root.ts'
import { marked } from '../variables.ts'
import { SOME_INDEX, StaticCallScope, StaticScope } from './static-scope.ts'

/** The key with which a module is called here. */
const CALLED: InstanceKey = { ...SOME_INDEX }

interface StaticCall {
  readonly module: StaticModule
  readonly config: CallConfig
}

/**
 * A module as Terraform's validation sees it (terraform/evaluate.go, walkValidate), one for all its instances: variables are
 * unknown values of their types, resources wholly unknown, the outputs of modules are unknown, and only locals are computed.
 * `variable` is what the call gives, which is checked and then forgotten.
 */
export class StaticModule extends ModuleInstance {
  /** the module that calls it; null for the root */
  readonly parent: StaticModule | null
  readonly #called = new Map<string, StaticModule>()

  constructor(root: Root, tree: ModuleTree, call: StaticCall | null) {
    const prefix = call ? `${call.module.prefix}module.${call.config.name}.` : ''
    super(root, tree, prefix, call && { ...call, key: CALLED })
    this.parent = call?.module ?? null
  }

  /** The module that a call leads to, one for all who ask; undefined where it could not be had. */
  called(name: string): StaticModule | undefined {
    const config = this.tree.config.calls.get(name)
    const tree = this.tree.children.get(name)
    let called = this.#called.get(name)
    if (!called && config && tree) {
      called = new StaticModule(this.root, tree, { module: this, config })
      this.#called.set(name, called)
    }
    return called
  }

  override scopeOf(key: InstanceKey, self?: Value): ExpressionScope {
    return key === CALLED ? new StaticCallScope(this, NO_KEY) : new StaticScope(this, key, self)
  }

  override *require(subject: Subject | Refusal): Steps<void> {
    if ('kind' in subject && subject.kind === 'local') yield* need(this.local(subject.name))
  }

  override valueOf(subject: Subject): Value {
    switch (subject.kind) {
      case 'var': {
        const config = this.tree.config.variables.get(subject.name)
        return config ? marked(config, unknown(withoutOptional(config.constraint.type))) : DYNAMIC_UNKNOWN
      }
      case 'resource':
        return DYNAMIC_UNKNOWN
      case 'module':
        return this.#outputs(subject.name)
      default:
        return super.valueOf(subject)
    }
  }

  /** What `module.m` is: an unknown object of outputs of any type, or an unknown list or map of such. */
  #outputs(name: string): Value {
    const call = this.tree.config.calls.get(name)
    const called = this.tree.children.get(name)?.config
    if (!call || !called || called.uncertain.any || called.uncertain.declared.size > 0) return DYNAMIC_UNKNOWN
    const one = objectOf(new Map([...called.outputs.keys()].map((output) => [output, DYNAMIC])))
    return unknown(call.count ? listOf(one) : call.for_each ? mapOf(one) : one)
  }
}
