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

type Offsets = Int32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>

/** How many kinds there are: the length of a table by kind. */
export const TOKEN_KINDS = 53

/** The places of a text that does without. */
const NO_PLACES = new Int32Array(0)

/**
 * A growing row-per-token table: kind, the stretch of the text in UTF-16 units, and `placed` lines and columns of both ends,
 * which an ASCII text does without. Typed arrays instead of objects, for a few MB of configuration are a million tokens.
 */
export class TokenTable {
  count = 0
  kind: Uint8Array<ArrayBuffer>
  start: Offsets
  end: Offsets
  line: Int32Array<ArrayBuffer>
  column: Int32Array<ArrayBuffer>
  endLine: Int32Array<ArrayBuffer>
  endColumn: Int32Array<ArrayBuffer>

  /** `capacity` rows can be added before the table grows. */
  constructor(capacity: number, placed: boolean) {
    const places = (): Int32Array<ArrayBuffer> => (placed ? new Int32Array(capacity) : NO_PLACES)
    this.kind = new Uint8Array(capacity)
    this.start = new Int32Array(capacity)
    this.end = new Int32Array(capacity)
    this.line = places()
    this.column = places()
    this.endLine = places()
    this.endColumn = places()
  }

  /** Adds a row and gives its number; the caller fills its columns. */
  add(): number {
    if (this.count === this.kind.length) this.#grow(this.count * 2)
    return this.count++
  }

  /** Empties the table and keeps its room. */
  clear(): void {
    this.count = 0
  }

  /** The rows in a table that is as large as it has to be for a text of `length` UTF-16 units. */
  exact(length: number): TokenTable {
    const { count } = this
    const table = new TokenTable(0, false)
    const offsets = (column: Offsets): Offsets => {
      const rows = column.subarray(0, count)
      return length < 2 ** 16 ? Uint16Array.from(rows) : rows.slice()
    }
    const places = (column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> =>
      column === NO_PLACES ? column : column.slice(0, count)
    return Object.assign(table, {
      count,
      kind: this.kind.slice(0, count),
      start: offsets(this.start),
      end: offsets(this.end),
      line: places(this.line),
      column: places(this.column),
      endLine: places(this.endLine),
      endColumn: places(this.endColumn),
    })
  }

  #grow(capacity: number): void {
    const next = new TokenTable(capacity, this.line !== NO_PLACES)
    const { count } = this
    next.kind.set(this.kind)
    next.start.set(this.start)
    next.end.set(this.end)
    next.line.set(this.line)
    next.column.set(this.column)
    next.endLine.set(this.endLine)
    next.endColumn.set(this.endColumn)
    Object.assign(this, { ...next, count })
  }
}
