import { firstOrigin } from './equality.ts'
import { BigFloat, INTEGER_PRECISION } from './number.ts'
import { lengthRange } from './ranges.ts'
import { refine } from './refinements.ts'
import { BOOL, DYNAMIC, NUMBER } from './types.ts'
import type { Type } from './types.ts'
import {
  bool,
  elementsOf,
  entriesOf,
  FALSE,
  integer,
  numberOf,
  textOf,
  Undetermined,
  unknown,
  unmarked,
  withMarks,
} from './value.ts'
import type { Origin, Value } from './value.ts'

/**
 * The part of an object, map, list or tuple at a key that was checked before (`hasIndex`, or the type's attributes), with
 * the container's and the key's marks (cty's Index and GetAttr). Of an unknown container or by an unknown key it is
 * unknown; with an origin that refers to an attribute, the part refers to the path below it.
 */
export function partAt(container: Value, key: Value): Value {
  return withMarks(withMarks(barePart(unmarked(container), unmarked(key)), container.marks), key.marks)
}

function barePart(container: Value, key: Value): Value {
  const type = partType(container.type, key)
  if (container.payload instanceof Undetermined) return unknown(type, below(container.payload.origin, key))
  if (!key.isKnown) return unknown(type, firstOrigin([key]))
  const part =
    key.type.kind === 'string' ? entriesOf(container).get(textOf(key)) : elementsOf(container)[indexOf(key)]
  if (!part) throw new TypeError('the key of a part was not checked')
  return part
}

function partType(container: Type, key: Value): Type {
  switch (container.kind) {
    case 'list':
    case 'map':
      return container.element
    case 'tuple':
      return key.isKnown && key.type.kind === 'number'
        ? (container.elements[indexOf(key)] ?? DYNAMIC)
        : DYNAMIC
    case 'object':
      return key.isKnown && key.type.kind === 'string'
        ? (container.attributes.get(textOf(key)) ?? DYNAMIC)
        : DYNAMIC
    default:
      return DYNAMIC
  }
}

function below(origin: Origin, key: Value): Origin {
  if (!origin.refers_to || !key.isKnown) return { reason: origin.reason }
  const { address, attribute } = origin.refers_to
  const step = key.type.kind === 'string' ? `.${textOf(key)}` : `[${indexOf(key)}]`
  const path = attribute === '' ? step.replace(/^\./, '') : attribute + step
  return { reason: origin.reason, refers_to: { address, attribute: path } }
}

/** The key as an index; -1 where it is no whole number from 0. */
function indexOf(key: Value): number {
  const exact = numberOf(key)
  if (!exact.isInteger || exact.sign < 0) return -1
  return Number(exact.truncate() ?? -1n)
}

/** Whether a list, map or tuple has that key: a bool, unknown where the container or the key is (cty's HasIndex). */
export function hasIndex(container: Value, key: Value): Value {
  return withMarks(withMarks(bareHasIndex(unmarked(container), unmarked(key)), container.marks), key.marks)
}

function bareHasIndex(container: Value, key: Value): Value {
  const open = (): Value => unknown(BOOL, firstOrigin([container, key]), { not_null: true })
  if (container.type.kind === 'dynamic' || key.type.kind === 'dynamic') return open()
  const wanted = container.type.kind === 'map' ? 'string' : 'number'
  if (key.type.kind !== wanted) return FALSE
  if (!key.isKnown) return open()
  if (container.type.kind === 'tuple') {
    const index = indexOf(key)
    return bool(index >= 0 && index < container.type.elements.length)
  }
  if (!container.isKnown) return open()
  if (container.type.kind === 'map') return bool(entriesOf(container).has(textOf(key)))
  const index = indexOf(key)
  return bool(index >= 0 && index < elementsOf(container).length)
}

/** The number of elements (cty's Length), unknown within its bounds for an unknown collection or a set with unknowns. */
export function lengthOf(value: Value): Value {
  return withMarks(bareLength(unmarked(value)), value.marks)
}

function bareLength(value: Value): Value {
  const { type } = value
  if (type.kind === 'tuple') return integer(type.elements.length)
  if (type.kind === 'object') return integer(type.attributes.size)
  const { min, max } = lengthRange(value)
  if (min === max) return integer(min)
  const open = unknown(NUMBER, firstOrigin([value]))
  const most = Number.isFinite(max) ? BigFloat.fromInteger(max) : LONGEST
  return refine(open, {
    not_null: true,
    min: { number: BigFloat.fromInteger(min), inclusive: true },
    max: { number: most, inclusive: true },
  })
}

/** The largest length that cty knows: 2 ** 63 - 1. */
const LONGEST = BigFloat.fromBigInteger(2n ** 63n - 1n, INTEGER_PRECISION)
