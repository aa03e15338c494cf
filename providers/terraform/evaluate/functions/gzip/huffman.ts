/** A prefix code: for each symbol its bits, last first as they are written, and how many; length 0 for none. */
export interface Code {
  readonly bits: Uint16Array
  readonly lengths: Uint8Array
}

interface Leaf {
  readonly symbol: number
  readonly frequency: number
}

function reversed(value: number, length: number): number {
  let result = 0
  for (let i = 0; i < length; i++) result |= ((value >> i) & 1) << (length - 1 - i)
  return result
}

/** The fixed code of RFC 1951 for literals and lengths. */
function fixedLiterals(): Code {
  const bits = new Uint16Array(286)
  const lengths = new Uint8Array(286)
  for (let symbol = 0; symbol < 286; symbol++) {
    const [code, length] =
      symbol < 144
        ? [symbol + 48, 8]
        : symbol < 256
          ? [symbol + 256, 9]
          : symbol < 280
            ? [symbol - 256, 7]
            : [symbol - 88, 8]
    bits[symbol] = reversed(code, length)
    lengths[symbol] = length
  }
  return { bits, lengths }
}

function fixedOffsets(): Code {
  return {
    bits: Uint16Array.from({ length: 30 }, (_, symbol) => reversed(symbol, 5)),
    lengths: new Uint8Array(30).fill(5),
  }
}

export const FIXED_LITERALS: Code = fixedLiterals()
export const FIXED_OFFSETS: Code = fixedOffsets()

/** The number of bits that all symbols together take. */
export function bitLength(code: Code, frequencies: Uint32Array): number {
  return frequencies.reduce((sum, frequency, symbol) => sum + frequency * (code.lengths[symbol] ?? 0), 0)
}

/** The best code whose symbols have at most so many bits (package-merge), symbol by symbol the one that Go makes. */
export function buildCode(frequencies: Uint32Array, maxBits: number): Code {
  const bits = new Uint16Array(frequencies.length)
  const lengths = new Uint8Array(frequencies.length)
  const leaves: Leaf[] = []
  for (const [symbol, frequency] of frequencies.entries())
    if (frequency > 0) leaves.push({ symbol, frequency })
  if (leaves.length <= 2) {
    for (const [i, { symbol }] of leaves.entries()) {
      bits[symbol] = i
      lengths[symbol] = 1
    }
    return { bits, lengths }
  }
  leaves.sort((a, b) => a.frequency - b.frequency || a.symbol - b.symbol)
  let code = 0
  let end = leaves.length
  for (const [length, count] of bitCounts(leaves, maxBits).entries()) {
    code <<= 1
    if (length === 0 || count === 0) continue
    const chunk = leaves.slice(end - count, end).sort((a, b) => a.symbol - b.symbol)
    for (const { symbol } of chunk) {
      bits[symbol] = reversed(code, length)
      lengths[symbol] = length
      code++
    }
    end -= count
  }
  return { bits, lengths }
}

interface Level {
  last: number
  nextLeaf: number
  nextPair: number
  needed: number
}

/** How many symbols have each number of bits (the boundary package-merge algorithm). */
function bitCounts(leaves: readonly Leaf[], limit: number): readonly number[] {
  const n = leaves.length
  const top = Math.min(limit, n - 1)
  const frequency = (i: number): number => leaves[i]?.frequency ?? Infinity
  const levels: Level[] = Array.from({ length: top + 2 }, (_, i) => ({
    last: frequency(1),
    nextLeaf: frequency(2),
    nextPair: i === 1 ? Infinity : frequency(0) + frequency(1),
    needed: 0,
  }))
  const counts = Array.from({ length: top + 1 }, (_, i) => {
    const row = Array.from({ length: top + 1 }, () => 0)
    row[i] = i === 0 ? 0 : 2
    return row
  })
  const at = (i: number): Level => levels[i] ?? { last: 0, nextLeaf: 0, nextPair: 0, needed: 0 }
  at(top).needed = 2 * n - 4
  for (let i = top; ;) {
    const level = at(i)
    if (level.nextPair === Infinity && level.nextLeaf === Infinity) {
      level.needed = 0
      at(++i).nextPair = Infinity
      continue
    }
    const previous = level.last
    const row = counts[i] ?? []
    if (level.nextLeaf < level.nextPair) {
      const taken = (row[i] ?? 0) + 1
      level.last = level.nextLeaf
      row[i] = taken
      level.nextLeaf = frequency(taken)
    } else {
      level.last = level.nextPair
      for (let k = 0; k < i; k++) row[k] = counts[i - 1]?.[k] ?? 0
      at(i - 1).needed = 2
    }
    level.needed--
    if (level.needed === 0) {
      if (i === top) break
      at(i + 1).nextPair = previous + level.last
      i++
    } else while (i > 0 && at(i - 1).needed > 0) i--
  }
  const row = counts[top] ?? []
  return Array.from({ length: top + 1 }, (_, bits) =>
    bits === 0 ? 0 : (row[top - bits + 1] ?? 0) - (row[top - bits] ?? 0),
  )
}
