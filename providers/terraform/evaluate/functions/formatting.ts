import { FunctionError } from '../types/evaluation-error.ts'
import { lengthRange } from '../types/ranges.ts'
import { refine } from '../types/refinements.ts'
import { DYNAMIC, listOf, STRING } from '../types/types.ts'
import { elementsOf, isWhollyKnown, list, originOf, string, unknown } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { argument, beyond, NOT_NULL, openResult, refuse, textArgument } from './arguments.ts'
import { formatText } from './format.ts'
import type { FunctionSpec, Parameter } from './function-spec.ts'
import { LONGEST_TEXT } from './strings.ts'

const FORMAT: Parameter = { name: 'format', type: STRING }
const ARGS: Parameter = { name: 'args', type: DYNAMIC, allow_null: true, allow_unknown: true }
const TEXTS = listOf(STRING)

/** A result with unknown parts. `%s` of one unknown string is that string, and goes on referring to its attribute. */
function openText(format: string, args: readonly Value[]): Value {
  const [only] = args
  const same = format === '%s' && args.length === 1 && only?.type.kind === 'string'
  const open = same ? unknown(STRING, originOf(only)) : openResult(STRING, args)
  const literal = format.indexOf('%')
  return literal > 0 ? refine(open, { prefix: format.slice(0, literal) }) : open
}

const format: FunctionSpec = {
  name: 'format',
  params: [FORMAT],
  variadic: ARGS,
  returns: STRING,
  refine: NOT_NULL,
  call: (args) => {
    const template = textArgument(args, 0)
    const given = args.slice(1)
    return given.every(isWhollyKnown) ? string(formatText(template, given)) : openText(template, given)
  },
}

function isSequence(value: Value): boolean {
  const { kind } = value.type
  return (kind === 'list' || kind === 'set' || kind === 'tuple') && !value.isNull
}

/** The number of elements of a sequence; undefined while that is open. */
function lengthOf(value: Value): number | undefined {
  if (value.type.kind === 'tuple') return value.type.elements.length
  const { min, max } = lengthRange(value)
  return value.isKnown && min === max ? min : undefined
}

/** The length that all sequences share: undefined without any, `open` where one is unknown. */
function sharedLength(args: readonly Value[]): number | 'open' | undefined {
  let shared: { readonly length: number; readonly index: number } | undefined
  let open = false
  for (const [i, value] of args.entries()) {
    if (!isSequence(value)) continue
    const length = lengthOf(value)
    if (length !== undefined && shared && shared.length !== length)
      refuse(
        `argument ${i + 1} has length ${length}, which is inconsistent with argument ${shared.index + 1} of length ${shared.length}`,
        i + 1,
      )
    if (length !== undefined) shared ??= { length, index: i }
    if (length === undefined || !value.isKnown) open = true
  }
  return open ? 'open' : shared?.length
}

/**
 * The arguments of each result. Terraform stops taking elements for a result at the first unknown, and the arguments behind
 * it fall back by one: so do ours.
 */
function* rowsOf(args: readonly Value[], count: number): Generator<readonly Value[]> {
  const taken = args.map(() => 0)
  for (let row = 0; row < count; row++) {
    const values: Value[] = []
    for (const [i, value] of args.entries()) {
      const at = taken[i] ?? 0
      if (isSequence(value)) taken[i] = at + 1
      const one = isSequence(value) ? argument(elementsOf(value), at) : value
      values.push(one)
      if (!isWhollyKnown(one)) break
    }
    yield values
  }
}

function formatted(template: string, row: readonly Value[], complete: boolean, round: number): Value {
  const last = row.at(-1)
  if (last && !isWhollyKnown(last)) {
    const origin = complete ? originOf(openText(template, row)) : originOf(openResult(STRING, [last]))
    return unknown(STRING, origin, NOT_NULL)
  }
  try {
    return string(formatText(template, row))
  } catch (error) {
    if (error instanceof FunctionError) return refuse(`error on format iteration ${round}: ${error.message}`)
    throw error
  }
}

const formatlist: FunctionSpec = {
  name: 'formatlist',
  params: [FORMAT],
  variadic: ARGS,
  returns: TEXTS,
  refine: NOT_NULL,
  call: (args) => {
    const template = textArgument(args, 0)
    const given = args.slice(1)
    if (given.length === 0) return list([string(formatText(template, []))])
    const length = sharedLength(given)
    if (length === 'open') return openResult(TEXTS, given)
    const rows = Array.from(rowsOf(given, length ?? 1))
    let room = LONGEST_TEXT
    const texts = rows.map((row, i) => {
      const one = formatted(template, row, row.length === given.length, i)
      room -= typeof one.payload === 'string' ? one.payload.length : 0
      return room < 0 ? beyond('the result is longer than evenkeel computes') : one
    })
    return list(texts, STRING)
  },
}

/** Functions with `%` verbs. */
export const FORMATTING: readonly FunctionSpec[] = [format, formatlist]
