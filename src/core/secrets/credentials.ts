import { isLiteral, isProse, isReference, isSecretName, isSecretValue } from './credential-names.ts'
import { isPromising, TEXT_RULES, type CredentialRule } from './credential-rules.ts'
import { isList, isMap, ownValue, Secret, draft, type Attributes, type Value } from '../value.ts'

/** Makes the keyed digest of a text; the key never leaves the run. */
export type Digest = (text: string) => Secret

/** Called with each credential that is found: its digest, and the rule that found it. */
export type Found = (digest: string, rule: string) => void

/**
 * A text with each credential in it replaced by its keyed digest, so that it still compares; undefined when there is none.
 *
 * @param key under which the text stands, where some files are known by their name
 */
export function maskText(text: string, digest: Digest, found?: Found, key = ''): string | undefined {
  if (!isPromising(text, key)) return undefined
  let masked = text
  for (const rule of TEXT_RULES) {
    if (rule.key && !rule.key.test(key)) continue
    masked = masked.replace(rule.pattern, (...match: unknown[]) => {
      const whole = String(match[0])
      const parts = partsOf(match.at(-1))
      if (!parts || !isCredential(parts, rule)) return whole
      if (rule.is_named && isDefault(match.at(-2), match.at(-3))) return whole
      const at = whole.lastIndexOf(parts.secret)
      const hidden = digest(parts.secret)
      if (!rule.is_silent && (!rule.is_named || isWrittenDown(parts))) found?.(hidden.digest, rule.name)
      return `${whole.slice(0, at)}${maskMark(hidden)}${whole.slice(at + parts.secret.length)}`
    })
  }
  return masked === text ? undefined : masked
}

