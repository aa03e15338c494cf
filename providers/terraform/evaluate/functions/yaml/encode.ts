import { numberText } from '../../types/number-text.ts'
import { boolOf, elementsOf, entriesOf, numberOf, textOf } from '../../types/value.ts'
import type { Value } from '../../types/value.ts'

/** Writes a wholly known value as YAML in libyaml's block style: strings and keys quoted, `|` for lines, folded past column 80. */
export function encodeYaml(value: Value): string {
  const emitter = new Emitter()
  emitter.node(value, { root: true, mapping: false, key: false })
  return emitter.end()
}

const WIDTH = 80
const STEP = 2
/** A longer key is written with a question mark. */
const LONGEST_KEY_BYTES = 128

interface Context {
  readonly root: boolean
  readonly mapping: boolean
  /** a key on the line of its value */
  readonly key: boolean
}

const IN_SEQUENCE: Context = { root: false, mapping: false, key: false }
const IN_MAPPING: Context = { root: false, mapping: true, key: false }
const AS_KEY: Context = { root: false, mapping: true, key: true }

/** libyaml's emitter, as far as Terraform drives it. */
class Emitter {
  readonly out: string[] = []
  column = 0
  indent = -1
  /** whether the last character written was white space, and whether the line so far is indentation and indicators */
  whitespace = true
  indention = true
  openEnded = false

  node(value: Value, context: Context): void {
    if (value.isNull) return this.plain('null', context)
    switch (value.type.kind) {
      case 'string':
        return this.string(textOf(value), context)
      case 'number':
        return this.plain(numberText(numberOf(value)), context)
      case 'bool':
        return this.plain(boolOf(value) ? 'true' : 'false', context)
      case 'map':
      case 'object':
        return this.mapping(entriesOf(value))
      default:
        return this.sequence(elementsOf(value), context)
    }
  }

  end(): string {
    this.writeIndent()
    if (this.openEnded) {
      this.indicator('...', true)
      this.writeIndent()
    }
    return this.out.join('')
  }

  sequence(elements: readonly Value[], context: Context): void {
    if (elements.length === 0) return this.empty('[', ']')
    const before = this.indent
    const indentless = context.mapping && !this.indention
    if (this.indent < 0) this.indent = 0
    else if (!indentless) this.indent += STEP
    for (const element of elements) {
      this.writeIndent()
      this.indicator('-', true, false, true)
      this.node(element, IN_SEQUENCE)
    }
    this.indent = before
  }

  mapping(entries: ReadonlyMap<string, Value>): void {
    if (entries.size === 0) return this.empty('{', '}')
    const before = this.indent
    this.indent = this.indent < 0 ? 0 : this.indent + STEP
    for (const [key, value] of entries) {
      this.writeIndent()
      if (Buffer.byteLength(key) <= LONGEST_KEY_BYTES && !hasBreak(key)) {
        this.string(key, AS_KEY)
        this.indicator(':', false)
      } else {
        this.indicator('?', true, false, true)
        this.string(key, IN_MAPPING)
        this.writeIndent()
        this.indicator(':', true, false, true)
      }
      this.node(value, IN_MAPPING)
    }
    this.indent = before
  }

  empty(open: string, close: string): void {
    this.indicator(open, true, true)
    this.indicator(close, false)
  }

  plain(text: string, context: Context): void {
    if (!this.whitespace) this.put(' ')
    for (const character of text) this.put(character)
    this.whitespace = false
    this.indention = false
    if (context.root) this.openEnded = true
  }

  string(text: string, context: Context): void {
    const before = this.indent
    this.indent = this.indent < 0 ? STEP : this.indent + STEP
    if (text.includes('\n') && !context.key && fitsBlock(text)) this.literal(text)
    else this.quoted(text, !context.key)
    this.indent = before
  }

  literal(text: string): void {
    const characters = Array.from(text)
    this.indicator('|', true)
    if (/^[ \n\u0085\u2028\u2029]/.test(text)) this.indicator(String(STEP), false)
    const chomping = chompingOf(characters)
    if (chomping !== '') this.indicator(chomping, false)
    this.breakLine('\n')
    this.indention = true
    this.whitespace = true
    let breaks = true
    for (const character of characters) {
      if (isBreak(character)) {
        this.breakLine(character)
        this.indention = true
        breaks = true
        continue
      }
      if (breaks) this.writeIndent()
      this.put(character)
      this.indention = false
      breaks = false
    }
  }

  quoted(text: string, folds: boolean): void {
    const characters = Array.from(text)
    this.indicator('"', true)
    let spaces = false
    for (const [i, character] of characters.entries()) {
      const inner = i > 0 && i < characters.length - 1
      if (character === ' ' && folds && !spaces && this.column > WIDTH && inner) {
        this.writeIndent()
        if (characters[i + 1] === ' ') this.put('\\')
      } else for (const written of escaped(character)) this.put(written)
      spaces = character === ' '
    }
    this.indicator('"', false)
    this.whitespace = false
    this.indention = false
  }

  put(character: string): void {
    this.out.push(character)
    this.column++
  }

  breakLine(character: string): void {
    this.out.push(character)
    this.column = 0
  }

  writeIndent(): void {
    const indent = Math.max(this.indent, 0)
    if (!this.indention || this.column > indent || (this.column === indent && !this.whitespace))
      this.breakLine('\n')
    while (this.column < indent) this.put(' ')
    this.whitespace = true
    this.indention = true
  }

  indicator(text: string, needsSpace: boolean, isSpace = false, isIndention = false): void {
    if (needsSpace && !this.whitespace) this.put(' ')
    for (const character of text) this.put(character)
    this.whitespace = isSpace
    this.indention = this.indention && isIndention
    this.openEnded = false
  }
}

function isBreak(character: string | undefined): boolean {
  return character !== undefined && /^[\r\n\u0085\u2028\u2029]$/.test(character)
}

function hasBreak(text: string): boolean {
  return /[\r\n\u0085\u2028\u2029]/.test(text)
}

/** libyaml's idea of printable: neither controls (a tab among them) nor anything past U+FFFD, nor a byte order mark. */
function isPrintable(character: string): boolean {
  return /^[\n -~\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]$/.test(character)
}

/** Whether a text of several lines can be written as a block: no space before a line's end, nothing to escape. */
function fitsBlock(text: string): boolean {
  return !/ (?:$|[\r\n\u0085\u2028\u2029])/.test(text) && Array.from(text).every(isPrintable)
}

/** How a block says what its end is: `-` no newline, `+` several (or nothing else), '' just one. */
function chompingOf(characters: readonly string[]): '' | '-' | '+' {
  if (!isBreak(characters.at(-1))) return '-'
  return characters.length === 1 || isBreak(characters.at(-2)) ? '+' : ''
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '0',
  '\u0007': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\u001b': 'e',
  '"': '"',
  '\\': '\\',
  '\u0085': 'N',
  '\u00a0': '_',
  '\u2028': 'L',
  '\u2029': 'P',
}

/** A character inside double quotes. */
function escaped(character: string): string {
  if (isPrintable(character) && !isBreak(character) && character !== '"' && character !== '\\')
    return character
  const short = ESCAPES[character]
  if (short !== undefined) return `\\${short}`
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16).toUpperCase()
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}
