import { extent } from './columns.ts'
import { identifierEnd } from './identifiers.ts'
import { isBadByte } from './source.ts'
import type { Source } from './source.ts'
import { TEMPLATE_MODE, scanTemplateToken } from './scan-template.ts'
import type { TemplateMode } from './scan-template.ts'
import { doubleKind, singleKind } from './punctuation.ts'
import { TOKEN, TokenTable } from './tokens.ts'
import type { TokenKind } from './tokens.ts'
import { trimEnd, trimStart } from './white-space.ts'

const MAIN = 0
type Mode = typeof MAIN | TemplateMode

/** A heredoc that is open, and whether the next literal begins a line (only there can its marker stand). */
interface OpenHeredoc {
  readonly marker: string
  lineStart: boolean
}

const NEWLINE = 10
const RETURN = 13
const CLOSE_BRACE = 125

/** A table that a scanner has done with: each file's own would leave as much again for the garbage collector. */
let spare: TokenTable | undefined
/** A larger one is not kept. */
const SPARE_ROWS = 2 ** 18

function tableFor({ text, isAscii }: Source): TokenTable {
  // A token is seven characters in the mean of real code, blanks included.
  const rows = 16 + (text.length >> 2)
  const table = isAscii ? spare : undefined
  if (!table || table.kind.length < rows) return new TokenTable(rows, !isAscii)
  spare = undefined
  table.clear()
  return table
}

/**
 * hcl's scanner (`scan_tokens.rl`): a machine for code and one each for quoted strings, heredocs and bare templates,
 * called by `"`, `<<EOT` and `${` and left by their ends. It never fails: what is no token becomes an `invalid` one.
 */
export class Scanner {
  readonly source: Source
  readonly text: string
  readonly tokens: TokenTable
  /** Where the next token begins. */
  at: number
  readonly #modes: Mode[]
  readonly #heredocs: OpenHeredoc[] = []
  #braces = 0
  /** Depths of braces at which `}` ends an interpolation. */
  readonly #returns: number[] = []
  #line: number
  #column: number
  #lastEnd: number
  /** No comment closes behind this place. */
  #noCommentEnd = Infinity

  constructor(source: Source, mode: 'config' | 'template') {
    this.source = source
    this.text = source.text
    this.tokens = tableFor(source)
    this.#modes = [mode === 'config' ? MAIN : TEMPLATE_MODE.bare]
    this.#line = source.start.line
    this.#column = source.start.column
    // A byte order mark counts bytes, but no column.
    this.at = this.text.charCodeAt(0) === 0xfeff ? 1 : 0
    this.#lastEnd = this.at
  }

  /** All tokens, ending with `eof`. */
  run(): TokenTable {
    while (this.at < this.text.length) {
      const mode = this.#modes.at(-1) ?? MAIN
      if (mode === MAIN) this.#scanMain()
      else scanTemplateToken(this, mode)
    }
    this.emit(TOKEN.eof, this.text.length)
    const { tokens } = this
    if (this.source.isAscii && tokens.kind.length <= SPARE_ROWS) spare = tokens
    return tokens.exact(this.text.length)
  }

  /** Adds the token from `at` to `end` and moves on. Only blanks may have been skipped since the last. */
  emit(kind: TokenKind, end: number): void {
    const { tokens, at } = this
    const row = tokens.add()
    tokens.kind[row] = kind
    tokens.start[row] = at
    tokens.end[row] = end
    if (!this.source.isAscii) this.#place(row, end)
    this.at = end
  }

