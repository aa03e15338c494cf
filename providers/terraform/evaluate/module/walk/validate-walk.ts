import { CycleError, GraphNode, settle } from '../../../graph/node.ts'
import type { Steps, Task } from '../../../graph/node.ts'
import type { Range, ScopeTraversal } from '../../../hcl/ast.ts'
import type { CallConfig, Fault, ModuleConfig, ResourceConfig } from '../../../module/config.ts'
import { LimitError } from '../../expression/evaluation.ts'
import type { Refusal } from '../../expression/evaluation.ts'
import { referencesInBody, referencesOf } from '../../expression/references.ts'
import { UncomputedError } from '../../types/evaluation-error.ts'
import { EvaluatedBlocks } from '../evaluated-blocks.ts'
import { Faults } from '../faults.ts'
import type { Root } from '../root.ts'
import { checkRepetition, checkResource } from './check-block.ts'
import { Dependencies } from './dependencies.ts'
import { StaticModule } from './static-module.ts'

/**
 * Refuses what Terraform refuses in blocks that have no instance, for it validates every block once before it plans, with
 * unknown variables: resources and modules with no instance, what stands inside such modules, `dynamic` blocks of nothing,
 * and whatever refers to the outputs of such modules. What was evaluated for an instance is not looked at again: with
 * values in place of unknowns it is refused at least as much.
 *
 * The refusals of the root's outputs are returned by their names; the others become faults of the root. They hide nothing.
 */
export function walkWithoutInstances(root: Root): ReadonlyMap<string, readonly Refusal[]> {
  const walk = new ValidateWalk(root)
  walk.module(new StaticModule(walk.root, root.tree, null))
  const isNew = ({ code, range }: Fault): boolean => code === 'TERRAFORM_INVALID' && !root.faults.hasAt(range)
  for (const fault of walk.root.faults.sorted().filter(isNew)) root.faults.add({ ...fault, kinds: [] })
  return walk.outputs
}

class ValidateWalk {
  readonly root: Root
  readonly outputs = new Map<string, readonly Refusal[]>()
  readonly #evaluated: EvaluatedBlocks
  readonly #dependencies = new Dependencies()
  /** modules by their code: to validation, all calls of one are the same */
  readonly #seen = new Set<ModuleConfig>()

  constructor(root: Root) {
    this.#evaluated = root.evaluated
    this.root = { ...root, faults: new Faults(), evaluated: new EvaluatedBlocks() }
  }

  module(module: StaticModule): void {
    const { config } = module.tree
    if (this.#seen.has(config)) return
    this.#seen.add(config)
    const isNew = !this.#evaluated.has(config)
    const calls = [...config.calls.values()]
    const empty = new Set(calls.filter((call) => !this.#evaluated.has(call)).map(({ name }) => name))
    const isDue = (references: () => readonly ScopeTraversal[]): boolean =>
      isNew || (empty.size > 0 && references().some((reference) => isOf(reference, empty)))
    for (const [key, resource] of config.resources) {
      if (!this.#evaluated.has(resource)) this.#settle(this.#dependencies.resource(module, key))
      if (this.#lacksInstance(resource) || isDue(() => referencesInBody(resource.body)))
        this.#run(resource.range, () => checkResource(module, resource))
    }
    for (const call of calls) {
      const due = empty.has(call.name) || isDue(() => referencesInBody(call.body))
      this.#call(module, call, due)
    }
    for (const { name, expression } of config.locals.values())
      if (isDue(() => referencesOf(expression))) this.#settle(module.local(name))
    for (const { name, expression } of config.outputs.values())
      if (expression && isDue(() => referencesOf(expression))) this.#output(module, name)
  }

  #lacksInstance(resource: ResourceConfig): boolean {
    return !this.#evaluated.has(resource) || this.#evaluated.hasEmpty(resource.body)
  }

  #call(module: StaticModule, call: CallConfig, isDue: boolean): void {
    const called = module.called(call.name)
    if (!called || module.isOverridden(`module.${call.name}`)) return
    if (isDue) {
      this.#run(call.range, () => checkRepetition(module, call))
      for (const name of called.tree.config.variables.keys()) {
        this.#settle(this.#dependencies.variable(called, name))
        this.#settle(called.variable(name))
      }
    }
    this.module(called)
  }

  #output(module: StaticModule, name: string): void {
    const node = module.output(name)
    this.#settle(node)
    const refusals = node?.outcome()?.refusals ?? []
    if (!module.caller && refusals.length > 0) this.outputs.set(name, refusals)
  }

  #run(range: Range, steps: () => Steps<void>): void {
    this.#settle(new GraphNode('', range, steps))
  }

  #settle(task: Task | undefined): void {
    if (task) settle(task, (error) => this.#failed(error))
  }

  /** What is past our limits is let go: nothing needs the value. */
  #failed(error: unknown): void {
    if (error instanceof CycleError) {
      const { message, range } = error
      this.root.faults.add({ code: 'TERRAFORM_INVALID', message, range, kinds: [] })
    } else if (
      !(error instanceof LimitError || error instanceof UncomputedError || error instanceof RangeError)
    )
      throw error
  }
}

/** Whether a reference is to one of these modules. */
function isOf({ root, steps: [step] }: ScopeTraversal, modules: ReadonlySet<string>): boolean {
  return root === 'module' && step?.type === 'attribute' && modules.has(step.name)
}
