import { bitLength, buildCode, FIXED_LITERALS, FIXED_OFFSETS } from './huffman.ts'
import type { Code } from './huffman.ts'

/** A repetition: so many bytes, from so far back. */
interface Match {
  readonly length: number
  readonly distance: number
}

/** What a block is made of: a byte, or a repetition. */
export type Symbol = number | Match

const END = 256
const LITERALS = 286
const OFFSETS = 30

/** RFC 1951: the least length (from 3) and distance (from 1) of each code, less that, and how many further bits tell the rest. */
const LENGTH_BASE = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224,
  255,
]
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
const OFFSET_BITS = Array.from({ length: OFFSETS }, (_, i) => Math.max(0, Math.trunc(i / 2) - 1))
const OFFSET_BASE = OFFSET_BITS.map((bits, i) => (i < 4 ? i : (2 + (i % 2)) << bits))
/** The order in which the lengths of the code for code lengths are written. */
const HEADER_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
const LONGEST_STORED = 65535

function codeOf(bases: readonly number[], value: number): number {
  return bases.findLastIndex((base) => base <= value)
}

/** A code length, or how often one is repeated: the symbol, and further bits. */
interface LengthSymbol {
  readonly symbol: number
  readonly extra: number
}

const EXTRA_BITS: Readonly<Record<number, number>> = { 16: 2, 17: 3, 18: 7 }

/** Writes blocks of compressed data, each in the shortest of the three forms, as Go's compress/flate chooses. */
export class BlockWriter {
  readonly bytes: number[] = []
  #bits = 0
  #count = 0

  /** One block that is not the last; `input` is what it stands for, where it can still be stored as it is. */
  block(symbols: readonly Symbol[], input: Uint8Array | undefined): void {
    const { literals, offsets } = countSymbols(symbols)
    const literalCode = buildCode(literals, 15)
    const offsetCode = buildCode(offsets, 15)
    const used = { literals: usedCount(literals), offsets: usedCount(offsets) }
    const storable = input !== undefined && input.length <= LONGEST_STORED
    const extra = storable ? extraBits(literals, offsets) : 0
    const header = lengthSymbols(literalCode, offsetCode, used.literals, used.offsets)
    const headerFrequencies = new Uint32Array(19)
    for (const { symbol } of header) headerFrequencies[symbol] = (headerFrequencies[symbol] ?? 0) + 1
    const headerCode = buildCode(headerFrequencies, 7)
    let written = HEADER_ORDER.length
    while (written > 4 && headerFrequencies[HEADER_ORDER[written - 1] ?? 0] === 0) written--
    const headerExtra = header.reduce((sum, { symbol }) => sum + (EXTRA_BITS[symbol] ?? 0), 0)
    const headerBits = 17 + 3 * written + bitLength(headerCode, headerFrequencies) + headerExtra
    const dynamic = headerBits + bitLength(literalCode, literals) + bitLength(offsetCode, offsets) + extra
    const fixed = 3 + bitLength(FIXED_LITERALS, literals) + bitLength(FIXED_OFFSETS, offsets) + extra
    if (storable && (input.length + 5) * 8 < Math.min(fixed, dynamic)) {
      this.stored(input, false)
      return
    }
    if (dynamic < fixed) {
      this.#write(4, 3)
      this.#write(used.literals - 257, 5)
      this.#write(used.offsets - 1, 5)
      this.#write(written - 4, 4)
      for (const symbol of HEADER_ORDER.slice(0, written)) this.#write(headerCode.lengths[symbol] ?? 0, 3)
      for (const { symbol, extra: repeat } of header) {
        this.#code(headerCode, symbol)
        this.#write(repeat, EXTRA_BITS[symbol] ?? 0)
      }
      this.#symbols(symbols, literalCode, offsetCode)
    } else {
      this.#write(2, 3)
      this.#symbols(symbols, FIXED_LITERALS, FIXED_OFFSETS)
    }
  }

  /** Bytes as they are; without any, a mark that ends on a whole byte. */
  stored(input: Uint8Array, last: boolean): void {
    this.#write(last ? 1 : 0, 3)
    this.#align()
    this.bytes.push(input.length & 0xff, input.length >> 8, ~input.length & 0xff, (~input.length >> 8) & 0xff)
    for (const byte of input) this.bytes.push(byte)
  }

