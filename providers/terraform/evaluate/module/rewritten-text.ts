import type { Rewriting } from '../../schema/schemas.ts'
import { JsonSyntaxError, parseJson } from '../functions/json-parse.ts'
import { UncomputedError } from '../types/evaluation-error.ts'
import { jsonText } from '../types/json.ts'
import {
  hasElements,
  elementsOf,
  entriesOf,
  string,
  textOf,
  unknown,
  unmarked,
  withMarks,
} from '../types/value.ts'
import type { Value } from '../types/value.ts'

/**
 * A text as the provider plans it where it has a form of its own, for who refers to it: `jsonencode`'s form of JSON, other
 * letters, the name of a protocol; unknown where nobody can tell what becomes of it, as of names to which it adds some.
 */
export function rewritten(value: Value, rewriting: Rewriting): Value {
  if (!value.isKnown || value.isNull) return value
  const open = unknown(value.type, { reason: 'the provider writes it in its own form' })
  if (value.type.kind !== 'string') return rewriting === 'other' ? withMarks(open, value.marks) : value
  const text = inForm(textOf(unmarked(value)), rewriting)
  return withMarks(text === undefined ? open : string(text), value.marks)
}

/** Words that have one spelling but for their letters, and windows of time; others may be escaped or trimmed. */
const PLAIN_WORD = /^(?:[\w.-]*[\w-]|[a-z]{3}:\d\d:\d\d-[a-z]{3}:\d\d:\d\d)$/i

/** Protocols that the rules of security groups name, by number. */
const PROTOCOLS: Readonly<Record<string, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6' }

function inForm(text: string, rewriting: Rewriting): string | undefined {
  if (rewriting === 'json') return compactJson(text)
  if (rewriting === 'protocol') return protocolName(text.toLowerCase())
  if (rewriting === 'other' || !PLAIN_WORD.test(text)) return undefined
  return rewriting === 'lower' ? text.toLowerCase() : text.toUpperCase()
}

function protocolName(text: string): string {
  if (text === 'all') return '-1'
  return (/^\d+$/.test(text) && PROTOCOLS[Number(text)]) || text
}

function compactJson(text: string): string | undefined {
  try {
    const value = parseJson(text)
    // where a policy belongs, other JSON is nothing
    if (value.type.kind !== 'object' || !entriesOf(value).has('Statement')) return undefined
    // Go reads numbers as doubles, and writes them so
    return hasNumber(value) && jsonText(value) !== text ? undefined : jsonText(value)
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof UncomputedError) return undefined
    throw error
  }
}

function hasNumber(value: Value): boolean {
  return value.type.kind === 'number' || (hasElements(value) && elementsOf(value).some(hasNumber))
}
