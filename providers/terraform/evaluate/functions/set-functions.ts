import { convert } from '../types/conversion.ts'
import { ConversionError } from '../types/evaluation-error.ts'
import { lengthRange, rangeOf } from '../types/ranges.ts'
import { refine } from '../types/refinements.ts'
import { identityKey } from '../types/set-order.ts'
import { set } from '../types/sets.ts'
import { DYNAMIC, listOf, sameType, setOf, tupleOf } from '../types/types.ts'
import type { Type } from '../types/types.ts'
import { unify } from '../types/unify.ts'
import { elementsOf, isWhollyKnown, list, tuple, unmarked, withAllMarks } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { limitElements, NOT_NULL, openResult, refuse } from './arguments.ts'
import type { FunctionSpec } from './function-spec.ts'

const ANY_SET = setOf(DYNAMIC)

function elementOf(type: Type): Type {
  return type.kind === 'set' || type.kind === 'list' ? type.element : DYNAMIC
}

/** The common type of all sets; empty ones of no type do not count. */
function commonSet(args: readonly Value[]): Type {
  const types = args
    .filter(
      ({ type, isKnown, payload }) =>
        !(isKnown && Array.isArray(payload) && payload.length === 0 && elementOf(type).kind === 'dynamic'),
    )
    .map(({ type }) => elementOf(type))
  if (types.length === 0) return ANY_SET
  return setOf(unify(types) ?? refuse('given sets must all have compatible element types'))
}

function converted(value: Value, type: Type, index: number): Value {
  try {
    return convert(value, type)
  } catch (error) {
    if (error instanceof ConversionError) return refuse(error.reason, index)
    throw error
  }
}

type Elements = readonly Value[]

function setOperation(
  name: string,
  names: { readonly first: string; readonly second?: string },
  combine: (a: Elements, b: Elements) => Elements,
): FunctionSpec {
  const first = { name: names.first, type: ANY_SET, allow_dynamic: true } as const
  const second = { name: names.second ?? 'other_sets', type: ANY_SET, allow_dynamic: true } as const
  return {
    name,
    params: names.second ? [first, second] : [first],
    ...(!names.second && { variadic: second }),
    returns: commonSet,
    refine: NOT_NULL,
    call: (args, type) => {
      const sets = args.map((value, i) => converted(value, type, i))
      if (name !== 'setunion' && !sets.every(isWhollyKnown)) return openResult(type, args)
      return set(sets.map(elementsOf).reduce(combine), elementOf(type))
    },
  }
}

function keysOf(elements: Elements): ReadonlySet<string> {
  return new Set(elements.map(identityKey))
}

function product(args: readonly Value[], types: readonly Type[]): readonly Value[] {
  let rows: readonly Elements[] = [[]]
  for (const [i, value] of args.entries()) {
    const type = types[i] ?? DYNAMIC
    const parts = elementsOf(value).map((one) => (sameType(one.type, type) ? one : convert(one, type)))
    rows = rows.flatMap((row) => parts.map((part) => [...row, part]))
  }
  return rows.map(tuple)
}

function partType(value: Value, index: number): Type {
  const { type } = value
  if (type.kind === 'set' || type.kind === 'list') return type.element
  if (type.kind !== 'tuple') return refuse('a set or a list is required', index)
  if (type.elements.length === 0) return DYNAMIC
  return unify(type.elements) ?? refuse('all elements must be of the same type', index)
}

/** Terraform bounds the length of an unknown product up to these sizes only. */
const LONGEST_BOUNDED = { argument: 1024, product: 2048 }

function openProduct(args: readonly Value[], type: Type): Value {
  const open = openResult(type, args)
  let most = 1
  for (const value of args) {
    const { max_length = Infinity } = rangeOf(unmarked(value))
    const max = value.type.kind === 'tuple' ? value.type.elements.length : max_length
    most *= max
    if (max > LONGEST_BOUNDED.argument || most > LONGEST_BOUNDED.product) return open
  }
  if (most === 0) return refine(open, { not_null: true, max_length: 0 })
  return refine(open, { min_length: 1, max_length: most })
}

function hasLength(value: Value): boolean {
  const { min, max } = lengthRange(unmarked(value))
  return value.isKnown && min === max
}

const setproduct: FunctionSpec = {
  name: 'setproduct',
  params: [],
  variadic: { name: 'sets', type: DYNAMIC, allow_marked: true, allow_unknown: true },
  returns: (args) => {
    if (args.length < 2) refuse('at least two arguments are required')
    const row = tupleOf(args.map(partType))
    return args.some(({ type }) => type.kind === 'set') ? setOf(row) : listOf(row)
  },
  refine: NOT_NULL,
  call: (args, type) => {
    const marks = args.map((value) => value.marks)
    if (!args.every(hasLength)) return withAllMarks(openProduct(args, type), marks)
    const total = args.reduce((count, value) => count * elementsOf(value).length, 1)
    // each combination is a tuple of its own, which takes as much as some elements
    limitElements(total * Math.max(args.length, 10))
    const row = elementOf(type)
    const rows = total === 0 ? [] : product(args, row.kind === 'tuple' ? row.elements : [])
    return withAllMarks(type.kind === 'set' ? set(rows, row) : list(rows, row), marks)
  },
}

/** Functions of sets. */
export const SETS: readonly FunctionSpec[] = [
  setOperation('setunion', { first: 'first_set' }, (a, b) => [...a, ...b]),
  setOperation('setintersection', { first: 'first_set' }, (a, b) => {
    const wanted = keysOf(b)
    return a.filter((one) => wanted.has(identityKey(one)))
  }),
  setOperation('setsubtract', { first: 'a', second: 'b' }, (a, b) => {
    const unwanted = keysOf(b)
    return a.filter((one) => !unwanted.has(identityKey(one)))
  }),
  setproduct,
]
