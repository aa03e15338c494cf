import { ConversionError } from './evaluation-error.ts'
import type { PathStep } from './evaluation-error.ts'
import { collectionToList, collectionToMap, collectionToSet, mapToObject } from './convert-collections.ts'
import { objectToMap, objectToObject, tupleToList, tupleToSet, tupleToTuple } from './convert-structures.ts'
import { dynamicReplace } from './dynamic-replace.ts'
import { mismatch } from './mismatch.ts'
import { numberText, parseNumber } from './number-text.ts'
import { notNull, refine } from './refinements.ts'
import { isCollection, isPrimitive, sameType, withoutOptional } from './types.ts'
import type { Type } from './types.ts'
import {
  boolOf,
  FALSE,
  nullOf,
  number,
  numberOf,
  string,
  textOf,
  TRUE,
  Undetermined,
  unknown,
  unmarked,
  withMarks,
} from './value.ts'
import type { Value } from './value.ts'

export type Path = readonly PathStep[]

/** How a value of one type becomes one of another; throws a ConversionError where this very value cannot. */
export type Conversion = (value: Value, path: Path) => Value

/**
 * The value as one of type `want` (go-cty's Convert): primitives from and to text, tuples to lists and sets, objects to maps
 * and back, objects to objects with fewer or optional attributes. `dynamic` takes anything. Unknowns stay unknown, with
 * their origin and what of their refinements still holds. Throws a ConversionError.
 */
export function convert(value: Value, want: Type): Value {
  // a value's own type has nothing optional
  if (sameType(value.type, want) || sameType(value.type, withoutOptional(want))) return value
  const conversion = conversionBetween(value.type, want, true)
  if (!conversion) throw new ConversionError(mismatch(value.type, want))
  return conversion(value, [])
}

/**
 * The conversion between two types, or undefined where none can succeed. A safe one (`unsafe` false) never fails on any
 * value: `number` to `string`, not back.
 */
export function conversionBetween(from: Type, to: Type, unsafe: boolean): Conversion | undefined {
  const known = conversionOfKnown(from, to, unsafe)
  if (!known) return undefined
  const plain = withoutOptional(to)
  const conversion: Conversion = (value, path) => {
    if (value.marks.size > 0) return withMarks(conversion(unmarked(value), path), value.marks)
    if (to.kind === 'dynamic') return value
    if (value.payload instanceof Undetermined) return convertUnknown(value, value.payload, plain)
    if (value.isNull) return nullOf(dynamicReplace(value.type, plain))
    return known(value, path)
  }
  return conversion
}

function conversionOfKnown(from: Type, to: Type, unsafe: boolean): Conversion | undefined {
  if (to.kind === 'dynamic') return (value) => value
  if (from.kind === 'dynamic') return unsafe ? (value) => convert(value, to) : undefined
  if (isPrimitive(to)) return isPrimitive(from) ? primitive(from, to, unsafe) : undefined
  switch (from.kind) {
    case 'list':
    case 'set':
      if (to.kind === 'list') return collectionToList(from, to, unsafe)
      return to.kind === 'set' && (from.kind === 'set' || unsafe)
        ? collectionToSet(from, to, unsafe)
        : undefined
    case 'map':
      if (to.kind === 'map') return collectionToMap(from, to, unsafe)
      return to.kind === 'object' && unsafe ? mapToObject(from, to, unsafe) : undefined
    case 'tuple':
      if (to.kind === 'tuple') return tupleToTuple(from.elements, to.elements, unsafe)
      if (to.kind === 'list') return tupleToList(from.elements, to.element, unsafe)
      return to.kind === 'set' ? tupleToSet(from.elements, to.element, unsafe) : undefined
    case 'object':
      if (to.kind === 'object') return objectToObject(from, to, unsafe)
      return to.kind === 'map' ? objectToMap(from, to.element, unsafe) : undefined
    default:
      return undefined
  }
}

function primitive(from: Type, to: Type, unsafe: boolean): Conversion | undefined {
  if (from.kind === to.kind) return (value) => value
  if (to.kind === 'string') {
    return from.kind === 'number'
      ? (value) => string(numberText(numberOf(value)))
      : (value) => string(boolOf(value) ? 'true' : 'false')
  }
  if (!unsafe || from.kind !== 'string') return undefined
  return to.kind === 'number' ? textToNumber : textToBool
}

const textToNumber: Conversion = (value, path) => {
  const parsed = parseNumber(textOf(value))
  if (!parsed) throw new ConversionError('a number is required', path)
  return number(parsed)
}

const textToBool: Conversion = (value, path) => {
  const text = textOf(value)
  if (text === 'true' || text === '1') return TRUE
  if (text === 'false' || text === '0') return FALSE
  const lower = text.toLowerCase()
  const advice =
    lower === 'true' || lower === 'false' ? `; to convert from string, use lowercase "${lower}"` : ''
  throw new ConversionError(`a bool is required${advice}`, path)
}

/** An unknown of another type, with what of its refinements outlives the change. */
function convertUnknown(value: Value, state: Undetermined, want: Type): Value {
  const from = value.type
  const to = dynamicReplace(from, want)
  const plain = unknown(to, state.origin)
  const result = state.refinement.not_null ? notNull(plain) : plain
  if (from.kind === 'object' && to.kind === 'map')
    return ofLength(result, from.attributes.size, from.attributes.size)
  if (from.kind === 'tuple' && to.kind === 'list')
    return ofLength(result, from.elements.length, from.elements.length)
  if (from.kind === 'tuple' && to.kind === 'set')
    return ofLength(result, Math.min(from.elements.length, 1), from.elements.length)
  if (!isCollection(from) || !isCollection(to)) return result
  const { min_length = 0, max_length = Infinity } = state.refinement
  return ofLength(result, to.kind === 'set' ? Math.min(min_length, 1) : min_length, max_length)
}

function ofLength(value: Value, min_length: number, max_length: number): Value {
  return refine(value, { min_length, max_length })
}
