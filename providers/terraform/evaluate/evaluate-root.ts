import { boundaryOf, isTofu } from '../files/boundary.ts'
import type { Boundary } from '../files/boundary.ts'
import type { ModuleFetcher } from '../fetch-modules/module-fetcher.ts'
import { CycleError, settle } from '../graph/node.ts'
import type { Task } from '../graph/node.ts'
import type { Range } from '../hcl/ast.ts'
import type { Fault } from '../module/config.ts'
import { moveFaults } from '../module/check-moves.ts'
import { loadTree, modulesOf } from '../module/load.ts'
import type { Loaded, ModuleTree } from '../module/load.ts'
import { isDescribed } from '../schema/described-version.ts'
import { loadSchemas } from '../schema/schemas.ts'
import { Budget, LimitError } from './expression/evaluation.ts'
import { hasEphemeral } from './module/check-ephemeral.ts'
import type { Refusal } from './expression/evaluation.ts'
import { EvaluatedBlocks } from './module/evaluated-blocks.ts'
import { Faults } from './module/faults.ts'
import { fileAccess } from './module/file-access.ts'
import { functionLibrary } from './module/function-library.ts'
import { evaluateImports } from './module/imports.ts'
import type { ImportId } from './module/imports.ts'
import { gatherInputs } from './module/inputs.ts'
import type { InputSource } from './module/inputs.ts'
import { ModuleInstance } from './module/module-instance.ts'
import type { OutputResult } from './module/outputs.ts'
import type { ResourceInstance } from './module/resource-node.ts'
import type { Root } from './module/root.ts'
import { walkWithoutInstances } from './module/walk/validate-walk.ts'
import { UncomputedError } from './types/evaluation-error.ts'
import { DYNAMIC_UNKNOWN } from './types/value.ts'

/** What to evaluate, and with what. */
export interface EvaluateOptions {
  /** the root's folder, absolute */
  readonly folder: string
  readonly workspace: string
  /** further folders that the code may read from */
  readonly read: readonly string[]
  /** values of variables from outside the code, each winning over those before it; the root's own files come first */
  readonly inputs: readonly InputSource[]
  /** values of TF_VAR_, which lose against every other */
  readonly environment: ReadonlyMap<string, string>
  /** whether the time is up */
  readonly expired: () => boolean
  /** resources and modules that the root may have, each instance counted; default: what fits into some gigabytes */
  readonly instances_max?: number
  /** fetches modules that are not installed, as far as the root may read; absent = nothing is fetched */
  readonly fetcher?: (boundary: Boundary) => ModuleFetcher
}

/** All that a root says: its resources, its outputs, and what hides some of them. */
export interface EvaluatedRoot {
  readonly resources: readonly ResourceInstance[]
  readonly outputs: ReadonlyMap<string, OutputResult>
  /** address → id, of `import` blocks */
  readonly imports: ReadonlyMap<string, ImportId>
  /** null where the root's folder could not be read */
  readonly tree: ModuleTree | null
  /** the root with the values of its names, for who explains them; null where nothing was evaluated */
  readonly module: ModuleInstance | null
  readonly faults: readonly Fault[]
}

/** Steps that no sane root takes: some minutes of computing. */
const STEPS_MAX = 400_000_000
const INSTANCES_MAX = 1_000_000

/** Evaluates a root as `terraform plan` of nothing applied yet does. Never throws for what is wrong in the code. */
export async function evaluateRoot(options: EvaluateOptions): Promise<EvaluatedRoot> {
  const root = await evaluateOnce(options)
  const isDoubtful = root.faults.some((fault) => fault.code === 'HCL_SYNTAX')
  if (!isDoubtful) return root
  const { secondLook } = await import('../second-look.ts')
  return { ...root, faults: await secondLook(root.faults, options.folder) }
}

async function evaluateOnce(options: EvaluateOptions): Promise<EvaluatedRoot> {
  const boundary = boundaryOf(options.folder, options.read)
  const loaded = await load(options, boundary)
  const faults = new Faults()
  for (const fault of loaded.faults) faults.add(fault)
  const { tree } = loaded
  if (!tree) {
    const nothing = { resources: [], outputs: new Map(), imports: new Map() }
    return { ...nothing, tree, module: null, faults: faults.sorted() }
  }
  const modules = [...modulesOf(tree)]
  for (const module of modules) {
    for (const fault of module.config.faults) faults.add(fault)
    for (const fault of moveFaults(module)) faults.add(fault)
  }
  const configs = modules.map(({ config }) => config)
  const schemas = loadSchemas(isDescribed(options.folder, configs))
  const inputs = gatherInputs(options, tree.config, faults)
  const root = rootOf(options, { tree, schemas, inputs, faults, boundary })
  return new Evaluator(root).run()
}

async function load({ folder, fetcher }: EvaluateOptions, boundary: Boundary): Promise<Loaded> {
  if (!fetcher) return loadTree(folder, boundary)
  const { loadFetched } = await import('../fetch-modules/load-fetched.ts')
  return loadFetched(folder, boundary, fetcher(boundary))
}

