import type { Json } from '../../../../src/core/value.ts'
import { byBytes } from './byte-order.ts'
import { ConversionError } from './evaluation-error.ts'
import { BigFloat } from './number.ts'
import { isWritable, numberText } from './number-text.ts'
import { boolOf, elementsOf, entriesOf, hasElements, numberOf, textOf } from './value.ts'
import type { Value } from './value.ts'

/** The places in a value that are unknown, numbers too large to write among them, as paths of keys and indexes (a set's elements by position); `[[]]` for all of it. */
export function unknownPaths(value: Value): readonly (readonly (string | number)[])[] {
  const found: (readonly Step[])[] = []
  collectUnknown(value, [], found)
  return found
}

type Step = string | number

/** `path` is that of the value, and is so again afterwards. */
function collectUnknown(value: Value, path: Step[], found: (readonly Step[])[]): void {
  const { payload } = value
  if (!value.isKnown || (payload instanceof BigFloat && !isWritable(payload))) found.push([...path])
  else if (hasElements(value)) {
    const visit = (part: Value, key: Step): void => {
      path.push(key)
      collectUnknown(part, path, found)
      path.pop()
    }
    if (payload instanceof Map) entriesOf(value).forEach(visit)
    else elementsOf(value).forEach(visit)
  }
}

/**
 * A value as plain JSON, unknown places as null, marks ignored. Numbers become doubles: where all digits count, take
 * `jsonText` (an infinite one becomes its text).
 */
export function toJson(value: Value): Json {
  if (value.isNull || !value.isKnown) return null
  switch (value.type.kind) {
    case 'string':
      return textOf(value)
    case 'bool':
      return boolOf(value)
    case 'number': {
      const exact = numberOf(value)
      return exact.kind === 'infinite' ? numberText(exact) : exact.toDouble()
    }
    case 'map':
    case 'object': {
      const result: { [key: string]: Json } = Object.create(null)
      for (const [key, part] of entriesOf(value)) result[key] = toJson(part)
      return result
    }
    default:
      return elementsOf(value).map(toJson)
  }
}

/** A wholly known value as the compact JSON text that `jsonencode` gives: keys in byte order, numbers with all digits, `<>&` escaped. Infinity is a ConversionError. */
export function jsonText(value: Value): string {
  if (value.isNull) return 'null'
  switch (value.type.kind) {
    case 'string':
      return jsonString(textOf(value))
    case 'bool':
      return boolOf(value) ? 'true' : 'false'
    case 'number':
      return finiteText(numberOf(value))
    case 'map':
    case 'object': {
      const entries = [...entriesOf(value)].sort((a, b) => byBytes(a[0], b[0]))
      return `{${entries.map(([key, part]) => `${jsonString(key)}:${jsonText(part)}`).join(',')}}`
    }
    default:
      return `[${elementsOf(value).map(jsonText).join(',')}]`
  }
}

function finiteText(value: BigFloat): string {
  if (value.kind === 'infinite') throw new ConversionError('cannot serialize infinity as JSON')
  return numberText(value)
}

/** A JSON string as Go writes it: HTML's `<`, `>`, `&` and the line separators U+2028 and U+2029 as escapes. */
function jsonString(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (found) => GO_ESCAPES[found] ?? found)
}

const GO_ESCAPES: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}
