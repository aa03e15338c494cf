import { isList, isMap, Secret, Unknown, draft, type Attributes, type Value } from './value.ts'

/** A rule that finds a credential inside a text: the part in the group `secret` is what must not leave. */
interface CredentialRule {
  readonly name: string
  readonly pattern: RegExp
}

/** Names under which people keep credentials: the whole value of such a key or variable is one. */
const SECRET_NAME =
  /(?:^|[_.\-/])(?:password|passwd|passphrase|pwd|secret|token|api_?key|apikey|private_?key|access_?key|secret_?key|signing_?key|encryption_?key|credentials?|client_?secret|auth_?token|webhook_?url|connection_?string|dsn)$/i
const CAMEL = /([a-z0-9])([A-Z])/g
/** names that only point at a secret, or say something about it */
const POINTER_NAME =
  /(?:name|ref|arn|id|path|file|url|uri|ttl|seconds|expir\w*|enabled|type|version|key_?ref|tokens?_required)$/i

/** a quote, also one inside a quoted text */
const QUOTE = String.raw`(?:\\*["'])`

/** A name that says credential, what stands between it and its value, and the value: quoted or bare; not a reference (`$x`). */
function namedPattern(between: string): RegExp {
  const name = String.raw`(?:[A-Za-z0-9_.-]*[_.-])?(?:password|passwd|passphrase|secret|token|api_?key|private_?key|access_?key|secret_?key|client_?secret)`
  const value = String.raw`(?:\\*"(?<secret>[^"\\\n$][^"\\\n]{3,})|\\*'(?<single>[^'\\\n$][^'\\\n]{3,})|(?<bare>[^\s"'\\$,;&<>{}()[\]]{4,}))`
  return new RegExp(String.raw`(?:^|[\s,;{(\["'&?_.-])${name}${QUOTE}?${between}${value}`, 'gim')
}

const TEXT_RULES: readonly CredentialRule[] = [
  {
    name: 'private key',
    pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----(?<secret>[\s\S]*?)(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  },
  { name: 'password in a URL', pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@"'?#]*:(?<secret>[^\s@"'/]+)@/gi },
  { name: 'AWS access key', pattern: /\b(?<secret>(?:AKIA|ASIA)[0-9A-Z]{16})\b/g },
  {
    name: 'GitHub token',
    pattern: /\b(?<secret>(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,}))\b/g,
  },
  { name: 'Slack token', pattern: /\b(?<secret>xox[abeoprs]-[A-Za-z0-9-]{10,})/g },
  {
    name: 'Slack webhook',
    pattern: /https:\/\/hooks\.slack\.com\/(?<secret>(?:services|workflows)\/[A-Za-z0-9/_-]{10,})/g,
  },
  { name: 'Stripe key', pattern: /\b(?<secret>[rs]k_(?:live|test)_[A-Za-z0-9]{16,})/g },
  { name: 'Google API key', pattern: /\b(?<secret>AIza[0-9A-Za-z_-]{35})\b/g },
  {
    name: 'JSON web token',
    pattern: /\b(?<secret>eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,})/g,
  },
  {
    name: 'authorization header',
    pattern: /\bauthorization["']?\s*[:=]\s*["']?(?:basic|bearer)\s+(?<secret>[A-Za-z0-9+/_.=-]{8,})/gi,
  },
  { name: 'named credential', pattern: namedPattern(String.raw`\s*(?:=|:)\s*`) },
  {
    name: 'value of a named variable',
    pattern: namedPattern(String.raw`\s*(?:,|\n)\s*(?:-\s*)?${QUOTE}?value${QUOTE}?\s*:\s*`),
  },
]
/** one cheap look before the rules: most texts hold none of these */
const PROMISING =
  /PRIVATE KEY|:\/\/[^\s/]*:|AKIA|ASIA|gh[pousr]_|github_pat_|xox|hooks\.slack|[rs]k_(?:live|test)|AIza|eyJ|authorization|passw|passphrase|secret|token|_?key/i

/** Makes the keyed digest of a text; the key never leaves the run. */
export type Digest = (text: string) => Secret

/** Whether a key or variable of this name holds a credential: `DB_PASSWORD`, `apiToken`; not `secretName`, `TOKEN_URL`. */
function isSecretName(name: string): boolean {
  const snake = name.replace(CAMEL, '$1_$2')
  return SECRET_NAME.test(snake) && !POINTER_NAME.test(snake)
}

/** A text with each credential in it replaced by its keyed digest, so that it still compares; undefined when there is none. */
export function maskText(text: string, digest: Digest): string | undefined {
  if (!PROMISING.test(text)) return undefined
  let masked = text
  for (const rule of TEXT_RULES) {
    masked = masked.replace(rule.pattern, (...match: unknown[]) => {
      const whole = String(match[0])
      const groups = match.at(-1)
      const secret = groupText(groups)
      if (secret === undefined || secret.startsWith(MASK_OPEN)) return whole
      const at = whole.lastIndexOf(secret)
      return `${whole.slice(0, at)}${maskMark(digest(secret))}${whole.slice(at + secret.length)}`
    })
  }
  return masked === text ? undefined : masked
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
export function maskAttributes(attributes: Attributes, digest: Digest): Attributes {
  const masked = maskMap(attributes, digest)
  return masked
}

function maskMap(map: Attributes, digest: Digest): Attributes {
  const named =
    typeof map['name'] === 'string' && typeof map['value'] === 'string' && isSecretName(map['name'])
  let out: { [key: string]: Value } | undefined
  for (const key of Object.keys(map)) {
    const value = map[key] ?? null
    const isSecret =
      typeof value === 'string' && value !== '' && (isSecretName(key) || (named && key === 'value'))
    const masked = isSecret ? digest(value) : maskValue(value, digest)
    if (masked === value) continue
    out ??= Object.assign(draft(), map)
    out[key] = masked
  }
  return out ?? map
}

function maskValue(value: Value, digest: Digest): Value {
  if (typeof value === 'string') return maskText(value, digest) ?? value
  if (value === null || typeof value !== 'object' || value instanceof Unknown || value instanceof Secret)
    return value
  if (isList(value)) {
    const items = value.map((item) => maskValue(item, digest))
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  return isMap(value) ? maskMap(value, digest) : value
}
