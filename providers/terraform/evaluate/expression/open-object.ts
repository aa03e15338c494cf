import { DYNAMIC } from '../types/types.ts'
import type { Payload, Value } from '../types/value.ts'
import { elementsOf, object, tuple, unknown, withMarks } from '../types/value.ts'

/**
 * Objects whose type nobody told us whole: resources of providers without a schema here, data sources. What the code sets
 * is there; any further attribute is unknown rather than missing. Kept by payload, which conversions and marks preserve.
 */
const OPEN = new WeakMap<object, string | null>()

/** Declares that an object has more attributes than it shows; `address` is what they belong to, where they have a name. */
export function openObject(value: Value, address: string | null): Value {
  if (isObject(value.payload)) OPEN.set(value.payload, address)
  return value
}

/** The unknown attribute of an open object; undefined where the object is a plain one. */
export function openAttribute(value: Value, name: string): Value | undefined {
  const address = isObject(value.payload) ? OPEN.get(value.payload) : undefined
  if (address === undefined) return undefined
  const reason = 'known after apply'
  const origin = address === null ? { reason } : { reason, refers_to: { address, attribute: name } }
  return withMarks(unknown(DYNAMIC, origin), value.marks)
}

/** Whether the object has attributes that it does not show. */
function isOpen(value: Value): boolean {
  return isObject(value.payload) && OPEN.has(value.payload)
}

/** An unknown in place of an open object: for whoever would look at its attributes as if they were all. */
export function closed(value: Value): Value {
  if (!isOpen(value)) return value
  return withMarks(unknown(DYNAMIC, { reason: 'not all of its attributes are known' }), value.marks)
}

/** The value with unknowns in place of open objects, at whatever depth. */
export function closedDeep(value: Value): Value {
  return holdsOpen(value) ? rebuilt(value) : value
}

function holdsOpen(value: Value): boolean {
  if (isOpen(value)) return true
  const { payload } = value
  if (payload instanceof Map) {
    for (const part of payload.values()) if (holdsOpen(part)) return true
    return false
  }
  return Array.isArray(payload) && payload.some(holdsOpen)
}

function rebuilt(value: Value): Value {
  if (isOpen(value)) return closed(value)
  const part = (inner: Value): Value => (holdsOpen(inner) ? rebuilt(inner) : inner)
  // a collection's element type would no longer fit: what held open objects becomes a tuple or an object
  const made = isElementsMap(value.payload)
    ? object(new Map([...value.payload].map(([key, inner]) => [key, part(inner)])))
    : tuple(elementsOf(value).map(part))
  return withMarks(made, value.marks)
}

function isElementsMap(payload: Payload): payload is ReadonlyMap<string, Value> {
  return payload instanceof Map
}

function isObject(payload: Payload): payload is Exclude<Payload, null | boolean | string> {
  return typeof payload === 'object' && payload !== null
}
