import { convert } from '../../types/conversion.ts'
import { STRING, typeName } from '../../types/types.ts'
import { elementsOf, entriesOf, hasElements, NULL, object, string, textOf, tuple } from '../../types/value.ts'
import type { Value } from '../../types/value.ts'
import { beyond } from '../arguments.ts'
import { MERGE, resolveScalar, TAGS } from './resolve-scalar.ts'
import { YamlScanner } from './scanner.ts'
import { YamlError } from './source.ts'
import type { ScalarStyle, Token } from './tokens.ts'

/** The one document of a YAML text as a value: mappings as objects, sequences as tuples. Throws a YamlError. */
export function decodeYaml(text: string): Value {
  return new Decoder(text).document()
}

/** Deeper documents are not read, nor larger ones once their aliases are written out: limits of ours. */
const DEEPEST = 1000
const MOST_NODES = 2_000_000

interface Properties {
  readonly anchor: string | undefined
  /** in full, '' for none */
  readonly tag: string
}

type TokenType = Token['type']

/** libyaml's grammar over the scanner's tokens, making values as it goes. */
class Decoder {
  readonly #scanner: YamlScanner
  readonly #anchors = new Map<string, Value>()
  readonly #pending = new Map<string, number>()
  readonly #handles = new Map<string, string>()
  #depth = 0
  #nodes = 0

  constructor(text: string) {
    this.#scanner = new YamlScanner(text)
  }

