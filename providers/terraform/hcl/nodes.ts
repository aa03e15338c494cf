import type {
  Attribute,
  Expression,
  FunctionCall,
  ObjectCons,
  ObjectItem,
  Range,
  ScopeTraversal,
  TraversalStep,
  TupleCons,
} from './ast.ts'
import type { TokenRange } from './ranges.ts'

/*
 * The most frequent nodes. Each keeps its whole range alone, and makes the others of rows of tokens when they are asked for:
 * as fields they would be a fifth of a tree's memory.
 */

/** `name = expression`; `equals` is the row of the sign. */
export class AttributeNode implements Attribute {
  readonly type = 'attribute'
  readonly name: string
  readonly expression: Expression
  readonly range: TokenRange
  readonly #equals: number

  constructor(name: string, expression: Expression, range: TokenRange, equals: number) {
    this.name = name
    this.expression = expression
    this.range = range
    this.#equals = equals
  }

  get name_range(): Range {
    return this.range.head()
  }

  get equals_range(): Range {
    return this.range.token(this.#equals)
  }
}

/** A name and its steps. */
export class TraversalNode implements ScopeTraversal {
  readonly type = 'scope_traversal'
  readonly root: string
  readonly steps: readonly TraversalStep[]
  readonly range: TokenRange

  constructor(root: string, steps: readonly TraversalStep[], range: TokenRange) {
    this.root = root
    this.steps = steps
    this.range = range
  }

  get root_range(): Range {
    return this.range.head()
  }
}

/** The rows of a call's tokens: its first name, its last, the parenthesis. */
export interface CallHead {
  readonly first: number
  readonly last: number
  readonly open: number
  readonly name: string
}

/** `name(args)`. */
export class CallNode implements FunctionCall {
  readonly type = 'function_call'
  readonly name: string
  readonly args: readonly Expression[]
  readonly expand_final: boolean
  readonly range: TokenRange
  readonly #last: number
  readonly #open: number

  constructor(head: CallHead, args: readonly Expression[], expandFinal: boolean, range: TokenRange) {
    this.name = head.name
    this.args = args
    this.expand_final = expandFinal
    this.range = range
    this.#last = head.last
    this.#open = head.open
  }

  get name_range(): Range {
    return this.range.head(this.#last)
  }

  get open_paren_range(): Range {
    return this.range.token(this.#open)
  }

  get close_paren_range(): Range {
    return this.range.tail()
  }
}

/** `[a, b]`. */
export class TupleNode implements TupleCons {
  readonly type = 'tuple'
  readonly items: readonly Expression[]
  readonly range: TokenRange

  constructor(items: readonly Expression[], range: TokenRange) {
    this.items = items
    this.range = range
  }

  get open_range(): Range {
    return this.range.head()
  }
}

/** `{ key = value }`. */
export class ObjectNode implements ObjectCons {
  readonly type = 'object'
  readonly items: readonly ObjectItem[]
  readonly range: TokenRange

  constructor(items: readonly ObjectItem[], range: TokenRange) {
    this.items = items
    this.range = range
  }

  get open_range(): Range {
    return this.range.head()
  }
}
