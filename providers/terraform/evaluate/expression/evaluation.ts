import type { AnonymousSymbol, Range, ScopeTraversal } from '../../hcl/ast.ts'
import { UncomputedError } from '../types/evaluation-error.ts'
import type { Value } from '../types/value.ts'

/** What Terraform would refuse in an expression, and where. */
export interface Refusal {
  readonly summary: string
  readonly detail: string
  readonly range: Range
}

/** A name that an expression itself binds: of `for`, of `dynamic`, or a splat's element. */
export interface Binding {
  readonly name: string | AnonymousSymbol
  readonly value: Value
  readonly outer: Binding | null
}

/** What the surroundings of an expression offer. */
export interface Scope {
  /** the value of the longest start of a reference that names something declared, and how many steps that start takes */
  lookup(traversal: ScopeTraversal, refusals: Refusal[]): { readonly value: Value; readonly used: number }
  readonly functions: FunctionLibrary
  readonly budget: Budget
  /** notes that a value is unknown because it is past our limits, or would read what this root may not read */
  noteUncomputed(error: UncomputedError, range: Range): void
}

/** Calls of functions other than `try` and `can`, which are evaluated lazily. */
export interface FunctionLibrary {
  has(name: string): boolean
  /** @throws the errors of evaluation-error.ts */
  call(name: string, args: readonly Value[], at: CallSite): Value
}

/** What a function may need of the place where it is called: templates see the same functions. */
interface CallSite {
  readonly scope: Scope
}

/** One evaluation: its scope, its own names, and the list that collects what is wrong. */
export interface Evaluation {
  readonly scope: Scope
  readonly bindings: Binding | null
  readonly refusals: Refusal[]
}

/** The evaluation went past our limits; not Terraform's refusal, so `try` does not catch it. */
export class LimitError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'LimitError'
  }
}

/** Characters of all the texts that functions and templates of one root make. */
const TEXT_MAX = 2 ** 30
/** Elements of all the collections that one expression makes, those on the way to its result as well. */
const ELEMENTS_MAX = 10_000_000

/**
 * Steps and texts of one root's evaluation and elements of one expression's: what no sane configuration uses up, counted so that the
 * answer never hangs and fits into memory.
 */
export class Budget {
  /** resources and modules that one root may have, each instance counted */
  readonly instances_max: number
  #left: number
  #room = ELEMENTS_MAX
  #text = TEXT_MAX
  #instances = 0
  #why = 'the evaluation takes more steps than the limit allows'
  readonly #expired: () => boolean

  constructor(steps: number, expired: () => boolean = () => false, instances_max = Infinity) {
    this.instances_max = instances_max
    this.#left = steps
    this.#expired = expired
  }

  /** An expression begins, with all the room for its elements. */
  begin(): void {
    this.#room = ELEMENTS_MAX
  }

  /** Counts elements that a collection is made of. @throws UncomputedError when they are too many for one expression */
  hold(elements: number): void {
    this.#room -= elements
    if (this.#room < 0)
      throw new UncomputedError('EVALUATION_LIMIT', 'the expression makes more values than evenkeel computes')
  }

  /** Counts the characters of a text. @throws UncomputedError when they are too many in all */
  holdText(length: number): void {
    this.#text -= length
    if (this.#text < 0)
      throw new UncomputedError('EVALUATION_LIMIT', 'all texts together are longer than evenkeel computes')
  }

  /** Counts instances that are about to be made. @throws LimitError when the root has too many of them */
  instances(made: number): void {
    this.#instances += made
    if (this.#instances > this.instances_max)
      throw new LimitError(
        `all resources and modules together have more than ${this.instances_max} instances`,
      )
  }

  /** @throws LimitError when the steps are used up, or the deadline has passed: from then on always */
  spend(steps = 1): void {
    const before = this.#left
    this.#left -= steps
    if (this.#left < 0) this.#end(this.#why)
    if (before >> 12 !== this.#left >> 12 && this.#expired()) this.#end('the evaluation ran out of time')
  }

  #end(why: string): never {
    this.#why = why
    this.#left = -1
    throw new LimitError(why)
  }
}

/** The same evaluation with further names bound. */
export function bind(at: Evaluation, names: readonly (readonly [Binding['name'], Value])[]): Evaluation {
  let bindings = at.bindings
  for (const [name, value] of names) bindings = { name, value, outer: bindings }
  return { ...at, bindings }
}

/** The value of an own name; undefined when it is none. */
export function boundValue(bindings: Binding | null, name: Binding['name']): Value | undefined {
  for (let at = bindings; at !== null; at = at.outer) if (at.name === name) return at.value
  return undefined
}

/** Notes a refusal. */
export function refuse(at: Evaluation, range: Range, summary: string, detail: string): void {
  at.refusals.push({ summary, detail, range })
}
