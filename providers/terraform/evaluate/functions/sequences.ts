import { partAt } from '../types/access.ts'
import { add, compare } from '../types/arithmetic.ts'
import { convert } from '../types/conversion.ts'
import { ConversionError } from '../types/evaluation-error.ts'
import { NO_MARKS, unionMarks, type Marks } from '../types/marks.ts'
import { BigFloat, DOUBLE_PRECISION } from '../types/number.ts'
import { withoutDuplicates } from '../types/sets.ts'
import { DYNAMIC, listOf, NUMBER, tupleOf, typeName, type Type } from '../types/types.ts'
import { unify } from '../types/unify.ts'
import {
  elementsOf,
  integer,
  isWhollyKnown,
  list,
  number,
  numberOf,
  tuple,
  unmarked,
  withAllMarks,
  withMarks,
} from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { argument, limitElements, NOT_NULL, openResult, refuse, remainder, wholeNumber } from './arguments.ts'
import type { FunctionSpec, Parameter } from './function-spec.ts'

const ANY_LIST: Parameter = { name: 'list', type: DYNAMIC, allow_marked: true }

/** A list or tuple of the result type. */
function sequence(elements: readonly Value[], type: Type): Value {
  return type.kind === 'list' ? list(elements, type.element) : tuple(elements)
}

function concatType(args: readonly Value[]): Type {
  const [first] = args
  if (!first) refuse('at least one argument is required')
  const types = args.map((value) => value.type)
  if (types.every((type) => type.kind === 'list')) {
    const common = unify(types)
    if (common) return common
  }
  const parts: Type[] = []
  for (const [i, value] of args.entries()) {
    if (value.type.kind === 'tuple') for (const type of value.type.elements) parts.push(type)
    else if (value.type.kind === 'list') {
      if (!value.isKnown) return DYNAMIC
      for (const one of elementsOf(value)) parts.push(one.type)
    } else refuse(`all arguments must be lists or tuples; got ${typeName(value.type)}`, i)
  }
  return tupleOf(parts)
}

const concat: FunctionSpec = {
  name: 'concat',
  params: [],
  variadic: { name: 'seqs', type: DYNAMIC, allow_marked: true },
  returns: concatType,
  refine: NOT_NULL,
  call: (args, type) => {
    const parts = type.kind === 'list' ? args.map((value, i) => convertPart(value, type, i)) : args
    limitElements(parts.reduce((count, value) => count + elementsOf(value).length, 0))
    const all = sequence(parts.flatMap(elementsOf), type)
    const marks = parts.map((value) => value.marks)
    return withAllMarks(all, marks)
  },
}

function convertPart(value: Value, type: Type, index: number): Value {
  try {
    return convert(value, type)
  } catch (error) {
    if (error instanceof ConversionError) return refuse(error.reason, index)
    throw error
  }
}

const EMPTY = 'cannot use element function with an empty list'

function elementType(args: readonly Value[]): Type {
  const { type } = argument(args, 0)
  if (type.kind === 'list') return type.element
  if (type.kind !== 'tuple') return refuse(`cannot read elements from ${typeName(type)}`)
  const index = argument(args, 1)
  if (!index.isKnown) return DYNAMIC
  wholeNumber(index, 'invalid index: ')
  const { length } = type.elements
  if (length === 0) refuse(EMPTY)
  // Terraform itself crashes here and reports that
  return type.elements[remainder(index, length)] ?? refuse('index out of range')
}

const element: FunctionSpec = {
  name: 'element',
  params: [ANY_LIST, { name: 'index', type: NUMBER }],
  returns: elementType,
  call: (args) => {
    const given = argument(args, 0)
    wholeNumber(argument(args, 1), 'invalid index: ')
    const { length } = elementsOf(given)
    if (length === 0) refuse(EMPTY)
    const index = remainder(argument(args, 1), length)
    return partAt(given, integer(index < 0 ? index + length : index))
  },
}

/** An index argument of `slice`, when it is known. */
function bound(args: readonly Value[], at: 1 | 2, length: number | undefined): number | undefined {
  const value = argument(args, at)
  const name = at === 1 ? 'start' : 'end'
  if (!value.isKnown) return undefined
  const index = wholeNumber(value, `invalid ${name} index: `, at)
  if (index < 0) refuse(`${name} index must not be less than zero`, at)
  if (length !== undefined && index > length)
    refuse(`${name} index must not be greater than the length of the list`, at)
  return index
}

function bounds(args: readonly Value[]): { readonly start: number; readonly end: number } | undefined {
  const given = argument(args, 0)
  const { type } = given
  const length =
    type.kind === 'tuple' ? type.elements.length : given.isKnown ? elementsOf(given).length : undefined
  const start = bound(args, 1, length)
  const end = bound(args, 2, length)
  if (start === undefined || end === undefined) return undefined
  if (start > end) refuse('start index must not be greater than end index', 1)
  return { start, end }
}

const slice: FunctionSpec = {
  name: 'slice',
  params: [ANY_LIST, { name: 'start_index', type: NUMBER }, { name: 'end_index', type: NUMBER }],
  returns: (args) => {
    const { type } = argument(args, 0)
    if (type.kind === 'set')
      refuse(
        'cannot slice a set, because its elements do not have indices; explicitly convert to a list if the ordering of the result is not important',
        0,
      )
    if (type.kind !== 'list' && type.kind !== 'tuple') return refuse('must be a list or tuple value', 0)
    const range = bounds(args)
    if (type.kind !== 'tuple') return type
    return range ? tupleOf(type.elements.slice(range.start, range.end)) : DYNAMIC
  },
  refine: NOT_NULL,
  call: (args, type) => {
    const given = argument(args, 0)
    const range = bounds(args)
    return withMarks(sequence(elementsOf(given).slice(range?.start, range?.end), type), given.marks)
  },
}

