import type {
  Attribute,
  BinaryOp,
  BinaryOperator,
  Expression,
  ForExpr,
  FunctionCall,
  Literal,
  LiteralValue,
  ObjectCons,
  ObjectItem,
  ObjectKey,
  Range,
  ScopeTraversal,
  Template,
  TraversalStep,
  TupleCons,
} from './ast.ts'
import { Placed } from './placed.ts'
import type { TokenRange } from './ranges.ts'

/** `name = expression`; `equals` is the row of the sign. */
export class AttributeNode extends Placed implements Attribute {
  readonly type = 'attribute'
  readonly name: string
  readonly expression: Expression
  readonly #equals: number

  constructor(name: string, expression: Expression, range: TokenRange, equals: number) {
    super(range)
    this.name = name
    this.expression = expression
    this.#equals = equals
  }

  get name_range(): Range {
    return this.range.head()
  }

  get equals_range(): Range {
    return this.range.token(this.#equals)
  }
}

/** `true`, `12`, the text between two sequences of a template. */
export class LiteralNode extends Placed implements LiteralValue {
  readonly type = 'literal_value'
  readonly value: Literal

  constructor(value: Literal, range: TokenRange) {
    super(range)
    this.value = value
  }
}

/** A quoted string without any sequence: its only part is made when it is asked for. */
export class QuotedNode extends Placed implements Template {
  readonly type = 'template'
  /** the string, normalised */
  readonly text: string

  constructor(text: string, range: TokenRange) {
    super(range)
    this.text = text
  }

  get parts(): readonly Expression[] {
    return [new LiteralNode({ type: 'string', value: this.text }, this.range.inside())]
  }
}

/** A quoted string or a heredoc of several parts. */
export class TemplateNode extends Placed implements Template {
  readonly type = 'template'
  readonly parts: readonly Expression[]

  constructor(parts: readonly Expression[], range: TokenRange) {
    super(range)
    this.parts = parts
  }
}

/** `.name` of a traversal. */
export class AttributeStep extends Placed {
  readonly type = 'attribute'
  readonly name: string

  constructor(name: string, range: TokenRange) {
    super(range)
    this.name = name
  }
}

/** `[key]`, or `.0`, of a traversal. */
export class IndexStep extends Placed {
  readonly type = 'index'
  readonly key: Literal

  constructor(key: Literal, range: TokenRange) {
    super(range)
    this.key = key
  }
}

/** A name and its steps. */
export class TraversalNode extends Placed implements ScopeTraversal {
  readonly type = 'scope_traversal'
  readonly root: string
  readonly steps: readonly TraversalStep[]

  constructor(root: string, steps: readonly TraversalStep[], range: TokenRange) {
    super(range)
    this.root = root
    this.steps = steps
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
export class CallNode extends Placed implements FunctionCall {
  readonly type = 'function_call'
  readonly name: string
  readonly args: readonly Expression[]
  readonly expand_final: boolean
  readonly #last: number
  readonly #open: number

  constructor(head: CallHead, args: readonly Expression[], expandFinal: boolean, range: TokenRange) {
    super(range)
    this.name = head.name
    this.args = args
    this.expand_final = expandFinal
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

/** `left operator right`. */
export class BinaryNode extends Placed implements BinaryOp {
  readonly type = 'binary_op'
  readonly operator: BinaryOperator
  readonly left: Expression
  readonly right: Expression

  constructor(operator: BinaryOperator, left: Expression, right: Expression, range: TokenRange) {
    super(range)
    this.operator = operator
    this.left = left
    this.right = right
  }
}

/** `[a, b]`. */
export class TupleNode extends Placed implements TupleCons {
  readonly type = 'tuple'
  readonly items: readonly Expression[]

  constructor(items: readonly Expression[], range: TokenRange) {
    super(range)
    this.items = items
  }

  get open_range(): Range {
    return this.range.head()
  }
}

/** `{ key = value }`. */
export class ObjectNode extends Placed implements ObjectCons {
  readonly type = 'object'
  readonly items: readonly ObjectItem[]

  constructor(items: readonly ObjectItem[], range: TokenRange) {
    super(range)
    this.items = items
  }

  get open_range(): Range {
    return this.range.head()
  }
}

/** `[for v in c : value]`; `close` is the row of its closing bracket. */
export class ForNode extends Placed implements ForExpr {
  readonly type = 'for'
  readonly key_var: string | null
  readonly value_var: string
  readonly collection: Expression
  readonly key: Expression | null
  readonly value: Expression
  readonly condition: Expression | null
  readonly group: boolean

  constructor(parts: Pick<ForExpr, ForPart>, range: TokenRange) {
    super(range)
    this.key_var = parts.key_var
    this.value_var = parts.value_var
    this.collection = parts.collection
    this.key = parts.key
    this.value = parts.value
    this.condition = parts.condition
    this.group = parts.group
  }

  get open_range(): Range {
    return this.range.head()
  }

  get close_range(): Range {
    return this.range.tail()
  }
}

type ForPart = 'key_var' | 'value_var' | 'collection' | 'key' | 'value' | 'condition' | 'group'

/** A bare name before the sign of an object's item: the reference that it reads as is made when it is asked for. */
export class NameKeyNode extends Placed implements ObjectKey {
  readonly type = 'object_key'
  readonly force_non_literal = false
  readonly name: string

  constructor(name: string, range: TokenRange) {
    super(range)
    this.name = name
  }

  get wrapped(): Expression {
    return new TraversalNode(this.name, NO_STEPS, this.range)
  }
}

/** The steps of a bare name. */
export const NO_STEPS: readonly TraversalStep[] = []

/** What stands before the sign of an object's item. */
export class ObjectKeyNode implements ObjectKey {
  readonly type = 'object_key'
  readonly wrapped: Expression
  readonly force_non_literal: boolean

  constructor(wrapped: Expression, forced: boolean) {
    this.wrapped = wrapped
    this.force_non_literal = forced
  }

  get range(): Range {
    return this.wrapped.range
  }
}
