import { GraphNode, settle } from '../../graph/node.ts'
import type { Block, Expression, ScopeTraversal } from '../../hcl/ast.ts'
import type { Repetition } from '../../module/config.ts'
import type { Binding } from '../expression/evaluation.ts'
import { boundValue } from '../expression/evaluation.ts'
import { referencesOf } from '../expression/references.ts'
import { ExpressionScope } from '../module/expression-scope.ts'
import type { ModuleInstance } from '../module/module-instance.ts'
import type { ModuleSubject, ResourceSubject } from '../module/reference.ts'
import { subjectOf } from '../module/reference.ts'
import type { ResourceInstance } from '../module/resource-node.ts'
import type { PathStep } from '../types/evaluation-error.ts'
import { DYNAMIC_UNKNOWN, object } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import type { Explanation } from './explanation.ts'
import { NoSuchValueError } from './explanation.ts'
import { fileCalls } from './files-read.ts'
import { hasPart, partOf, pathOf, pathText } from './path.ts'
import { findTarget } from './target.ts'
import { narrowed, writtenAt } from './written.ts'
import type { Written } from './written.ts'

/** More than anybody reads. */
const NODES_MAX = 400
const DEPTH_MAX = 60

/**
 * How a value of an evaluated root came about, down to what the code spells out. `asked` is an address with an attribute.
 * @throws NoSuchValueError
 */
export function explain(root: ModuleInstance, asked: string): Explanation {
  const target = findTarget(root, asked)
  const { module, path } = target
  const explainer = new Explainer()
  if (target.kind === 'resource') return explainer.attribute(module, target.instance, path, 0)
  return explainer.named(module, target.kind, target.name, path, 0)
}

/** Where an expression stands: what it sees, and which block's `count` or `for_each` its `each` and `count` come from. */
interface Place extends Pick<Written, 'bindings' | 'iterated'> {
  readonly scope: ExpressionScope
  readonly repetition: Repetition | null
  readonly depth: number
}

const NO_NAMES: Pick<Written, 'bindings' | 'iterated'> = { bindings: null, iterated: new Map() }

class Explainer {
  readonly #told = new Set<string>()

