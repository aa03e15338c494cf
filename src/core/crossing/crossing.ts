import { isWholeWordAt, ownWords, type AliasPairs } from '../match/aliases.ts'
import { canonicalTree, type Origins } from '../compare/canonical.ts'
import { holdsForeign, type Ranges } from './crossing-network.ts'
import type { Resource } from '../model.ts'
import { joinPath, segmentKey, splitPath } from '../path.ts'
import type { Described } from '../registry.ts'
import { isList, isMap, type Value } from '../value.ts'

/** How sure it is that a value points at the other environment: `place` = a host, URL, ARN, account, bucket; `word` = a plain word. */
export type Crossing = 'place' | 'word'

const ACCOUNT = /^\d{12}$/
const HOST = /^\.?(?:[a-z0-9*_-]+\.)+[a-z][a-z0-9-]+$/i
/** ends of names that are files, not hosts */
const FILE_END =
  /\.(?:ya?ml|json|toml|ini|conf|cfg|cnf|properties|env|log|txt|md|html?|css|m?[jt]sx?|py|rb|go|rs|java|sh|bash|sql|csv|xml|pem|crt|key|gz|tgz|zip|tar|lock|tf|tfvars|tfstate|tpl|tmpl|j2|service|socket|pid|sock|db|bak)$/i
