import { isBlank, isBlankOrEnd, isBreak, isBreakOrEnd, YamlError } from './source.ts'
import type { YamlSource } from './source.ts'
import type { Token } from './tokens.ts'

/** White space between two parts of a scalar: as it stands on one line, folded over several. */
class Gap {
  blanks = ''
  first = ''
  others = ''
  broken = false

  /** Moves over blanks and line ends. */
  read(source: YamlSource, checkTab?: () => void): void {
    while (isBlank(source.peek()) || isBreak(source.peek())) {
      if (isBreak(source.peek())) {
        if (this.broken) this.others += source.takeBreak()
        else {
          this.blanks = ''
          this.first = source.takeBreak()
          this.broken = true
        }
      } else if (this.broken) {
        checkTab?.()
        source.skip()
      } else this.blanks += source.take()
    }
  }

  /** What the gap means, which then is closed. */
  close(): string {
    const { blanks, first, others, broken } = this
    this.blanks = this.first = this.others = ''
    this.broken = false
    if (!broken) return blanks
    if (first !== '\n') return first + others
    return others === '' ? ' ' : others
  }
}

/** Text without quotes. `continued` says whether its last gap held a line's end: then a key may follow. */
export function scanPlain(
  source: YamlSource,
  indent: number,
  inFlow: boolean,
): { readonly token: Token; readonly continued: boolean } {
  let value = ''
  const gap = new Gap()
  for (;;) {
    if (source.atDocumentMark() || source.peek() === '#') break
    while (!isBlankOrEnd(source.peek())) {
      const character = source.peek()
      if (character === ':' && isBlankOrEnd(source.peek(1))) break
      if (inFlow && ',?[]{}'.includes(character)) break
      value += gap.close() + source.take()
    }
    if (!isBlank(source.peek()) && !isBreak(source.peek())) break
    gap.read(source, () => {
      if (source.peek() === '\t' && source.column < indent)
        throw new YamlError('found a tab character that violates indentation')
    })
    if (!inFlow && source.column < indent) break
  }
  return { token: { type: 'scalar', value, style: 'plain' }, continued: gap.broken }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\u0007',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\u001b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
}

const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

function scanEscape(source: YamlSource): string {
  source.skip()
  const letter = source.take()
  const plain = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined
  if (plain !== undefined) return plain
  const length = Object.hasOwn(HEX_DIGITS, letter) ? HEX_DIGITS[letter] : undefined
  if (length === undefined) throw new YamlError('found unknown escape character')
  const hex = source.text.slice(source.at, source.at + length)
  if (hex.length < length || !/^[0-9A-Fa-f]+$/.test(hex))
    throw new YamlError('did not find expected hexdecimal number')
  source.skip(length)
  const code = Number.parseInt(hex, 16)
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff)
    throw new YamlError('found invalid Unicode character escape code')
  return String.fromCodePoint(code)
}

/** Text in single or double quotes; line ends inside are folded. */
export function scanQuoted(source: YamlSource, quote: '"' | "'"): Token {
  source.skip()
  let value = ''
  const gap = new Gap()
  for (;;) {
    if (source.atDocumentMark()) throw new YamlError('found unexpected document indicator')
    if (source.peek() === '') throw new YamlError('found unexpected end of stream')
    while (!isBlankOrEnd(source.peek())) {
      const character = source.peek()
      if (character === quote) {
        if (quote === '"' || source.peek(1) !== quote) break
        source.skip(2)
        value += quote
      } else if (quote === '"' && character === '\\') {
        if (isBreak(source.peek(1))) {
          source.skip()
          source.takeBreak()
          // an escaped line end joins the lines: what is folded from here on starts with nothing
          gap.broken = true
          break
        }
        value += scanEscape(source)
      } else value += source.take()
    }
    if (source.peek() === quote) break
    gap.read(source)
    value += gap.close()
  }
  source.skip()
  return { type: 'scalar', value, style: quote === '"' ? 'double' : 'single' }
}

interface BlockHeader {
  readonly chomping: string
  readonly increment: number
}

function scanHeader(source: YamlSource): BlockHeader {
  const indicators = source.match(/[+-]\d?|\d[+-]?/y)
  const increment = Number(/\d/.exec(indicators)?.[0] ?? '0')
  if (indicators.includes('0')) throw new YamlError('found an indentation indicator equal to 0')
  source.skipBlanks()
  source.skipComment()
  if (!isBreakOrEnd(source.peek())) throw new YamlError('did not find expected comment or line break')
  if (isBreak(source.peek())) source.takeBreak()
  return { chomping: /[+-]/.exec(indicators)?.[0] ?? '', increment }
}

/** Empty lines in front of a block's line; finds out the block's indentation when it is not given (0). */
function scanBreaks(
  source: YamlSource,
  given: number,
  parent: number,
): { readonly breaks: string; readonly indent: number } {
  let breaks = ''
  let deepest = 0
  const limit = given === 0 ? Infinity : given
  for (;;) {
    while (source.peek() === ' ' && source.column < limit) source.skip()
    deepest = Math.max(deepest, source.column)
    if (source.peek() === '\t' && source.column < limit)
      throw new YamlError('found a tab character where an indentation space is expected')
    if (!isBreak(source.peek())) break
    breaks += source.takeBreak()
  }
  return { breaks, indent: given === 0 ? Math.max(deepest, parent + 1, 1) : given }
}

/** A block of lines behind `|` or `>`; `parent` is the indentation around it, -1 for none. */
export function scanBlock(source: YamlSource, parent: number): Token {
  const literal = source.take() === '|'
  const { chomping, increment } = scanHeader(source)
  let { breaks, indent } = scanBreaks(source, increment > 0 ? Math.max(parent, 0) + increment : 0, parent)
  let value = ''
  let lineEnd = ''
  let leadingBlank = false
  while (source.column === indent && source.peek() !== '') {
    const blank = isBlank(source.peek())
    const folds = !literal && !leadingBlank && !blank && lineEnd.startsWith('\n')
    value += folds ? (breaks === '' ? ' ' : '') : lineEnd
    value += breaks
    leadingBlank = blank
    const start = source.at
    while (!isBreakOrEnd(source.peek())) source.skip()
    value += source.text.slice(start, source.at)
    lineEnd = isBreak(source.peek()) ? source.takeBreak() : ''
    ;({ breaks, indent } = scanBreaks(source, indent, parent))
  }
  if (chomping !== '-') value += lineEnd
  if (chomping === '+') value += breaks
  return { type: 'scalar', value, style: literal ? 'literal' : 'folded' }
}
