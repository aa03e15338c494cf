import { isLiteral, isReference, isSecretName, PROMISING, TEXT_RULES } from './credential-rules.ts'
import { isList, isMap, Secret, Unknown, draft, type Attributes, type Value } from './value.ts'

/** Makes the keyed digest of a text; the key never leaves the run. */
export type Digest = (text: string) => Secret

/** Called with each credential that is found: its digest, and the rule that found it. */
export type Found = (digest: string, rule: string) => void

/** A text with each credential in it replaced by its keyed digest, so that it still compares; undefined when there is none. */
export function maskText(text: string, digest: Digest, found?: Found): string | undefined {
  if (!PROMISING.test(text)) return undefined
  let masked = text
  for (const { name, pattern, is_named } of TEXT_RULES) {
    masked = masked.replace(pattern, (...match: unknown[]) => {
      const whole = String(match[0])
      const secret = groupText(match.at(-1))
      if (secret === undefined || secret.startsWith(MASK_OPEN) || isReference(secret)) return whole
      const at = whole.lastIndexOf(secret)
      const hidden = digest(secret)
      if (!is_named || isLiteral(secret, whole.slice(0, at))) found?.(hidden.digest, name)
      return `${whole.slice(0, at)}${maskMark(hidden)}${whole.slice(at + secret.length)}`
    })
  }
  return masked === text ? undefined : masked
}

/** The rule by which a text holds a credential, whatever it is called; undefined when there is none, or only a reference. */
export function credentialIn(text: string): string | undefined {
  if (!PROMISING.test(text)) return undefined
  return TEXT_RULES.find(
    ({ pattern, is_named }) =>
      !is_named && [...text.matchAll(pattern)].some(({ groups }) => !isReference(groupText(groups) ?? '')),
  )?.name
}

function groupText(groups: unknown): string | undefined {
  if (typeof groups !== 'object' || groups === null) return undefined
  const found = Object.values(groups).find((text) => typeof text === 'string' && text !== '')
  return typeof found === 'string' ? found : undefined
}

const MASK_OPEN = '(secret '
const MASK = /\(secret ([0-9a-f]{16})\)/g

function maskMark(secret: Secret): string {
  return `${MASK_OPEN}${secret.digest.slice(0, 16)})`
}

/** The digests (their first 16 digits) that a masked text holds. */
export function digestsIn(text: string): string[] {
  return text.includes(MASK_OPEN) ? [...text.matchAll(MASK)].map(([, digest]) => digest ?? '') : []
}

/** A masked text as a report may show it: without the digest. */
export function withoutDigests(text: string): string {
  return text.includes(MASK_OPEN) ? text.replace(MASK, '(secret)') : text
}

/**
 * Attributes with every credential replaced: values of secret names, `{name, value}` pairs whose name is one, and
 * credentials inside texts. Everything else is the same object.
 */
export function maskAttributes(attributes: Attributes, digest: Digest, found?: Found): Attributes {
  const variable = attributes['name']
  const named =
    typeof variable === 'string' && typeof attributes['value'] === 'string' && isSecretName(variable)
  let out: { [key: string]: Value } | undefined
  for (const key of Object.keys(attributes)) {
    const value = attributes[key] ?? null
    const name = named && key === 'value' ? variable : isSecretName(key) ? key : undefined
    const masked =
      name !== undefined && typeof value === 'string'
        ? maskNamed(name, value, digest, found)
        : maskValue(value, digest, found)
    if (masked === value) continue
    out ??= Object.assign(draft(), attributes)
    out[key] = masked
  }
  return out ?? attributes
}

function maskNamed(name: string, value: string, digest: Digest, found: Found | undefined): Value {
  if (isReference(value)) return maskValue(value, digest, found)
  const secret = digest(value)
  if (isLiteral(value, name)) found?.(secret.digest, 'name of a credential')
  return secret
}

function maskValue(value: Value, digest: Digest, found: Found | undefined): Value {
  if (typeof value === 'string') return maskText(value, digest, found) ?? value
  if (value === null || typeof value !== 'object' || value instanceof Unknown || value instanceof Secret)
    return value
  if (isList(value)) {
    const items = value.map((item) => maskValue(item, digest, found))
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  return isMap(value) ? maskAttributes(value, digest, found) : value
}
