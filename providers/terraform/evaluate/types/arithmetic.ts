import { BigFloat, bitLength, PARSED_PRECISION } from './number.ts'

/** What Go's big.Float panics with: 0/0, Inf-Inf, 0*Inf. Terraform shows the text. */
export class NotANumber extends Error {}

/** Below this distance of exponents the smaller operand only decides the rounding. */
const FAR_BITS = 2048

/** Exact sum, rounded to the larger precision. */
export function add(a: BigFloat, b: BigFloat): BigFloat {
  const precision = Math.max(a.precision, b.precision)
  if (a.kind === 'infinite' || b.kind === 'infinite') {
    if (a.kind === 'infinite' && b.kind === 'infinite' && a.negative !== b.negative)
      throw new NotANumber('addition of infinities with opposite signs')
    return BigFloat.infinity(a.kind === 'infinite' ? a.negative : b.negative, precision)
  }
  if (a.isZero && b.isZero) return BigFloat.zero(a.negative && b.negative, precision)
  if (a.isZero) return b.withPrecision(precision)
  if (b.isZero) return a.withPrecision(precision)
  const far = addFarApart(a, b, precision)
  if (far) return far
  const exponent = Math.min(a.exponent, b.exponent)
  const sum = aligned(a, exponent) + aligned(b, exponent)
  return BigFloat.round(sum < 0n, sum < 0n ? -sum : sum, exponent, precision)
}

function aligned(x: BigFloat, exponent: number): bigint {
  const size = x.mantissa << BigInt(x.exponent - exponent)
  return x.negative ? -size : size
}

/** A sum whose operands do not overlap even in guard bits: no gigantic shift is needed to round it right. */
function addFarApart(a: BigFloat, b: BigFloat, precision: number): BigFloat | undefined {
  const [large, small] = topOf(a) >= topOf(b) ? [a, b] : [b, a]
  const room = precision + FAR_BITS
  if (large.exponent - topOf(small) < room) return undefined
  const shift = BigInt(room)
  const widened = large.mantissa << shift
  const exponent = large.exponent - room
  if (large.negative === small.negative)
    return BigFloat.round(large.negative, widened, exponent, precision, true)
  return BigFloat.round(large.negative, widened - 1n, exponent, precision, true)
}

function topOf(x: BigFloat): number {
  return x.exponent + bitLength(x.mantissa)
}

export function subtract(a: BigFloat, b: BigFloat): BigFloat {
  return add(a, b.negate())
}

/** Product at 512 bits, then at the precision of the operands or what it needs to be exact, as cty does. */
export function multiply(a: BigFloat, b: BigFloat): BigFloat {
  const operands = Math.max(a.precision, b.precision)
  const product = multiplyAt(a, b, PARSED_PRECISION)
  const needed = product.kind === 'finite' ? bitLength(product.mantissa) : 0
  return product.withPrecision(Math.max(operands, needed))
}

/** Product rounded to the given precision. */
export function multiplyAt(a: BigFloat, b: BigFloat, precision: number): BigFloat {
  const negative = a.negative !== b.negative
  if (a.kind === 'infinite' || b.kind === 'infinite') {
    if (a.isZero || b.isZero) throw new NotANumber('multiplication of zero with infinity')
    return BigFloat.infinity(negative, precision)
  }
  return BigFloat.round(negative, a.mantissa * b.mantissa, a.exponent + b.exponent, precision)
}

/** Quotient rounded to the larger precision; a number by zero is infinite. */
export function divide(a: BigFloat, b: BigFloat): BigFloat {
  return divideAt(a, b, Math.max(a.precision, b.precision))
}

/** Quotient rounded to the given precision. */
export function divideAt(a: BigFloat, b: BigFloat, precision: number): BigFloat {
  const negative = a.negative !== b.negative
  if ((a.isZero && b.isZero) || (a.kind === 'infinite' && b.kind === 'infinite'))
    throw new NotANumber('division of zero by zero or infinity by infinity')
  if (a.kind === 'infinite' || b.isZero) return BigFloat.infinity(negative, precision)
  if (b.kind === 'infinite' || a.isZero) return BigFloat.zero(negative, precision)
  const shift = Math.max(0, precision + 2 + bitLength(b.mantissa) - bitLength(a.mantissa))
  const dividend = a.mantissa << BigInt(shift)
  const quotient = dividend / b.mantissa
  const sticky = quotient * b.mantissa !== dividend
  // one more bit below the quotient carries what the division left
  const mantissa = (quotient << 1n) | (sticky ? 1n : 0n)
  return BigFloat.round(negative, mantissa, a.exponent - b.exponent - shift - 1, precision)
}

/** cty's remainder: `a - b * trunc(a / b)`, the quotient being a rounded one; `a` itself for a zero `b`. */
export function modulo(a: BigFloat, b: BigFloat): BigFloat {
  if (b.isZero) return a
  const quotient = divide(a, b).truncate()
  if (quotient === undefined) throw new NotANumber('modulo of a number too large')
  const whole = BigFloat.round(quotient < 0n, quotient < 0n ? -quotient : quotient, 0, a.precision)
  const product = multiplyAt(b, whole, a.precision)
  const difference = add(a, product.negate())
  return difference.withPrecision(a.precision)
}

/** Order of two numbers by value: negative, 0 or positive. */
export function compare(a: BigFloat, b: BigFloat): number {
  if (a.sign !== b.sign) return a.sign - b.sign
  if (a.kind === 'infinite' || b.kind === 'infinite') {
    const rank = (x: BigFloat): number => (x.kind === 'infinite' ? x.sign : 0)
    return rank(a) - rank(b)
  }
  if (a.sign === 0) return 0
  const tops = topOf(a) - topOf(b)
  if (tops !== 0) return a.negative ? -tops : tops
  const exponent = Math.min(a.exponent, b.exponent)
  const left = aligned(a, exponent)
  const right = aligned(b, exponent)
  return left < right ? -1 : left > right ? 1 : 0
}
