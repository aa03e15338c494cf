import { alignItems } from './align.ts'
import { emptyTree, ORDER, PRESENT, treeText, UNKNOWN, type Tree, isTree } from './tree.ts'
import type { FieldTable, Place } from './field-table.ts'
import { indexSegment, itemSegment, joinPath, keySegment } from './path.ts'
import type { Kind, ListRule } from './provider.ts'
import { canonicalScalar } from './scalar.ts'
import { byText, isList, isMap, Secret, Unknown, type Attributes, type Value } from './value.ts'

/** deeper than any resource that means something; below it a value is one leaf */
const DEPTH_LIMIT = 200

/** What a tree was made of: the value at each path as it was written, and the path as it reads without aliases. */
export type Origins = Map<string, { readonly value: Value; readonly path: string }>

export interface CanonicalOptions {
  readonly kind: Kind
  readonly table: FieldTable
  readonly mode: 'drift' | 'parity'
  /** items of lists without keys take their places from this tree where their content is there */
  readonly align?: Tree
  /** what a reference points at, as a label that is the same on every side; undefined = nothing known */
  readonly resolve?: (value: string | Unknown, kinds: readonly string[]) => string | undefined
  /** what an undetermined value turned out to be (an id of a resource that exists by now) */
  readonly settle?: (value: Unknown) => Value
  /** takes a side's own words out of a text (aliases); `key` is the field that holds it, undefined for keys themselves */
  readonly neutral?: (text: string, key?: string) => string
  /** filled when given */
  readonly origins?: Origins
}

/** The tree of a resource's attributes. Values that mean the same give the same tree. */
export function canonicalTree(attributes: Attributes, options: CanonicalOptions): Tree {
  const tree = new Builder(options).map(attributes, [], '', options.align)
  return typeof tree === 'string' ? { '': tree } : tree
}

class Builder {
  readonly #options: CanonicalOptions

  constructor(options: CanonicalOptions) {
    this.#options = options
  }

  map(map: Attributes, segments: readonly string[], shown: string, align: Tree | undefined): Tree | string {
    if (segments.length > DEPTH_LIMIT) return JSON.stringify(map)
    const place = this.#options.table.at(segments)
    const tree = emptyTree()
    const keys = Object.keys(map)
    for (const key of keys) {
      const value = map[key] ?? null
      if (value === null) continue
      const segment = keySegment(key)
      const neutral = this.#neutral(segment)
      const node = this.value(
        value,
        [...segments, neutral],
        joinShown(shown, segment),
        alignAt(align, neutral),
      )
      if (node !== undefined) tree[neutral] = node
    }
    if (place.field.keep_empty) tree[PRESENT] = '{}'
    return tree
  }

