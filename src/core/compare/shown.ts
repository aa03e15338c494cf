import type { Origins } from './canonical.ts'
import { joinPath } from '../path.ts'
import type { Resource } from '../model.ts'
import type { ListRule } from '../provider.ts'
import { isTree, nodeAt, ORDER, orderedSegments, type Tree } from './tree.ts'
import { byText, type Json } from '../value.ts'
import { shownValue } from '../verdict.ts'

/** What a side has at a place, as it was written; a reordered list shows the order of its items, a set has none (law 3). */
export function valueShown(
  origins: Origins,
  tree: Tree | undefined,
  segments: readonly string[],
  isOrder: boolean,
  list: ListRule | undefined,
): Json {
  if (isOrder) {
    const node = nodeAt(tree, segments)
    const order = isTree(node) ? node[ORDER] : undefined
    if (typeof order === 'string') return orderedSegments(order)
  }
  const value = origins.get(joinPath(segments))?.value
  const shown = shownValue(value)
  return list === 'set' && isTexts(shown) ? shown.toSorted(byText) : shown
}

/** longer than this, an unmanaged thing is named but not spelled out */
const SUMMARY_LIMIT = 2000

/** All of a thing that nobody declared; null where that would be too much to read. */
export function summaryOf(resource: Resource): Json {
  const shown = shownValue(resource.attributes)
  return JSON.stringify(shown).length > SUMMARY_LIMIT ? null : shown
}

function isTexts(value: Json): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
