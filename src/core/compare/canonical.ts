import { alignItems } from './align.ts'
import { emptyTree, ORDER, PRESENT, treeText, UNKNOWN, type Tree, isTree } from './tree.ts'
import type { FieldTable, Place } from '../field-table.ts'
import { indexSegment, itemSegment, keySegment } from '../path.ts'
import type { Kind, ListRule } from '../provider.ts'
import { canonicalScalar } from './scalar.ts'
import { byText, isList, isMap, Secret, Unknown, type Attributes, type Value } from '../value.ts'

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
  /** what a reference points at, as a label that is the same on every side; `UNKNOWN` = nobody can tell; undefined = nothing known */
  readonly resolve?: (value: string | Unknown, kinds: readonly string[], place: Place) => string | undefined
  /** what an undetermined value turned out to be (an id of a resource that exists by now) */
  readonly settle?: (value: Unknown) => Value
  /** takes a side's own words out of a text (aliases); `key` is the field that holds it, undefined for keys themselves */
  readonly neutral?: (text: string, key?: string) => string
  /** filled when given */
  readonly origins?: Origins
}

/** The tree of a resource's attributes. Values that mean the same give the same tree. */
export function canonicalTree(attributes: Attributes, options: CanonicalOptions): Tree {
  const spot: Spot = { place: options.table.root, path: '', shown: '', key: undefined, align: options.align }
  const tree = new Builder(options).map(attributes, spot)
  return typeof tree === 'string' ? { '': tree } : tree
}

/** Where the builder is. `path` and `shown` are only kept where origins are asked for. */
interface Spot {
  readonly place: Place
  readonly path: string
  readonly shown: string
  /** the field or map key that holds the value */
  readonly key: string | undefined
  /** the other side's node of the same place */
  readonly align: Tree | undefined
}

class Builder {
  readonly #options: CanonicalOptions

  constructor(options: CanonicalOptions) {
    this.#options = options
  }

  map(map: Attributes, spot: Spot): Tree | string {
    if (spot.place.depth > DEPTH_LIMIT) return JSON.stringify(map)
    const tree = emptyTree()
    for (const key of Object.keys(map)) {
      const value = map[key] ?? null
      if (value === null) continue
      const own = keySegment(key)
      const segment = this.#neutral(own)
      const node = this.value(value, this.#below(spot, segment, own))
      if (node !== undefined) tree[segment] = node
    }
    if (spot.place.field.keep_empty) tree[PRESENT] = '{}'
    return tree
  }

  #below(spot: Spot, segment: string, own: string): Spot {
    const { align } = spot
    const hasOrigins = this.#options.origins !== undefined
    const next = align?.[segment]
    return {
      place: spot.place.child(segment),
      path: hasOrigins ? joinShown(spot.path, segment) : '',
      shown: hasOrigins ? joinShown(spot.shown, own) : '',
      key: segment,
      align: isTree(next) ? next : undefined,
    }
  }

  value(raw: Value, spot: Spot): Tree | string | undefined {
    const { place } = spot
    const { mode, kind, settle, origins } = this.#options
    if (place.ignore !== undefined && (place.ignore === 'always' || place.ignore === mode)) return undefined
    const value = settle && raw instanceof Unknown ? settle(raw) : raw
    origins?.set(spot.path, { value, path: spot.shown })
    if (isMap(value)) return this.map(value, spot)
    if (kind.unlisted === 'ignore' && !place.listed) return undefined
    return isList(value) ? this.list(value, spot) : this.leaf(value, place, spot.key)
  }

  leaf(value: Exclude<Value, readonly Value[] | Attributes>, place: Place, key?: string): string {
    const { resolve } = this.#options
    if (value instanceof Secret) return `#${value.digest}`
    const { refers_to: kinds, scalar } = place.field
    if (kinds !== undefined && resolve && (typeof value === 'string' || value instanceof Unknown)) {
      const label = resolve(value, typeof kinds === 'string' ? [kinds] : kinds, place)
      if (label !== undefined) return label === UNKNOWN ? UNKNOWN : `@${label}`
    }
    if (value instanceof Unknown) return UNKNOWN
    if (value === null) return 'null'
    const plain = typeof value === 'string' ? this.#neutral(value, key) : value
    return scalar ? canonicalScalar(scalar, plain) : JSON.stringify(plain)
  }

