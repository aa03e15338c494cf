/** Names under which people keep credentials: the whole value of such a key or variable is one. */
const SECRET_NAME = new RegExp(
  [
    // whatever stands before them: PGPASSWORD, dbPassword
    String.raw`(?:password|passwd|passphrase)$`,
    String.raw`(?:(?:^|[_.\-/])(?:pass|pwd|psk|secret|token|credentials?)|[_.\-]pw)$`,
    String.raw`(?:^|[_.\-/])(?:api|app|application|private|access|secret|signing|encryption|master|account|storage|hmac|license|auth|session|cookie|jwt|webhook|(?:pre_?)?shared|shared_?access|service_?role)_?key$`,
    String.raw`(?:^|[_.\-/])(?:apikey|secret_key_base)$`,
  ].join('|'),
  'i',
)
const CAMEL = /([a-z0-9])([A-Z])/g
/** names that only point at a secret, or say something about it */
const POINTER_NAME =
  /^(?:checksum|hash|sha\d*)\/|(?:name|ref|arn|id|path|file|url|uri|ttl|seconds|expir\w*|enabled|type|version|key_?ref|tokens?_required|proxy_pass)$/i
/** names of a user and a password in one text */
const PAIR_NAME =
  /(?:^|[_.\-/])(?:basic_?auth|smtp_?auth|http_?auth|proxy_?auth|htpasswd|user_?pass(?:word)?|auth)$/i

/** what has been told of names: the same few come again and again */
const SECRET_NAMES = new Map<string, 'secret' | 'pair' | 'none'>()
const SECRET_NAMES_MAX = 20_000

/** Whether a key or variable of this name holds a credential: `DB_PASSWORD`, `apiToken`; not `secretName`, `TOKEN_URL`. */
export function isSecretName(name: string): boolean {
  return sortOf(name) === 'secret'
}

/** Whether a value of this name is a credential: by the name alone, or because it is a user and a password in one. */
export function isSecretValue(name: string, value: string): boolean {
  const sort = sortOf(name)
  return sort === 'secret' || (sort === 'pair' && isPair(value))
}

function sortOf(name: string): 'secret' | 'pair' | 'none' {
  let sort = SECRET_NAMES.get(name)
  if (sort === undefined) {
    const snake = name.replace(CAMEL, '$1_$2')
    const isOne = SECRET_NAME.test(snake) && !POINTER_NAME.test(snake)
    sort = isOne ? 'secret' : PAIR_NAME.test(snake) ? 'pair' : 'none'
    if (SECRET_NAMES.size < SECRET_NAMES_MAX) SECRET_NAMES.set(name, sort)
  }
  return sort
}

/** `user:password`, also in Base64; a host and its port are none. */
function isPair(text: string): boolean {
  return isPlainPair(text) || isEncodedPair(text)
}

export function isEncodedPair(text: string): boolean {
  if (!/^[A-Za-z0-9+/]{8,}={0,2}$/.test(text)) return false
  const plain = Buffer.from(text, 'base64').toString('latin1')
  return /^[\x20-\x7e]+$/.test(plain) && isPlainPair(plain)
}