  value(
    raw: Value,
    segments: readonly string[],
    shown: string,
    align: Tree | undefined,
  ): Tree | string | undefined {
    const { mode, unlisted } = { mode: this.#options.mode, unlisted: this.#options.kind.unlisted }
    const place = this.#options.table.at(segments)
    if (place.ignore === 'always' || place.ignore === mode) return undefined
    const value = raw instanceof Unknown && this.#options.settle ? this.#options.settle(raw) : raw
    this.#options.origins?.set(joinPath(segments), { value, path: shown })
    if (isMap(value)) return this.map(value, segments, shown, align)
    if (unlisted === 'ignore' && !place.listed) return undefined
    return isList(value)
      ? this.list(value, place, segments, shown, align)
      : this.leaf(value, place, segments.at(-1))
  }

  leaf(value: Exclude<Value, readonly Value[] | Attributes>, place: Place, key?: string): string {
    const { resolve } = this.#options
    if (value instanceof Secret) return `#${value.digest}`
    const kinds = place.field.refers_to
    if (kinds !== undefined && resolve && (typeof value === 'string' || value instanceof Unknown)) {
      const label = resolve(value, typeof kinds === 'string' ? [kinds] : kinds)
      if (label !== undefined) return `@${label}`
    }
    if (value instanceof Unknown) return UNKNOWN
    if (value === null) return 'null'
    const plain = typeof value === 'string' ? this.#neutral(value, key) : value
    return place.field.scalar ? canonicalScalar(place.field.scalar, plain) : JSON.stringify(plain)
  }

  list(
    list: readonly Value[],
    place: Place,
    segments: readonly string[],
    shown: string,
    align: Tree | undefined,
  ): Tree | string {
    const rule = place.field.list ?? 'ordered'
    if (rule === 'single' && list.length <= 1) {
      const only = list[0]
      return isMap(only)
        ? this.map(only, segments, shown, align)
        : list.length === 0
          ? '[]'
          : this.plain(list, place, rule)
    }
    if (!list.some((item) => isMap(item) || isList(item))) return this.plain(list, place, rule)
    if (list.some((item) => item instanceof Unknown)) return UNKNOWN
    return typeof rule === 'object'
      ? this.keyed(list, rule, segments, shown, align)
      : this.aligned(list, rule === 'set', segments, shown, align)
  }

  /** A list of plain values is one value. */
  plain(list: readonly Value[], place: Place, rule: ListRule): string {
    const texts = list.map((item) =>
      isMap(item) || isList(item) ? JSON.stringify(item) : this.leaf(item, place),
    )
    if (texts.includes(UNKNOWN)) return UNKNOWN
    const isOrdered = rule === 'ordered' || rule === 'single'
    return `[${(isOrdered ? texts : [...new Set(texts)].sort(byText)).join(',')}]`
  }

  keyed(
    list: readonly Value[],
    rule: { readonly keyed_by: readonly string[]; readonly order?: 'matters' },
    segments: readonly string[],
    shown: string,
    align: Tree | undefined,
  ): Tree | string {
    const tree = emptyTree()
    const order: string[] = []
    for (const [index, item] of list.entries()) {
      const keys = isMap(item) ? this.keysOf(item, rule.keyed_by, segments) : []
      if (keys === 'unknown') return UNKNOWN
      let own = keys.length === 0 ? indexSegment(index) : itemSegment(keys)
      let segment = this.#neutral(own)
      for (let nth = 2; tree[segment] !== undefined; nth += 1) {
        const again = this.value(item, [...segments, segment], `${shown}${own}`, alignAt(align, segment))
        if (again !== undefined && treeText(again) === treeText(tree[segment] ?? '')) break
        own = itemSegment([...keys, ['item', String(nth)]])
        segment = this.#neutral(own)
      }
      if (tree[segment] !== undefined) continue
      const node = this.value(item, [...segments, segment], `${shown}${own}`, alignAt(align, segment))
      if (node === undefined) continue
      tree[segment] = node
      order.push(segment)
    }
    if (rule.order === 'matters') tree[ORDER] = JSON.stringify(order)
    return tree
  }

  /** The identifying fields of an item with their values; what is not set takes its default, else is left out. */
  keysOf(
    item: Attributes,
    names: readonly string[],
    segments: readonly string[],
  ): [string, string][] | 'unknown' {
    const keys: [string, string][] = []
    for (const name of names) {
      const parts = name.split('.')
      let value: Value | undefined = item
      for (const part of parts) value = isMap(value) ? value[part] : undefined
      if (value instanceof Unknown && this.#options.settle) value = this.#options.settle(value)
      const place = this.#options.table.at([...segments, '[0]', ...parts.map(keySegment)])
      if (value instanceof Unknown) {
        const label = this.leaf(value, place)
        if (label === UNKNOWN) return 'unknown'
        keys.push([name, label.slice(1)])
        continue
      }
      const plain = value ?? place.field.default
      if (plain === undefined || plain === null || typeof plain === 'object') continue
      const leaf = place.field.refers_to && typeof plain === 'string' ? this.leaf(plain, place) : ''
      keys.push([name, leaf.startsWith('@') ? leaf.slice(1) : String(plain)])
    }
    return keys
  }

  aligned(
    list: readonly Value[],
    isSet: boolean,
    segments: readonly string[],
    shown: string,
    align: Tree | undefined,
  ): Tree {
    const tree = emptyTree()
    const build = (item: Value, segment: string, own: string): Tree | string | undefined =>
      this.value(item, [...segments, segment], `${shown}${own}`, alignAt(align, segment))
    const texts = list.map((item) => treeText(this.value(item, [...segments, '[0]'], shown, undefined) ?? ''))
    const taken = alignItems(texts, align)
    const order: string[] = []
    for (const [index, item] of list.entries()) {
      const segment = taken[index] ?? indexSegment(index)
      const node = build(item, segment, segment)
      if (node === undefined) continue
      tree[segment] = node
      order.push(segment)
    }
    if (!isSet) tree[ORDER] = JSON.stringify(order)
    return tree
  }

  #neutral(text: string, key?: string): string {
    return this.#options.neutral ? this.#options.neutral(text, key) : text
  }
}

function joinShown(path: string, segment: string): string {
  return segment.startsWith('[') || path === '' ? `${path}${segment}` : `${path}.${segment}`
}

function alignAt(align: Tree | undefined, segment: string): Tree | undefined {
  const node = align?.[segment]
  return isTree(node) ? node : undefined
}
