import { add, compare } from '../types/arithmetic.ts'
import { NotANumber } from '../types/arithmetic.ts'
import { convert } from '../types/conversion.ts'
import { ConversionError } from '../types/evaluation-error.ts'
import { BigFloat, bitLength, INTEGER_PRECISION, magnitude } from '../types/number.ts'
import { rangeOf } from '../types/ranges.ts'
import { DYNAMIC, NUMBER, typeName } from '../types/types.ts'
import {
  elementsOf,
  hasElements,
  integer,
  isWhollyKnown,
  number,
  numberOf,
  unknown,
  unmarked,
  withMarks,
} from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { argument, beyond, NOT_NULL, openResult, refuse, textArgument, wholeNumber } from './arguments.ts'
import type { FunctionSpec, Parameter } from './function-spec.ts'
import { naturalLog, power } from './go-math.ts'

const NUM: Parameter = { name: 'num', type: NUMBER }

const abs: FunctionSpec = {
  name: 'abs',
  params: [{ ...NUM, allow_dynamic: true, allow_marked: true }],
  returns: NUMBER,
  refine: NOT_NULL,
  call: (args) => {
    const value = argument(args, 0)
    if (value.isKnown) return withMarks(number(numberOf(unmarked(value)).absolute()), value.marks)
    const range = rangeOf(value)
    const zero = { number: BigFloat.fromInteger(0), inclusive: true }
    return withMarks(
      unknown(NUMBER, undefined, { ...(range.not_null && { not_null: true }), min: zero }),
      value.marks,
    )
  },
}

/** A whole number as Go's SetInt rounds it: to the source's precision. */
function whole(value: bigint, precision: number): Value {
  return number(BigFloat.round(value < 0n, magnitude(value), 0, precision))
}

function rounding(name: string, toward: -1 | 1): FunctionSpec {
  return {
    name,
    params: [NUM],
    returns: NUMBER,
    refine: NOT_NULL,
    call: (args) => {
      const exact = numberOf(argument(args, 0))
      const cut = exact.truncate()
      if (cut === undefined) return number(exact)
      const off = compare(exact, BigFloat.fromBigInteger(cut, INTEGER_PRECISION)) * toward
      return whole(off > 0 ? cut + BigInt(toward) : cut, exact.precision)
    },
  }
}

/** A number as a double; finite numbers that none can hold are refused. */
function double(value: Value): number {
  const exact = numberOf(value)
  const near = exact.toDouble()
  if (!Number.isFinite(near) && exact.kind === 'finite')
    refuse(
      `value must be between ${(-Number.MAX_VALUE).toFixed(6)} and ${Number.MAX_VALUE.toFixed(6)} inclusive`,
    )
  return near
}

function fromDouble(value: number): Value {
  if (Number.isNaN(value)) throw new NotANumber('NewFloat(NaN)')
  return number(BigFloat.fromDouble(value))
}

const log: FunctionSpec = {
  name: 'log',
  params: [NUM, { name: 'base', type: NUMBER }],
  returns: NUMBER,
  refine: NOT_NULL,
  call: (args) => fromDouble(naturalLog(double(argument(args, 0))) / naturalLog(double(argument(args, 1)))),
}

const pow: FunctionSpec = {
  name: 'pow',
  params: [NUM, { name: 'power', type: NUMBER }],
  returns: NUMBER,
  refine: NOT_NULL,
  call: (args) => fromDouble(power(double(argument(args, 0)), double(argument(args, 1)))),
}

const signum: FunctionSpec = {
  name: 'signum',
  params: [NUM],
  returns: NUMBER,
  refine: NOT_NULL,
  call: (args) => integer(Math.sign(wholeNumber(argument(args, 0)))),
}

function extreme(name: string, toward: -1 | 1): FunctionSpec {
  return {
    name,
    params: [],
    variadic: { name: 'numbers', type: NUMBER, allow_dynamic: true },
    returns: NUMBER,
    refine: NOT_NULL,
    call: (args) => {
      if (args.length === 0) refuse('must pass at least one number')
      let best = BigFloat.infinity(toward > 0)
      for (const value of args) if (compare(numberOf(value), best) * toward > 0) best = numberOf(value)
      return number(best)
    },
  }
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'

/** The value of a digit: up to base 36 letters of either case, above it capitals behind the small ones (Go's big.Int). */
function digitValue(digit: string, base: number): number {
  const lower = DIGITS.indexOf(digit)
  if (lower >= 0) return lower
  const upper = DIGITS.indexOf(digit.toLowerCase())
  if (upper < 10) return Infinity
  return base <= 36 ? upper : upper + 26
}

function parseInteger(text: string, base: number): bigint | undefined {
  const digits = text.replace(/^[+-]/, '')
  if (digits === '') return undefined
  let value = 0n
  for (const digit of digits) {
    const one = digitValue(digit, base)
    if (one >= base) return undefined
    value = value * BigInt(base) + BigInt(one)
  }
  return text.startsWith('-') ? -value : value
}

/** More digits are not read: a limit of ours. */
const LONGEST_INTEGER = 100_000

const parseint: FunctionSpec = {
  name: 'parseint',
  params: [
    { name: 'number', type: DYNAMIC },
    { name: 'base', type: NUMBER },
  ],
  returns: (args) => {
    const { type } = argument(args, 0)
    if (type.kind !== 'string') refuse(`first argument must be a string, not ${typeName(type)}`, 0)
    return NUMBER
  },
  refine: NOT_NULL,
  call: (args) => {
    const text = textArgument(args, 0)
    const base = wholeNumber(argument(args, 1), '', 1)
    if (base < 2 || base > 62) refuse('base must be a whole number between 2 and 62 inclusive', 1)
    if (text.length > LONGEST_INTEGER) beyond('the number has more digits than evenkeel reads')
    const value = parseInteger(text, base)
    if (value === undefined)
      return refuse(`cannot parse ${JSON.stringify(text)} as a base ${base} integer`, 0)
    return number(BigFloat.fromBigInteger(value, Math.max(INTEGER_PRECISION, bitLength(magnitude(value)))))
  },
}

const NOT_NUMBERS = 'argument must be list, set, or tuple of number values'

function summand(value: Value): BigFloat {
  if (value.isNull) refuse(NOT_NUMBERS, 0)
  try {
    return numberOf(convert(value, NUMBER))
  } catch (error) {
    if (error instanceof ConversionError) return refuse(NOT_NUMBERS, 0)
    throw error
  }
}

const sum: FunctionSpec = {
  name: 'sum',
  params: [{ name: 'list', type: DYNAMIC }],
  returns: NUMBER,
  refine: NOT_NULL,
  call: (args) => {
    const values = argument(args, 0)
    const { kind } = values.type
    if (!hasElements(values)) refuse('cannot sum noniterable', 0)
    if (elementsOf(values).length === 0) refuse('cannot sum an empty list', 0)
    if (kind !== 'list' && kind !== 'set' && kind !== 'tuple')
      refuse(`argument must be list, set, or tuple. Received ${typeName(values.type)}`, 0)
    if (!isWhollyKnown(values)) return openResult(NUMBER, args)
    return number(elementsOf(values).map(summand).reduce(add))
  },
}

/** Functions of numbers. */
export const NUMERIC: readonly FunctionSpec[] = [
  abs,
  rounding('ceil', 1),
  rounding('floor', -1),
  log,
  pow,
  signum,
  extreme('max', 1),
  extreme('min', -1),
  parseint,
  sum,
]
