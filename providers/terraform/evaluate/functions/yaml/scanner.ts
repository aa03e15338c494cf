import { scanBlock, scanPlain, scanQuoted } from './scan-scalar.ts'
import { scanAnchor, scanDirective, scanTag } from './scan-tag.ts'
import { isBlank, isBlankOrEnd, isBreak, YamlError, YamlSource } from './source.ts'
import type { Indicator, Token } from './tokens.ts'

/** A place where a key may have begun: only the colon behind it tells. */
interface SimpleKey {
  possible: boolean
  required: boolean
  token: number
  at: number
  line: number
  column: number
}

/** A key without a question mark must end on its line, within so many characters. */
const LONGEST_KEY = 1024

function noKey(): SimpleKey {
  return { possible: false, required: false, token: 0, at: 0, line: 0, column: 0 }
}

/** libyaml's scanner: a text's tokens, one after the other. Throws a YamlError. */
export class YamlScanner {
  readonly #source: YamlSource
  readonly #tokens: Token[] = []
  /** tokens that were handed out */
  #taken = 0
  #indent = -1
  readonly #indents: number[] = []
  readonly #keys: SimpleKey[] = [noKey()]
  #keyAllowed = true

  constructor(text: string) {
    this.#source = new YamlSource(text)
  }

  /** The next token, which stays the next. Behind the end it is the end again. */
  peek(): Token {
    while (this.#tokens.length === 0 || this.#keyPending()) this.#fetch()
    return this.#tokens[0] ?? { type: 'stream_end' }
  }

  next(): Token {
    const token = this.peek()
    if (token.type !== 'stream_end') {
      this.#tokens.shift()
      this.#taken++
    }
    return token
  }

  get #inFlow(): boolean {
    return this.#keys.length > 1
  }

