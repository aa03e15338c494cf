/**
 * The one syntax tree of Terraform's language. Its node kinds, and the source that each range spans, are those of
 * `hclsyntax` in hashicorp/hcl v2.23.0 (Terraform 1.11.4's), so that a reference program can compare them node by node.
 * Every text stands as written, except where a string's escapes, NFC and a heredoc's indentation have been resolved.
 */

/** A place in a file: `byte` from 0, `line` and `column` from 1; columns count grapheme clusters, as hcl's do. */
export interface Position {
  readonly byte: number
  readonly line: number
  readonly column: number
}

/** A stretch of a file; `end` is just behind its last character. */
export interface Range {
  readonly file: string
  readonly start: Position
  readonly end: Position
}

/** A constant. Numbers stay text (`1e3`, `0.10`) until the evaluator makes a value of 512 bits of them. */
export type Literal =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'number'; readonly text: string }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'null' }

/** `true`, `null`, `12`, and the literal parts of templates (a quoted string is a `template` of them). */
export interface LiteralValue {
  readonly type: 'literal_value'
  readonly value: Literal
  readonly range: Range
}

/**
 * A quoted string, a heredoc or a template file: its parts in order, at least one (`""` has one empty literal). One
 * literal part is that string; anything else is a string of all parts (a lone interpolation is a `template_wrap`).
 */
export interface Template {
  readonly type: 'template'
  readonly parts: readonly Expression[]
  readonly range: Range
}

/** `"${x}"` with nothing around it: the value of `x` itself, of whatever type. */
interface TemplateWrap {
  readonly type: 'template_wrap'
  readonly wrapped: Expression
  readonly range: Range
}

/** `%{for}` inside a template: joins the strings of its `tuple` (always a `for`). `%{if}` is a plain `conditional`. */
export interface TemplateJoin {
  readonly type: 'template_join'
  readonly tuple: Expression
  readonly range: Range
}

/** One step of a traversal: `.name`, or a constant `[0]`, `["a"]`, legacy `.0` (a number or string literal). */
export type TraversalStep =
  | { readonly type: 'attribute'; readonly name: string; readonly range: Range }
  | { readonly type: 'index'; readonly key: Literal; readonly range: Range }

/** `var.a.b[0]`: a root name and constant steps. A bare name is one without steps. */
export interface ScopeTraversal {
  readonly type: 'scope_traversal'
  readonly root: string
  readonly root_range: Range
  readonly steps: readonly TraversalStep[]
  readonly range: Range
}

/** Constant steps from any other expression: `f(x).a`, `(x)[0]`, and each step inside a splat. */
interface RelativeTraversal {
  readonly type: 'relative_traversal'
  readonly source: Expression
  readonly steps: readonly TraversalStep[]
  readonly range: Range
}

/** `collection[key]` where the key is not constant. */
interface Index {
  readonly type: 'index'
  readonly collection: Expression
  readonly key: Expression
  readonly range: Range
  readonly open_range: Range
  readonly bracket_range: Range
}

/** `source.*.a` or `source[*].a[0]`: `each` is evaluated for every element, with `item` standing for the element. */
export interface Splat {
  readonly type: 'splat'
  readonly source: Expression
  readonly each: Expression
  readonly item: AnonymousSymbol
  readonly range: Range
  readonly marker_range: Range
}

/** The element of the innermost splat that holds this very node (compare by identity with `Splat.item`). */
export interface AnonymousSymbol {
  readonly type: 'anonymous_symbol'
  readonly range: Range
}

/** `name(args)`; a provider's function keeps its whole name, `provider::aws::arn_parse`. */
export interface FunctionCall {
  readonly type: 'function_call'
  readonly name: string
  readonly args: readonly Expression[]
  /** `f(list...)`: the last argument is spread. */
  readonly expand_final: boolean
  readonly range: Range
  readonly name_range: Range
  readonly open_paren_range: Range
  readonly close_paren_range: Range
}

/** Every operator of two sides. */
export type BinaryOperator = '||' | '&&' | '==' | '!=' | '>' | '>=' | '<' | '<=' | '+' | '-' | '*' | '/' | '%'

/** `left operator right`. */
export interface BinaryOp {
  readonly type: 'binary_op'
  readonly operator: BinaryOperator
  readonly left: Expression
  readonly right: Expression
  readonly range: Range
}

