import type { Position, Range } from './ast.ts'
import type { Source } from './source.ts'
import type { TokenTable } from './tokens.ts'

/** A file's tokens with the text that they are cut from. */
export class TokenPlaces {
  readonly source: Source
  readonly tokens: TokenTable

  constructor(source: Source, tokens: TokenTable) {
    this.source = source
    this.tokens = tokens
  }

  /** Where a token begins. */
  startOf(row: number): Position {
    const { source, tokens } = this
    const at = tokens.start[row] ?? 0
    if (source.isAscii) return source.place(at)
    const byte = source.byte(at)
    return { byte, line: tokens.line[row] ?? 0, column: tokens.column[row] ?? 0 }
  }

  /** Where a token ends. */
  endOf(row: number): Position {
    const { source, tokens } = this
    const at = tokens.end[row] ?? 0
    if (source.isAscii) return source.place(at)
    const byte = source.byte(at)
    return { byte, line: tokens.endLine[row] ?? 0, column: tokens.endColumn[row] ?? 0 }
  }
}

/**
 * A range from the start of one token to the end of another. Its positions are looked up when asked for, and the range
 * itself is made when a node is asked for it: a tree has a few ranges a node, and kept they would be most of its memory.
 */
export class TokenRange implements Range {
  readonly places: TokenPlaces
  /** a row; the complement of one behind whose end the range begins */
  readonly first: number
  /** a row */
  readonly last: number

  constructor(places: TokenPlaces, first: number, last: number) {
    this.places = places
    this.first = first
    this.last = last
  }

  get file(): string {
    return this.places.source.file
  }

  get start(): Position {
    const first = this.first
    return first < 0 ? this.places.endOf(~first) : this.places.startOf(first)
  }

  get end(): Position {
    return this.places.endOf(this.last)
  }

  /** Its first token, or from there to the end of another. */
  head(last = this.first): TokenRange {
    return new TokenRange(this.places, this.first, last)
  }

  /** Between its first token and its last. */
  inside(): TokenRange {
    return new TokenRange(this.places, this.first + 1, this.last - 1)
  }

  /** The empty stretch behind it. */
  behind(): TokenRange {
    return new TokenRange(this.places, ~this.last, this.last)
  }

  /** Its last token. */
  tail(): TokenRange {
    return this.token(this.last)
  }

  /** A token of the same file. */
  token(row: number): TokenRange {
    return new TokenRange(this.places, row, row)
  }

  /** From this range's start to the end of one behind it. */
  to(last: Range): Range {
    if (last instanceof TokenRange) return new TokenRange(this.places, this.first, last.last)
    return { file: this.file, start: this.start, end: last.end }
  }

  /** As plain data. */
  toJSON(): Range {
    return { file: this.file, start: this.start, end: this.end }
  }
}

/** From the start of one range to the end of another. */
export function between(first: Range, last: Range): Range {
  return first instanceof TokenRange
    ? first.to(last)
    : { file: first.file, start: first.start, end: last.end }
}
