import { rangeOf } from '../types/ranges.ts'
import { byBytes } from '../types/byte-order.ts'
import { refine } from '../types/refinements.ts'
import { BOOL, listOf, STRING } from '../types/types.ts'
import {
  bool,
  elementsOf,
  FALSE,
  isWhollyKnown,
  list,
  originOf,
  string,
  textOf,
  TRUE,
  unknown,
} from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { argument, beyond, NOT_NULL, openResult, refuse, textArgument } from './arguments.ts'
import type { FunctionSpec, Parameter } from './function-spec.ts'
import { LONGEST_TEXT } from './strings.ts'

const TEXTS = listOf(STRING)
const STR: Parameter = { name: 'str', type: STRING }

function part(value: Value, index: number, list: number, lists: number): string {
  if (!value.isNull) return textOf(value)
  const where = lists > 1 ? ` of list ${list + 1}` : ''
  return refuse(`element ${index}${where} is null; cannot concatenate null values`, list + 1)
}

/** One unknown element alone is the result itself, so it still refers to where it came from. */
function onlyUnknown(lists: readonly Value[]): Value | undefined {
  if (!lists.every((one) => one.isKnown)) return undefined
  const [only, ...others] = lists.flatMap(elementsOf)
  const origin = only && others.length === 0 ? originOf(only) : undefined
  return origin && unknown(STRING, origin)
}

const join: FunctionSpec = {
  name: 'join',
  params: [{ name: 'separator', type: STRING }],
  variadic: { name: 'lists', type: TEXTS },
  returns: STRING,
  refine: NOT_NULL,
  call: (args) => {
    const lists = args.slice(1)
    if (lists.length === 0) refuse('at least one list is required')
    if (!lists.every(isWhollyKnown)) return onlyUnknown(lists) ?? openResult(STRING, lists)
    const texts = lists.flatMap((one, i) =>
      elementsOf(one).map((value, j) => part(value, j, i, lists.length)),
    )
    const separator = textArgument(args, 0)
    if (separator.length * texts.length > LONGEST_TEXT) beyond('the result is longer than evenkeel computes')
    return string(texts.join(separator))
  },
}

/** An unknown list of strings, as long as the given one. */
function equallyLong(value: Value): Value {
  const { min_length = 0, max_length = Infinity } = rangeOf(value)
  return refine(openResult(TEXTS, [value]), { min_length, max_length })
}

const sort: FunctionSpec = {
  name: 'sort',
  params: [{ name: 'list', type: TEXTS, allow_unknown: true }],
  returns: TEXTS,
  refine: NOT_NULL,
  call: (args) => {
    const given = argument(args, 0)
    if (!isWhollyKnown(given)) return equallyLong(given)
    const missing = elementsOf(given).findIndex((value) => value.isNull)
    if (missing >= 0) refuse(`given list element ${missing} is null; a null string cannot be sorted`)
    return list(
      elementsOf(given).toSorted((a, b) => byBytes(textOf(a), textOf(b))),
      STRING,
    )
  },
}

const split: FunctionSpec = {
  name: 'split',
  params: [{ name: 'separator', type: STRING }, STR],
  returns: TEXTS,
  refine: NOT_NULL,
  call: (args) => {
    const separator = textArgument(args, 0)
    const text = textArgument(args, 1)
    const parts = separator === '' ? Array.from(text) : text.split(separator)
    return list(parts.map(string), STRING)
  },
}

const startswith: FunctionSpec = {
  name: 'startswith',
  params: [
    { ...STR, allow_unknown: true },
    { name: 'prefix', type: STRING },
  ],
  returns: BOOL,
  refine: NOT_NULL,
  call: (args) => {
    const text = argument(args, 0)
    const prefix = textArgument(args, 1)
    if (text.isKnown) return bool(textOf(text).startsWith(prefix))
    if (prefix === '') return TRUE
    const known = rangeOf(text).prefix ?? ''
    if (known.startsWith(prefix)) return TRUE
    if (known !== '' && Buffer.byteLength(known) >= Buffer.byteLength(prefix)) return FALSE
    return openResult(BOOL, args)
  },
}

const endswith: FunctionSpec = {
  name: 'endswith',
  params: [STR, { name: 'suffix', type: STRING }],
  returns: BOOL,
  refine: NOT_NULL,
  call: (args) => bool(textArgument(args, 0).endsWith(textArgument(args, 1))),
}

const strcontains: FunctionSpec = {
  name: 'strcontains',
  params: [STR, { name: 'substr', type: STRING }],
  returns: BOOL,
  call: (args) => bool(textArgument(args, 0).includes(textArgument(args, 1))),
}

const compact: FunctionSpec = {
  name: 'compact',
  params: [{ name: 'list', type: TEXTS }],
  returns: TEXTS,
  refine: NOT_NULL,
  call: (args) => {
    const given = argument(args, 0)
    if (!isWhollyKnown(given)) return openResult(TEXTS, args)
    return list(
      elementsOf(given).filter((value) => !value.isNull && textOf(value) !== ''),
      STRING,
    )
  },
}

/** Functions that take texts apart, join them, or ask something of them. */
export const TEXT_LISTS: readonly FunctionSpec[] = [
  join,
  sort,
  split,
  startswith,
  endswith,
  strcontains,
  compact,
]
