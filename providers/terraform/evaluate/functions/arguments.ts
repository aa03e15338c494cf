import { FunctionError, UncomputedError } from '../types/evaluation-error.ts'
import { firstOrigin } from '../types/equality.ts'
import type { Type } from '../types/types.ts'
import { numberOf, textOf, unknown, unmarked } from '../types/value.ts'
import type { Value } from '../types/value.ts'

/** What every result of most functions is: not null. */
export const NOT_NULL = { not_null: true } as const

/** The argument at an index that the call protocol has checked to be there. */
export function argument(args: readonly Value[], index: number): Value {
  const value = args[index]
  if (!value) throw new TypeError(`argument ${index} is missing`)
  return value
}

/** The text of a string argument, marks aside. */
export function textArgument(args: readonly Value[], index: number): string {
  return textOf(unmarked(argument(args, index)))
}

/** Refuses the call. `index` is the argument to blame, where one is. */
export function refuse(message: string, index?: number): never {
  throw new FunctionError(message, index)
}

/** Gives the call up: what Terraform computes here is past a limit of ours. */
export function beyond(message: string): never {
  throw new UncomputedError('EVALUATION_LIMIT', message)
}

/** No list of more elements is made: a limit of ours. */
const MOST_ELEMENTS = 10_000_000

/** Gives the call up before it makes more elements than that. */
export function limitElements(count: number): void {
  if (count > MOST_ELEMENTS) beyond('the result has more elements than evenkeel computes')
}

const LEAST = -(2n ** 63n)
const GREATEST = 2n ** 63n - 1n

/**
 * A number argument as a whole number of 64 bits; `index` is named in the refusal only where the function does so, and
 * `what` stands before cty's words ("invalid size: …"). Beyond 2^53 it is inexact, which no caller can tell.
 */
export function wholeNumber(value: Value, what = '', index?: number): number {
  const exact = numberOf(unmarked(value))
  const integer = exact.isInteger ? exact.truncate() : undefined
  if (integer === undefined || integer < LEAST || integer > GREATEST)
    throw new FunctionError(
      `${what}value must be a whole number, between ${LEAST} and ${GREATEST} inclusive`,
      index,
    )
  return Number(integer)
}

/** What is left of a whole number of 64 bits after division, exactly; with the sign of the number. */
export function remainder(value: Value, divisor: number): number {
  return Number((numberOf(unmarked(value)).truncate() ?? 0n) % BigInt(divisor))
}

/** An unknown of the type, with the reason of the first unknown among what it comes from. */
export function openResult(type: Type, sources: readonly Value[]): Value {
  return unknown(type, firstOrigin(sources))
}
