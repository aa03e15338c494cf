import { parseClass, parseEscape } from './parse-class.ts'
import { Cursor } from './pattern-cursor.ts'
import { RegexSyntaxError } from './syntax.ts'
import type { Assertion, CharacterClass, ClassItem, Node, Pattern } from './syntax.ts'

interface Flags {
  fold: boolean
  multi_line: boolean
  dot_newline: boolean
  ungreedy: boolean
}

const PLAIN: Flags = { fold: false, multi_line: false, dot_newline: false, ungreedy: false }

/** RE2's limits: repetitions, and how deep groups may nest. */
const MOST_REPEATS = 1000
const DEEPEST = 1000

/** Reads a pattern in RE2's syntax with Perl's additions, as Go's regexp.Compile. Throws a RegexSyntaxError. */
export function parsePattern(source: string): Pattern {
  const parser = new PatternParser(source)
  const node = parser.choice({ ...PLAIN }, 0)
  if (!parser.cursor.done) throw new RegexSyntaxError('unexpected )', source)
  return { node, names: parser.names }
}

class PatternParser {
  readonly cursor: Cursor
  readonly names: string[] = []

  constructor(source: string) {
    this.cursor = new Cursor(source)
  }

  /** Alternatives up to the end or a closing parenthesis. Flags that a bare `(?i)` sets hold for the rest of the group. */
  choice(flags: Flags, depth: number): Node {
    if (depth > DEEPEST) throw new RegexSyntaxError('expression nests too deeply', this.cursor.source)
    const options: Node[] = []
    let parts: Node[] = []
    while (!this.cursor.done && this.cursor.peek() !== ')') {
      if (this.cursor.skip('|')) {
        options.push(sequence(parts))
        parts = []
      } else if (!this.repeatLast(parts, flags)) parts.push(...this.atom(flags, depth))
    }
    options.push(sequence(parts))
    const [only] = options
    return options.length === 1 && only ? only : { type: 'choice', options }
  }

  /** Puts the operator that stands here on the part before it; false where there is none. */
  repeatLast(parts: Node[], flags: Flags): boolean {
    const operator = this.operator(flags)
    if (!operator) return false
    const { cursor } = this
    const text = cursor.source.slice(operator.at, cursor.at)
    const node = parts.pop()
    if (!node) throw new RegexSyntaxError('missing argument to repetition operator', text)
    const repeat: Node = { type: 'repeat', node, ...operator.range, greedy: operator.greedy }
    if (repeatSize(repeat) > MOST_REPEATS) throw new RegexSyntaxError('invalid repeat count', text)
    parts.push(repeat)
    if (this.operator(flags))
      throw new RegexSyntaxError(
        'invalid nested repetition operator',
        cursor.source.slice(operator.at, cursor.at),
      )
    return true
  }

  operator(flags: Flags):
    | {
        readonly range: { readonly min: number; readonly max: number | undefined }
        readonly greedy: boolean
        readonly at: number
      }
    | undefined {
    const at = this.cursor.at
    const range = this.range()
    if (!range) return undefined
    const lazy = this.cursor.skip('?')
    return { range, greedy: lazy === flags.ungreedy, at }
  }

  range(): { readonly min: number; readonly max: number | undefined } | undefined {
    if (this.cursor.skip('*')) return { min: 0, max: undefined }
    if (this.cursor.skip('+')) return { min: 1, max: undefined }
    if (this.cursor.skip('?')) return { min: 0, max: 1 }
    const match = this.cursor.match(/\{(\d+)(,(\d*))?\}/y)
    if (!match) return undefined
    const [whole, least = '', comma, most] = match
    if (!isRepeat(whole)) {
      this.cursor.at -= whole.length
      return undefined
    }
    const min = Number(least)
    const max = comma === undefined ? min : most === '' || most === undefined ? undefined : Number(most)
    if (min > MOST_REPEATS || (max !== undefined && (max > MOST_REPEATS || max < min)))
      throw new RegexSyntaxError('invalid repeat count', whole)
    return { min, max }
  }

