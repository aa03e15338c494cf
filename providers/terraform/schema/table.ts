import type { Type } from '../evaluate/types/types.ts'
import { BOOL, DYNAMIC, NUMBER, STRING, listOf, mapOf, objectOf, setOf } from '../evaluate/types/types.ts'

/** One argument or exported attribute of a block, as the provider's schema has it. */
export interface AttributeSchema {
  readonly type: Type
  readonly required: boolean
  /** not set in code, it is known only after apply */
  readonly computed: boolean
  /** it can be set in code */
  readonly settable: boolean
  readonly sensitive: boolean
}

/** A type of nested block. `single` is an object; the others are collections of objects. */
export interface NestedSchema {
  readonly nesting: 'list' | 'set' | 'single'
  /** how many there must be, and may be */
  readonly min: number
  readonly max: number
  readonly block: BlockSchema
}

/** What a block of a provider may hold. */
export interface BlockSchema {
  /** it is of another version of the provider: there may be more, and none of it has to be there */
  readonly is_open?: true
  readonly attributes: ReadonlyMap<string, AttributeSchema>
  readonly blocks: ReadonlyMap<string, NestedSchema>
}

const NAME = /\w+/y
const CLOSING = new Set([']', '>', ')'])
const PRIMITIVES: Readonly<Record<string, Type>> = { s: STRING, n: NUMBER, b: BOOL, d: DYNAMIC }
const COLLECTIONS: Readonly<Record<string, (element: Type) => Type>> = { L: listOf, S: setOf, M: mapOf }

/**
 * Reads one line of the compact table. Entries stand apart by a blank: `name=FLAG!TYPE` is an attribute (flag `r`
 * required, `o` optional, `c` computed, `x` optional and computed; `!` sensitive), `name[…]`, `name<…>`, `name(…)` nested
 * blocks as list, set and single, where `min,max;` may stand before their entries. A type is `s n b d` (string, number, bool, any), `L S M` before an element's type, or
 * `{name:TYPE,…}`.
 */
export function parseBlockSchema(text: string): BlockSchema {
  return new TableReader(text).block()
}

class TableReader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  block(): BlockSchema {
    const attributes = new Map<string, AttributeSchema>()
    const blocks = new Map<string, NestedSchema>()
    while (this.#at < this.#text.length && !CLOSING.has(this.#peek())) {
      const name = this.#name()
      const mark = this.#next()
      if (mark === '=') attributes.set(name, this.#attribute())
      else {
        const { min, max } = this.#counts()
        blocks.set(name, { nesting: nestingOf(mark), min, max, block: this.block() })
        this.#next()
      }
      if (this.#peek() === ' ') this.#next()
    }
    return { attributes, blocks }
  }

  #counts(): { readonly min: number; readonly max: number } {
    const match = /(\d*),(\d*);/y
    match.lastIndex = this.#at
    const found = match.exec(this.#text)
    if (!found) return { min: 0, max: Infinity }
    this.#at = match.lastIndex
    const [, min = '', max = ''] = found
    return { min: Number(min), max: max === '' ? Infinity : Number(max) }
  }

  #attribute(): AttributeSchema {
    const flag = this.#next()
    const sensitive = this.#peek() === '!'
    if (sensitive) this.#next()
    return {
      type: this.#type(),
      required: flag === 'r',
      computed: flag === 'c' || flag === 'x',
      settable: flag !== 'c',
      sensitive,
    }
  }

  #type(): Type {
    const letter = this.#next()
    const collection = COLLECTIONS[letter]
    if (collection) return collection(this.#type())
    if (letter !== '{') return PRIMITIVES[letter] ?? DYNAMIC
    const fields = new Map<string, Type>()
    while (this.#peek() !== '}') {
      const name = this.#name()
      this.#next()
      fields.set(name, this.#type())
      if (this.#peek() === ',') this.#next()
    }
    this.#next()
    return objectOf(fields)
  }

  #name(): string {
    NAME.lastIndex = this.#at
    const name = NAME.exec(this.#text)?.[0] ?? ''
    this.#at += name.length
    return name
  }

  #peek(): string {
    return this.#text.charAt(this.#at)
  }

  #next(): string {
    return this.#text.charAt(this.#at++)
  }
}

function nestingOf(mark: string): NestedSchema['nesting'] {
  return mark === '<' ? 'set' : mark === '(' ? 'single' : 'list'
}
