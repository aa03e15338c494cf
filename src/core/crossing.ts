import { isWholeWordAt, ownWords, type AliasPairs } from './aliases.ts'
import { canonicalTree, type Origins } from './canonical.ts'
import { isForeign, type Ranges } from './crossing-network.ts'
import type { Resource } from './model.ts'
import { joinPath, segmentKey, splitPath } from './path.ts'
import type { Described } from './registry.ts'
import { isList, isMap, type Value } from './value.ts'

/** How sure it is that a value points at the other environment: `place` = a host, URL, ARN, account, bucket; `word` = a plain word. */
export type Crossing = 'place' | 'word'

const ACCOUNT = /^\d{12}$/
const HOST = /^(?:[a-z0-9*_-]+\.)+[a-z][a-z0-9-]+$/i
/** ends of names that are files, not hosts */
const FILE_END =
  /\.(?:ya?ml|json|toml|ini|conf|cfg|cnf|properties|env|log|txt|md|html?|css|m?[jt]sx?|py|rb|go|rs|java|sh|bash|sql|csv|xml|pem|crt|key|gz|tgz|zip|tar|lock|tf|tfvars|tfstate|tpl|tmpl|j2|service|socket|pid|sock|db|bak)$/i
/** names of fields and variables that hold the name of a place */
const PLACE_NAME =
  /(?:^|[_.\-[])(?:host|hostname|hosts|url|uri|endpoint|addr|address|server|servers|brokers?|bucket|registry|queue|topic|arn|account|account_id|dsn|domain|origin|cluster|database|db|redis|table)(?:_?(?:name|id|url|host|arn))?$/i
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
  for (const word of others) {
    for (let at = rest.indexOf(word); at !== -1; at = rest.indexOf(word, at + 1)) {
      if (!isWholeWordAt(rest, at, word)) continue
      if (isPlace(rest, at, word, key)) return 'place'
      found = 'word'
    }
  }
  return found
}

/** Whether what stands around a word makes it the name of a place. */
function isPlace(text: string, at: number, word: string, key: string): boolean {
  if (ACCOUNT.test(word)) return true
  const token = tokenAround(text, at)
  if (/^(?:[a-z][a-z0-9+.-]*:)+\/\//i.test(token) || token.startsWith('arn:')) return true
  const authority = token.replace(/^[^@/]*@/, '').split('/')[0] ?? ''
  const host = authority.replace(/:\d+$/, '')
  const isInHost = token.indexOf(authority) <= at - tokenStart(text, at) && host.includes(word)
  if (isInHost && HOST.test(host) && !FILE_END.test(host)) return true
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

/** Every value of a resource that names the other environment. */
export function* crossingsOf(
  resource: Resource,
  described: Described,
  pairs: AliasPairs,
  side: 0 | 1,
  ranges: Ranges,
): Generator<CrossingPlace> {
  const others = pairs.map((pair) => pair[side === 0 ? 1 : 0]).filter((word) => word !== '')
  const isPromising = (text: string): boolean =>
    others.some((word) => text.includes(word)) || isForeign(text, ranges)
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
      const named = crossingOf(text, nameOf(origins, segments), pairs, side)
      const crossing = isForeign(text, ranges) ? 'place' : named
      if (crossing) yield { path, value: text, crossing }
    }
  }
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

function tokenStart(text: string, at: number): number {
  let start = at
  while (start > 0 && !BREAK.test(text[start - 1] ?? '')) start -= 1
  return start
}

function tokenAround(text: string, at: number): string {
  let end = at
  while (end < text.length && !BREAK.test(text[end] ?? '')) end += 1
  return text.slice(tokenStart(text, at), end)
}
