import type { Expression, Range } from './ast.ts'
import { clusterCount, clustersLength } from './columns.ts'
import { between } from './ranges.ts'
import { utf8Length } from './source.ts'
import { trimStart } from './white-space.ts'

/** Literal text between a template's sequences. */
interface LiteralPart {
  readonly type: 'literal'
  value: string
  range: Range
}

/** `${expression}`. */
interface InterpolationPart {
  readonly type: 'interpolation'
  readonly expression: Expression
  readonly range: Range
}

/** `%{if condition}`. */
export interface IfPart {
  readonly type: 'if'
  readonly condition: Expression
  readonly range: Range
}

/** `%{for key, value in collection}`. */
export interface ForPart {
  readonly type: 'for'
  readonly key_var: string | null
  readonly value_var: string
  readonly collection: Expression
  readonly range: Range
}

/** `%{else}`, `%{endif}`, `%{endfor}`. */
export interface EndPart {
  readonly type: 'else' | 'endif' | 'endfor'
  readonly range: Range
}

/** One atom of a template, in the order of the text. */
export type TemplatePart = LiteralPart | InterpolationPart | IfPart | ForPart | EndPart

/**
 * The rule of `<<-`: the smallest indentation of any line is taken off all of them. It counts grapheme clusters of the
 * literal text that begins a line; a line of nothing but blanks does not count. Changes the parts in place.
 */
export function dedent(parts: readonly TemplatePart[]): void {
  let least = Infinity
  let lineStart = true
  const lines: LiteralPart[] = []
  for (const part of parts) {
    if (lineStart) {
      lineStart = false
      if (part.type !== 'literal') least = 0
      else {
        const indented = part.value.length - trimStart(part.value).length
        if (indented < part.value.length || !part.value.endsWith('\n')) {
          least = Math.min(least, clusterCount(part.value.slice(0, indented)))
          lines.push(part)
        }
      }
    }
    if (part.type === 'literal' && part.value.endsWith('\n')) lineStart = true
  }
  if (least === 0 || least === Infinity) return
  for (const line of lines) cutStart(line, least)
}

function cutStart(part: LiteralPart, count: number): void {
  const cut = part.value.slice(0, clustersLength(part.value, count))
  const { start, end, file } = part.range
  part.value = part.value.slice(cut.length)
  part.range = {
    file,
    start: { byte: start.byte + utf8Length(cut), line: start.line, column: start.column + count },
    end,
  }
}

/** Joins neighbouring literals, which the scanner cuts at line ends and escapes. */
export function meld(parts: readonly TemplatePart[]): TemplatePart[] {
  if (parts.length < 2) return [...parts]
  const melded: TemplatePart[] = []
  let pieces: LiteralPart[] = []
  const flush = (): void => {
    const [first] = pieces
    const last = pieces.at(-1)
    if (first === undefined || last === undefined) return
    if (first === last) melded.push(first)
    else {
      const value = pieces.map((piece) => piece.value).join('')
      melded.push({ type: 'literal', value, range: between(first.range, last.range) })
    }
    pieces = []
  }
  for (const part of parts) {
    if (part.type === 'literal') pieces.push(part)
    else {
      flush()
      melded.push(part)
    }
  }
  flush()
  return melded
}