  /** One character, class, group or condition; the characters of `\\Q…\\E`; nothing for a bare flag group. */
  atom(flags: Flags, depth: number): readonly Node[] {
    const { cursor } = this
    switch (cursor.peek()) {
      case '(':
        return this.group(flags, depth)
      case '[':
        return [{ type: 'class', class: parseClass(cursor, flags.fold) }]
      case '.':
        cursor.take()
        return [{ type: 'any', newline: flags.dot_newline }]
      case '^':
        cursor.take()
        return [{ type: 'assertion', assertion: flags.multi_line ? 'line_start' : 'text_start' }]
      case '$':
        cursor.take()
        return [{ type: 'assertion', assertion: flags.multi_line ? 'line_end' : 'text_end' }]
      case '\\':
        return this.escape(flags)
      default:
        return [literal(cursor.take(), flags)]
    }
  }

  escape(flags: Flags): readonly Node[] {
    const { cursor } = this
    const assertion = ASSERTIONS[cursor.match(/\\([AzbB])/y)?.[1] ?? '']
    if (assertion) return [{ type: 'assertion', assertion }]
    const quoted = cursor.match(/\\Q([^]*?)(?:\\E|$)/y)?.[1]
    if (quoted !== undefined) return Array.from(quoted, (character) => literal(character, flags))
    return [classNode(parseEscape(cursor), flags)]
  }

  group(flags: Flags, depth: number): readonly Node[] {
    const { cursor } = this
    const start = cursor.at
    const name = cursor.match(/\(\?P?<([^>]*)>/y)
    if (name) return [this.capture(this.checkedName(name[1] ?? '', name[0]), flags, depth)]
    if (!cursor.source.startsWith('(?', start)) {
      cursor.take()
      return [this.capture('', flags, depth)]
    }
    const match = cursor.match(/\(\?([imsU]*)(?:-([imsU]+))?([:)])/y)
    if (!match) {
      const fragment = /^\(\?(?:P?<[^>]*>?|[^:)]?)/.exec(cursor.rest())?.[0]
      throw new RegexSyntaxError('invalid or unsupported Perl syntax', fragment ?? '(?')
    }
    const changed = { ...flags }
    setFlags(changed, match[1] ?? '', true)
    setFlags(changed, match[2] ?? '', false)
    if (match[3] === ')') {
      Object.assign(flags, changed)
      return []
    }
    const node = this.choice(changed, depth + 1)
    this.close()
    return [node]
  }

  checkedName(name: string, text: string): string {
    if (!/^\w+$/.test(name)) throw new RegexSyntaxError('invalid named capture', text)
    return name
  }

  capture(name: string, flags: Flags, depth: number): Node {
    this.names.push(name)
    const index = this.names.length
    const node = this.choice({ ...flags }, depth + 1)
    this.close()
    return { type: 'group', index, node }
  }

  close(): void {
    if (!this.cursor.skip(')')) throw new RegexSyntaxError('missing closing )', this.cursor.source)
  }
}

const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  A: 'text_start',
  z: 'text_end',
  b: 'word_boundary',
  B: 'no_word_boundary',
}

function setFlags(flags: Flags, letters: string, on: boolean): void {
  if (letters.includes('i')) flags.fold = on
  if (letters.includes('m')) flags.multi_line = on
  if (letters.includes('s')) flags.dot_newline = on
  if (letters.includes('U')) flags.ungreedy = on
}

function literal(character: string, flags: Flags): Node {
  const code = character.codePointAt(0) ?? 0
  return classNode([{ type: 'range', low: code, high: code }], flags)
}

function classNode(items: readonly ClassItem[], flags: Flags): Node {
  const all: CharacterClass = { items, negated: false, fold: flags.fold }
  return { type: 'class', class: all }
}

function sequence(parts: readonly Node[]): Node {
  const [only] = parts
  return parts.length === 1 && only ? only : { type: 'sequence', parts }
}

/** Whether the text is an operator: braces with a count past four digits are literal, as in RE2 all else is. */
function isRepeat(text: string): boolean {
  return !/^\{0\d/.test(text) && !/,0\d/.test(text)
}

/** How often nested counted repetitions multiply at most: RE2 allows 1000. */
function repeatSize(node: Node): number {
  switch (node.type) {
    case 'repeat':
      return node.max === 0 ? 1 : Math.max(node.max ?? node.min, 1) * repeatSize(node.node)
    case 'group':
      return repeatSize(node.node)
    case 'sequence':
      return Math.max(1, ...node.parts.map(repeatSize))
    case 'choice':
      return Math.max(1, ...node.options.map(repeatSize))
    default:
      return 1
  }
}
