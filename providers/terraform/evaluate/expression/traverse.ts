import type { Literal, Range, TraversalStep } from '../../hcl/ast.ts'
import { hasIndex, lengthOf, partAt } from '../types/access.ts'
import { convert } from '../types/conversion.ts'
import { firstOrigin } from '../types/equality.ts'
import { ConversionError } from '../types/evaluation-error.ts'
import { DYNAMIC, NUMBER, STRING, isPrimitive, typeName } from '../types/types.ts'
import {
  DYNAMIC_UNKNOWN,
  NULL,
  bool,
  entriesOf,
  numberFromText,
  numberOf,
  string,
  textOf,
  unknown,
  unmarked,
  withMarks,
} from '../types/value.ts'
import type { Value } from '../types/value.ts'
import type { Evaluation } from './evaluation.ts'
import { refuse } from './evaluation.ts'
import { openAttribute } from './open-object.ts'

const BAD_KEY = 'The given key does not identify an element in this collection value'

/** Follows constant steps from a value. */
export function traverse(from: Value, steps: readonly TraversalStep[], at: Evaluation): Value {
  let value = from
  for (const step of steps) {
    const before = at.refusals.length
    value =
      step.type === 'attribute'
        ? getAttribute(value, step.name, step.range, at)
        : getIndex(value, literalValue(step.key), step.range, at)
    if (at.refusals.length > before) return DYNAMIC_UNKNOWN
  }
  return value
}

/** Values of the numbers that code is written with, by their texts; past so many they are made anew. */
const NUMBERS = new Map<string, Value>()
const NUMBERS_MAX = 1_000

function numberValue(text: string): Value {
  const known = NUMBERS.get(text)
  if (known) return known
  const value = numberFromText(text) ?? DYNAMIC_UNKNOWN
  if (NUMBERS.size < NUMBERS_MAX) NUMBERS.set(text, value)
  return value
}

/** The value of a constant. */
export function literalValue(literal: Literal): Value {
  switch (literal.type) {
    case 'string':
      return string(literal.value)
    case 'number':
      return numberValue(literal.text)
    case 'bool':
      return bool(literal.value)
    case 'null':
      return NULL
  }
}

/** `value.name`, as hcl's GetAttr. */
function getAttribute(value: Value, name: string, range: Range, at: Evaluation): Value {
  const refused = (summary: string, detail: string): Value => {
    refuse(at, range, summary, detail)
    return DYNAMIC_UNKNOWN
  }
  if (value.isNull)
    return refused(
      'Attempt to get attribute from null value',
      'This value is null, so it does not have any attributes.',
    )
  const { type } = value
  if (type.kind === 'dynamic') return partAt(value, string(name))
  if (type.kind === 'object') {
    if (!type.attributes.has(name))
      return (
        openAttribute(value, name) ??
        refused(
          'Unsupported attribute',
          `This object does not have an attribute named ${JSON.stringify(name)}.`,
        )
      )
    return partAt(value, string(name))
  }
  if (type.kind === 'map') {
    if (!value.isKnown || entriesOf(value).has(name)) return partAt(value, string(name))
    return refused(
      'Missing map element',
      `This map does not have an element with the key ${JSON.stringify(name)}.`,
    )
  }
  return refused('Unsupported attribute', noAttributes(value))
}

function noAttributes(value: Value): string {
  const { type } = value
  if (isPrimitive(type)) return `Can't access attributes on a primitive-typed value (${typeName(type)}).`
  if ((type.kind === 'list' || type.kind === 'set') && type.element.kind === 'object')
    return `Can't access attributes on a ${type.kind} of objects. Did you mean to access an attribute across all elements of the ${type.kind}, or of one of them?`
  return 'This value does not have any attributes.'
}

/** `collection[key]`, as hcl's Index. */
export function getIndex(collection: Value, key: Value, range: Range, at: Evaluation): Value {
  const refused = (summary: string, detail: string): Value => {
    refuse(at, range, summary, detail)
    return DYNAMIC_UNKNOWN
  }
  if (collection.isNull)
    return refused('Attempt to index null value', 'This value is null, so it does not have any indices.')
  if (key.isNull) return refused('Invalid index', "Can't use a null value as an indexing key.")
  const { type } = collection
  if (key.type.kind === 'dynamic' || type.kind === 'dynamic')
    return withMarks(unknown(DYNAMIC, firstOrigin([collection, key])), collection.marks)
  if (type.kind === 'set')
    return refused(
      'Invalid index',
      "Elements of a set are identified only by their value and don't have any separate index or key to select with, so it's only possible to perform operations across all elements of the set.",
    )
  if (isPrimitive(type)) return refused('Invalid index', 'This value does not have any indices.')
  const wanted = type.kind === 'list' || type.kind === 'tuple' ? NUMBER : STRING
  let converted: Value
  try {
    converted = convert(key, wanted)
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error
    return refused('Invalid index', `${BAD_KEY}: ${error.reason}.`)
  }
  if (type.kind === 'object') return keyed(collection, converted) ?? refused('Invalid index', `${BAD_KEY}.`)
  const has = hasIndex(unmarked(collection), unmarked(converted))
  if (!has.isKnown) return withMarks(someElement(collection, converted), collection.marks)
  if (has.payload === true) return partAt(collection, converted)
  return refused('Invalid index', badKey(collection, converted))
}

/** What an element is when nobody knows which. */
function someElement(collection: Value, key: Value): Value {
  const { type } = collection
  const origin = firstOrigin([collection, key])
  return unknown(type.kind === 'list' || type.kind === 'map' ? type.element : DYNAMIC, origin)
}

/** Why a key that is known is none of this list, tuple or map. */
function badKey(collection: Value, key: Value): string {
  if (collection.type.kind === 'map') return `${BAD_KEY}.`
  const wanted = numberOf(unmarked(key))
  if (!wanted.isInteger)
    return `${BAD_KEY}: indexing a sequence requires a whole number, but the given index has a fractional part.`
  if (wanted.sign < 0) return `${BAD_KEY}: a negative number is not a valid index for a sequence.`
  const length = lengthOf(unmarked(collection))
  if (length.isKnown && numberOf(length).isZero) return `${BAD_KEY}: the collection has no elements.`
  return `${BAD_KEY}: the given index is greater than or equal to the length of the collection.`
}

/** The attribute of an object by a key, whose marks are lost as they are in hcl. */
function keyed(collection: Value, key: Value): Value | undefined {
  if (!collection.isKnown || !key.isKnown)
    return withMarks(unknown(DYNAMIC, firstOrigin([collection, key])), collection.marks)
  const name = unmarked(key)
  if (collection.type.kind === 'object' && collection.type.attributes.has(textOf(name)))
    return partAt(collection, name)
  return openAttribute(collection, textOf(name))
}