  document(): Value {
    const explicit = this.#at('version', 'tag_directive', 'document_start', 'stream_end')
    if (this.#at('stream_end')) throw new YamlError('missing start of document')
    this.#directives()
    if (explicit) this.#expect('document_start', 'did not find expected <document start>')
    const empty =
      explicit && this.#at('version', 'tag_directive', 'document_start', 'document_end', 'stream_end')
    const value = empty ? NULL : this.#node(true, false)
    while (this.#at('document_end')) this.#scanner.next()
    if (!this.#at('stream_end')) throw new YamlError('only a single document is allowed')
    return value
  }

  #at(...types: readonly TokenType[]): boolean {
    return types.includes(this.#scanner.peek().type)
  }

  #skip(type: TokenType): boolean {
    if (!this.#at(type)) return false
    this.#scanner.next()
    return true
  }

  #expect(type: TokenType, problem: string): void {
    if (!this.#skip(type)) throw new YamlError(problem)
  }

  #directives(): void {
    let version = false
    for (let token = this.#scanner.peek(); ; token = this.#scanner.peek()) {
      if (token.type === 'version') {
        if (version) throw new YamlError('found duplicate %YAML directive')
        if (!/^0?1\.0?1$/.test(token.version)) throw new YamlError('found incompatible YAML document')
        version = true
      } else if (token.type === 'tag_directive') {
        if (this.#handles.has(token.handle)) throw new YamlError('found duplicate %TAG directive')
        this.#handles.set(token.handle, token.prefix)
      } else break
      this.#scanner.next()
    }
    if (!this.#handles.has('!')) this.#handles.set('!', '!')
    if (!this.#handles.has('!!')) this.#handles.set('!!', 'tag:yaml.org,2002:')
  }

  /** An anchor and a tag in either order. */
  #properties(): Properties {
    let anchor: string | undefined
    let tag = ''
    for (let i = 0; i < 2; i++) {
      const token = this.#scanner.peek()
      if (token.type === 'anchor' && anchor === undefined) anchor = token.name
      else if (token.type === 'tag' && tag === '') tag = this.#fullTag(token.handle, token.suffix)
      else break
      this.#scanner.next()
    }
    return { anchor, tag }
  }

  #fullTag(handle: string, suffix: string): string {
    if (handle === '') return suffix
    const prefix = this.#handles.get(handle)
    if (prefix === undefined) throw new YamlError('found undefined tag handle')
    return prefix + suffix
  }

  #node(block: boolean, indentless: boolean): Value {
    this.#count(1)
    const first = this.#scanner.peek()
    if (first.type === 'alias') {
      this.#scanner.next()
      return this.#alias(first.name)
    }
    const properties = this.#properties()
    if (++this.#depth > DEEPEST) beyond('the document is nested deeper than evenkeel reads')
    const value = this.#anchored(properties.anchor, () => this.#content(properties, block, indentless))
    this.#depth--
    return value
  }

  #content({ anchor, tag }: Properties, block: boolean, indentless: boolean): Value {
    const token = this.#scanner.peek()
    if (token.type === 'scalar') {
      this.#scanner.next()
      return scalar(tag, token.value, token.style)
    }
    const sequence = this.#sequenceAt(token.type, block, indentless)
    if (sequence) {
      requireTag(tag, TAGS.seq, 'sequence')
      return tuple(sequence.call(this))
    }
    const mapping = token.type === 'flow_mapping_start' || (block && token.type === 'block_mapping_start')
    if (mapping) {
      requireTag(tag, TAGS.map, 'mapping')
      this.#scanner.next()
      return token.type === 'flow_mapping_start' ? this.#flowMapping() : this.#blockMapping()
    }
    if (anchor === undefined && tag === '') throw new YamlError('did not find expected node content')
    return scalar(tag, '', 'plain')
  }

  #sequenceAt(type: TokenType, block: boolean, indentless: boolean): (() => readonly Value[]) | undefined {
    if (indentless && type === 'block_entry') return this.#indentlessSequence
    if (type === 'flow_sequence_start') return this.#flowSequence
    return block && type === 'block_sequence_start' ? this.#blockSequence : undefined
  }

  #count(nodes: number): void {
    this.#nodes += nodes
    if (this.#nodes > MOST_NODES) beyond('the document is larger than evenkeel reads')
  }

  #alias(name: string): Value {
    if (this.#pending.has(name))
      throw new YamlError(`cannot refer to anchor ${JSON.stringify(name)} from inside its own definition`)
    const value = this.#anchors.get(name)
    if (!value) throw new YamlError(`reference to undefined anchor ${JSON.stringify(name)}`)
    this.#count(sizeOf(value))
    return value
  }

  #anchored(anchor: string | undefined, decode: () => Value): Value {
    if (anchor === undefined) return decode()
    this.#pending.set(anchor, (this.#pending.get(anchor) ?? 0) + 1)
    const value = decode()
    const left = (this.#pending.get(anchor) ?? 1) - 1
    if (left === 0) this.#pending.delete(anchor)
    else this.#pending.set(anchor, left)
    this.#anchors.set(anchor, value)
    return value
  }

  #blockSequence(): readonly Value[] {
    const elements: Value[] = []
    this.#scanner.next()
    while (this.#skip('block_entry'))
      elements.push(this.#at('block_entry', 'block_end') ? NULL : this.#node(true, false))
    this.#expect('block_end', "did not find expected '-' indicator")
    return elements
  }

  /** A sequence at its key's own indentation. */
  #indentlessSequence(): readonly Value[] {
    const elements: Value[] = []
    while (this.#skip('block_entry'))
      elements.push(this.#at('block_entry', 'key', 'value', 'block_end') ? NULL : this.#node(true, false))
    return elements
  }

  #flowSequence(): readonly Value[] {
    const elements: Value[] = []
    this.#scanner.next()
    for (let first = true; !this.#at('flow_sequence_end'); first = false) {
      if (!first) this.#expect('flow_entry', "did not find expected ',' or ']'")
      if (this.#at('flow_sequence_end')) break
      elements.push(this.#skip('key') ? this.#singlePair() : this.#node(false, false))
    }
    this.#scanner.next()
    return elements
  }

  /** `[a: b]`: a mapping of one pair without braces. */
  #singlePair(): Value {
    const entries = new Map<string, Value>()
    const ends: readonly TokenType[] = ['flow_entry', 'flow_sequence_end']
    const key = this.#key(this.#at('value', ...ends))
    this.#put(entries, key, this.#skip('value') && !this.#at(...ends) ? this.#node(false, false) : NULL)
    return object(entries)
  }

  #blockMapping(): Value {
    const entries = new Map<string, Value>()
    const ends: readonly TokenType[] = ['key', 'value', 'block_end']
    while (this.#skip('key')) {
      const key = this.#key(this.#at(...ends))
      this.#put(entries, key, this.#skip('value') && !this.#at(...ends) ? this.#node(true, true) : NULL)
    }
    this.#expect('block_end', 'did not find expected key')
    return object(entries)
  }

  #flowMapping(): Value {
    const entries = new Map<string, Value>()
    const ends: readonly TokenType[] = ['flow_entry', 'flow_mapping_end']
    for (let first = true; !this.#at('flow_mapping_end'); first = false) {
      if (!first) this.#expect('flow_entry', "did not find expected ',' or '}'")
      if (this.#at('flow_mapping_end')) break
      const marked = this.#skip('key')
      const key = this.#key(marked && this.#at('value', ...ends))
      const valued = marked && this.#skip('value') && !this.#at(...ends)
      this.#put(entries, key, valued ? this.#node(false, false) : NULL)
    }
    this.#scanner.next()
    return object(entries)
  }

  /** A key's text; its anchor, if any, names nothing. */
  #key(empty: boolean): string | typeof MERGE {
    const { tag } = empty ? { tag: '' } : this.#properties()
    const token = this.#scanner.peek()
    const given = !empty && token.type === 'scalar' ? token : undefined
    if (given) this.#scanner.next()
    else if (!empty && tag === '') throw new YamlError('only strings are allowed as mapping keys')
    const key = resolveScalar(tag, given?.value ?? '', isQuoted(given?.style ?? 'plain'))
    if (key === MERGE) return MERGE
    if (key.isNull) throw new YamlError('mapping key cannot be null')
    return textOf(convert(key, STRING))
  }

  #put(entries: Map<string, Value>, key: string | typeof MERGE, value: Value): void {
    if (key !== MERGE) {
      entries.set(key, value)
      return
    }
    if (value.type.kind !== 'object') throw new YamlError(`cannot merge ${typeName(value.type)} into mapping`)
    for (const [name, part] of entriesOf(value)) entries.set(name, part)
  }
}

function requireTag(tag: string, wanted: string, what: string): void {
  if (tag !== '' && tag !== wanted) throw new YamlError(`can't interpret ${what} as ${tag}`)
}

function isQuoted(style: ScalarStyle): boolean {
  return style === 'single' || style === 'double'
}

function scalar(tag: string, text: string, style: ScalarStyle): Value {
  const value = resolveScalar(tag, text, isQuoted(style))
  if (value === MERGE) return string('<<')
  // a block is text: what it looks like is resolved first all the same, then turned back
  return tag === '' && style !== 'plain' ? convert(value, STRING) : value
}

const sizes = new WeakMap<Value, number>()

/** The number of parts of a value, itself among them. */
function sizeOf(value: Value): number {
  const known = sizes.get(value)
  if (known !== undefined) return known
  const size = hasElements(value) ? elementsOf(value).reduce((sum, part) => sum + sizeOf(part), 1) : 1
  sizes.set(value, size)
  return size
}
