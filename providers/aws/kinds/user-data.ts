import { createHash } from 'node:crypto'
import type { Attributes, Value } from '../../../src/core/value.ts'

/**
 * User data in the one form that every side knows: the SHA-1 of the decoded text, which is all that a state keeps in
 * `user_data`. `user_data_base64` is another spelling of the same. What it says never leaves the reader.
 */
export function userDataForm(attributes: Attributes): Attributes {
  const { user_data: text, user_data_base64: encoded, ...rest } = attributes
  const value = isSet(encoded) ? encoded : text
  if (value === undefined) return rest
  return { ...rest, user_data: typeof value === 'string' ? digestOf(value) : value }
}

function isSet(value: Value | undefined): boolean {
  return value !== undefined && value !== null && value !== ''
}

const DIGEST = /^[0-9a-f]{40}$/
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** The provider takes a text that is Base64 for encoded, and digests what is inside. */
function digestOf(text: string): string {
  if (text === '' || DIGEST.test(text)) return text
  const bytes = BASE64.test(text) ? Buffer.from(text, 'base64') : Buffer.from(text)
  return createHash('sha1').update(bytes).digest('hex')
}
