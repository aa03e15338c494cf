/**
 * Paths name places inside a resource: `spec.containers[name=web].env[name=DEBUG].value`. Plain names are joined by
 * dots, other map keys stand as `["a/b"]`, list items as `[key=value,…]` or `[0]`. A segment is one such piece without
 * its leading dot; a path is its segments in a row.
 */
const PLAIN = /^[A-Za-z_][A-Za-z0-9_-]*$/
const NEEDS_QUOTES = /[,\]"\s]/

/** the same few keys come again and again */
const SEGMENTS = new Map<string, string>()
const SEGMENTS_MAX = 20_000

/** The segment of a map's key. */
export function keySegment(key: string): string {
  let segment = SEGMENTS.get(key)
  if (segment === undefined) {
    segment = PLAIN.test(key) ? key : `[${JSON.stringify(key)}]`
    if (SEGMENTS.size < SEGMENTS_MAX) SEGMENTS.set(key, segment)
  }
  return segment
}

/** The segment of a list's item by the fields that identify it, in the field's order. */
export function itemSegment(keys: readonly (readonly [string, string])[]): string {
  return `[${keys.map(([key, value]) => `${key}=${NEEDS_QUOTES.test(value) || value === '' ? JSON.stringify(value) : value}`).join(',')}]`
}

/** The segment of a list's item by its position. */
export function indexSegment(index: number): string {
  return `[${index}]`
}

export function joinPath(segments: readonly string[]): string {
  let path = ''
  for (const segment of segments) path += segment.startsWith('[') || path === '' ? segment : `.${segment}`
  return path
}

/** The segments of a path or pattern; undefined when it is not one. `*` and `**` are segments of patterns. */
export function splitPath(path: string): string[] | undefined {
  const token = /\.?(\*\*|\*|[A-Za-z_][A-Za-z0-9_-]*)|(\[(?:"(?:[^"\\]|\\.)*"|[^\]"])*\])/y
  const segments: string[] = []
  while (token.lastIndex < path.length) {
    const match = token.exec(path)
    if (!match) return undefined
    segments.push(match[1] ?? match[2] ?? '')
  }
  return segments
}

/** Whether a segment is a list's item rather than a map's key. */
export function isItem(segment: string): boolean {
  return segment.startsWith('[') && !segment.startsWith('["')
}

/** The map key that a segment stands for; undefined for a list's item. */
export function segmentKey(segment: string): string | undefined {
  if (!segment.startsWith('[')) return segment
  if (!segment.startsWith('["')) return undefined
  const key: unknown = JSON.parse(segment.slice(1, -1))
  return typeof key === 'string' ? key : undefined
}

interface Node<T> {
  readonly children: Map<string, Node<T>>
  star?: Node<T>
  any?: Node<T>
  item?: Node<T>
  rule?: T
}

/** Patterns over paths, compiled for looking up by segments. `*` one segment, `**` any number, `[*]` any list item. */
export class PatternTable<T> {
  readonly #root: Node<T> = { children: new Map() }
  readonly #size: number

  /** @throws RangeError for a text that is not a pattern */
  constructor(rules: Iterable<readonly [string, T]>) {
    let size = 0
    for (const [pattern, rule] of rules) {
      size += 1
      this.#add(pattern, rule)
    }
    this.#size = size
  }

  get size(): number {
    return this.#size
  }

  #add(pattern: string, rule: T): void {
    const segments = splitPath(pattern)
    if (!segments) throw new RangeError(`not a path pattern: ${pattern}`)
    let node = this.#root
    for (const segment of segments) node = childOf(node, segment)
    node.rule = rule
  }

  /** The rule of exactly this place; the most literal pattern wins. */
  at(segments: readonly string[]): T | undefined {
    return exact(this.#root, segments, 0)
  }

  /** The rule of the nearest pattern that covers this place: of itself, else of a place above it. */
  covering(segments: readonly string[]): T | undefined {
    for (let length = segments.length; length >= 0; length -= 1) {
      const rule = exact(this.#root, segments.slice(0, length), 0)
      if (rule !== undefined) return rule
    }
    return undefined
  }
}

function childOf<T>(node: Node<T>, segment: string): Node<T> {
  const fresh = (): Node<T> => ({ children: new Map() })
  if (segment === '*') return (node.star ??= fresh())
  if (segment === '**') return (node.any ??= fresh())
  if (segment === '[*]') return (node.item ??= fresh())
  let child = node.children.get(segment)
  if (!child) node.children.set(segment, (child = fresh()))
  return child
}

/** From which segment on the rest of a pattern behind a `**` is known not to fit: many of those would be tried for ever. */
type Failed<T> = Map<Node<T>, number>

/** The rule of a place where a path ends: `**` fits nothing as well, however many there are. */
function atEnd<T>(node: Node<T>): T | undefined {
  return node.rule ?? (node.any && atEnd(node.any))
}

function exact<T>(
  node: Node<T>,
  segments: readonly string[],
  index: number,
  failed?: Failed<T>,
): T | undefined {
  const segment = segments[index]
  if (segment === undefined) return atEnd(node)
  const next = node.children.get(segment)
  const literal = next && exact(next, segments, index + 1, failed)
  if (literal !== undefined) return literal
  if (node.item && isItem(segment)) {
    const rule = exact(node.item, segments, index + 1, failed)
    if (rule !== undefined) return rule
  }
  const starred = node.star && exact(node.star, segments, index + 1, failed)
  if (starred !== undefined) return starred
  return node.any && afterAny(node.any, segments, index, failed ?? new Map())
}

function afterAny<T>(
  rest: Node<T>,
  segments: readonly string[],
  index: number,
  failed: Failed<T>,
): T | undefined {
  const end = failed.get(rest) ?? segments.length + 1
  for (let skip = index; skip < end; skip += 1) {
    const rule = exact(rest, segments, skip, failed)
    if (rule !== undefined) return rule
  }
  failed.set(rest, Math.min(index, end))
  return undefined
}
