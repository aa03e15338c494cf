import { BigFloat } from '../types/number.ts'

/**
 * Logarithm and power as Go's `math` computes them on amd64, to the last bit: `pow` and `log` print all digits of a double,
 * and other libraries differ in the last one.
 */

const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10
const LOG_ODD = [0.6666666666666735, 0.2857142874366239, 0.1818357216161805, 0.14798198605116586]
const LOG_EVEN = [0.3999999999940942, 0.22222198432149784, 0.15313837699209373]

/** A double as `fraction * 2 ** exponent`, the fraction in [0.5, 1). */
function split(x: number): { readonly fraction: number; readonly exponent: number } {
  if (x === 0 || !Number.isFinite(x)) return { fraction: x, exponent: 0 }
  let exponent = Math.max(-1023, Math.floor(Math.log2(Math.abs(x))) + 1)
  let fraction = x * 2 ** -exponent
  while (Math.abs(fraction) < 0.5) {
    fraction *= 2
    exponent--
  }
  while (Math.abs(fraction) >= 1) {
    fraction *= 0.5
    exponent++
  }
  return { fraction, exponent }
}

/** `x * 2 ** exponent`, rounded once. */
function scale(x: number, exponent: number): number {
  const { fraction, exponent: own } = split(x)
  const power = exponent + own
  if (power > 1024) return x < 0 ? -Infinity : x === 0 ? x : Infinity
  if (power < -1080) return x < 0 ? -0 : 0
  const half = Math.trunc(power / 2)
  return power >= -1021
    ? fraction * 2 ** half * 2 ** (power - half)
    : fraction * 2 ** (power + 1074) * 2 ** -1074
}

function polynomial(x: number, coefficients: readonly number[]): number {
  return coefficients.reduceRight((sum, coefficient) => coefficient + x * sum, 0)
}

/** Natural logarithm (FreeBSD's algorithm). */
export function naturalLog(x: number): number {
  if (Number.isNaN(x) || x === Infinity) return x
  if (x < 0) return Number.NaN
  if (x === 0) return -Infinity
  let { fraction, exponent } = split(x)
  if (fraction < Math.SQRT2 / 2) {
    fraction *= 2
    exponent--
  }
  const f = fraction - 1
  const s = f / (2 + f)
  const s2 = s * s
  const s4 = s2 * s2
  const rest = s2 * polynomial(s4, LOG_ODD) + s4 * polynomial(s4, LOG_EVEN)
  const half = 0.5 * f * f
  return exponent * LN2_HIGH - (half - (s * (half + rest) + exponent * LN2_LOW) - f)
}

const TAYLOR = [1, 0.5, 0.16666666666666666, 0.041666666666666664, 0.008333333333333333]
const TAYLOR_TAIL = [0.001388888888888889, 0.0001984126984126984, 2.48015873015873e-5]
const LN2_UPPER = 0.693147180559663
const LN2_LOWER = 2.8235290563031577e-13

/** Exact fused multiply-add through integers: processors round it once, JavaScript would twice. */
function fused(a: number, b: number, c: number): number {
  const product = parts(a, b)
  const sum = c === 0 ? { size: 0n, exponent: 0 } : parts(c, 1)
  if (product.size === 0n) return c
  const exponent = sum.size === 0n ? product.exponent : Math.min(product.exponent, sum.exponent)
  const total =
    (product.size << BigInt(product.exponent - exponent)) +
    (sum.size === 0n ? 0n : sum.size << BigInt(sum.exponent - exponent))
  return BigFloat.round(total < 0n, total < 0n ? -total : total, exponent, 53).toDouble()
}

function parts(a: number, b: number): { readonly size: bigint; readonly exponent: number } {
  const left = BigFloat.fromDouble(a)
  const right = BigFloat.fromDouble(b)
  const size = left.mantissa * right.mantissa
  return { size: left.negative === right.negative ? size : -size, exponent: left.exponent + right.exponent }
}

/** e to a power of moderate size (Shibata's algorithm with fused steps, as Go's assembly for processors of today). */
function exponential(x: number): number {
  const power = roundHalfEven(x * Math.LOG2E)
  let r = fused(-LN2_UPPER, power, x)
  r = fused(-LN2_LOWER, power, r) * 0.0625
  const series = [...TAYLOR, ...TAYLOR_TAIL].reduceRight((sum, coefficient) => fused(sum, r, coefficient))
  r *= series
  for (let i = 0; i < 3; i++) r *= r + 2
  return scale(fused(r, r + 2, 1), power)
}

function roundHalfEven(x: number): number {
  const floor = Math.floor(x)
  const over = x - floor
  if (over !== 0.5) return Math.round(x)
  return floor % 2 === 0 ? floor : floor + 1
}

/** x to the power of y, by repeated squaring of the fraction. NaN for a fractional power of a negative number. */
export function power(x: number, y: number): number {
  const special = specialPower(x, y)
  if (special !== undefined) return special
  let whole = Math.trunc(Math.abs(y))
  let part = Math.abs(y) - whole
  if (part !== 0 && x < 0) return Number.NaN
  if (whole >= 2 ** 63) return x === -1 ? 1 : Math.abs(x) < 1 === y > 0 ? 0 : Infinity
  let result = 1
  let exponent = 0
  if (part !== 0) {
    if (part > 0.5) {
      part--
      whole++
    }
    result = exponential(part * naturalLog(x))
  }
  let { fraction: base, exponent: shift } = split(x)
  for (let rest = BigInt(whole); rest !== 0n; rest >>= 1n) {
    if (shift < -4096 || shift > 4096) {
      exponent += shift
      break
    }
    if ((rest & 1n) === 1n) {
      result *= base
      exponent += shift
    }
    base *= base
    shift *= 2
    if (base < 0.5) {
      base += base
      shift--
    }
  }
  return y < 0 ? scale(1 / result, -exponent) : scale(result, exponent)
}

/** The cases that need no arithmetic, or the processor's square root. */
function specialPower(x: number, y: number): number | undefined {
  if (y === 0 || x === 1) return 1
  if (y === 1) return x
  if (x === 0 || !Number.isFinite(x) || !Number.isFinite(y)) return x === -1 ? 1 : x ** y
  if (y === 0.5) return Math.sqrt(x)
  return y === -0.5 ? 1 / Math.sqrt(x) : undefined
}