  list(list: readonly Value[], spot: Spot): Tree | string {
    const { place } = spot
    const rule = place.field.list ?? 'ordered'
    if (rule === 'single' && list.length <= 1) {
      const only = list[0]
      if (isMap(only)) return this.map(only, spot)
      return list.length === 0 ? '[]' : this.plain(list, place, rule)
    }
    if (!list.some((item) => isMap(item) || isList(item))) return this.plain(list, place, rule)
    if (list.some((item) => item instanceof Unknown)) return UNKNOWN
    return typeof rule === 'object' ? this.keyed(list, rule, spot) : this.aligned(list, rule === 'set', spot)
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
    spot: Spot,
  ): Tree | string {
    const tree = emptyTree()
    const order: string[] = []
    for (const [index, item] of list.entries()) {
      const keys = isMap(item) ? this.keysOf(item, rule.keyed_by, spot.place) : []
      if (keys === 'unknown') return UNKNOWN
      let own = keys.length === 0 ? keyless(index, tree, spot.align) : itemSegment(keys)
      let segment = this.#neutral(own)
      for (let nth = 2; tree[segment] !== undefined; nth += 1) {
        const again = this.value(item, this.#below(spot, segment, own))
        if (again !== undefined && treeText(again) === treeText(tree[segment] ?? '')) break
        own = itemSegment([...keys, ['item', String(nth)]])
        segment = this.#neutral(own)
      }
      if (tree[segment] !== undefined) continue
      const node = this.value(item, this.#below(spot, segment, own))
      if (node === undefined) continue
      tree[segment] = node
      order.push(segment)
    }
    if (rule.order === 'matters') tree[ORDER] = JSON.stringify(order)
    return tree
  }

  /** The identifying fields of an item with their values; what is not set takes its default, else is left out. */
  keysOf(item: Attributes, names: readonly string[], list: Place): [string, string][] | 'unknown' {
    const keys: [string, string][] = []
    for (const name of names) {
      const parts = name.includes('.') ? name.split('.') : [name]
      let value: Value | undefined = item
      let place = list.child('[0]')
      for (const part of parts) {
        value = isMap(value) ? value[part] : undefined
        place = place.child(keySegment(part))
      }
      if (value instanceof Unknown && this.#options.settle) value = this.#options.settle(value)
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

  aligned(list: readonly Value[], isSet: boolean, spot: Spot): Tree {
    const tree = emptyTree()
    const taken = spot.align ? this.#placesOf(list, isSet, spot, spot.align) : []
    const order: string[] = []
    for (const [index, item] of list.entries()) {
      const segment = taken[index] ?? indexSegment(index)
      const node = this.value(item, this.#below(spot, segment, segment))
      if (node === undefined) continue
      tree[segment] = node
      order.push(segment)
    }
    if (!isSet) tree[ORDER] = JSON.stringify(order)
    return tree
  }

  /** Where the items stand beside those of the other side: found by what they hold, so they are built for that alone. */
  #placesOf(list: readonly Value[], isSet: boolean, spot: Spot, align: Tree): string[] {
    const bare = { ...this.#below(spot, '[0]', '[0]'), align: undefined }
    // what an item is made of is noted where it stands in the end
    const { origins: _origins, ...rest } = this.#options
    const builder = new Builder(rest)
    return alignItems(
      list.map((item) => builder.value(item, bare) ?? ''),
      align,
      isSet,
    )
  }

  #neutral(text: string, key?: string): string {
    return this.#options.neutral ? this.#options.neutral(text, key) : text
  }
}

/** Where an item without any key stands: at the other side's next such place, wherever the items with keys are. */
function keyless(index: number, taken: Tree, align: Tree | undefined): string {
  const free = (segment: string): boolean => /^\[\d+\]$/.test(segment) && taken[segment] === undefined
  return Object.keys(align ?? {}).find(free) ?? indexSegment(index)
}

function joinShown(path: string, segment: string): string {
  return segment.startsWith('[') || path === '' ? `${path}${segment}` : `${path}.${segment}`
}
