import { BigFloat } from '../types/number.ts'
import { NULL, bool, number, object, string, tuple } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import type { JsonSetting } from '../../settings.ts'

/** A plain value as a value of the language: lists are tuples, maps objects. */
export function fromJson(value: JsonSetting): Value {
  if (value === null) return NULL
  switch (typeof value) {
    case 'string':
      return string(value)
    case 'number':
      return number(BigFloat.fromDouble(value))
    case 'boolean':
      return bool(value)
    default:
      if (isList(value)) return tuple(value.map(fromJson))
      return object(new Map(Object.entries(value).map(([key, part]) => [key, fromJson(part)])))
  }
}

function isList(value: JsonSetting): value is readonly JsonSetting[] {
  return Array.isArray(value)
}
