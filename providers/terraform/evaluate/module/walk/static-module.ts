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

/**
 * A module as Terraform's validation sees it (terraform/evaluate.go, walkValidate), one for all its instances: variables are
 * unknown values of their types, resources wholly unknown, the outputs of modules are unknown, and only locals are computed.
 * `variable` is what the call gives, which is checked and then forgotten.
 */
export class StaticModule extends ModuleInstance {
  /** The module that a call leads to. */
  static called(module: StaticModule, config: CallConfig, tree: ModuleTree): StaticModule {
    const prefix = `${module.prefix}module.${config.name}.`
    return new StaticModule(module.root, tree, prefix, { module, config, key: CALLED })
  }

  /** The root. */
  static root(root: Root): StaticModule {
    return new StaticModule(root, root.tree, '', null)
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
