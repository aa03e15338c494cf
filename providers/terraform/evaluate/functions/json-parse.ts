import { DYNAMIC, isPrimitive } from '../types/types.ts'
import type { Type } from '../types/types.ts'
import {
  numberFromText,
  bool,
  elementsOf,
  entriesOf,
  FALSE,
  NULL,
  object,
  string,
  textOf,
  tuple,
} from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { beyond } from './arguments.ts'

/** JSON that is not: what and where (the offset in characters). */
export class JsonSyntaxError extends Error {}

/** Deeper documents are not read: a limit of ours (Go's is 10,000). */
const DEEPEST = 2000

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const PLAIN = /[ !#-[\]-\uffff]*/y
const SPACE = /[ \t\n\r]*/y

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/**
 * A JSON document as a value: objects, tuples, text, exact numbers of 512 bits, nulls of no type. A repeated key takes
 * the last. Throws a JsonSyntaxError.
 */
export function parseJson(text: string): Value {
  const parser = new Parser(text)
  const value = parser.value(0)
  parser.end()
  return value
}

class Parser {
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text
  }

  value(depth: number): Value {
    if (depth > DEEPEST) beyond('the document is nested deeper than evenkeel reads')
    this.match(SPACE)
    const first = this.text[this.at]
    if (first === '{') return this.object(depth)
    if (first === '[') return this.array(depth)
    if (first === '"') return string(this.string())
    if (first === 't') return this.word('true', bool(true))
    if (first === 'f') return this.word('false', FALSE)
    if (first === 'n') return this.word('null', NULL)
    const digits = this.match(NUMBER)
    const value = digits === '' ? undefined : numberFromText(digits)
    return value ?? this.unexpected('looking for beginning of value')
  }

  end(): void {
    this.match(SPACE)
    // Go takes what stands behind a closing bracket too many for the end
    if (this.at < this.text.length && !/[\]}]/.test(this.text.charAt(this.at)))
      throw new JsonSyntaxError('extraneous data after JSON object')
  }

  object(depth: number): Value {
    const entries = new Map<string, Value>()
    const repeated: (readonly [string, Value])[] = []
    this.at++
    if (this.skip('}')) return object(entries)
    do {
      this.match(SPACE)
      if (this.text[this.at] !== '"') this.unexpected('looking for beginning of object key string')
      const key = this.string()
      if (!this.skip(':')) this.unexpected('after object key')
      const value = this.value(depth + 1)
      const earlier = entries.get(key)
      if (earlier) repeated.push([key, earlier])
      entries.set(key, value)
    } while (this.skip(','))
    if (!this.skip('}')) this.unexpected('after object key:value pair')
    for (const [key, earlier] of repeated)
      if (!fits(earlier, (entries.get(key) ?? NULL).type))
        throw new JsonSyntaxError(
          `the values of the repeated key ${JSON.stringify(key)} have different types`,
        )
    return object(entries)
  }

  array(depth: number): Value {
    const elements: Value[] = []
    this.at++
    if (this.skip(']')) return tuple(elements)
    do elements.push(this.value(depth + 1))
    while (this.skip(','))
    if (!this.skip(']')) this.unexpected('after array element')
    return tuple(elements)
  }

  string(): string {
    let result = ''
    this.at++
    for (;;) {
      result += this.match(PLAIN)
      const next = this.text[this.at++]
      if (next === '"') return result.toWellFormed()
      if (next !== '\\') {
        this.at--
        return this.unexpected('in string literal')
      }
      result += this.escape()
    }
  }

  escape(): string {
    const letter = this.text[this.at++] ?? ''
    const plain = ESCAPES[letter]
    if (plain !== undefined) return plain
    const hex = this.text.slice(this.at, this.at + 4)
    if (letter !== 'u' || !/^[0-9a-fA-F]{4}$/.test(hex)) return this.unexpected('in string escape code')
    this.at += 4
    return String.fromCharCode(Number.parseInt(hex, 16))
  }

  word(word: string, value: Value): Value {
    if (!this.text.startsWith(word, this.at)) return this.unexpected(`in literal ${word}`)
    this.at += word.length
    return value
  }

  /** Passes over white space and the given character, when it is next. */
  skip(character: string): boolean {
    this.match(SPACE)
    if (this.text[this.at] !== character) return false
    this.at++
    return true
  }

  match(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0] ?? ''
    this.at += found.length
    return found
  }

  unexpected(where: string): never {
    const character = this.text[this.at]
    if (character === undefined) throw new JsonSyntaxError('unexpected end of JSON input')
    throw new JsonSyntaxError(`invalid character '${character}' ${where}`)
  }
}

/** Whether cty reads a value of a repeated key as the type of the last one: it must, although the last one is taken. */
function fits(value: Value, type: Type): boolean {
  if (value.isNull) return true
  const given = value.type
  if (type.kind === 'tuple' && given.kind === 'tuple')
    return (
      given.elements.length === type.elements.length &&
      elementsOf(value).every((part, i) => fits(part, type.elements[i] ?? DYNAMIC))
    )
  if (type.kind === 'object' && given.kind === 'object')
    return [...entriesOf(value)].every(([key, part]) => {
      const wanted = type.attributes.get(key)
      return wanted !== undefined && fits(part, wanted)
    })
  if (!isPrimitive(type) || !isPrimitive(given)) return false
  if (type.kind === given.kind || type.kind === 'string') return true
  if (given.kind !== 'string') return false
  const text = textOf(value)
  return type.kind === 'number' ? numberFromText(text) !== undefined : /^(?:true|false|0|1)$/.test(text)
}