  get #key(): SimpleKey {
    return this.#keys.at(-1) ?? noKey()
  }

  /** Whether the next token may turn out to begin a key. */
  #keyPending(): boolean {
    this.#dropStaleKeys()
    return this.#keys.some((key) => key.possible && key.token === this.#taken)
  }

  #dropStaleKeys(): void {
    const { line, at } = this.#source
    for (const key of this.#keys)
      if (key.possible && (key.line < line || key.at + LONGEST_KEY < at)) this.#dropKey(key)
  }

  #dropKey(key: SimpleKey): void {
    if (key.possible && key.required) throw new YamlError("could not find expected ':'")
    key.possible = false
  }

  #saveKey(): void {
    if (!this.#keyAllowed) return
    const { at, line, column } = this.#source
    this.#dropKey(this.#key)
    const required = !this.#inFlow && this.#indent === column
    Object.assign(this.#key, {
      possible: true,
      required,
      token: this.#taken + this.#tokens.length,
      at,
      line,
      column,
    })
  }

  #rollIndent(column: number, type: 'block_sequence_start' | 'block_mapping_start', token?: number): void {
    if (this.#inFlow || this.#indent >= column) return
    this.#indents.push(this.#indent)
    this.#indent = column
    this.#tokens.splice(token === undefined ? this.#tokens.length : token - this.#taken, 0, { type })
  }

  #unrollIndent(column: number): void {
    if (this.#inFlow) return
    while (this.#indent > column) {
      this.#tokens.push({ type: 'block_end' })
      this.#indent = this.#indents.pop() ?? -1
    }
  }

  /** Scans on by a token or several. */
  #fetch(): void {
    this.#skipToToken()
    this.#dropStaleKeys()
    this.#unrollIndent(this.#source.column)
    const source = this.#source
    const character = source.peek()
    if (character === '') return this.#fetchEnd()
    if (source.column === 0 && character === '%') return this.#fetchDirective()
    if (source.atDocumentMark('---')) return this.#fetchDocumentMark('document_start')
    if (source.atDocumentMark('...')) return this.#fetchDocumentMark('document_end')
    const spaced = isBlankOrEnd(source.peek(1))
    if (character === '[' || character === '{') return this.#fetchFlowStart(character)
    if (character === ']' || character === '}') return this.#fetchFlowEnd(character)
    if (character === ',') return this.#fetchFlowEntry()
    if (character === '-' && spaced) return this.#fetchBlockEntry()
    if (character === '?' && (this.#inFlow || spaced)) return this.#fetchKey()
    if (character === ':' && (this.#inFlow || spaced)) return this.#fetchValue()
    this.#fetchContent(character)
  }

  #fetchContent(character: string): void {
    const source = this.#source
    if ((character === '|' || character === '>') && !this.#inFlow) {
      this.#dropKey(this.#key)
      this.#keyAllowed = true
      this.#tokens.push(scanBlock(source, this.#indent))
      return
    }
    const special = '*&!\'"'.includes(character)
    // `-`, `?` and `:` come here only where no blank follows, or (in a flow) a dash
    const plain = !'#|>%@`'.includes(character) && !isBlank(character)
    if (!special && !plain) throw new YamlError('found character that cannot start any token')
    this.#saveKey()
    this.#keyAllowed = false
    if (character === '*') this.#tokens.push(scanAnchor(source, 'alias'))
    else if (character === '&') this.#tokens.push(scanAnchor(source, 'anchor'))
    else if (character === '!') this.#tokens.push(scanTag(source))
    else if (character === "'" || character === '"') this.#tokens.push(scanQuoted(source, character))
    else {
      const { token, continued } = scanPlain(source, this.#indent + 1, this.#inFlow)
      this.#tokens.push(token)
      if (continued) this.#keyAllowed = true
    }
  }

  #skipToToken(): void {
    const source = this.#source
    for (;;) {
      while (source.peek() === ' ' || (source.peek() === '\t' && (this.#inFlow || !this.#keyAllowed)))
        source.skip()
      source.skipComment()
      if (!isBreak(source.peek())) return
      source.takeBreak()
      if (!this.#inFlow) this.#keyAllowed = true
    }
  }

  #fetchEnd(): void {
    this.#unrollIndent(-1)
    this.#dropKey(this.#key)
    this.#keyAllowed = false
    this.#tokens.push({ type: 'stream_end' })
  }

  #fetchDirective(): void {
    this.#unrollIndent(-1)
    this.#dropKey(this.#key)
    this.#keyAllowed = false
    this.#tokens.push(scanDirective(this.#source))
  }

  #fetchDocumentMark(type: 'document_start' | 'document_end'): void {
    this.#unrollIndent(-1)
    this.#dropKey(this.#key)
    this.#keyAllowed = false
    this.#source.skip(3)
    this.#tokens.push({ type })
  }

  #fetchFlowStart(character: '[' | '{'): void {
    this.#saveKey()
    this.#keys.push(noKey())
    this.#keyAllowed = true
    this.#push(character === '[' ? 'flow_sequence_start' : 'flow_mapping_start')
  }

  #fetchFlowEnd(character: ']' | '}'): void {
    this.#dropKey(this.#key)
    if (this.#inFlow) this.#keys.pop()
    this.#keyAllowed = false
    this.#push(character === ']' ? 'flow_sequence_end' : 'flow_mapping_end')
  }

  #fetchFlowEntry(): void {
    this.#dropKey(this.#key)
    this.#keyAllowed = true
    this.#push('flow_entry')
  }

  #fetchBlockEntry(): void {
    if (!this.#inFlow) {
      if (!this.#keyAllowed) throw new YamlError('block sequence entries are not allowed in this context')
      this.#rollIndent(this.#source.column, 'block_sequence_start')
    }
    this.#dropKey(this.#key)
    this.#keyAllowed = true
    this.#push('block_entry')
  }

  #fetchKey(): void {
    if (!this.#inFlow) {
      if (!this.#keyAllowed) throw new YamlError('mapping keys are not allowed in this context')
      this.#rollIndent(this.#source.column, 'block_mapping_start')
    }
    this.#dropKey(this.#key)
    this.#keyAllowed = !this.#inFlow
    this.#push('key')
  }

  #fetchValue(): void {
    const key = this.#key
    if (key.possible) {
      this.#tokens.splice(key.token - this.#taken, 0, { type: 'key' })
      this.#rollIndent(key.column, 'block_mapping_start', key.token)
      key.possible = false
      this.#keyAllowed = false
    } else {
      if (!this.#inFlow) {
        if (!this.#keyAllowed) throw new YamlError('mapping values are not allowed in this context')
        this.#rollIndent(this.#source.column, 'block_mapping_start')
      }
      this.#keyAllowed = !this.#inFlow
    }
    this.#push('value')
  }

  /** A token of one character. */
  #push(type: Indicator): void {
    this.#source.skip()
    this.#tokens.push({ type })
  }
}
