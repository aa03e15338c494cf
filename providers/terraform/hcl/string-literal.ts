import type { Position, Range } from './ast.ts'
import { extent } from './columns.ts'
import type { Cursor } from './cursor.ts'
import { utf8Length } from './source.ts'
import { TOKEN } from './tokens.ts'

/** What a quoted literal is cut into: escapes, doubled markers, and the text between them. */
const QUOTED = /\\u[0-9a-fA-F]{0,4}|\\U[0-9a-fA-F]{0,8}|\\[^uU]|\$\$\{?|%%\{?/gsu
/** An unquoted literal has no escapes but the doubled markers. */
const BARE = /\$\$\{?|%%\{?/g

const SIMPLE = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ['\\', '\\'],
])

/** The string that a literal token of a template stands for; errors are noted at the escape they are about. */
export function literalText(cursor: Cursor, row: number): string {
  const text = cursor.text(row)
  if (cursor.tokens.kind[row] === TOKEN.quoted_lit) {
    if (!text.includes('\\') && !text.includes('{')) return text
    return text.replace(QUOTED, (piece, at: number) => unescape(cursor, row, piece, at))
  }
  return text.includes('{') ? text.replace(BARE, unescapeMarker) : text
}

/** `$${` is `${`; two markers before anything else are two. */
function unescapeMarker(piece: string): string {
  return piece.endsWith('{') ? piece.slice(1) : piece
}

function unescape(cursor: Cursor, row: number, piece: string, at: number): string {
  if (!piece.startsWith('\\')) return unescapeMarker(piece)
  const selector = piece.slice(1, 2)
  const simple = SIMPLE.get(selector)
  if (simple !== undefined) return simple
  const refuse = (detail: string): string => {
    cursor.note('Invalid escape sequence', detail, pieceRange(cursor, row, piece, at))
    return piece
  }
  if (selector === 'u' && piece.length !== 6) {
    return refuse('The \\u escape sequence must be followed by four hexadecimal digits.')
  }
  if (selector === 'U' && piece.length !== 10) {
    return refuse('The \\U escape sequence must be followed by eight hexadecimal digits.')
  }
  if (selector !== 'u' && selector !== 'U') {
    return refuse(`The symbol ${JSON.stringify(piece.slice(1))} is not a valid escape sequence selector.`)
  }
  const code = Number.parseInt(piece.slice(2), 16)
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    return refuse(`Cannot encode character U+${code.toString(16).padStart(4, '0')} in UTF-8.`)
  }
  return String.fromCodePoint(code)
}

/** Where a piece of a literal token stands; quoted literals lie on one line. */
function pieceRange(cursor: Cursor, row: number, piece: string, at: number): Range {
  const token = cursor.startOf(row)
  const start = behind(token, cursor.text(row).slice(0, at))
  return { file: cursor.source.file, start, end: behind(start, piece) }
}

function behind(place: Position, text: string): Position {
  const { columns } = extent(text)
  return { byte: place.byte + utf8Length(text), line: place.line, column: place.column + columns }
}
