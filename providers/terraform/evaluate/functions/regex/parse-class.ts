import { perlClass, posixClass, unicodeClass } from './classes.ts'
import type { Cursor } from './pattern-cursor.ts'
import { RegexSyntaxError } from './syntax.ts'
import type { CharacterClass, ClassItem } from './syntax.ts'

/** Escapes of one letter that stand for one character. */
const CONTROLS: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 }

function range(low: number, high = low): ClassItem {
  return { type: 'range', low, high }
}

/** `\d`, `\p{L}`, `\x41`, `\.` and the like, in or outside of a class. */
export function parseEscape(cursor: Cursor): readonly ClassItem[] {
  return parseSet(cursor) ?? [range(parseCharacter(cursor))]
}

/** An escape for a set of characters; undefined (and nothing read) for any other. */
function parseSet(cursor: Cursor): readonly ClassItem[] | undefined {
  const property = cursor.match(/\\([pP])(?:\{(\^?)([^}]*)\}|([^{]))/y)
  if (property) {
    const [text, letter, caret, name, short] = property
    return unicodeClass(text, name ?? short ?? '', (letter === 'P') !== (caret === '^'))
  }
  if (/^\\[pP]/.test(cursor.rest()))
    throw new RegexSyntaxError('invalid character class range', cursor.rest())
  const perl = cursor.match(/\\([dDsSwW])/y)?.[1]
  return perl === undefined ? undefined : perlClass(perl)
}

/** One character, escaped or not. */
function parseCharacter(cursor: Cursor): number {
  if (!cursor.skip('\\')) return cursor.take().codePointAt(0) ?? 0
  const start = cursor.at - 1
  if (cursor.done) throw new RegexSyntaxError('trailing backslash at end of expression', '')
  const hex = cursor.match(/x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]+)\})/y)
  const code = hex ? Number.parseInt(hex[1] ?? hex[2] ?? '', 16) : Number.NaN
  if (code <= 0x10ffff) return code
  const octal = hex ? undefined : (cursor.match(/[1-7](?=[0-7])[0-7]{0,2}/y) ?? cursor.match(/0[0-7]{0,2}/y))
  if (octal) return Number.parseInt(octal[0], 8)
  const letter = cursor.take()
  const control = Object.hasOwn(CONTROLS, letter) ? CONTROLS[letter] : undefined
  if (control !== undefined) return control
  if (hex || letter > '\u007f' || /[0-9A-Za-z]/.test(letter))
    throw new RegexSyntaxError('invalid escape sequence', cursor.source.slice(start, cursor.at))
  return letter.codePointAt(0) ?? 0
}

/** `[a-z]`, `[^[:alpha:]_]` and the like. */
export function parseClass(cursor: Cursor, fold: boolean): CharacterClass {
  const start = cursor.at
  cursor.take()
  const negated = cursor.skip('^')
  const items: ClassItem[] = []
  for (let first = true; first || cursor.peek() !== ']'; first = false) {
    if (cursor.done) throw new RegexSyntaxError('missing closing ]', cursor.source.slice(start))
    const posix = cursor.match(/\[:[^]*?:\]/y)?.[0]
    const set = posix === undefined ? parseSet(cursor) : posixClass(posix)
    if (set) items.push(...set)
    else items.push(parseRange(cursor, start))
  }
  cursor.take()
  return { items, negated, fold }
}

function parseRange(cursor: Cursor, start: number): ClassItem {
  const from = cursor.at
  const low = parseCharacter(cursor)
  if (!/^-[^\]]/.test(cursor.rest())) return range(low)
  cursor.take()
  if (cursor.done) throw new RegexSyntaxError('missing closing ]', cursor.source.slice(start))
  const high = parseCharacter(cursor)
  if (high < low)
    throw new RegexSyntaxError('invalid character class range', cursor.source.slice(from, cursor.at))
  return range(low, high)
}
