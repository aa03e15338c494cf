import { BlockWriter } from './block-writer.ts'
import type { Symbol } from './block-writer.ts'

const WINDOW = 1 << 15
const MASK = WINDOW - 1
const SHORTEST = 4
const LONGEST = 258
const HASH_BITS = 17
const MOST_SYMBOLS = 1 << 14
/** Go's level 6: matches from `GOOD` on are searched a quarter as far, from `LAZY` on not improved, from `NICE` on taken. */
const GOOD = 8
const LAZY = 16
const NICE = 128
const CHAIN = 128
/** With less than this ahead nothing is compressed until the text ends. */
const LOOKAHEAD = SHORTEST + LONGEST

interface Found {
  readonly length: number
  readonly distance: number
}

const NOTHING: Found = { length: SHORTEST - 1, distance: 0 }

/** Compresses to the very bytes that Go's compress/flate gives at its default level for one write, a flush and a close. */
export function deflate(input: Uint8Array): Uint8Array {
  const compressor = new Compressor(input)
  compressor.run()
  return Uint8Array.from(compressor.writer.bytes)
}

/** Go's compressor with lazy matching. Places are those of the whole input; Go's window of two halves is kept in mind. */
class Compressor {
  readonly writer = new BlockWriter()
  readonly #input: Uint8Array
  /** the last place with each hash plus one, and the one before each place */
  readonly #heads = new Int32Array(1 << HASH_BITS)
  readonly #previous = new Int32Array(WINDOW)
  #symbols: Symbol[] = []
  #windowStart = 0
  #windowEnd = 0
  #at = 0
  #blockStart = 0
  #chainHead = 0
  #found = NOTHING
  /** whether the byte before `at` still has to be written */
  #pending = false

  constructor(input: Uint8Array) {
    this.#input = input
  }

  run(): void {
    while (this.#windowEnd < this.#input.length) {
      this.#compress(false)
      this.#fill()
    }
    this.#compress(true)
    this.writer.stored(new Uint8Array(), false)
    this.writer.stored(new Uint8Array(), true)
  }

  #fill(): void {
    if (this.#at - this.#windowStart >= 2 * WINDOW - LOOKAHEAD) this.#windowStart += WINDOW
    this.#windowEnd = Math.min(this.#input.length, this.#windowStart + 2 * WINDOW)
  }

  #hash(at: number): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#input.subarray(at, at + 4)
    return Math.imul((a << 24) | (b << 16) | (c << 8) | d, 0x1e35a7bd) >>> (32 - HASH_BITS)
  }

  #insert(at: number): void {
    const hash = this.#hash(at)
    this.#previous[at & MASK] = this.#heads[hash] ?? 0
    this.#heads[hash] = at + 1
  }

  #compress(ending: boolean): void {
    const insertEnd = this.#windowEnd - (SHORTEST - 1)
    for (;;) {
      const lookahead = this.#windowEnd - this.#at
      if (lookahead < LOOKAHEAD && !ending) return
      if (lookahead === 0) {
        this.#finish()
        return
      }
      if (this.#at < insertEnd) {
        this.#chainHead = this.#heads[this.#hash(this.#at)] ?? 0
        this.#insert(this.#at)
      }
      const before = this.#found
      this.#found = this.#search(before, lookahead)
      if (before.length >= SHORTEST && this.#found.length <= before.length) this.#takeMatch(before, insertEnd)
      else this.#takeByte()
    }
  }

  #search(before: Found, lookahead: number): Found {
    const least = Math.max(this.#windowStart, this.#at - WINDOW)
    if (this.#chainHead - 1 < least || lookahead <= before.length || before.length >= LAZY) return NOTHING
    return this.#findMatch(this.#chainHead - 1, lookahead)
  }

  #findMatch(head: number, lookahead: number): Found {
    const input = this.#input
    const at = this.#at
    const most = Math.min(LONGEST, lookahead)
    const nice = Math.min(NICE, most)
    let { length, distance } = NOTHING
    let last = input[at + length]
    let tries = length >= GOOD ? CHAIN >> 2 : CHAIN
    for (let i = head; tries > 0; tries--) {
      if (input[i + length] === last) {
        let n = 0
        while (n < most && input[i + n] === input[at + n]) n++
        if (n > length && (n > SHORTEST || at - i <= 4096)) {
          length = n
          distance = at - i
          if (n >= nice) break
          last = input[at + n]
        }
      }
      if (i === at - WINDOW) break
      i = (this.#previous[i & MASK] ?? 0) - 1
      if (i < at - WINDOW || i < this.#windowStart) break
    }
    return { length, distance }
  }

  /** Writes the match of the byte before, which this byte's does not better. */
  #takeMatch({ length, distance }: Found, insertEnd: number): void {
    this.#symbols.push({ length, distance })
    const end = this.#at + length - 1
    for (this.#at++; this.#at < end; this.#at++) if (this.#at < insertEnd) this.#insert(this.#at)
    this.#pending = false
    this.#found = NOTHING
    if (this.#symbols.length === MOST_SYMBOLS) this.#block(this.#at)
  }

  #takeByte(): void {
    if (this.#pending) {
      this.#symbols.push(this.#input[this.#at - 1] ?? 0)
      if (this.#symbols.length === MOST_SYMBOLS) this.#block(this.#at)
    }
    this.#at++
    this.#pending = true
  }

  #finish(): void {
    if (this.#pending) {
      this.#symbols.push(this.#input[this.#at - 1] ?? 0)
      this.#pending = false
    }
    if (this.#symbols.length > 0) this.#block(this.#at)
  }

  #block(end: number): void {
    // what the window no longer holds cannot be stored as it is
    const inWindow = this.#blockStart >= this.#windowStart
    this.writer.block(this.#symbols, inWindow ? this.#input.subarray(this.#blockStart, end) : undefined)
    this.#blockStart = end
    this.#symbols = []
  }
}
