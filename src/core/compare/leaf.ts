import type { Leaf } from '../judge/cause.ts'
import type { FieldTable, Place } from '../field-table.ts'
import { isItem } from '../path.ts'
import type { AbsentRule } from '../provider.ts'
import { canonicalScalar } from './scalar.ts'
import { isTree, ORDER, treeText, UNKNOWN, type Tree } from './tree.ts'
import { canonicalText } from '../value.ts'

const ABSENT_TEXTS: Readonly<Record<AbsentRule, ReadonlySet<string>>> = {
  null: new Set(['null']),
  empty: new Set(['null', '{}', '[]']),
  zero: new Set(['null', '{}', '[]', '""', '0', 'false', '0n', '0ns']),
}

/** What one side says at a place, after its field's rules: absent values are undefined, or the default where one applies. */
export function leafAt(tree: Tree | undefined, segments: readonly string[], table: FieldTable): Leaf {
  let node: Tree | string | undefined = tree
  let isItemMissing = tree === undefined
  for (const segment of segments) {
    if (node === UNKNOWN) return UNKNOWN
    node = isTree(node) ? node[segment] : undefined
    if (node === undefined && isItem(segment)) isItemMissing = true
  }
  const place = table.at(segments)
  const text = node === undefined ? undefined : treeText(node)
  if (isItemMissing) return text !== undefined && !isAbsent(text, place) ? text : undefined
  return leafText(text, place)
}

/** What a text says at a place: one that means absent, or none at all, is the default, where there is one. */
export function leafText(text: string | undefined, place: Place): string | undefined {
  return text !== undefined && !isAbsent(text, place) ? text : defaultText(place)
}

function isAbsent(text: string, place: Place): boolean {
  return !place.field.keep_empty && ABSENT_TEXTS[place.absent].has(text)
}

function defaultText(place: Place): string | undefined {
  const value = place.field.default
  if (value === undefined || value === null) return undefined
  if (typeof value === 'object' || !place.field.scalar) return canonicalText(value)
  return canonicalScalar(place.field.scalar, value)
}

/** Whether a place is a marker for the order of a list's items. */
export function isOrder(segments: readonly string[]): boolean {
  return segments.at(-1) === ORDER
}