  /** A variable, local or output of a module. */
  named(
    module: ModuleInstance,
    kind: 'var' | 'local' | 'output',
    name: string,
    path: readonly PathStep[],
    depth: number,
  ): Explanation {
    const label = `${module.prefix}${kind}.${name}${pathText(path)}`
    if (kind === 'var') return this.#variable(module, name, path, label, depth)
    const { locals, outputs } = module.tree.config
    const config = kind === 'local' ? locals.get(name) : outputs.get(name)
    const whole = kind === 'local' ? module.local(name)?.outcome() : module.output(name)?.outcome()?.value
    const value = partOf(whole ?? DYNAMIC_UNKNOWN, path, module.scope)
    if (!config?.expression) return leaf(label, value, { place: config?.range ?? null })
    const { expression } = narrowed(config.expression, path)
    return this.#written(label, value, expression, {
      ...NO_NAMES,
      scope: module.scope,
      repetition: null,
      depth,
    })
  }

  #variable(
    module: ModuleInstance,
    name: string,
    path: readonly PathStep[],
    label: string,
    depth: number,
  ): Explanation {
    const config = module.tree.config.variables.get(name)
    const value = partOf(module.variable(name)?.outcome() ?? DYNAMIC_UNKNOWN, path, module.scope)
    const { caller } = module
    const argument = caller?.config.body.attributes.get(name)?.expression
    if (caller && argument) {
      const scope = new ExpressionScope(caller.module, caller.key)
      const { expression } = narrowed(argument, path)
      return this.#written(label, value, expression, { ...NO_NAMES, scope, repetition: caller.config, depth })
    }
    const input = caller ? undefined : module.root.options.inputs.get(name)
    if (input) {
      const { range, source } = input
      return leaf(label, value, { place: range ?? config?.range ?? null, note: range ? null : source })
    }
    const expression = config?.default ? narrowed(config.default, path).expression : null
    return leaf(label, value, {
      expression,
      place: expression?.range ?? config?.range ?? null,
      note: expression ? 'default' : 'nobody sets it',
    })
  }

  /** Something of a resource: what is written for it, or what it is without that. */
  attribute(
    module: ModuleInstance,
    instance: ResourceInstance,
    path: readonly PathStep[],
    depth: number,
  ): Explanation {
    const { config, key, configured, address } = instance
    const label = address + pathText(path)
    const scope = new ExpressionScope(module, key)
    const [name, ...rest] = path
    if (name === undefined) return leaf(label, object(configured), { place: config.range })
    const written = writtenAt(config.body, path, (expression, bindings) =>
      valueOf(expression, scope, bindings),
    )
    if (!written) return notSet(label, instance, path, scope)
    const { expression, bindings } = written
    const set = config.body.attributes.has(String(name)) ? configured.get(String(name)) : undefined
    const value = set
      ? partOf(set, rest, scope)
      : partOf(valueOf(expression, scope, bindings), written.rest, scope)
    return this.#written(label, value, expression, { ...written, scope, repetition: config, depth })
  }

  #written(name: string, value: Value, expression: Expression, place: Place): Explanation {
    const base = leaf(name, value, { expression, place: expression.range })
    if (referencesOf(expression).length === 0 && fileCalls(expression).length === 0) return base
    if (this.#told.has(name)) return { ...base, omitted: 'told above' }
    if (this.#told.size >= NODES_MAX || place.depth >= DEPTH_MAX)
      return { ...base, omitted: 'not followed further' }
    this.#told.add(name)
    return { ...base, uses: this.#uses(expression, { ...place, depth: place.depth + 1 }) }
  }

  /** What an expression names, each thing once, and the files that it reads. */
  #uses(expression: Expression, place: Place): readonly Explanation[] {
    const found = new Map<string, Explanation>()
    const add = (use: Explanation | undefined): void => {
      if (use && !found.has(use.name)) found.set(use.name, use)
    }
    for (const traversal of referencesOf(expression)) add(this.#use(traversal, place))
    for (const { function_name: called, path } of fileCalls(expression))
      add(leaf(`${called} reads`, valueOf(path, place.scope, place.bindings), { place: path.range }))
    return [...found.values()]
  }

  #use(traversal: ScopeTraversal, place: Place): Explanation | undefined {
    const name = traversal.root + pathText(pathOf(traversal))
    const own = boundValue(place.bindings, traversal.root)
    if (own) {
      const value = partOf(own, pathOf(traversal), place.scope)
      const source = place.iterated.get(traversal.root)
      return source ? this.#iterated(name, value, source, place) : leaf(name, value, {})
    }
    const subject = subjectOf(traversal)
    if (!('kind' in subject)) return undefined
    switch (subject.kind) {
      case 'var':
      case 'local':
        return this.named(place.scope.module, subject.kind, subject.name, [], place.depth)
      case 'module':
        return this.#output(subject, traversal, place)
      case 'resource':
        return this.#resource(subject, traversal, place)
      case 'each':
      case 'count':
        return this.#repetition(subject.kind, traversal, place)
      default:
        return leaf(name, place.scope.lookup(traversal, []).value, {})
    }
  }

  /** `each` and `count`, from the expression that repeats their block. */
  #repetition(kind: 'each' | 'count', traversal: ScopeTraversal, place: Place): Explanation {
    const { module } = place.scope
    const name = kind + pathText(pathOf(traversal).slice(0, 1))
    const { value } = place.scope.lookup(traversal, [])
    const repeats = kind === 'each' ? place.repetition?.for_each : place.repetition?.count
    if (!repeats) return leaf(name, value, {})
    const outer = { ...NO_NAMES, scope: module.scope, repetition: null, depth: place.depth }
    return this.#iterated(name, value, repeats, outer)
  }

  /** An element of a collection, from the expression of all of it. */
  #iterated(name: string, value: Value, collection: Expression, place: Place): Explanation {
    const base = leaf(name, value, { expression: collection, place: collection.range })
    if (place.depth >= DEPTH_MAX) return { ...base, omitted: 'not followed further' }
    return { ...base, uses: this.#uses(collection, { ...place, depth: place.depth + 1 }) }
  }

  #output(subject: ModuleSubject, traversal: ScopeTraversal, place: Place): Explanation {
    const { module } = place.scope
    const call = module.call(subject.name)
    const instance = chosen(call?.instances(), pathOf(traversal)[1])?.item
    const { output } = subject
    if (instance && output !== null && instance.tree.config.outputs.has(output))
      return this.named(instance, 'output', output, [], place.depth)
    const name = `${module.prefix}module.${subject.name}${output === null ? '' : `[*].${output}`}`
    return leaf(name, module.valueOf(subject), { place: call?.config.range ?? null })
  }

  #resource(subject: ResourceSubject, traversal: ScopeTraversal, place: Place): Explanation {
    const { module } = place.scope
    const { key } = subject
    const node = module.resource(key)
    const path = pathOf(traversal).slice(subject.used)
    const found = chosen(node?.instances(), path[0])
    const instance = found?.item.outcome()
    const inner = found?.keyed ? path.slice(1) : path
    if (instance && inner.length > 0 && hasPart(instance.planned, inner, place.scope))
      return this.attribute(module, instance, inner, place.depth)
    return leaf(module.prefix + key, module.valueOf(subject), { place: node?.config.range ?? null })
  }
}

