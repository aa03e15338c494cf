/**
 * Binary floating point as Go's `math/big.Float`, which Terraform's numbers are: each carries its own precision, every
 * operation rounds to nearest even at the larger precision of its operands. Literals and parsed texts have 512 bits,
 * lengths 64, results of `pow` and `log` 53: that decides how many digits `1/3` or `pow(2, 64)` shows.
 */
export class BigFloat {
  readonly kind: 'finite' | 'infinite'
  readonly negative: boolean
  /** 0n, or odd: the value is `mantissa * 2 ** exponent`. */
  readonly mantissa: bigint
  readonly exponent: number
  readonly precision: number

  private constructor(
    kind: 'finite' | 'infinite',
    negative: boolean,
    mantissa: bigint,
    exponent: number,
    precision: number,
  ) {
    this.kind = kind
    this.negative = negative
    this.mantissa = mantissa
    this.exponent = exponent
    this.precision = precision
  }

  static infinity(negative: boolean, precision = PARSED_PRECISION): BigFloat {
    return new BigFloat('infinite', negative, 0n, 0, precision)
  }

  static zero(negative: boolean, precision: number): BigFloat {
    return new BigFloat('finite', negative, 0n, 0, precision)
  }

  /**
   * Rounds `mantissa * 2 ** exponent` to `precision` bits, nearest even. `sticky` says that something nonzero and smaller
   * than the last bit of `mantissa` was cut off. Past Go's largest exponent it is infinite, past its smallest zero.
   */
  static round(
    negative: boolean,
    mantissa: bigint,
    exponent: number,
    precision: number,
    sticky = false,
  ): BigFloat {
    if (mantissa === 0n) return BigFloat.zero(negative, precision)
    let kept = mantissa
    let scale = exponent
    const surplus = bitLength(kept) - precision
    if (surplus > 0) {
      const shift = BigInt(surplus)
      const cut = kept & ((1n << shift) - 1n)
      const half = 1n << (shift - 1n)
      kept >>= shift
      scale += surplus
      if (cut > half || (cut === half && (sticky || (kept & 1n) === 1n))) kept += 1n
    }
    const zeros = trailingZeros(kept)
    kept >>= BigInt(zeros)
    scale += zeros
    const top = scale + bitLength(kept)
    if (top > MAX_EXPONENT) return BigFloat.infinity(negative, precision)
    if (top < MIN_EXPONENT) return BigFloat.zero(negative, precision)
    return new BigFloat('finite', negative, kept, scale, precision)
  }

  /** An integer as Go's NumberIntVal makes it: 64 bits. */
  static fromInteger(value: number | bigint): BigFloat {
    const integer = BigInt(value)
    return BigFloat.round(integer < 0n, magnitude(integer), 0, INTEGER_PRECISION)
  }

  /** An integer of any size, exact: at least `precision` bits, more where it needs them. */
  static fromBigInteger(value: bigint, precision: number): BigFloat {
    const size = magnitude(value)
    return BigFloat.round(value < 0n, size, 0, Math.max(precision, bitLength(size)))
  }

  /** A double, 53 bits; not for NaN. */
  static fromDouble(value: number): BigFloat {
    if (!Number.isFinite(value)) return BigFloat.infinity(value < 0, DOUBLE_PRECISION)
    const view = new DataView(new ArrayBuffer(8))
    view.setFloat64(0, value)
    const bits = view.getBigUint64(0)
    const fraction = bits & ((1n << 52n) - 1n)
    const power = Number((bits >> 52n) & 0x7ffn)
    const mantissa = power === 0 ? fraction : fraction | (1n << 52n)
    return BigFloat.round(bits >> 63n === 1n, mantissa, Math.max(power, 1) - 1075, DOUBLE_PRECISION)
  }

  get isZero(): boolean {
    return this.kind === 'finite' && this.mantissa === 0n
  }

  get isInteger(): boolean {
    return this.kind === 'finite' && this.exponent >= 0
  }

  /** -1, 0 or 1. */
  get sign(): number {
    if (this.isZero) return 0
    return this.negative ? -1 : 1
  }

  /** The same number rounded to another precision. */
  withPrecision(precision: number): BigFloat {
    if (this.kind === 'infinite') return BigFloat.infinity(this.negative, precision)
    return BigFloat.round(this.negative, this.mantissa, this.exponent, precision)
  }

  /** The integer part, cut towards zero; undefined for infinity and for what would need millions of bits. */
  truncate(): bigint | undefined {
    if (this.kind === 'infinite' || this.exponent > LARGEST_INTEGER_BITS) return undefined
    if (this.exponent < -LARGEST_INTEGER_BITS) return 0n
    const size =
      this.exponent >= 0 ? this.mantissa << BigInt(this.exponent) : this.mantissa >> BigInt(-this.exponent)
    return this.negative ? -size : size
  }

  /** The nearest double, halves to even. */
  toDouble(): number {
    if (this.isZero) return this.negative ? -0 : 0
    const sign = this.negative ? -1 : 1
    const top = this.exponent + bitLength(this.mantissa)
    if (this.kind === 'infinite' || top > 1024) return sign * Infinity
    // below the smallest normal double the mantissa loses bits: round once, at the place where they end
    const bits = Math.min(DOUBLE_PRECISION, top + 1074)
    if (bits < 0) return sign * 0
    if (bits === 0) return this.mantissa === 1n ? sign * 0 : sign * Number.MIN_VALUE
    const near = this.withPrecision(bits)
    if (near.exponent + bitLength(near.mantissa) > 1024) return sign * Infinity
    return sign * Number(near.mantissa) * 2 ** near.exponent
  }

  negate(): BigFloat {
    return new BigFloat(this.kind, !this.negative, this.mantissa, this.exponent, this.precision)
  }

  absolute(): BigFloat {
    return this.negative ? this.negate() : this
  }
}

/** Bits of a literal or a parsed text. */
export const PARSED_PRECISION = 512
/** Bits of a length, an index, a count. */
export const INTEGER_PRECISION = 64
/** Bits of what went through a double. */
export const DOUBLE_PRECISION = 53

const MAX_EXPONENT = 2147483647
const MIN_EXPONENT = -2147483648
/** An integer of more bits (300,000 digits) is not written out: a limit of ours. */
export const LARGEST_INTEGER_BITS = 1_000_000

export function bitLength(value: bigint): number {
  if (value <= 0xffffffffn) return 32 - Math.clz32(Number(value))
  const hex = value.toString(16)
  return hex.length * 4 - (Math.clz32(Number.parseInt(hex.charAt(0), 16)) - 28)
}

function trailingZeros(value: bigint): number {
  if ((value & 1n) === 1n) return 0
  let rest = value
  let count = 0
  while ((rest & 0xffffffffffffffffn) === 0n) {
    rest >>= 64n
    count += 64
  }
  while ((rest & 1n) === 0n) {
    rest >>= 1n
    count += 1
  }
  return count
}

export function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}
