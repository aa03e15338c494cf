import type { HclError, Literal, Position, Range } from './ast.ts'
import { TokenPlaces, TokenRange } from './ranges.ts'
import type { Source } from './source.ts'
import type { TemplatePart } from './template-parts.ts'
import { TOKEN } from './tokens.ts'
import type { TokenTable } from './tokens.ts'

/**
 * How deep brackets, templates, operators and blocks may nest. A level costs the recursive parser stack frames, and
 * costs as many units as keep within the default stack: a parenthesis, a list, an object, an operator's right side or a
 * branch of a conditional is one; a call, an index, a `for`, a template or a block two. So a thousand levels of anything
 * can be read.
 */
export const MAX_DEPTH = 2_100

/** Longer texts are hardly ever the same. */
const SHARED_LENGTH = 32

/** What a grown list holds, exactly as long as it is: a list that grows keeps room for sixteen more. */
export function exact<T>(grown: readonly T[]): readonly T[] {
  return grown.length === 0 ? NOTHING : grown.slice()
}

/** One for all: most blocks have no block inside. */
const NOTHING: readonly never[] = []

/** More errors of one file are not noted: they are hardly independent. */
const MAX_ERRORS = 100

/** Thrown inside the parser to end it: the errors noted so far are the result. */
export class ParseStop extends Error {}

/**
 * A place in a file's tokens. It passes over comments, and over line breaks wherever brackets make them meaningless; a
 * comment that ends its line counts as the line break.
 */
export class Cursor {
  readonly source: Source
  readonly tokens: TokenTable
  readonly errors: HclError[] = []
  /** The row of the token ahead, and its kind (a line-ending comment is a `newline`). */
  ahead = 0
  kind = 0
  /** The row of the token read last; -1 before any. */
  last = -1
  /** How deep the recursion is now. */
  depth = 0
  /** How deep it was since the current argument began. */
  deepest = 0
  /** How many nodes of the current argument were made by loops, so that its tree may be deeper than `deepest` tells. */
  chained = 0
  /** The templates that are being read, outermost first, as far as they are. */
  readonly templates: (readonly TemplatePart[])[] = []
  readonly #texts = new Map<string, string>()
  readonly #numbers = new Map<string, Literal>()
  #newlines = true
  readonly #places: TokenPlaces

  constructor(source: Source, tokens: TokenTable) {
    this.source = source
    this.tokens = tokens
    this.#places = new TokenPlaces(source, tokens)
    this.#settle(0)
  }

  #settle(from: number): void {
    const { tokens } = this
    const last = tokens.count - 1
    let row = Math.min(from, last)
    for (; row < last; row++) {
      const kind = tokens.kind[row]
      if (kind === TOKEN.newline) {
        if (this.#newlines) break
      } else if (kind === TOKEN.comment) {
        if (!this.#newlines || this.source.text.charCodeAt((tokens.end[row] ?? 0) - 1) !== 10) continue
        this.ahead = row
        this.kind = TOKEN.newline
        return
      } else break
    }
    this.ahead = row
    this.kind = tokens.kind[row] ?? TOKEN.eof
  }

  /** Whether the token ahead is of a kind. */
  is(kind: number): boolean {
    return this.kind === kind
  }

  /** Takes the token ahead and gives its row. The end of the file can be taken for ever. */
  read(): number {
    const row = this.ahead
    this.last = row
    this.#settle(row + 1)
    return row
  }

  /** Whether line breaks are tokens from here on; gives what held before, to be given back. */
  newlines(include: boolean): boolean {
    const before = this.#newlines
    if (before !== include) {
      this.#newlines = include
      this.#settle(this.last + 1)
    }
    return before
  }

  /** The row read last, or the one ahead where none was read. */
  previous(): number {
    return this.last === -1 ? this.ahead : this.last
  }

  /** A token as written; short ones, the names of a file, are one string each. */
  text(row: number): string {
    const text = this.source.text.slice(this.tokens.start[row], this.tokens.end[row])
    if (text.length > SHARED_LENGTH) return text
    const known = this.#texts.get(text)
    if (known === undefined) this.#texts.set(text, text)
    return known ?? text
  }

  /** The constant of a number as written: equal ones of a file are one. */
  number(text: string): Literal {
    let literal = this.#numbers.get(text)
    if (!literal) this.#numbers.set(text, (literal = { type: 'number', text }))
    return literal
  }

  /** Whether the token ahead is this name. */
  isWord(word: string): boolean {
    if (this.kind !== TOKEN.ident) return false
    const start = this.tokens.start[this.ahead] ?? 0
    return (
      (this.tokens.end[this.ahead] ?? 0) - start === word.length && this.source.text.startsWith(word, start)
    )
  }

  /** Where a token begins. */
  startOf(row: number): Position {
    return this.#places.startOf(row)
  }

  /** Where a token ends. */
  endOf(row: number): Position {
    return this.#places.endOf(row)
  }

  /** From the start of one token to the end of another (or the same). */
  range(first: number, last = first): TokenRange {
    return new TokenRange(this.#places, first, last)
  }

  /** Some units of `MAX_DEPTH` deeper; too many end the parse. */
  enter(units: number): void {
    this.depth += units
    if (this.depth <= this.deepest) return
    this.deepest = this.depth
    if (this.depth > MAX_DEPTH) this.tooDeep(this.range(this.ahead))
  }

  /** Notes an error that does not disturb what follows. */
  note(summary: string, detail: string, range: Range): void {
    this.errors.push({ code: 'HCL_SYNTAX', summary, detail, range })
    if (this.errors.length >= MAX_ERRORS) this.stop()
  }

  /** Notes an error behind which nothing can be trusted, and stops. */
  fail(summary: string, detail: string, range: Range): never {
    this.note(summary, detail, range)
    return this.stop()
  }

  /** Ends the parse with the errors noted so far. */
  stop(): never {
    throw new ParseStop('syntax error')
  }

  /** Stops at nesting past `MAX_DEPTH`. */
  tooDeep(range: Range): never {
    this.noteTooDeep(range)
    return this.stop()
  }

  /** Notes nesting past `MAX_DEPTH`. */
  noteTooDeep(range: Range): void {
    const summary = 'Nesting too deep'
    const detail = `Brackets, templates, operators and blocks may be nested about ${MAX_DEPTH / 2} levels deep.`
    this.errors.push({ code: 'HCL_TOO_DEEP', summary, detail, range })
  }
}