const reverse: FunctionSpec = {
  name: 'reverse',
  params: [ANY_LIST],
  returns: (args) => {
    const { type } = argument(args, 0)
    if (type.kind === 'tuple') return tupleOf(type.elements.toReversed())
    if (type.kind === 'list' || type.kind === 'set') return listOf(type.element)
    return refuse(`can only reverse list or tuple values, not ${typeName(type)}`, 0)
  },
  refine: NOT_NULL,
  call: (args, type) => {
    const given = argument(args, 0)
    return withMarks(sequence(elementsOf(given).toReversed(), type), given.marks)
  },
}

const MOST_GENERATED = 1024

function generate(start: BigFloat, end: BigFloat, step: BigFloat): readonly Value[] {
  const down = step.sign < 0
  const away = compare(end, start)
  if (down && away > 0) refuse('end must be less than start when step is negative', 1)
  if (!down && away < 0) refuse('end must be greater than start when step is positive', 1)
  const values: Value[] = []
  for (let next = start; down ? compare(next, end) > 0 : compare(next, end) < 0; next = add(next, step)) {
    if (values.length >= MOST_GENERATED)
      refuse(
        `more than ${MOST_GENERATED} values were generated; either decrease the difference between start and end or use a smaller step`,
      )
    values.push(number(next))
  }
  return values
}

const range: FunctionSpec = {
  name: 'range',
  params: [],
  variadic: { name: 'params', type: NUMBER },
  returns: listOf(NUMBER),
  refine: NOT_NULL,
  call: (args) => {
    const given = args.map(numberOf)
    const [first, second, third] = given
    if (!first || given.length > 3) return refuse('must have one, two, or three arguments')
    const start = second ? first : BigFloat.zero(false, DOUBLE_PRECISION)
    const end = second ?? first
    const step = third ?? BigFloat.fromInteger(compare(end, start) < 0 ? -1 : 1)
    return list(generate(start, end, step), NUMBER)
  },
}

const chunklist: FunctionSpec = {
  name: 'chunklist',
  params: [
    { name: 'list', type: listOf(DYNAMIC), allow_marked: true },
    { name: 'size', type: NUMBER, allow_marked: true },
  ],
  returns: (args) => listOf(argument(args, 0).type),
  refine: NOT_NULL,
  call: (args) => {
    const given = unmarked(argument(args, 0))
    const size = wholeNumber(argument(args, 1), 'invalid size: ')
    if (size < 0) refuse('the size argument must be positive')
    const elements = elementsOf(given)
    const chunks: Value[] = []
    const step = size === 0 ? elements.length : size
    for (let at = 0; at < elements.length; at += step) chunks.push(list(elements.slice(at, at + step)))
    return withAllMarks(
      list(chunks, given.type),
      args.map((value) => value.marks),
    )
  },
}

interface Flat {
  readonly elements: Value[]
  marks: Marks
  known: boolean
}

/** Puts the elements of nested sequences into one; what is not known to be one or not makes all of it unknown. */
function flattenInto(flat: Flat, value: Value): void {
  for (const one of elementsOf(value)) {
    if (!one.isKnown && one.type.kind === 'dynamic' && one.marks.size === 0) flat.known = false
    if (one.isNull || !isSequence(one.type)) {
      flat.elements.push(one)
      limitElements(flat.elements.length)
      continue
    }
    flat.marks = unionMarks(flat.marks, one.marks)
    if (!one.isKnown || hasOpenLength(one)) flat.known = false
    else flattenInto(flat, one)
  }
}

function hasOpenLength(value: Value): boolean {
  return value.type.kind === 'set' && elementsOf(value).length > 1 && !isWhollyKnown(value)
}

function isSequence(type: Type): boolean {
  return type.kind === 'list' || type.kind === 'set' || type.kind === 'tuple'
}

function flattened(value: Value): Flat {
  const flat: Flat = { elements: [], marks: unionMarks(NO_MARKS, value.marks), known: !hasOpenLength(value) }
  if (flat.known) flattenInto(flat, value)
  return flat
}

const flatten: FunctionSpec = {
  name: 'flatten',
  params: [ANY_LIST],
  returns: (args) => {
    const given = argument(args, 0)
    if (!isWhollyKnown(given)) return DYNAMIC
    if (!isSequence(given.type)) return refuse('can only flatten lists, sets and tuples')
    return tupleOf(flattened(given).elements.map((one) => one.type))
  },
  refine: NOT_NULL,
  call: (args, type) => {
    const flat = flattened(argument(args, 0))
    return withMarks(flat.known ? tuple(flat.elements) : openResult(type, args), flat.marks)
  },
}

const distinct: FunctionSpec = {
  name: 'distinct',
  params: [{ name: 'list', type: listOf(DYNAMIC) }],
  returns: (args) => argument(args, 0).type,
  refine: NOT_NULL,
  call: (args, type) => {
    const given = argument(args, 0)
    return isWhollyKnown(given)
      ? sequence(withoutDuplicates(elementsOf(given)), type)
      : openResult(type, args)
  },
}

/** Functions that make sequences of sequences. */
export const SEQUENCES: readonly FunctionSpec[] = [
  concat,
  element,
  slice,
  reverse,
  range,
  chunklist,
  flatten,
  distinct,
]