  /** Notes lines and columns of the token from `at` to `end`. */
  #place(row: number, end: number): void {
    const { tokens, at } = this
    this.#column += at - this.#lastEnd
    tokens.line[row] = this.#line
    tokens.column[row] = this.#column
    this.#advance(at, end)
    tokens.endLine[row] = this.#line
    tokens.endColumn[row] = this.#column
    this.#lastEnd = end
  }

  #advance(from: number, to: number): void {
    const { text } = this
    for (let index = from; index < to; index++) {
      const unit = text.charCodeAt(index)
      if (unit >= 0x80) {
        const { lines, columns } = extent(text.slice(from, to))
        this.#line += lines
        this.#column = (lines === 0 ? this.#column : 1) + columns
        return
      }
    }
    this.#advanceAscii(from, to)
  }

  #advanceAscii(from: number, to: number): void {
    const { text } = this
    for (let index = from; index < to; index++) {
      const unit = text.charCodeAt(index)
      if (unit === NEWLINE) {
        this.#line++
        this.#column = 1
      } else if (unit !== RETURN || index + 1 >= to || text.charCodeAt(index + 1) !== NEWLINE) this.#column++
    }
  }

  /** The end of the line break at a place, or the place itself where none is. */
  newlineEnd(at: number): number {
    const unit = this.text.charCodeAt(at)
    if (unit === NEWLINE) return at + 1
    return unit === RETURN && this.text.charCodeAt(at + 1) === NEWLINE ? at + 2 : at
  }

  /** The end of the one character at a place. */
  characterEnd(at: number): number {
    return at + ((this.text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)
  }

  /** Adds the one character at `at` as what it is not. */
  emitStray(): void {
    const bad = isBadByte(this.text.codePointAt(this.at) ?? 0)
    this.emit(bad ? TOKEN.bad_utf8 : TOKEN.invalid, this.characterEnd(this.at))
  }

  /** `${` or `%{`, up to `end`: code follows until its brace. */
  enterSequence(kind: TokenKind, end: number): void {
    this.emit(kind, end)
    this.#braces++
    this.#returns.push(this.#braces)
    this.midline()
    this.#modes.push(MAIN)
  }

  /** Ends a quoted string or heredoc. */
  leave(): void {
    this.#modes.pop()
  }

  /** The innermost open heredoc's next literal does not begin a line. */
  midline(): void {
    const heredoc = this.#heredocs.at(-1)
    if (heredoc !== undefined) heredoc.lineStart = false
  }

  /** Takes a heredoc's literal that ends its line, or its end marker with the line break as a token of its own. */
  heredocLine(end: number): void {
    const heredoc = this.#heredocs.at(-1)
    if (heredoc?.lineStart === true && isMarker(this.text.slice(this.at, end), heredoc.marker)) {
      const line = this.text.charCodeAt(end - 2) === RETURN ? end - 2 : end - 1
      this.emit(TOKEN.close_heredoc, line)
      this.emit(TOKEN.newline, end)
      this.#heredocs.pop()
      this.leave()
      return
    }
    if (heredoc !== undefined) heredoc.lineStart = true
    this.emit(TOKEN.string_lit, end)
  }

  #scanMain(): void {
    const { text } = this
    let { at } = this
    let unit = text.charCodeAt(at)
    while (unit === 32 || unit === 9) unit = text.charCodeAt(++at)
    this.at = at
    if (at >= text.length) return
    const name = identifierEnd(text, at)
    if (name > at) this.emit(TOKEN.ident, name)
    else if (unit >= 48 && unit <= 57) this.emit(TOKEN.number_lit, numberEnd(text, at))
    else if (unit === NEWLINE) this.emit(TOKEN.newline, at + 1)
    else if (unit === RETURN && text.charCodeAt(at + 1) === NEWLINE) this.emit(TOKEN.newline, at + 2)
    else this.#scanPunctuation()
  }

  #scanPunctuation(): void {
    const { text, at } = this
    switch (text[at]) {
      case '{':
        this.emit(TOKEN.open_brace, at + 1)
        this.#braces++
        return
      case '}':
        return this.#closeBrace(at + 1, TOKEN.close_brace)
      case '~':
        if (text.charCodeAt(at + 1) === CLOSE_BRACE) return this.#closeBrace(at + 2, TOKEN.template_seq_end)
        break
      case '"':
        this.emit(TOKEN.open_quote, at + 1)
        this.#modes.push(TEMPLATE_MODE.quoted)
        return
      case '.':
        if (text.startsWith('...', at)) return this.emit(TOKEN.ellipsis, at + 3)
        break
      case '#':
      case '/':
        if (this.#scanComment()) return
        break
      case '<':
        if (text.charCodeAt(at + 1) === 60 && this.#openHeredoc()) return
        break
      default:
    }
    const double = doubleKind(text, at)
    const kind = double ?? singleKind(text, at)
    if (kind === undefined) this.emitStray()
    else this.emit(kind, double === undefined ? at + 1 : at + 2)
  }

  /** A closing brace ends the innermost interpolation when it stands at that one's depth. */
  #closeBrace(end: number, otherwise: TokenKind): void {
    const returns = this.#returns.at(-1) === this.#braces
    this.emit(returns ? TOKEN.template_seq_end : otherwise, end)
    this.#braces--
    if (!returns) return
    this.#returns.pop()
    this.leave()
  }

  /** A comment of one line takes its line break with it; one that is not closed is no comment. */
  #scanComment(): boolean {
    const { text, at } = this
    if (text[at] === '#' || text.charCodeAt(at + 1) === 47) {
      const newline = text.indexOf('\n', at)
      this.emit(TOKEN.comment, newline === -1 ? text.length : newline + 1)
      return true
    }
    if (text[at + 1] !== '*' || at >= this.#noCommentEnd) return false
    const close = text.indexOf('*/', at + 2)
    if (close === -1) {
      this.#noCommentEnd = at
      return false
    }
    this.emit(TOKEN.comment, close + 2)
    return true
  }

  #openHeredoc(): boolean {
    const { text, at } = this
    const from = text[at + 2] === '-' ? at + 3 : at + 2
    const end = identifierEnd(text, from)
    const line = this.newlineEnd(end)
    if (end === from || line === end) return false
    this.#heredocs.push({ marker: text.slice(from, end), lineStart: true })
    this.emit(TOKEN.open_heredoc, line)
    this.#modes.push(TEMPLATE_MODE.heredoc)
    return true
  }
}

/** Whether a line is a heredoc's end: its marker, with Go's white space (not JavaScript's) around it. */
function isMarker(line: string, marker: string): boolean {
  return line.includes(marker) && trimEnd(trimStart(line)) === marker
}

/** Where a number ends: digits, dots and exponents as far as they go, but no dot at its end. */
function numberEnd(text: string, at: number): number {
  let end = at + 1
  let index = end
  for (;;) {
    const unit = text.charCodeAt(index)
    if (unit >= 48 && unit <= 57) end = ++index
    else if (unit === 46) index++
    else if (unit === 69 || unit === 101) {
      const sign = text.charCodeAt(index + 1)
      const digit = sign === 43 || sign === 45 ? index + 2 : index + 1
      const first = text.charCodeAt(digit)
      if (!(first >= 48 && first <= 57)) return end
      end = index = digit + 1
    } else return end
  }
}
