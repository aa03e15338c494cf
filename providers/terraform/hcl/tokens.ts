/**
 * Kinds of tokens, by the names that hclsyntax gives them. Small numbers, because a token is a row of typed arrays and
 * the parser's tables are indexed by kind.
 */
export const TOKEN = {
  open_brace: 1,
  close_brace: 2,
  open_bracket: 3,
  close_bracket: 4,
  open_paren: 5,
  close_paren: 6,
  open_quote: 7,
  close_quote: 8,
  open_heredoc: 9,
  close_heredoc: 10,
  star: 11,
  slash: 12,
  plus: 13,
  minus: 14,
  percent: 15,
  equal: 16,
  equal_op: 17,
  not_equal: 18,
  less_than: 19,
  less_than_eq: 20,
  greater_than: 21,
  greater_than_eq: 22,
  and: 23,
  or: 24,
  bang: 25,
  dot: 26,
  comma: 27,
  double_colon: 28,
  ellipsis: 29,
  fat_arrow: 30,
  question: 31,
  colon: 32,
  template_interp: 33,
  template_control: 34,
  template_seq_end: 35,
  quoted_lit: 36,
  string_lit: 37,
  number_lit: 38,
  ident: 39,
  comment: 40,
  newline: 41,
  eof: 42,
  bitwise_and: 43,
  bitwise_or: 44,
  bitwise_not: 45,
  bitwise_xor: 46,
  apostrophe: 47,
  backtick: 48,
  semicolon: 49,
  invalid: 50,
  bad_utf8: 51,
  quoted_newline: 52,
} as const

/** One of `TOKEN`'s values. */
export type TokenKind = (typeof TOKEN)[keyof typeof TOKEN]

/** How many kinds there are: the length of a table by kind. */
export const TOKEN_KINDS = 53

/**
 * A growing row-per-token table: kind, the stretch of the text in UTF-16 units, and lines and columns of both ends.
 * Typed arrays instead of objects, for a few MB of configuration are a million tokens.
 */
export class TokenTable {
  count = 0
  kind = new Uint8Array(256)
  start = new Int32Array(256)
  end = new Int32Array(256)
  line = new Int32Array(256)
  column = new Int32Array(256)
  endLine = new Int32Array(256)
  endColumn = new Int32Array(256)

  /** Adds a row and gives its number; the caller fills its columns. */
  add(): number {
    if (this.count === this.kind.length) this.#grow()
    return this.count++
  }

  #grow(): void {
    const length = this.kind.length * 2
    const wider = (old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const next = new Int32Array(length)
      next.set(old)
      return next
    }
    const kind = new Uint8Array(length)
    kind.set(this.kind)
    this.kind = kind
    this.start = wider(this.start)
    this.end = wider(this.end)
    this.line = wider(this.line)
    this.column = wider(this.column)
    this.endLine = wider(this.endLine)
    this.endColumn = wider(this.endColumn)
  }
}
