import { GraphNode } from '../../../graph/node.ts'
import type { Steps } from '../../../graph/node.ts'
import type { Range, ScopeTraversal } from '../../../hcl/ast.ts'
import { referencesInBody, referencesOf } from '../../expression/references.ts'
import { need } from '../module-instance.ts'
import { subjectOf } from '../reference.ts'
import type { Subject } from '../reference.ts'
import { repeating } from '../repetition.ts'
import type { StaticModule } from './static-module.ts'

/**
 * What refers to what, without values: blocks that have no instance may still need each other in a ring, which Terraform
 * refuses as it makes its graph. A node needs those that its block refers to.
 */
export class Dependencies {
  readonly #nodes = new Map<StaticModule, Map<string, GraphNode<void>>>()

  /** The node of what a reference names; undefined for what needs nothing, or is not there. */
  #of(module: StaticModule, subject: Subject): GraphNode<void> | undefined {
    const { config } = module.tree
    switch (subject.kind) {
      case 'local': {
        const local = config.locals.get(subject.name)
        return (
          local &&
          this.#node(module, `local.${subject.name}`, local.range, () => referencesOf(local.expression))
        )
      }
      case 'var':
        return this.variable(module, subject.name)
      case 'resource':
        return this.resource(module, subject.key)
      case 'module':
        return this.#call(module, subject.name, subject.output)
      default:
        return undefined
    }
  }

  /** The node of a resource by its key. */
  resource(module: StaticModule, key: string): GraphNode<void> | undefined {
    const config = module.tree.config.resources.get(key)
    if (!config) return undefined
    const references = (): readonly ScopeTraversal[] => [
      ...repeating(config),
      ...referencesInBody(config.body),
    ]
    return this.#node(module, key, config.range, references)
  }

  /** The node of a variable that a call sets. */
  variable(module: StaticModule, name: string): GraphNode<void> | undefined {
    const config = module.tree.config.variables.get(name)
    const { parent, caller } = module
    const argument = caller?.config.body.attributes.get(name)?.expression
    if (!config || !caller || !parent || !argument) return undefined
    const references = (): readonly ScopeTraversal[] => [
      ...repeating(caller.config),
      ...referencesOf(argument),
    ]
    return this.#node(module, `var.${name}`, config.range, references, parent)
  }

  /** A call as seen by whom reads one of its outputs, or all. */
  #call(module: StaticModule, name: string, output: string | null): GraphNode<void> | undefined {
    const call = module.tree.config.calls.get(name)
    const called = module.called(name)
    if (!call || !called) return undefined
    const outputs = output === null ? [...called.tree.config.outputs.keys()] : [output]
    return this.#made(module, `module.${name}${output === null ? '' : `.${output}`}`, call.range, () =>
      this.#callSteps(module, repeating(call), called, outputs),
    )
  }

  *#callSteps(
    module: StaticModule,
    repetition: readonly ScopeTraversal[],
    called: StaticModule,
    outputs: readonly string[],
  ): Steps<void> {
    yield* this.#follow(module, repetition)
    for (const name of outputs) {
      const config = called.tree.config.outputs.get(name)
      const expression = config?.expression
      if (expression)
        yield* need(this.#node(called, `output.${name}`, config.range, () => referencesOf(expression)))
    }
  }

  #node(
    module: StaticModule,
    name: string,
    range: Range,
    references: () => readonly ScopeTraversal[],
    seenFrom = module,
  ): GraphNode<void> {
    return this.#made(module, name, range, () => this.#follow(seenFrom, references()))
  }

  #made(module: StaticModule, name: string, range: Range, steps: () => Steps<void>): GraphNode<void> {
    let own = this.#nodes.get(module)
    if (!own) this.#nodes.set(module, (own = new Map()))
    let node = own.get(name)
    if (!node) own.set(name, (node = new GraphNode(module.prefix + name, range, steps)))
    return node
  }

  *#follow(module: StaticModule, references: readonly ScopeTraversal[]): Steps<void> {
    for (const reference of references) {
      const subject = subjectOf(reference)
      if ('kind' in subject) yield* need(this.#of(module, subject))
    }
  }
}
