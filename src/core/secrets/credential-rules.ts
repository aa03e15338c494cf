import { FORMAT_HINT, FORMATS } from './credential-formats.ts'
import { isEncodedPair } from './credential-names.ts'

/** A rule that finds a credential inside a text: the part in the group `secret` (or `single`, `bare`) is what must not leave. */
export interface CredentialRule {
  readonly name: string
  readonly pattern: RegExp
  /** found by the name beside it (group `name`), so that the value has to look like a secret, too */
  readonly is_named?: boolean
  /** only in a text under such a key */
  readonly key?: RegExp
  /** hides, and says nothing of it: what it finds may be words of people */
  readonly is_silent?: boolean
  /** what only the value itself tells */
  readonly is_sound?: (secret: string) => boolean
}

/** a quote, also one inside a quoted text */
const QUOTE = String.raw`(?:\\*["'])`
const NAME = String.raw`(?<name>[A-Za-z0-9_.-]{0,100}?(?:password|passwd|passphrase|secret|token|(?:api|private|access|secret|account|master|signing|encryption|shared[_-]?access|(?:pre[_-]?)?shared|client)[_-]?(?:key|secret))|(?:[A-Za-z0-9_.-]{0,100}[_.-])?(?:pass|pwd|pw|psk|(?:app|application)[_-]key))`
const VALUE = String.raw`(?:(?<!\\)"(?<secret>(?:[^"\\\n$]|\\[^\n])(?:[^"\\\n]|\\[^\n]){3,})|\\+"(?<secret>[^"\\\n$][^"\\\n]{3,})|\\*'(?<single>[^'\\\n$][^'\\\n]{3,})|(?<bare>(?!\/\/)[^\s"'\\$,;&<>{}()[\]\u0060][^\s"'\\$,;&<>{}()[\]]{3,})(?![(\[\u0060]|[^\s"'\\$,;&<>{}()[\]]))`
/** a name begins where a word does; not inside an ARN */
const OPENS = String.raw`(?<![A-Za-z0-9_.$@%-])(?<!:(?!_))`

/** A name that says credential, what stands between it and its value, and the value: quoted or bare; not a reference (`$x`). */
function namedPattern(between: string): RegExp {
  return new RegExp(`${OPENS}${NAME}${QUOTE}?${between}${VALUE}`, 'gim')
}

