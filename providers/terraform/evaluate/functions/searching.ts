import { lengthOf } from '../types/access.ts'
import { convert } from '../types/conversion.ts'
import { isEqual } from '../types/equality.ts'
import { ConversionError } from '../types/evaluation-error.ts'
import { graphemes } from '../types/graphemes.ts'
import { BigFloat } from '../types/number.ts'
import { certainlyNotNull, lengthRange, rangeOf } from '../types/ranges.ts'
import { BOOL, DYNAMIC, listOf, NUMBER, sameType } from '../types/types.ts'
import type { Type } from '../types/types.ts'
import { unify } from '../types/unify.ts'
import {
  boolOf,
  elementsOf,
  FALSE,
  integer,
  nullOf,
  originOf,
  retyped,
  textOf,
  TRUE,
  unknown,
  unmarked,
  withMarks,
} from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { argument, NOT_NULL, openResult, refuse } from './arguments.ts'
import type { FunctionSpec } from './function-spec.ts'

/** The number of grapheme clusters of a string; for an unknown one at least those of its known start. */
function textLength(value: Value): Value {
  if (value.isKnown) return integer(graphemes(textOf(value)).length)
  const least = graphemes(rangeOf(value).prefix ?? '').length
  const min = { number: BigFloat.fromInteger(least), inclusive: true }
  return unknown(NUMBER, { reason: originOf(value)?.reason ?? '' }, { not_null: true, min })
}

const length: FunctionSpec = {
  name: 'length',
  params: [{ name: 'value', type: DYNAMIC, allow_dynamic: true, allow_unknown: true, allow_marked: true }],
  returns: (args) => {
    const { kind } = argument(args, 0).type
    if (kind === 'number' || kind === 'bool')
      refuse('argument must be a string, a collection type, or a structural type')
    return NUMBER
  },
  refine: NOT_NULL,
  call: (args) => {
    const value = argument(args, 0)
    if (value.type.kind === 'dynamic') return withMarks(openResult(NUMBER, args), value.marks)
    return value.type.kind === 'string'
      ? withMarks(textLength(unmarked(value)), value.marks)
      : lengthOf(value)
  },
}

const contains: FunctionSpec = {
  name: 'contains',
  params: [
    { name: 'list', type: DYNAMIC },
    { name: 'value', type: DYNAMIC },
  ],
  returns: BOOL,
  refine: NOT_NULL,
  call: (args) => {
    const given = argument(args, 0)
    const wanted = argument(args, 1)
    const { kind } = given.type
    if (kind !== 'list' && kind !== 'tuple' && kind !== 'set') refuse('argument must be list, tuple, or set')
    let open = false
    for (const one of elementsOf(given)) {
      const equal = isEqual(wanted, one)
      if (equal) return TRUE
      if (equal === undefined) open = true
    }
    return open ? openResult(BOOL, args) : FALSE
  },
}

const index: FunctionSpec = {
  name: 'index',
  params: [
    { name: 'list', type: DYNAMIC },
    { name: 'value', type: DYNAMIC },
  ],
  returns: NUMBER,
  refine: NOT_NULL,
  call: (args) => {
    const given = argument(args, 0)
    if (given.type.kind !== 'list' && given.type.kind !== 'tuple') refuse('argument must be a list or tuple')
    const elements = elementsOf(given)
    if (elements.length === 0) refuse('cannot search an empty list')
    for (const [i, one] of elements.entries()) {
      const equal = isEqual(one, argument(args, 1))
      if (equal === undefined) return openResult(NUMBER, args)
      if (equal) return integer(i)
    }
    return refuse('item not found')
  },
}

const alltrue: FunctionSpec = {
  name: 'alltrue',
  params: [{ name: 'list', type: listOf(BOOL) }],
  returns: BOOL,
  refine: NOT_NULL,
  call: (args) => {
    for (const one of elementsOf(argument(args, 0))) {
      if (!one.isKnown) return openResult(BOOL, args)
      if (one.isNull || !boolOf(one)) return FALSE
    }
    return TRUE
  },
}

const anytrue: FunctionSpec = {
  name: 'anytrue',
  params: [{ name: 'list', type: listOf(BOOL) }],
  returns: BOOL,
  refine: NOT_NULL,
  call: (args) => {
    const elements = elementsOf(argument(args, 0)).filter((one) => !one.isNull)
    if (elements.some((one) => one.isKnown && boolOf(one))) return TRUE
    return elements.every((one) => one.isKnown) ? FALSE : openResult(BOOL, args)
  },
}

const TOO_MANY = 'must be a list, set, or tuple value with either zero or one elements'

const one: FunctionSpec = {
  name: 'one',
  params: [{ name: 'list', type: DYNAMIC }],
  returns: (args) => {
    const { type } = argument(args, 0)
    if (type.kind === 'list' || type.kind === 'set') return type.element
    if (type.kind === 'tuple' && type.elements.length < 2) return type.elements[0] ?? DYNAMIC
    return refuse(TOO_MANY, 0)
  },
  call: (args, type) => {
    const given = argument(args, 0)
    const { min, max } = given.type.kind === 'tuple' ? { min: 0, max: 0 } : lengthRange(given)
    if (min !== max) return openResult(type, args)
    const [first, second] = elementsOf(given)
    if (second) refuse(TOO_MANY, 0)
    return first ? retyped(first, type) : nullOf(type)
  },
}

/** The value in the common type, or undefined where it alone does not convert: Terraform then passes it over. */
function converted(value: Value, type: Type): Value | undefined {
  try {
    return convert(value, type)
  } catch (error) {
    if (error instanceof ConversionError) return undefined
    throw error
  }
}

const coalesce: FunctionSpec = {
  name: 'coalesce',
  params: [],
  variadic: { name: 'vals', type: DYNAMIC, allow_unknown: true, allow_dynamic: true, allow_null: true },
  returns: (args) =>
    unify(args.map((value) => value.type)) ?? refuse('all arguments must have the same type'),
  refine: NOT_NULL,
  call: (args, type) => {
    for (const [i, given] of args.entries()) {
      const value = converted(given, type)
      if (!value || value.isNull) continue
      if (!value.isKnown) {
        // it is this very value if nothing can come after it, so it may go on referring to its attribute
        const certain = i === args.length - 1 || (certainlyNotNull(value) && type.kind !== 'string')
        return certain ? unknown(type, originOf(value)) : openResult(type, [value])
      }
      if (type.kind === 'string' && textOf(value) === '') continue
      return value
    }
    return refuse('no non-null, non-empty-string arguments')
  },
}

const coalescelist: FunctionSpec = {
  name: 'coalescelist',
  params: [],
  variadic: { name: 'vals', type: DYNAMIC, allow_unknown: true, allow_dynamic: true, allow_null: true },
  returns: (args) => {
    const [first] = args
    if (!first) return refuse('at least one argument is required')
    for (const value of args) {
      if (!value.isKnown) return DYNAMIC
      if (value.type.kind !== 'list' && value.type.kind !== 'tuple')
        refuse('coalescelist arguments must be lists or tuples')
    }
    return args.every((value) => sameType(value.type, first.type)) ? first.type : DYNAMIC
  },
  refine: NOT_NULL,
  call: (args, type) => {
    for (const value of args) {
      if (!value.isKnown) return openResult(type, [value])
      if (!value.isNull && elementsOf(value).length > 0) return value
    }
    return refuse('no non-null arguments')
  },
}

/** Functions that ask something of a collection, or choose among values. */
export const SEARCHING: readonly FunctionSpec[] = [
  length,
  contains,
  index,
  alltrue,
  anytrue,
  one,
  coalesce,
  coalescelist,
]
