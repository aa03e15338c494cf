import { divideAt, multiplyAt } from './arithmetic.ts'
import { UncomputedError } from './evaluation-error.ts'
import { BigFloat, bitLength, LARGEST_INTEGER_BITS, PARSED_PRECISION } from './number.ts'

/** More digits than this in a number are not read: a limit of ours, far above what any file holds. */
const LONGEST_LITERAL = 100_000

const NUMBER_TEXT = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eEpP])([+-]?\d+))?$/

/**
 * A number as cty parses it (Go's big.ParseFloat in base 10 at 512 bits): `1`, `.5`, `5.`, `1e3`, `1p3` (times two to the
 * third), `Inf`. Undefined for what is none. @throws UncomputedError for too many digits
 */
export function parseNumber(text: string): BigFloat | undefined {
  const infinite = /^([+-]?)[Ii]nf$/.exec(text)
  if (infinite) return BigFloat.infinity(infinite[1] === '-')
  const match = NUMBER_TEXT.exec(text)
  if (!match) return undefined
  if (text.length > LONGEST_LITERAL)
    throw new UncomputedError('EVALUATION_LIMIT', 'a number has more digits than evenkeel reads')
  const [, sign = '', whole = '', fraction = '', mark = '', power = '0'] = match
  if (whole === '' && fraction === '') return undefined
  const negative = sign === '-'
  const mantissa = BigInt(whole + fraction)
  if (mantissa === 0n) return BigFloat.zero(negative, PARSED_PRECISION)
  const given = Number(power)
  if (!Number.isSafeInteger(given)) return undefined
  const binary = mark === 'p' || mark === 'P'
  const fives = (binary ? 0 : given) - fraction.length
  const twos = given - fraction.length
  if (Math.abs(twos) > 2147483647) return undefined
  if (fives === 0) return BigFloat.round(negative, mantissa, twos, PARSED_PRECISION)
  return scaledByFives(negative, mantissa, twos, fives)
}

/** `mantissa * 2 ** twos * 5 ** fives`; the power of five has 64 guard bits, as in Go. */
function scaledByFives(negative: boolean, mantissa: bigint, twos: number, fives: number): BigFloat {
  const exact = BigFloat.round(negative, mantissa, twos, Math.max(PARSED_PRECISION, bitLength(mantissa)))
  const power = powerOfFive(Math.abs(fives), PARSED_PRECISION + 64)
  return fives < 0 ? divideAt(exact, power, PARSED_PRECISION) : multiplyAt(exact, power, PARSED_PRECISION)
}

function powerOfFive(power: number, precision: number): BigFloat {
  if (power <= 27) return BigFloat.round(false, 5n ** BigInt(power), 0, precision)
  let result = BigFloat.round(false, 5n ** 27n, 0, precision)
  let factor = BigFloat.round(false, 5n, 0, precision + 64)
  for (let rest = power - 27; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiplyAt(result, factor, precision)
    factor = multiplyAt(factor, factor, precision + 64)
  }
  return result
}

/** `0.digits * 10 ** point`, without zeros at either end; no digits for zero. */
interface Decimal {
  readonly digits: string
  readonly point: number
}

function decimal(mantissa: bigint, exponent: number): Decimal {
  if (exponent > LARGEST_INTEGER_BITS || exponent < -LARGEST_INTEGER_BITS)
    throw new UncomputedError('EVALUATION_LIMIT', 'a number has more digits than evenkeel writes out')
  if (mantissa === 0n) return { digits: '', point: 0 }
  const scaled = exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent)
  const text = scaled.toString()
  return { digits: withoutZeros(text), point: text.length + Math.min(exponent, 0) }
}

/** Without the zeros at the end. */
function withoutZeros(digits: string): string {
  let end = digits.length
  while (digits.charCodeAt(end - 1) === 48) end--
  return digits.slice(0, end)
}

/** The first `count` digits, rounded half to even on the exact value. */
function roundDigits(value: Decimal, count: number): Decimal {
  if (count >= value.digits.length) return value
  if (count < 0) return { digits: '', point: 0 }
  const next = value.digits.charCodeAt(count) - 48
  const exactHalf = next === 5 && count + 1 === value.digits.length
  const lastOdd = count > 0 && (value.digits.charCodeAt(count - 1) - 48) % 2 === 1
  const up = exactHalf ? lastOdd : next >= 5
  return up ? roundUp(value, count) : roundDown(value, count)
}

function roundDown(value: Decimal, count: number): Decimal {
  const digits = withoutZeros(value.digits.slice(0, count))
  return digits === '' ? { digits: '', point: 0 } : { digits, point: value.point }
}

function roundUp(value: Decimal, count: number): Decimal {
  const kept = value.digits.slice(0, count)
  const nines = /9*$/.exec(kept)?.[0].length ?? 0
  const head = kept.slice(0, kept.length - nines)
  if (head === '') return { digits: '1', point: value.point + 1 }
  const last = head.charCodeAt(head.length - 1) - 48 + 1
  return { digits: head.slice(0, -1) + String(last), point: value.point }
}

