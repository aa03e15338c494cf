import { isWritable, numberText } from './number-text.ts'
import { compare } from './arithmetic.ts'
import type { BigFloat } from './number.ts'
import { containsMarked, unmarkDeep } from './deep-marks.ts'
import { certainlyNotNull, excludes } from './ranges.ts'
import { identityKey } from './set-order.ts'
import { BOOL, hasDynamic, nonconformance, sameType } from './types.ts'
import {
  bool,
  elementsOf,
  entriesOf,
  hasElements,
  numberOf,
  originOf,
  Undetermined,
  unknown,
  withAllMarks,
} from './value.ts'
import type { Origin, Value } from './value.ts'

/**
 * Terraform's `==`: a bool, unknown where the parts leave it open, marked with all marks of both sides. Values of different
 * types are unequal; nothing is converted, nothing is an error.
 */
export function equals(a: Value, b: Value): Value {
  if (containsMarked(a) || containsMarked(b)) {
    const left = unmarkDeep(a)
    const right = unmarkDeep(b)
    return withAllMarks(equals(left.value, right.value), [left.marks, right.marks])
  }
  const answer = isEqual(a, b)
  return answer === undefined ? undecided(a, b) : bool(answer)
}

function undecided(...values: readonly Value[]): Value {
  return unknown(BOOL, firstOrigin(values), { not_null: true })
}

/** The reason of the first unknown in or among the values; what is computed from it is no longer the attribute itself. */
export function firstOrigin(values: readonly Value[]): Origin | undefined {
  for (const value of values) {
    const own = originOf(value)
    if (own) return { reason: own.reason }
    if (!hasElements(value)) continue
    const inner = firstOrigin(elementsOf(value))
    if (inner) return inner
  }
  return undefined
}

/** Equality of unmarked values; undefined where it is open. */
export function isEqual(a: Value, b: Value): boolean | undefined {
  if (a.isNull && certainlyNotNull(b)) return false
  if (b.isNull && certainlyNotNull(a)) return false
  if (!a.isKnown && !b.isKnown) return undefined
  if (b.payload instanceof Undetermined) return equalsUnknown(a, b, b.payload)
  if (a.payload instanceof Undetermined) return equalsUnknown(b, a, a.payload)
  if (a.isNull || b.isNull) return a.isNull && b.isNull
  if (!hasKnownType(a) || !hasKnownType(b)) {
    const apart = nonconformance(a.type, b.type) !== undefined && nonconformance(b.type, a.type) !== undefined
    return apart ? false : undefined
  }
  if (!sameType(a.type, b.type)) return false
  return isEqualPayload(a, b)
}

function equalsUnknown(known: Value, open: Value, state: Undetermined): boolean | undefined {
  if (excludes(open.type, state.refinement, known)) return false
  if (known.isNull || hasDynamic(open.type) || sameType(known.type, open.type)) return undefined
  return false
}

/** Whether the value's type is settled at every depth (a `dynamic` unknown is not). */
function hasKnownType(value: Value): boolean {
  if (value.isNull) return true
  if (!value.isKnown) return value.type.kind === 'dynamic' ? false : !hasDynamic(value.type)
  return !hasElements(value) || elementsOf(value).every(hasKnownType)
}

function isEqualPayload(a: Value, b: Value): boolean | undefined {
  switch (a.type.kind) {
    case 'number':
      return sameNumber(numberOf(a), numberOf(b))
    case 'set':
      return sameSet(elementsOf(a), elementsOf(b))
    case 'map':
    case 'object':
      return sameEntries(entriesOf(a), entriesOf(b))
    case 'list':
    case 'tuple':
      return sameSequence(elementsOf(a), elementsOf(b))
    default:
      return a.payload === b.payload
  }
}

/** cty's equality of numbers: whole ones by value, others by their shortest text, so that 0.1 of any precision is 0.1. */
export function sameNumber(a: BigFloat, b: BigFloat): boolean {
  const byValue = (x: BigFloat): boolean => x.kind === 'infinite' || x.isInteger || !isWritable(x)
  if (byValue(a) || byValue(b)) return compare(a, b) === 0
  return a.sign === b.sign && numberText(a) === numberText(b)
}

function sameSequence(a: readonly Value[], b: readonly Value[]): boolean | undefined {
  if (a.length !== b.length) return false
  for (const [i, left] of a.entries()) {
    const right = b[i]
    const equal = right !== undefined && isEqual(left, right)
    if (equal !== true) return equal
  }
  return true
}

function sameEntries(a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): boolean | undefined {
  if (a.size !== b.size) return false
  for (const key of a.keys()) if (!b.has(key)) return false
  for (const [key, left] of a) {
    const right = b.get(key)
    const equal = right !== undefined && isEqual(left, right)
    if (equal !== true) return equal
  }
  return true
}

function sameSet(a: readonly Value[], b: readonly Value[]): boolean | undefined {
  if ([...a, ...b].some((element) => !element.isKnown)) return undefined
  const keys = new Set(a.map(identityKey))
  return a.length === b.length && b.every((element) => keys.has(identityKey(element)))
}
