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

/** Elements of all the collections that one expression makes, those on the way to its result as well. */
const ELEMENTS_MAX = 10_000_000

/**
 * Steps of one root's evaluation and elements of one expression's: what no sane configuration uses up, counted so that the
 * answer never hangs and fits into memory.
 */
export class Budget {
  #left: number
  #room = ELEMENTS_MAX
  readonly #expired: () => boolean

  constructor(steps: number, expired: () => boolean = () => false) {
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

  /** @throws LimitError when the steps are used up, or the deadline has passed */
  spend(steps = 1): void {
    this.#left -= steps
    if (this.#left < 0) throw new LimitError('the evaluation takes more steps than the limit allows')
    if ((this.#left & 0xfff) === 0 && this.#expired()) throw new LimitError('the evaluation ran out of time')
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