/** Commands and files that say it their own way. */
const PHRASES: readonly CredentialRule[] = [
  {
    name: 'authorization header',
    pattern:
      /\bauthorization["']?[\s:=,]+\\?["']?(?:basic|bearer|token)\s+(?<secret>[A-Za-z0-9+/_.=-]{8,})/gi,
    is_sound: (secret) => /\d/.test(secret) || isEncodedPair(secret) || /[a-z][A-Z]/.test(secret),
  },
  {
    name: 'key in a header',
    pattern:
      /\bx-(?:api-key|auth-token|access-token|vault-token|gitlab-token)["']?[\s:=]+\\?["']?(?<secret>[^\s"'\\$;{]{6,})/gi,
    is_sound: (secret) => /\d/.test(secret),
  },
  {
    name: 'password of a registry',
    pattern: /(?:"auth"\s*:\s*\\?"|\b_auth\s*=\s*"?)(?<secret>[A-Za-z0-9+/]{8,}={0,2})/g,
    is_sound: isEncodedPair,
  },
  {
    name: 'password in an option',
    pattern: new RegExp(
      String.raw`(?:^|\s)--(?<name>[a-z0-9-]{0,60}?(?:password|passwd|passphrase|secret|token|api-key|access-key|secret-key))\s+(?:"(?<secret>[^"\n$-][^"\n]{3,})"|'(?<single>[^'\n$-][^'\n]{3,})'|(?<bare>[^\s"'$<({\u0060-][^\s"';|]{3,}))`,
      'gim',
    ),
    is_named: true,
    is_sound: (secret) => /[\d\W_]/.test(secret),
  },
  {
    name: 'password in a command',
    pattern: /\b(?:mysql|mariadb)\w{0,20}\b[^\n|;]{0,300}?\s-p(?<secret>[^\s"'$-][^\s"']{3,})/g,
  },
  {
    name: 'password in a command',
    pattern:
      /\b(?:curl|wget|http)\b[^\n|;]{0,300}?\s(?:-u|--user)[\s=]*["']?[^\s:"'$]+:(?<secret>[^\s"'$][^\s"']{3,})/g,
  },
  {
    name: 'password in a command',
    pattern: /\blogin\b[^\n|;]{0,300}?\s-p[\s=]+["']?(?<secret>[^\s"'$-][^\s"']{3,})/g,
  },
  {
    name: 'password in a command',
    pattern:
      /(?<![^\s"'])[\w.-]{1,64}:(?<secret>[^\s:"'$|][^\s"'|]{3,})["']?\s{0,8}\|\s{0,8}(?:sudo\s+)?chpasswd\b/g,
  },
  {
    name: 'password in cloud-init',
    pattern: /\bchpasswd:[\s\S]{0,200}?\n[ \t]+(?:- )?[\w.-]+:(?<secret>[^\s:$][^\s]{3,})/g,
  },
  { name: 'password in .netrc', pattern: /\blogin\s+\S+\s+password\s+(?<secret>[^\s$]{4,})/g },
  {
    name: 'password in .pgpass',
    pattern: /^[^:\s#]+:(?:\d{1,5}|\*):[^:\s]+:[^:\s]+:(?<secret>[^:\s$]{4,})$/gm,
    key: /pgpass/i,
  },
  {
    name: 'password of Redis',
    pattern: /^[ \t]*(?:requirepass|masterauth)[ \t]+"?(?<secret>[^\s"$]{4,})/gm,
  },
  { name: 'password of Redis', pattern: /^[ \t]*user[ \t]+\S+[ \t][^\n]*?>(?<secret>[^\s$]{4,})/gm },
  {
    name: 'named credential',
    pattern:
      /<(?<name>[\w.:-]{0,60}?(?:password|passwd|passphrase|secret|token|api-?key))>(?<secret>[^<>\s$][^<>]{3,})<\//gi,
    is_named: true,
  },
]

/** a key at the start of its line */
const LINE_KEY = String.raw`^[ \t]*(?:- )?["']?${NAME}["']?[ \t]*[:=]`

/** Where settings are written otherwise than as a name, a sign and a value on one line. */
const FORMS: readonly CredentialRule[] = [
  {
    name: 'named credential',
    pattern: new RegExp(
      String.raw`\(\s*["']${NAME}["']\s*,\s*(?:"(?<secret>[^"\\\n$]{4,})"|'(?<single>[^'\\\n$]{4,})')`,
      'gi',
    ),
    is_named: true,
    is_sound: (secret) => /[\d\W_]/.test(secret),
  },
  {
    name: 'named credential',
    pattern: new RegExp(
      String.raw`${LINE_KEY}[ \t]*[|>][+-]?\d?[ \t]*\r?\n[ \t]+(?<secret>[^\s$][^\n]{3,})`,
      'gim',
    ),
    is_named: true,
  },
  {
    name: 'key of a kubeconfig',
    pattern: /\bclient-key-data\\*["']?\s*:\s*\\*["']?(?<secret>[A-Za-z0-9+/]{16,}={0,2})/g,
  },
  {
    name: 'signed address',
    pattern: /[?&](?:X-Amz-Signature|X-Amz-Security-Token|X-Goog-Signature)=(?<secret>[A-Za-z0-9%]{16,})/g,
  },
  {
    name: 'password of a directory',
    pattern: /^[ \t]*(?:bindpw|rootpw|bind_password)[ \t]+"?(?<secret>[^\s"$=:][^\s"]{3,})/gim,
  },
  {
    name: 'private key',
    pattern: /^Private-Lines: \d+\r?\n(?<secret>[A-Za-z0-9+/=\s]+?)(?=^[A-Za-z-]+:|$(?![^]))/gm,
  },
  {
    name: 'named credential',
    // the first word is hidden already, and the others are the rest of the same value
    pattern: new RegExp(
      String.raw`${LINE_KEY}[ \t]*\(secret [0-9a-f]{16}\)[ \t]+(?<secret>[^\s#][^\n]*)$`,
      'gim',
    ),
    is_silent: true,
  },
]

export const TEXT_RULES: readonly CredentialRule[] = [
  ...FORMATS,
  ...PHRASES,
  { name: 'named credential', pattern: namedPattern(String.raw`[ \t]*(?:=>|:=|=|:)[ \t]*`), is_named: true },
  {
    name: 'value of a named variable',
    pattern: namedPattern(String.raw`[ \t]*(?:,|\n)\s*(?:-\s*)?${QUOTE}?value${QUOTE}?[ \t]*:[ \t]*`),
    is_named: true,
  },
  ...FORMS,
]

const PHRASE_HINT =
  /authorization|signature|private-lines|passw|passphrase|secret|token|_?key|pass\b|pwd|pw\b|psk|_auth|"auth"|login|requirepass|masterauth|mysql|mariadb|curl|wget|pgpass|\buser\b/i

/** One cheap look before the rules: most texts hold nothing of the kind. @param key under which the text stands */
export function isPromising(text: string, key: string): boolean {
  return text.length >= 8 && (FORMAT_HINT.test(text) || PHRASE_HINT.test(text) || isPromisingKey(key))
}

/** what has been told of keys: the same few come again and again */
const KEYS = new Map<string, boolean>()
const KEYS_MAX = 20_000

function isPromisingKey(key: string): boolean {
  let isOne = KEYS.get(key)
  if (isOne === undefined) {
    isOne = PHRASE_HINT.test(key)
    if (KEYS.size < KEYS_MAX) KEYS.set(key, isOne)
  }
  return isOne
}
