import type { Origins } from './canonical.ts'
import { joinPath } from './path.ts'
import { isTree, nodeAt, ORDER, orderedSegments, type Tree } from './tree.ts'
import type { Json } from './value.ts'
import { shownValue } from './verdict.ts'

/** What a side has at a place, as it was written; a reordered list shows the order of its items. */
export function valueShown(
  origins: Origins,
  tree: Tree | undefined,
  segments: readonly string[],
  isOrder: boolean,
): Json {
  if (isOrder) {
    const node = nodeAt(tree, segments)
    const order = isTree(node) ? node[ORDER] : undefined
    if (typeof order === 'string') return orderedSegments(order)
  }
  const value = origins.get(joinPath(segments))?.value
  return shownValue(value)
}