/** Whether a match stands inside a variable, as its default: `${PASSWORD:x}`. */
function isDefault(text: unknown, offset: unknown): boolean {
  return (
    typeof text === 'string' &&
    typeof offset === 'number' &&
    /\$\{[\w.-]*$/.test(text.slice(Math.max(0, offset - 100), offset))
  )
}

/** The rule by which a text holds a credential, whatever it is called; undefined when there is none, or only a reference. */
export function credentialIn(text: string): string | undefined {
  if (!isPromising(text, '')) return undefined
  return TEXT_RULES.find(
    (rule) =>
      !rule.is_named &&
      !rule.key &&
      [...text.matchAll(rule.pattern)].some(({ groups }) => {
        const parts = partsOf(groups)
        return parts !== undefined && isCredential(parts, rule)
      }),
  )?.name
}

/** What a rule has found: the secret, and for a named one the name and whether it stood without quotes. */
interface Parts {
  readonly secret: string
  readonly name: string
  readonly is_bare: boolean
}

function partsOf(groups: unknown): Parts | undefined {
  if (typeof groups !== 'object' || groups === null) return undefined
  const at = new Map<string, unknown>(Object.entries(groups))
  const [quoted, bare] = [at.get('secret') ?? at.get('single'), at.get('bare')]
  const secret = quoted ?? bare
  if (typeof secret !== 'string' || secret === '') return undefined
  const name = at.get('name')
  return { secret, name: typeof name === 'string' ? name : '', is_bare: typeof bare === 'string' }
}

function isCredential({ secret }: Parts, { is_sound }: CredentialRule): boolean {
  return !secret.startsWith(MASK_OPEN) && !isReference(secret) && (is_sound?.(secret) ?? true)
}

function isWrittenDown({ secret, name, is_bare }: Parts): boolean {
  return isLiteral(secret, name) && !isProse(secret, is_bare)
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
 * Attributes with every credential replaced: values of secret names (alone, in a list, or as `{value: …}`), pairs of a name
 * and a value whose name is one, and credentials inside texts. Everything else is the same object.
 *
 * @param above name under which these attributes stand
 */
export function maskAttributes(
  attributes: Attributes,
  digest: Digest,
  found?: Found,
  above?: string,
): Attributes {
  let out: { [key: string]: Value } | undefined
  for (const key in attributes) {
    // what is encrypted there is no secret, whatever it is called
    if (key === 'encryptedData') continue
    const value = attributes[key] ?? null
    if (typeof value !== 'string' && typeof value !== 'object') continue
    const name = key === 'value' || key === 'Value' ? (nameBeside(attributes, value) ?? above ?? key) : key
    const told = key === 'description' && isSchema(attributes) ? unnamed(found) : found
    const masked =
      typeof value === 'string' && isSecretValue(name, value)
        ? maskNamed(name, value, digest, told)
        : maskValue(value, digest, told, name)
    if (masked === value) continue
    out ??= Object.assign(draft(), attributes)
    out[key] = masked
  }
  return out ?? attributes
}

/** Whether a map is a JSON Schema: what it says of itself is documentation, with settings as examples. */
function isSchema(attributes: Attributes): boolean {
  return (
    /^(?:object|array|string|boolean|integer|number)$/.test(String(ownValue(attributes, 'type'))) ||
    ownValue(attributes, 'x-kubernetes-int-or-string') === true ||
    ownValue(attributes, 'x-kubernetes-preserve-unknown-fields') === true
  )
}

/** Tells only of what is a credential by its own form, not by the name that stands before it. */
function unnamed(found: Found | undefined): Found | undefined {
  const isByName = (rule: string): boolean =>
    TEXT_RULES.some(({ name, is_named }) => name === rule && is_named)
  return found && ((digest, rule) => (isByName(rule) ? undefined : found(digest, rule)))
}

/** keys beside a value that say what it is called */
const NAME_KEYS: readonly string[] = ['name', 'key', 'Name', 'Key']

function nameBeside(attributes: Attributes, value: Value): string | undefined {
  if (typeof value !== 'string') return undefined
  for (const key of NAME_KEYS) {
    const name = ownValue(attributes, key)
    if (typeof name === 'string') return name
  }
  return undefined
}

function maskNamed(name: string, value: string, digest: Digest, found: Found | undefined): Value {
  if (isReference(value)) return maskValue(value, digest, found, name)
  const secret = digest(value)
  if (isLiteral(value, name)) found?.(secret.digest, 'name of a credential')
  return secret
}

function maskValue(value: Value, digest: Digest, found: Found | undefined, key: string): Value {
  if (typeof value === 'string') return maskText(value, digest, found, key) ?? value
  if (isList(value)) return maskList(value, digest, found, key)
  return isMap(value) ? maskAttributes(value, digest, found, key) : value
}

const OPTION = /^--?([A-Za-z][\w.-]*)$/

function maskList(list: readonly Value[], digest: Digest, found: Found | undefined, key: string): Value {
  let out: Value[] | undefined
  for (let index = 0; index < list.length; index += 1) {
    const item = list[index] ?? null
    const option = index > 0 && typeof item === 'string' ? optionIn(list[index - 1]) : undefined
    const masked =
      option !== undefined && typeof item === 'string' && !item.startsWith('-')
        ? maskArgument(option, item, digest, found)
        : typeof item === 'string' && isSecretValue(key, item)
          ? maskNamed(key, item, digest, found)
          : maskValue(item, digest, found, key)
    if (masked !== item) out ??= list.slice(0, index)
    out?.push(masked)
  }
  return out ?? list
}

/** The name of an option whose value is a secret. */
function optionIn(argument: Value | undefined): string | undefined {
  const option = typeof argument === 'string' ? OPTION.exec(argument)?.[1]?.replaceAll('-', '_') : undefined
  return option !== undefined && isSecretName(option) ? option : undefined
}

/** Arguments of a command: what follows an option of such a name is its value. */
function maskArgument(option: string, argument: string, digest: Digest, found: Found | undefined): Value {
  const masked = maskNamed(option, argument, digest, found)
  return masked instanceof Secret ? maskMark(masked) : masked
}
