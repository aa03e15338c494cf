import type { HclError, Position, Range } from '../hcl/ast.ts'

/** A JSON value with its place; numbers stay text, members keep their order and repeats. */
export type JsonNode =
  | { readonly kind: 'object'; readonly members: readonly JsonMember[]; readonly range: Range }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[]; readonly range: Range }
  | { readonly kind: 'string' | 'number'; readonly text: string; readonly range: Range }
  | { readonly kind: 'true' | 'false' | 'null'; readonly range: Range }

interface JsonMember {
  readonly key: string
  readonly key_range: Range
  readonly value: JsonNode
}

const DEPTH_MAX = 1_000

/** A fault of the text; the reader turns it into an HclError. */
class JsonFault extends Error {
  readonly at: number
  readonly too_deep: boolean

  constructor(detail: string, at: number, tooDeep = false) {
    super(detail)
    this.at = at
    this.too_deep = tooDeep
  }
}

/** Reads JSON with positions. Never throws: what is wrong comes back as one error at its place. */
export function parseJson(text: string, file: string): JsonNode | HclError {
  const reader = new JsonReader(text, file)
  try {
    return reader.whole()
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error
    return {
      code: error.too_deep ? 'HCL_TOO_DEEP' : 'HCL_SYNTAX',
      summary: error.too_deep ? 'Nesting too deep' : 'Invalid JSON',
      detail: error.message,
      range: reader.range(error.at, error.at + 1),
    }
  }
}

const TOKEN =
  /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\\n]|\\.)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null))/y

interface Token {
  readonly text: string
  readonly kind: 'mark' | 'string' | 'number' | 'word'
  readonly start: number
  readonly end: number
}

class JsonReader {
  readonly #text: string
  readonly #file: string
  readonly #lines: number[] = [0]
  #at = 0
  /** of characters and bytes, up to where they were last counted */
  #counted = { index: 0, byte: 0 }

  constructor(text: string, file: string) {
    // the mark at the head of the file has three bytes, and what stands here in its place one
    if (text.startsWith('\uFEFF')) this.#counted = { index: 1, byte: 3 }
    this.#text = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text
    this.#file = file
    for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) this.#lines.push(i + 1)
  }

  whole(): JsonNode {
    const node = this.#value(this.#next(), 0)
    const rest = this.#text.slice(this.#at).search(/\S/)
    if (rest >= 0) throw new JsonFault('Extra characters stand behind the JSON value.', this.#at + rest)
    return node
  }

  range(start: number, end: number): Range {
    return { file: this.#file, start: this.#position(start), end: this.#position(end) }
  }

  #position(index: number): Position {
    let low = 0
    let high = this.#lines.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#lines[middle] ?? 0) <= index) low = middle
      else high = middle - 1
    }
    return { byte: this.#byteAt(index), line: low + 1, column: index - (this.#lines[low] ?? 0) + 1 }
  }

  /** Places are asked for one after the other: from the last one it is never far. */
  #byteAt(index: number): number {
    const { index: last, byte } = this.#counted
    const between =
      index >= last
        ? Buffer.byteLength(this.#text.slice(last, index))
        : -Buffer.byteLength(this.#text.slice(index, last))
    this.#counted = { index, byte: byte + between }
    return this.#counted.byte
  }

  #next(): Token {
    TOKEN.lastIndex = this.#at
    const match = TOKEN.exec(this.#text)
    if (!match) {
      const start = this.#at + Math.max(0, this.#text.slice(this.#at).search(/\S|$/))
      const detail =
        start >= this.#text.length
          ? 'The JSON text ends before its value does.'
          : 'This character cannot stand here.'
      throw new JsonFault(detail, start)
    }
    const text = match[1] ?? match[2] ?? match[3] ?? match[4] ?? ''
    const kind = match[1] ? 'mark' : match[2] ? 'string' : match[3] ? 'number' : 'word'
    this.#at = TOKEN.lastIndex
    return { text, kind, start: this.#at - text.length, end: this.#at }
  }

  #value(token: Token, depth: number): JsonNode {
    if (depth > DEPTH_MAX)
      throw new JsonFault(`The nesting is deeper than ${DEPTH_MAX} levels.`, token.start, true)
    const range = this.range(token.start, token.end)
    if (token.kind === 'string') return { kind: 'string', text: unquote(token), range }
    if (token.kind === 'number') return { kind: 'number', text: token.text, range }
    if (token.text === 'true' || token.text === 'false' || token.text === 'null')
      return { kind: token.text, range }
    if (token.text === '{') return this.#object(token, depth)
    if (token.text === '[') return this.#array(token, depth)
    throw new JsonFault('A JSON value is expected here.', token.start)
  }

  #object(open: Token, depth: number): JsonNode {
    const members: JsonMember[] = []
    let token = this.#next()
    while (token.text !== '}' || token.kind !== 'mark') {
      if (token.kind !== 'string')
        throw new JsonFault('A key in double quotes is expected here.', token.start)
      this.#expect(':')
      const value = this.#value(this.#next(), depth + 1)
      members.push({ key: unquote(token), key_range: this.range(token.start, token.end), value })
      token = this.#separator('}')
    }
    return { kind: 'object', members, range: this.range(open.start, token.end) }
  }

  #array(open: Token, depth: number): JsonNode {
    const items: JsonNode[] = []
    let token = this.#next()
    while (token.text !== ']' || token.kind !== 'mark') {
      items.push(this.#value(token, depth + 1))
      token = this.#separator(']')
    }
    return { kind: 'array', items, range: this.range(open.start, token.end) }
  }

  /** What follows an item: the end, or the start of the next item behind a comma. */
  #separator(end: string): Token {
    const token = this.#next()
    if (token.kind === 'mark' && token.text === end) return token
    if (token.kind !== 'mark' || token.text !== ',')
      throw new JsonFault(`A comma or ${JSON.stringify(end)} is expected here.`, token.start)
    const next = this.#next()
    if (next.kind === 'mark' && (next.text === '}' || next.text === ']'))
      throw new JsonFault('JSON does not allow a comma behind the last item.', token.start)
    return next
  }

  #expect(mark: string): void {
    const token = this.#next()
    if (token.text !== mark || token.kind !== 'mark')
      throw new JsonFault(`${JSON.stringify(mark)} is expected here.`, token.start)
  }
}

function unquote(token: Token): string {
  try {
    return String(JSON.parse(token.text))
  } catch {
    throw new JsonFault('This string has an escape that JSON does not know.', token.start)
  }
}