/** names of fields and variables that hold the name of a place */
const PLACE_NAME =
  /(?:^|[_.\-[])(?:host|hostname|hosts|url|uri|endpoint|addr|address|server|servers|brokers?|bucket|registry|queue|topic|arn|account|account_id|dsn|domain|origin|cluster|database|db|redis|table|project)(?:_?(?:name|id|url|host|arn))?$/i
const CAMEL = /([a-z0-9])([A-Z])/g

/**
 * Whether a value of one environment names the other: what is left when its own words are taken out, longest first,
 * still holds one of the other side's words as a whole. (DESIGN.md section 6, `crosses_environments`.)
 *
 * @param side which of each pair is this environment's own @param key the field or variable that holds the text
 */
export function crossingOf(text: string, key: string, pairs: AliasPairs, side: 0 | 1): Crossing | undefined {
  const others = pairs
    .filter(([a, b]) => a !== b)
    .map((pair) => pair[side === 0 ? 1 : 0])
    .filter((word) => word !== '')
  if (!others.some((word) => text.includes(word))) return undefined
  const rest = ownWords(pairs, side)(text)
  let found: Crossing | undefined
  let left = WORDS_MAX
  for (const word of others) {
    for (let at = rest.indexOf(word); at !== -1; at = rest.indexOf(word, at + 1)) {
      if (!isWholeWordAt(rest, at, word) || isFraction(rest, at, word)) continue
      if (isPlace(rest, at, word, key)) return 'place'
      found = 'word'
      left -= 1
      if (left === 0) return found
    }
  }
  return found
}

/** Whether digits that are some account's stand behind the point of a number. */
function isFraction(text: string, at: number, word: string): boolean {
  return ACCOUNT.test(word) && /\d\.$/.test(text.slice(Math.max(0, at - 2), at))
}

/** Whether what stands around a word makes it the name of a place. */
function isPlace(text: string, at: number, word: string, key: string): boolean {
  if (ACCOUNT.test(word)) return true
  const token = tokenAround(text, at)
  if (/^(?:[a-z][a-z0-9+.-]*:)*\/\//i.test(token) || token.startsWith('arn:')) return true
  const own = at - tokenStart(text, at)
  // a user before a host; what stands before a mark of the word's own side is none
  if (/^[\w.-]+@[\w.-]+/.test(token) && token.indexOf('@') < own) return true
  const authority = token.replace(/^[^@/]*@/, '').split('/')[0] ?? ''
  const host = authority.replace(/:\d+$/, '').replace(/^[a-z]+:(?=[a-z])/i, '')
  const isInHost = token.indexOf(authority) <= own && host.includes(word)
  const isHost = HOST.test(host) && !FILE_END.test(host)
  if (isHost && (isInHost || token.startsWith(`${host}/`))) return true
  if (isInHost && /:\d{2,5}$/.test(authority)) return true
  const isWhole = token === text.trim() && !token.startsWith('/') && !FILE_END.test(token)
  return isWhole && word !== token && PLACE_NAME.test(key.replace(CAMEL, '$1_$2'))
}

/** A string somewhere in a resource that names the other environment. */
export interface CrossingPlace {
  readonly path: string
  readonly value: string
  readonly crossing: Crossing
}

/** What tells one environment from the other, seen from one side. */
export interface Border {
  readonly aliases: AliasPairs
  /** of Kubernetes, in the same order */
  readonly namespaces: AliasPairs
  readonly side: 0 | 1
  readonly ranges: Ranges
}

/** Every value of a resource that names the other environment. */
export function* crossingsOf(
  resource: Resource,
  described: Described,
  border: Border,
): Generator<CrossingPlace> {
  const { aliases, namespaces, side, ranges } = border
  const others = [...aliases, ...namespaces]
    .map((pair) => pair[side === 0 ? 1 : 0])
    .filter((word) => word !== '')
  const isPromising = (text: string): boolean =>
    others.some((word) => text.includes(word)) || holdsForeign(text, ranges)
  if (!holdsAny(resource.attributes, isPromising)) return
  const origins: Origins = new Map()
  canonicalTree(resource.attributes, {
    kind: described.kind,
    table: described.table,
    mode: 'parity',
    origins,
  })
  for (const { value, path } of origins.values()) {
    const segments = splitPath(path) ?? []
    const texts = isList(value) ? value : [value]
    for (const text of texts) {
      if (typeof text !== 'string') continue
      const name = nameOf(origins, segments)
      const isThere = holdsForeign(text, ranges) || namesNamespace(text, name, namespaces, side)
      const crossing = isThere ? 'place' : crossingOf(text, name, aliases, side)
      if (crossing) yield { path, value: text, crossing }
    }
  }
}

/** fields whose whole value is the name of a namespace */
const NAMESPACE_KEYS: ReadonlySet<string> = new Set(['namespace', 'kubernetes.io/metadata.name'])

/** Whether a value leads to the other side's namespace: as a field of its own, or in a service's host name. */
function namesNamespace(text: string, key: string, namespaces: AliasPairs, side: 0 | 1): boolean {
  const own = new Set(namespaces.map((pair) => pair[side]))
  return namespaces.some((pair) => {
    const other = pair[side === 0 ? 1 : 0]
    if (other === '' || own.has(other)) return false
    const at = text.indexOf(`.${other}.svc`)
    if (at !== -1 && !/[A-Za-z0-9_-]/.test(text[at + other.length + 5] ?? '')) return true
    return text === other && NAMESPACE_KEYS.has(key)
  })
}

function holdsAny(value: Value, fits: (text: string) => boolean): boolean {
  if (typeof value === 'string') return fits(value)
  if (isList(value)) return value.some((item) => holdsAny(item, fits))
  return isMap(value) && Object.values(value).some((item) => holdsAny(item, fits))
}

/** The name under which a value stands: its key, or the `name` beside a `value`. */
function nameOf(origins: Origins, segments: readonly string[]): string {
  const key = segmentKey(segments.at(-1) ?? '') ?? segmentKey(segments.at(-2) ?? '') ?? ''
  if (key !== 'value') return key
  const name = origins.get(joinPath([...segments.slice(0, -1), 'name']))?.value
  return typeof name === 'string' ? name : key
}

const BREAK = /[\s"'`,;|<>(){}=]/

/** So many words of one text are looked at, and so far to each side: longer is no name of a place. */
const WORDS_MAX = 2000
const TOKEN_REACH = 1024

function tokenStart(text: string, at: number): number {
  const first = Math.max(0, at - TOKEN_REACH)
  let start = at
  while (start > first && !BREAK.test(text[start - 1] ?? '')) start -= 1
  return start
}

function tokenAround(text: string, at: number): string {
  const last = Math.min(text.length, at + TOKEN_REACH)
  let end = at
  while (end < last && !BREAK.test(text[end] ?? '')) end += 1
  return text.slice(tokenStart(text, at), end)
}
