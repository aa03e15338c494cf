import type { Attributes, Draft, Value as CoreValue } from '../../src/core/value.ts'
import { Unknown, draft } from '../../src/core/value.ts'
import type { Context } from '../../src/core/provider.ts'
import { isWritable, numberText } from './evaluate/types/number-text.ts'
import type { Value } from './evaluate/types/value.ts'
import { elementsOf, entriesOf, numberOf, originOf, textOf } from './evaluate/types/value.ts'

type ToSecret = Context['secret']

/**
 * A value of the language as the core has it: unknowns with what they stand for, what is sensitive as digests of its parts,
 * numbers as doubles where those hold all digits, else as text.
 */
export function coreValue(value: Value, secret: ToSecret): CoreValue {
  if (value.marks.has('ephemeral')) return new Unknown('ephemeral: it is nowhere kept')
  if (!value.isKnown) {
    const origin = originOf(value)
    return new Unknown(origin?.reason ?? 'known after apply', origin?.refers_to)
  }
  if (value.isNull) return null
  const plain = plainValue(value, secret)
  return value.marks.has('sensitive') ? secretParts(plain, secret) : plain
}

function plainValue(value: Value, secret: ToSecret): CoreValue {
  switch (value.type.kind) {
    case 'string':
      return textOf(value)
    case 'bool':
      return value.payload === true
    case 'number': {
      if (!isWritable(numberOf(value))) return new Unknown('it has more digits than evenkeel writes out')
      const exact = numberText(numberOf(value))
      const double = Number(exact)
      return Number.isFinite(double) && (String(double) === exact || !Number.isInteger(double))
        ? double
        : exact
    }
    case 'map':
    case 'object':
      return coreAttributes(entriesOf(value), secret)
    default:
      return elementsOf(value).map((element) => coreValue(element, secret))
  }
}

/** Named values as attributes. */
export function coreAttributes(entries: ReadonlyMap<string, Value>, secret: ToSecret): Attributes {
  const attributes: Draft = draft()
  for (const [name, value] of entries) attributes[name] = coreValue(value, secret)
  return attributes
}

/** Every text, number and bool of a value as its digest; the names of a map are kept, so that places can be named. */
export function secretParts(value: CoreValue, secret: ToSecret): CoreValue {
  if (typeof value === 'string') return secret(value)
  if (typeof value === 'number' || typeof value === 'boolean') return secret(String(value))
  if (Array.isArray(value)) return value.map((part) => secretParts(part, secret))
  if (!isPlainMap(value)) return value
  const parts: Draft = draft()
  for (const [key, part] of Object.entries(value)) parts[key] = secretParts(part, secret)
  return parts
}

function isPlainMap(value: CoreValue): value is Attributes {
  return value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === null
}
