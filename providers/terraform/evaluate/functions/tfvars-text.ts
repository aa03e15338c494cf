import { identifierEnd } from '../../hcl/identifiers.ts'
import { graphemes } from '../types/graphemes.ts'
import { numberText } from '../types/number-text.ts'
import { boolOf, elementsOf, entriesOf, numberOf, textOf } from '../types/value.ts'
import type { Value } from '../types/value.ts'

/** A piece of source: a word (a name, a number, a whole string), or a sign by itself. */
type Piece = string

const NEWLINE: Piece = '\n'

/** Whether the text is a name as variables and attributes have them. */
export function isName(text: string): boolean {
  return text !== '' && identifierEnd(text, 0) === text.length
}

/** A wholly known value as an expression in `terraform fmt`'s style. */
export function expressionText(value: Value): string {
  return formatted(piecesOf(value)).trim()
}

/** Variables as a tfvars file. */
export function tfvarsText(variables: ReadonlyMap<string, Value>): string {
  return formatted([...variables].flatMap(([name, value]) => [name, '=', ...piecesOf(value), NEWLINE]))
}

function piecesOf(value: Value): readonly Piece[] {
  if (value.isNull) return ['null']
  switch (value.type.kind) {
    case 'bool':
      return [String(boolOf(value))]
    case 'number':
      return [numberText(numberOf(value))]
    case 'string':
      return [quoted(textOf(value))]
    case 'map':
    case 'object':
      return entriesPieces(entriesOf(value))
    default:
      return [
        '[',
        ...elementsOf(value).flatMap((part, i) => [...(i > 0 ? [','] : []), ...piecesOf(part)]),
        ']',
      ]
  }
}

function entriesPieces(entries: ReadonlyMap<string, Value>): readonly Piece[] {
  if (entries.size === 0) return ['{', '}']
  const lines = [...entries].flatMap(([key, part]) => [
    isName(key) ? key : quoted(key),
    '=',
    ...piecesOf(part),
    NEWLINE,
  ])
  return ['{', NEWLINE, ...lines, '}']
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '"': '\\"',
  '\\': '\\\\',
}

function quoted(text: string): string {
  const body = text
    .replace(/[$%](?=\{)/g, '$&$&')
    .replace(
      /["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu,
      (character) => ESCAPES[character] ?? escapedCode(character.codePointAt(0) ?? 0),
    )
  return `"${body}"`
}

function escapedCode(code: number): string {
  const hex = code.toString(16)
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}

interface Line {
  readonly pieces: readonly Piece[]
  /** where the `=` is that stands in a column with those of its neighbours: not where a bracket stays open behind it */
  readonly equal: number | undefined
  indent: number
}

/** What a piece does to the number of open brackets. */
function bracketChange(piece: Piece): number {
  return piece === '{' || piece === '[' ? 1 : piece === '}' || piece === ']' ? -1 : 0
}

function netBrackets(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + bracketChange(piece), 0)
}

function linesOf(pieces: readonly Piece[]): readonly Line[] {
  const rows: Piece[][] = [[]]
  for (const piece of pieces) {
    if (piece === NEWLINE) rows.push([])
    else rows.at(-1)?.push(piece)
  }
  return rows.map((row) => {
    const at = row.indexOf('=')
    return { pieces: row, equal: at > 0 && netBrackets(row.slice(at)) === 0 ? at : undefined, indent: 0 }
  })
}

/** Indents by the brackets that lines leave open: what one line opens, whatever the number, is one step. */
function indentLines(lines: readonly Line[]): void {
  const open: number[] = []
  for (const line of lines) {
    const net = netBrackets(line.pieces)
    let closed = -net
    while (closed > 0 && open.length > 0) {
      const last = open.pop() ?? 0
      if (closed < last) open.push(last - closed)
      closed -= last
    }
    line.indent = 2 * open.length
    if (net > 0) open.push(net)
  }
}

function spaced(before: Piece | undefined, after: Piece): boolean {
  if (before === undefined || after === ',') return false
  if (before === ',') return true
  return bracketChange(before) <= 0 && bracketChange(after) >= 0
}

function joined(pieces: readonly Piece[]): string {
  return pieces.map((piece, i) => (spaced(pieces[i - 1], piece) ? ` ${piece}` : piece)).join('')
}

function columns(line: Line): number {
  return line.indent + graphemes(joined(line.pieces.slice(0, line.equal))).length
}

/** The signs `=` of neighbouring lines stand in one column. */
function formatted(pieces: readonly Piece[]): string {
  const lines = linesOf(pieces)
  indentLines(lines)
  const text: string[] = []
  for (let at = 0; at < lines.length;) {
    let end = at
    while (lines[end]?.equal !== undefined) end++
    const chain = lines.slice(at, end)
    const width = Math.max(0, ...chain.map(columns))
    for (const line of chain) {
      const lead = ' '.repeat(line.indent) + joined(line.pieces.slice(0, line.equal))
      text.push(`${lead}${' '.repeat(width - columns(line) + 1)}${joined(line.pieces.slice(line.equal))}`)
    }
    const other = lines[end]
    if (other) text.push(other.pieces.length === 0 ? '' : ' '.repeat(other.indent) + joined(other.pieces))
    at = end + 1
  }
  return text.join('\n')
}