/** `!value` or `-value` (a negative number is one too). */
export interface UnaryOp {
  readonly type: 'unary_op'
  readonly operator: '!' | '-'
  readonly value: Expression
  readonly range: Range
  readonly symbol_range: Range
}

/** `condition ? true_result : false_result`, and a template's `%{if}` (whose absent `else` is an empty string). */
export interface Conditional {
  readonly type: 'conditional'
  readonly condition: Expression
  readonly true_result: Expression
  readonly false_result: Expression
  readonly range: Range
}

/** `[for v in c : value if condition]`, or with `key` `{for k, v in c : key => value... if condition}`. */
export interface ForExpr {
  readonly type: 'for'
  /** The first of two names; null when there is only one. */
  readonly key_var: string | null
  readonly value_var: string
  readonly collection: Expression
  /** Null when it makes a tuple. */
  readonly key: Expression | null
  readonly value: Expression
  readonly condition: Expression | null
  /** `...` behind the value: values of equal keys are gathered in a tuple. */
  readonly group: boolean
  readonly range: Range
  readonly open_range: Range
  readonly close_range: Range
}

/** `[a, b]`. */
export interface TupleCons {
  readonly type: 'tuple'
  readonly items: readonly Expression[]
  readonly range: Range
  readonly open_range: Range
}

/** `{ key = value }`. */
export interface ObjectCons {
  readonly type: 'object'
  readonly items: readonly ObjectItem[]
  readonly range: Range
  readonly open_range: Range
}

/** One `key = value` or `key : value` of an object. */
export interface ObjectItem {
  readonly key: ObjectKey
  readonly value: Expression
}

/**
 * An object's key. A bare name (`wrapped` is a `scope_traversal` without steps, or `true`, `false`, `null`) is a string
 * by that name unless `force_non_literal`, which `(name)` sets; `objectKeyName` decides.
 */
export interface ObjectKey {
  readonly type: 'object_key'
  readonly wrapped: Expression
  readonly force_non_literal: boolean
  readonly range: Range
}

/** `(expression)`. */
interface Parentheses {
  readonly type: 'parentheses'
  readonly expression: Expression
  readonly range: Range
}

/** Anything that has a value. */
export type Expression =
  | LiteralValue
  | Template
  | TemplateWrap
  | TemplateJoin
  | ScopeTraversal
  | RelativeTraversal
  | Index
  | Splat
  | AnonymousSymbol
  | FunctionCall
  | BinaryOp
  | UnaryOp
  | Conditional
  | ForExpr
  | TupleCons
  | ObjectCons
  | ObjectKey
  | Parentheses

/** `name = expression`. */
export interface Attribute {
  readonly type: 'attribute'
  readonly name: string
  readonly expression: Expression
  readonly range: Range
  readonly name_range: Range
  readonly equals_range: Range
}

/** `block_type "label" { … }`. */
export interface Block {
  readonly type: 'block'
  readonly block_type: string
  readonly labels: readonly string[]
  readonly body: Body
  /** The header: from the type to the last label, as hcl reports a block (`hcl.Block.DefRange`). */
  readonly definition_range: Range
  /** From the type to the closing brace. */
  readonly range: Range
  readonly type_range: Range
  readonly label_ranges: readonly Range[]
  readonly open_brace_range: Range
  readonly close_brace_range: Range
}

/** What stands in a file or between a block's braces; both collections in source order. */
export interface Body {
  readonly type: 'body'
  readonly attributes: ReadonlyMap<string, Attribute>
  readonly blocks: readonly Block[]
  readonly range: Range
  /** Empty, at the body's end: where hcl places "missing argument" errors. */
  readonly end_range: Range
}

/** A block's header as seen in a file that could not be parsed. */
export interface BlockHeader {
  readonly block_type: string
  readonly labels: readonly string[]
  readonly range: Range
}

/** What is wrong with a file, in Terraform's words where it has them. */
export interface HclError {
  /** `HCL_SYNTAX`: not the language. `HCL_TOO_DEEP`: past our own limit of nesting; the file may be right. */
  readonly code: 'HCL_SYNTAX' | 'HCL_TOO_DEEP'
  readonly summary: string
  readonly detail: string
  readonly range: Range
}
