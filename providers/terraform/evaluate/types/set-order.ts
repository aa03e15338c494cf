import { compare } from './arithmetic.ts'
import { byBytes } from './byte-order.ts'
import type { BigFloat } from './number.ts'
import { generalText, isWritable, numberText } from './number-text.ts'
import type { Type } from './types.ts'
import { boolOf, elementsOf, entriesOf, numberOf, pairsOf, textOf } from './value.ts'
import type { Value } from './value.ts'

/**
 * A text that two unmarked, wholly known values of one type share exactly when they are equal: how a set finds its
 * elements. Values with unknown parts are never equal to anything; do not ask for theirs.
 */
export function identityKey(value: Value): string {
  if (value.isNull) return '~'
  switch (value.type.kind) {
    case 'string':
      return JSON.stringify(textOf(value))
    case 'number':
      return numberKey(numberOf(value))
    case 'bool':
      return boolOf(value) ? 'T' : 'F'
    case 'map':
    case 'object':
      return `{${[...entriesOf(value)].map(([key, part]) => `${JSON.stringify(key)}:${identityKey(part)}`).join(',')}}`
    default:
      return `[${elementsOf(value).map(identityKey).join(',')}]`
  }
}

/** Whole numbers are equal by value, others by their shortest text: its digits depend on the precision. */
function numberKey(value: BigFloat): string {
  const whole = value.isInteger ? value.truncate() : undefined
  if (!isWritable(value)) return binaryText(value)
  return whole === undefined ? numberText(value) : whole.toString()
}

/** A number of more digits than are written out. */
function binaryText({ negative, mantissa, exponent }: BigFloat): string {
  return `${negative ? '-' : ''}${mantissa}p${exponent}`
}

/**
 * Elements of a set in Terraform's order: strings bytewise, numbers ascending, false before true, anything else by the
 * text that cty hashes; then unknowns, then null. Equal ranks keep their order.
 */
export function inSetOrder(elements: readonly Value[], type: Type): readonly Value[] {
  if (elements.length < 2) return elements
  const rank = (value: Value): number => (value.isNull ? 2 : value.isKnown ? 0 : 1)
  if (type.kind === 'string' || type.kind === 'number' || type.kind === 'bool') {
    const order = type.kind === 'string' ? byText : type.kind === 'number' ? byNumber : byBool
    return elements.toSorted((a, b) => rank(a) - rank(b) || (rank(a) === 0 ? order(a, b) : 0))
  }
  const keyed = elements.map((value) => ({ value, rank: rank(value), text: hashText(value) }))
  return keyed.sort((a, b) => a.rank - b.rank || byBytes(a.text, b.text)).map(({ value }) => value)
}

function byText(a: Value, b: Value): number {
  return byBytes(textOf(a), textOf(b))
}

function byNumber(a: Value, b: Value): number {
  return compare(numberOf(a), numberOf(b))
}

function byBool(a: Value, b: Value): number {
  return Number(boolOf(a)) - Number(boolOf(b))
}

/** The text that cty hashes for an element of a set, and orders compound elements by. */
function hashText(value: Value): string {
  if (!value.isKnown) return '?'
  if (value.isNull) return '~'
  switch (value.type.kind) {
    case 'number':
      return isWritable(numberOf(value)) ? generalText(numberOf(value), 10) : binaryText(numberOf(value))
    case 'bool':
      return boolOf(value) ? 'T' : 'F'
    case 'string':
      return quoted(textOf(value))
    case 'map':
      return `{${[...pairsOf(value)].map(([key, part]) => `${hashText(key)}:${hashText(part)};`).join('')}}`
    case 'list':
    case 'set':
      return `[${elementsOf(value)
        .map((part) => `${hashText(part)};`)
        .join('')}]`
    default:
      return `<${elementsOf(value)
        .map((part) => `${hashText(part)};`)
        .join('')}>`
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
}

/** A string as Go's %q quotes it. */
function quoted(text: string): string {
  let result = '"'
  for (const character of text) {
    const escape = ESCAPES[character]
    if (escape !== undefined) result += escape
    else if (/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character)) result += character
    else result += escapedCode(character.codePointAt(0) ?? 0)
  }
  return `${result}"`
}

function escapedCode(code: number): string {
  const hex = code.toString(16)
  if (code < 0x80) return `\\x${hex.padStart(2, '0')}`
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}