function isPlainPair(text: string): boolean {
  return /^[^\s:/@${]{1,64}:(?!\d{1,5}$)[^\s:/${][^\s]{3,}$/.test(text)
}

/** A password as it is kept in files of users, by the notation of crypt(3). */
const CRYPT = /^\$(?:apr1|1|2[abxy]?|5|6|7|y|gy|argon2\w*)\$[^\s$:'"]+\$[^\s:'"]{8,}/

/** What stands in a secret's place and leads to it: a variable, a template, a path, an ARN, a store's own notation. */
const REFERENCE =
  /^\s*(?:$|\$[({A-Za-z_]|\{\{|<%|%[({]|@@|arn:|[\w-]*(?:secret|vault|ssm|sm|kv|kms)[\w-]*:\/\/|(?:vault|ssm|aws-?ssm|secretsmanager|aws-?sm|sops|op|gcp-?sm|azurekv|akv|keyvault|ref|env|file|k8s|kubernetes|awskms|kms|doppler|infisical|bao|conjur)[:+]|projects\/[^/]+\/secrets\/|\/[\w.-]+(?:\/|$)|\.\.?\/|[A-Z]:\\|(?:data|var|local|module|each|aws_\w+|random_\w+|tls_\w+)\.\w|!(?:Ref|Sub|GetAtt|ImportValue|ENV|vault|secret|include|reference|lookup)\b|@Microsoft\.KeyVault|\{cipher\}|ENC[([])/i
/** the path of an entry in a store, or an object with its namespace */
const ENTRY = /^[a-z][a-z0-9-]*(?:\/[a-z][a-z0-9.-]*)+$/
/** words, not secrets */
const WORD =
  /^(?:true|false|yes|no|on|off|none|null|nil|undefined|unset|empty|enabled?|disabled?|required?|optional|default|auto|basic|bearer|digest|plain|scram\S*|md5|sha\d*|bcrypt|kerberos|oauth2?|saml|jwt|oidc|ldap|token|password|secret|opaque|string|static|random|rotate|rotated|managed|inherit|anonymous|public|private|read|write|deny|allow|session|cookie|header|internal|external|missing|invalid|expired|unknown|failed|refused|denied|error|found|absent|present|blank|hidden|must|should|cannot|from|with|without|this|that|here|when|will|only|also|apikey|strict|object|number|boolean|integer|text)$/i
/** what a document writes where a secret will stand */
const PLACEHOLDER =
  /^(?:["']{2}|<[^<>]*>|\[+[^[\]]*\]+|[*x•.\-_ ]{3,}|\(?(?:redacted|masked|hidden|sensitive(?: value)?|omitted|encrypted|placeholder|example|dummy|fake|todo|tbd|n\/?a|fixme)\)?|\(?known after apply\)?|%[\w.]+%|#\{[^{}]*\}#?|__\w+__|@[\w.-]+@|~[\w.-]+~|(?:change|replace|fill|set|insert|put|enter|update)[-_ ](?:me|this|it|in|here|default[-_ ].*)|(?:your|my|the|some|insert|enter|put|replace|fill)[-_ ](?:.*\S[-_ ])?(?:here|me|this|it|password|secret|token|key|value|in)|enc\[.*\])$/is
const SHOUTED_PLACEHOLDER = /^(?:CHANGE|REPLACE|FILL|SET)_?(?:ME|THIS|IN)$/

/** Kubernetes' and Docker's way to name a thing that holds a secret */
const OBJECT_NAME = /^[a-z][a-z]*(?:[-.][a-z]+)+$/
const GENERIC_KEY = /^(?:secret|secrets|credential|credentials|token)$/i
/** names of objects that hold such a thing: `tls_secret`, `auth-secret`, `credentialsSecret` */
const HOLDER_KEY =
  /(?:(?:tls|pull|registry|docker|auth|key|cert|ca|git|ssh|db|database)[-_]|(?:existing|pull|creds?|credentials?)[-_]?)secret$/i

/** Whether a text only leads to a secret, so that it may be shown and compared as it stands. */
export function isReference(text: string): boolean {
  const trimmed = text.trim()
  if (trimmed.startsWith('$') && CRYPT.test(trimmed)) return false
  return (
    REFERENCE.test(trimmed) ||
    ENTRY.test(trimmed) ||
    PLACEHOLDER.test(trimmed) ||
    SHOUTED_PLACEHOLDER.test(trimmed) ||
    WORD.test(trimmed)
  )
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
  if (GENERIC_KEY.test(name) && /^[a-z]+$/.test(value)) return false
  return !(OBJECT_NAME.test(value) && (GENERIC_KEY.test(name) || HOLDER_KEY.test(name)))
}

/** Whether a literal that a text gives for a name is code or a label, as files of programs and of translations have them. */
export function isProse(text: string, isBare: boolean): boolean {
  const value = text.trim()
  if (isBare && /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/.test(value)) return true
  return /^\p{Lu}\p{Ll}+$/u.test(value) || /^[\p{L}’']+(?:[ ,.:!?]+[\p{L}’']+)+[.:!?…]*$/u.test(value)
}