/** The fewest digits that still mean this number at its precision (Go's roundShortest). */
function shortest(x: BigFloat): Decimal {
  const value = decimal(x.mantissa, x.exponent)
  if (value.digits === '') return value
  const shift = x.precision + 1 - bitLength(x.mantissa)
  const mantissa = x.mantissa << BigInt(shift)
  const exponent = x.exponent - shift
  const lower = decimal(mantissa - 1n, exponent)
  const upper = decimal(mantissa + 1n, exponent)
  const inclusive = (mantissa & 2n) === 0n
  const at = (d: Decimal, i: number): number => (i < d.digits.length ? d.digits.charCodeAt(i) - 48 : 0)
  for (let i = 0; i < value.digits.length; i++) {
    const m = at(value, i)
    const l = at(lower, i)
    const u = at(upper, i)
    const down = l !== m || (inclusive && i + 1 === lower.digits.length)
    const up = m !== u && (inclusive || m + 1 < u || i + 1 < upper.digits.length)
    if (down && up) return roundDigits(value, i + 1)
    if (down) return roundDown(value, i + 1)
    if (up) return roundUp(value, i + 1)
  }
  return value
}

/** Whether the number is written out: a limit of ours. */
export function isWritable(x: BigFloat): boolean {
  return x.kind === 'infinite' || Math.abs(x.exponent) + x.precision < LARGEST_INTEGER_BITS
}

/** A number as Terraform writes it into a string: shortest decimal, never an exponent; `Inf`, `-Inf`. @throws UncomputedError */
export function numberText(x: BigFloat): string {
  // a whole number within its precision has no neighbour that fewer digits could mean
  const isPlain = x.kind === 'finite' && x.exponent >= 0 && bitLength(x.mantissa) + x.exponent <= x.precision
  if (isPlain) return signOf(x) + (x.mantissa << BigInt(x.exponent)).toString()
  return fixedText(x, -1)
}

function signOf(x: BigFloat): string {
  return x.negative ? '-' : ''
}

function infiniteText(x: BigFloat): string {
  return x.negative ? '-Inf' : '+Inf'
}

/** Go's `Text('f', places)`: `places` digits after the point, -1 for the fewest that are enough. */
export function fixedText(x: BigFloat, places: number): string {
  if (x.kind === 'infinite') return infiniteText(x)
  const value = places < 0 ? shortest(x) : rounded(x, (d) => d.point + places)
  return signOf(x) + fixedDigits(value, places < 0 ? Math.max(0, value.digits.length - value.point) : places)
}

function rounded(x: BigFloat, count: (value: Decimal) => number): Decimal {
  const value = decimal(x.mantissa, x.exponent)
  return roundDigits(value, count(value))
}

function fixedDigits(value: Decimal, places: number): string {
  const whole = value.point > 0 ? value.digits.slice(0, value.point).padEnd(value.point, '0') : '0'
  if (places === 0) return whole
  const zeros = '0'.repeat(Math.min(places, Math.max(0, -value.point)))
  const rest = zeros + value.digits.slice(Math.max(0, value.point))
  return `${whole}.${rest.slice(0, places).padEnd(places, '0')}`
}

/** Go's `Text('e', places)`: `1.5e+03`, at least two digits of exponent; -1 for the fewest digits. */
export function exponentText(x: BigFloat, places: number): string {
  if (x.kind === 'infinite') return infiniteText(x)
  const value = places < 0 ? shortest(x) : rounded(x, () => places + 1)
  return signOf(x) + exponentDigits(value, places < 0 ? Math.max(value.digits.length - 1, 0) : places)
}

function exponentDigits(value: Decimal, places: number): string {
  const first = value.digits.charAt(0) || '0'
  const rest = places > 0 ? `.${value.digits.slice(1, places + 1).padEnd(places, '0')}` : ''
  const power = value.digits === '' ? 0 : value.point - 1
  return `${first}${rest}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}

/** Go's `Text('g', digits)`: an exponent for very small and large ones; -1 for the fewest digits. */
export function generalText(x: BigFloat, digits: number): string {
  if (x.kind === 'infinite') return infiniteText(x)
  const fewest = digits < 0
  const wanted = digits === 0 ? 1 : digits
  const value = fewest ? shortest(x) : rounded(x, () => wanted)
  const short = wanted > value.digits.length && value.digits.length >= value.point
  const threshold = fewest ? 6 : short ? value.digits.length : wanted
  const power = value.point - 1
  if (power < -4 || power >= threshold) return signOf(x) + exponentDigits(value, value.digits.length - 1)
  return signOf(x) + fixedDigits(value, Math.max(value.digits.length - value.point, 0))
}