/** The single instance, or the one that a constant key names. */
function chosen<T>(
  instances: ReadonlyMap<string | number | null, T> | undefined,
  key: PathStep | undefined,
): { readonly item: T; readonly keyed: boolean } | undefined {
  const single = instances?.get(null)
  if (single !== undefined) return { item: single, keyed: false }
  const keyed = key === undefined ? undefined : instances?.get(key)
  return keyed === undefined ? undefined : { item: keyed, keyed: true }
}

/** @throws NoSuchValueError where the resource has no such attribute at all */
function notSet(
  label: string,
  instance: ResourceInstance,
  path: readonly PathStep[],
  scope: ExpressionScope,
): Explanation {
  const { planned, config, configured } = instance
  if (!hasPart(planned, path, scope)) {
    const set = [...configured.keys()].sort().join(', ')
    throw new NoSuchValueError(`${label} is set nowhere; what is set of ${instance.address}: ${set}`)
  }
  const value = partOf(planned, path, scope)
  const block = config.body.blocks.find((one) => blockTypeOf(one) === path[0])
  if (!block) return leaf(label, value, { place: config.range, note: 'not set in the code' })
  const isInside = path.some((step, i) => i > 0 && typeof step === 'string')
  const note = isInside ? 'not set in the code' : 'written as blocks'
  return leaf(label, value, { place: block.definition_range, note })
}

/** The type of nested blocks that a block makes. */
function blockTypeOf({ block_type: type, labels }: Block): string | undefined {
  return type === 'dynamic' ? labels[0] : type
}

function leaf(
  name: string,
  value: Value,
  {
    expression = null,
    place = null,
    note = null,
  }: Partial<Pick<Explanation, 'expression' | 'place' | 'note'>>,
): Explanation {
  return { name, value, expression, place, note, uses: [], omitted: null }
}

/** The value of an expression once more; unknown where it is refused, which was told before. */
function valueOf(expression: Expression, scope: ExpressionScope, bindings: Binding | null): Value {
  const node = new GraphNode('explain', null, () => scope.evaluate(expression, bindings))
  settle(node, () => undefined)
  return node.outcome()?.value ?? DYNAMIC_UNKNOWN
}
