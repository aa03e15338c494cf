/** A rule that finds a credential inside a text: the part in the group `secret` is what must not leave. */
export interface CredentialRule {
  readonly name: string
  readonly pattern: RegExp
  /** found by the name beside it, so that the value has to look like a secret, too */
  readonly is_named?: boolean
}

/** Names under which people keep credentials: the whole value of such a key or variable is one. */
const SECRET_NAME =
  /(?:^|[_.\-/])(?:password|passwd|passphrase|pwd|secret|token|api_?key|apikey|private_?key|access_?key|secret_?key|signing_?key|encryption_?key|credentials?|client_?secret|auth_?token|signing_?secret)$/i
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

export const TEXT_RULES: readonly CredentialRule[] = [
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
  { name: 'named credential', pattern: namedPattern(String.raw`\s*(?:=|:)\s*`), is_named: true },
  {
    name: 'value of a named variable',
    pattern: namedPattern(String.raw`\s*(?:,|\n)\s*(?:-\s*)?${QUOTE}?value${QUOTE}?\s*:\s*`),
    is_named: true,
  },
]
/** one cheap look before the rules: most texts hold none of these */
export const PROMISING =
  /PRIVATE KEY|:\/\/[^\s/]*:|AKIA|ASIA|gh[pousr]_|github_pat_|xox|hooks\.slack|[rs]k_(?:live|test)|AIza|eyJ|authorization|passw|passphrase|secret|token|_?key/i

/** Whether a key or variable of this name holds a credential: `DB_PASSWORD`, `apiToken`; not `secretName`, `TOKEN_URL`. */
export function isSecretName(name: string): boolean {
  let isSecret = SECRET_NAMES.get(name)
  if (isSecret === undefined) {
    isSecret = hasSecretName(name)
    if (SECRET_NAMES.size < SECRET_NAMES_MAX) SECRET_NAMES.set(name, isSecret)
  }
  return isSecret
}

/** what has been told of names: the same few come again and again */
const SECRET_NAMES = new Map<string, boolean>()
const SECRET_NAMES_MAX = 20_000

function hasSecretName(name: string): boolean {
  const snake = name.replace(CAMEL, '$1_$2')
  return SECRET_NAME.test(snake) && !POINTER_NAME.test(snake)
}

/** What stands in a secret's place and leads to it: a variable, a template, a path, an ARN, a store's own notation. */
const REFERENCE =
  /^\s*(?:$|\$[({A-Za-z_]|\{\{|<%|%[({]|@@|arn:|(?:vault|ssm|aws-?ssm|secretsmanager|aws-?sm|sops|op|gcp-?sm|azurekv|akv|keyvault|ref|env|file|k8s|kubernetes|awskms|kms|doppler|infisical|bao|conjur)[:+]|projects\/[^/]+\/secrets\/|\/[\w.-]+(?:\/|$)|\.\.?\/|(?:data|var|local|module|each|aws_\w+|random_\w+|tls_\w+)\.\w|!(?:Ref|Sub|GetAtt|ImportValue)\b|@Microsoft\.KeyVault)/i
/** words, not secrets */
const WORD =
  /^(?:true|false|yes|no|on|off|none|null|nil|undefined|unset|empty|enabled?|disabled?|required?|optional|default|auto|basic|bearer|digest|plain|scram\S*|md5|sha\d*|bcrypt|kerberos|oauth2?|saml|jwt|token|password|secret|opaque|string|static|rotate|rotated|managed|inherit|anonymous|public|private|read|write|deny|allow|session|cookie|header|internal|external)$/i
/** what a document writes where a secret will stand */
const PLACEHOLDER =
  /^(?:<[^<>]*>|\[[^[\]]*\]|\*+|x{3,}|\.{3,}|-+|_+|\(?(?:redacted|masked|hidden|sensitive|omitted|encrypted|placeholder|example|dummy|fake|todo|tbd|n\/?a|fixme)\)?|\(?known after apply\)?|(?:your|my|the|some|insert|enter|put|replace|fill)[-_ ](?:\S+[-_ ])*(?:here|me|this|it|password|secret|token|key|value|in)|enc\[.*\])$/is
/** Kubernetes' and Docker's way to name a thing that holds a secret */
const OBJECT_NAME = /^[a-z][a-z]*(?:[-.][a-z]+)+$/
const GENERIC_KEY = /^(?:secret|secrets|credential|credentials|token)$/i

/** Whether a text only leads to a secret, so that it may be shown and compared as it stands. */
export function isReference(text: string): boolean {
  return REFERENCE.test(text) || PLACEHOLDER.test(text.trim()) || WORD.test(text.trim())
}

/**
 * Whether a value under a secret's name is a credential that somebody wrote down, rather than a number, an address or the
 * name of an object.
 */
export function isLiteral(text: string, name: string): boolean {
  const value = text.trim()
  if (isReference(value) || value.length < 4) return false
  if (/^\d+(?:\.\d+)?(?:ms|s|m|h|d|k|mi|gi)?$/i.test(value))
    return /pass|pwd|pin$/i.test(name) && value.length >= 6
  if (/^[a-z][a-z0-9+.-]*:\/\/[^@]*$/i.test(value)) return false
  return !(OBJECT_NAME.test(value) && GENERIC_KEY.test(name))
}