function rootOf(
  options: EvaluateOptions,
  parts: Pick<Root, 'tree' | 'schemas' | 'faults'> & {
    readonly inputs: Root['options']['inputs']
    readonly boundary: Boundary
  },
): Root {
  const budget = new Budget(STEPS_MAX, options.expired, options.instances_max ?? INSTANCES_MAX)
  const { tree, schemas, faults, inputs, boundary } = parts
  return {
    options: { folder: options.folder, workspace: options.workspace, inputs },
    tree,
    schemas,
    faults,
    has_ephemeral: hasEphemeral(tree),
    evaluated: new EvaluatedBlocks(),
    budget,
    functions: functionLibrary(fileAccess(options.folder, boundary), budget, isTofu(options.folder)),
  }
}

/** Settles every node of the graph, module by module. */
class Evaluator {
  readonly #root: Root
  readonly #resources: ResourceInstance[] = []
  #isSpent = false

  constructor(root: Root) {
    this.#root = root
  }

  run(): EvaluatedRoot {
    const module = new ModuleInstance(this.#root, this.#root.tree, '', null)
    this.#module(module)
    const imports = evaluateImports(module, (task) => this.#settle(task))
    const refused = this.#isSpent ? new Map<string, readonly Refusal[]>() : walkWithoutInstances(this.#root)
    const outputs = new Map<string, OutputResult>()
    for (const name of [...this.#root.tree.config.outputs.keys()].sort()) {
      const result = this.#output(module, name)
      const refusals = refused.get(name)
      const isNew = refusals !== undefined && result.refusals.length === 0
      outputs.set(name, isNew ? { value: DYNAMIC_UNKNOWN, refusals } : result)
    }
    return {
      resources: this.#resources.sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0)),
      outputs,
      imports,
      tree: this.#root.tree,
      module,
      faults: this.#root.faults.sorted(),
    }
  }

  #module(module: ModuleInstance): void {
    const { config } = module.tree
    this.#root.evaluated.add(config)
    for (const name of config.variables.keys()) this.#settle(module.variable(name))
    for (const name of config.locals.keys()) this.#settle(module.local(name))
    for (const key of config.resources.keys()) this.#resource(module, key)
    for (const name of config.calls.keys()) {
      const call = module.call(name)
      this.#settle(call?.expansion)
      const instances = call?.instances()
      if (call && instances && instances.size > 0) this.#root.evaluated.add(call.config)
      for (const instance of instances?.values() ?? []) {
        if (this.#isSpent) return
        this.#module(instance)
      }
    }
    for (const name of config.outputs.keys()) this.#settle(module.output(name))
  }

  #resource(module: ModuleInstance, key: string): void {
    const node = module.resource(key)
    this.#settle(node?.expansion)
    const instances = node?.instances()
    if (node && instances && instances.size > 0) this.#root.evaluated.add(node.config)
    for (const instance of instances?.values() ?? []) {
      if (this.#isSpent) return
      this.#settle(instance)
      const result = instance.outcome()
      if (result) this.#resources.push(result)
    }
  }

  #output(module: ModuleInstance, name: string): OutputResult {
    const node = module.output(name)
    this.#settle(node)
    const result = node?.outcome()
    if (result) return result
    const detail = node?.failure instanceof Error ? node.failure.message : 'it could not be evaluated'
    const range = this.#root.tree.config.outputs.get(name)?.range
    const refusals = range ? [{ summary: 'Output not evaluated', detail, range }] : []
    return { value: DYNAMIC_UNKNOWN, refusals }
  }

  #settle(task: Task | undefined): void {
    if (task) settle(task, (error, failed) => this.#failed(error, failed))
  }

  /** A failure that is no refusal of an expression: a cycle, our limits, or a bug. */
  #failed(error: unknown, { label, range }: Task): void {
    if (error instanceof CycleError) {
      const { message, range: place } = error
      this.#root.faults.add({ code: 'TERRAFORM_INVALID', message, range: place, kinds: ['*'] })
      return
    }
    if (error instanceof UncomputedError) {
      this.#limit(`${label}: ${error.message}`, range)
      return
    }
    if (error instanceof RangeError) {
      this.#limit(`${label}: ${reasonOf(error)}`, range)
      return
    }
    if (!(error instanceof LimitError)) throw error
    // past the limit of the whole root every node fails: the first says where it was
    if (!this.#isSpent) this.#limit(`${label}: ${error.message}`, range)
    this.#isSpent = true
  }

  #limit(message: string, range: Range | null): void {
    this.#root.faults.add({ code: 'EVALUATION_LIMIT', message, range, kinds: ['*'] })
  }
}

/** V8's words for the two limits that a value can meet. */
function reasonOf(error: RangeError): string {
  return /call stack/.test(error.message)
    ? 'the evaluation is nested too deep'
    : 'a value grows beyond all memory'
}