  #symbols(symbols: readonly Symbol[], literalCode: Code, offsetCode: Code): void {
    for (const symbol of symbols) {
      if (typeof symbol === 'number') {
        this.#code(literalCode, symbol)
        continue
      }
      const length = codeOf(LENGTH_BASE, symbol.length - 3)
      this.#code(literalCode, 257 + length)
      this.#write(symbol.length - 3 - (LENGTH_BASE[length] ?? 0), LENGTH_BITS[length] ?? 0)
      const offset = codeOf(OFFSET_BASE, symbol.distance - 1)
      this.#code(offsetCode, offset)
      this.#write(symbol.distance - 1 - (OFFSET_BASE[offset] ?? 0), OFFSET_BITS[offset] ?? 0)
    }
    this.#code(literalCode, END)
  }

  #code(code: Code, symbol: number): void {
    this.#write(code.bits[symbol] ?? 0, code.lengths[symbol] ?? 0)
  }

  /** Adds so many bits, the lowest first. */
  #write(value: number, count: number): void {
    this.#bits |= value << this.#count
    this.#count += count
    while (this.#count >= 8) {
      this.bytes.push(this.#bits & 0xff)
      this.#bits >>>= 8
      this.#count -= 8
    }
  }

  #align(): void {
    if (this.#count > 0) this.bytes.push(this.#bits & 0xff)
    this.#bits = 0
    this.#count = 0
  }
}

function countSymbols(symbols: readonly Symbol[]): {
  readonly literals: Uint32Array
  readonly offsets: Uint32Array
} {
  const literals = new Uint32Array(LITERALS)
  const offsets = new Uint32Array(OFFSETS)
  const count = (frequencies: Uint32Array, symbol: number): void => {
    frequencies[symbol] = (frequencies[symbol] ?? 0) + 1
  }
  for (const symbol of symbols) {
    if (typeof symbol === 'number') count(literals, symbol)
    else {
      count(literals, 257 + codeOf(LENGTH_BASE, symbol.length - 3))
      count(offsets, codeOf(OFFSET_BASE, symbol.distance - 1))
    }
  }
  count(literals, END)
  // a block without repetitions still has a code for one distance
  if (usedCount(offsets) === 0) offsets[0] = 1
  return { literals, offsets }
}

function usedCount(frequencies: Uint32Array): number {
  return frequencies.findLastIndex((frequency) => frequency > 0) + 1
}

function extraBits(literals: Uint32Array, offsets: Uint32Array): number {
  const lengths = LENGTH_BITS.reduce((sum, bits, i) => sum + bits * (literals[257 + i] ?? 0), 0)
  return OFFSET_BITS.reduce((sum, bits, i) => sum + bits * (offsets[i] ?? 0), lengths)
}

/** Both codes' lengths in one row, runs written as repetitions. */
function lengthSymbols(
  literalCode: Code,
  offsetCode: Code,
  literals: number,
  offsets: number,
): readonly LengthSymbol[] {
  const lengths = [...literalCode.lengths.subarray(0, literals), ...offsetCode.lengths.subarray(0, offsets)]
  const result: LengthSymbol[] = []
  for (let at = 0; at < lengths.length;) {
    const size = lengths[at] ?? 0
    let count = 1
    while (lengths[at + count] === size) count++
    at += count
    count = size === 0 ? zeroRuns(result, count) : equalRuns(result, size, count)
    for (; count > 0; count--) result.push({ symbol: size, extra: 0 })
  }
  return result
}

/** Writes runs of an equal length behind a first one; the number of those left. */
function equalRuns(result: LengthSymbol[], size: number, given: number): number {
  result.push({ symbol: size, extra: 0 })
  let count = given - 1
  while (count >= 3) {
    const run = Math.min(6, count)
    result.push({ symbol: 16, extra: run - 3 })
    count -= run
  }
  return count
}

function zeroRuns(result: LengthSymbol[], given: number): number {
  let count = given
  while (count >= 11) {
    const run = Math.min(138, count)
    result.push({ symbol: 18, extra: run - 11 })
    count -= run
  }
  if (count < 3) return count
  result.push({ symbol: 17, extra: count - 3 })
  return 0
}
