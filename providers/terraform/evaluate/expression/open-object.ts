import { DYNAMIC } from '../types/types.ts'
import type { Payload, Value } from '../types/value.ts'
import { unknown, withMarks } from '../types/value.ts'

/**
 * Objects whose type nobody told us whole: resources of providers without a schema here, data sources. What the code sets
 * is there; any further attribute is unknown rather than missing. Kept by payload, which conversions and marks preserve.
 */
const OPEN = new WeakMap<object, string>()

/** Declares that an object has more attributes than it shows; `address` is what they belong to. */
export function openObject(value: Value, address: string): Value {
  if (isObject(value.payload)) OPEN.set(value.payload, address)
  return value
}

/** The unknown attribute of an open object; undefined where the object is a plain one. */
export function openAttribute(value: Value, name: string): Value | undefined {
  const address = isObject(value.payload) ? OPEN.get(value.payload) : undefined
  if (address === undefined) return undefined
  const origin = { reason: 'known after apply', refers_to: { address, attribute: name } }
  return withMarks(unknown(DYNAMIC, origin), value.marks)
}

/** Whether the object has attributes that it does not show. */
export function isOpen(value: Value): boolean {
  return isObject(value.payload) && OPEN.has(value.payload)
}

function isObject(payload: Payload): payload is Exclude<Payload, null | boolean | string> {
  return typeof payload === 'object' && payload !== null
}
