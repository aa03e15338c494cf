import { createHash } from 'node:crypto'
import type { Field } from '../../../src/core/provider.ts'
import { Secret, Unknown, type Attributes, type Value } from '../../../src/core/value.ts'

/** Where the text stands, to be read by people: it is not compared. */
export const USER_DATA_TEXT = 'user_data_text'

/** User data is compared by its SHA-1, and shown as text where both sides have that. */
export const USER_DATA: Field = { class: 'version', shown_by: USER_DATA_TEXT }

/**
 * User data in the one form that every side knows: the SHA-1 of the decoded text, which is all that a state of a machine
 * keeps in `user_data`. `user_data_base64` is another spelling of the same. Beside it the text, where one is known.
 *
 * @param isDigested whether a state has the SHA-1 in `user_data`: then a sensitive one compares, too
 */
export function userDataForm(attributes: Attributes, isDigested: boolean): Attributes {
  const { user_data: text, user_data_base64: encoded, ...rest } = attributes
  const value = isSet(encoded) ? encoded : text
  if (value === undefined) return rest
  // the digest of a secret is made of its spelling, which differs from side to side
  if (value instanceof Secret && !(isDigested && value === text))
    return { ...rest, user_data: new Unknown('it is sensitive, and known by another spelling') }
  if (typeof value !== 'string' || value === '' || DIGEST.test(value)) return { ...rest, user_data: value }
  const bytes = BASE64.test(value) ? Buffer.from(value, 'base64') : Buffer.from(value)
  const readable = readableText(bytes)
  return {
    ...rest,
    user_data: createHash('sha1').update(bytes).digest('hex'),
    ...(readable !== undefined && { [USER_DATA_TEXT]: readable }),
  }
}

function isSet(value: Value | undefined): boolean {
  return value !== undefined && value !== null && value !== ''
}

const DIGEST = /^[0-9a-f]{40}$/
/** The provider takes a text that is Base64 for encoded, and digests what is inside. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
/** No script holds these; tabs and line ends aside. */
const CONTROL = /(?![\t\n\r])\p{Cc}/u

/** Bytes as text; undefined for what nobody can read: an archive, a compressed script. */
function readableText(bytes: Buffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return CONTROL.test(text) ? undefined : text
  } catch {
    return undefined
  }
}
