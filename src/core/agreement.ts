import type { Place } from './field-table.ts'
import { leafText } from './leaf.ts'
import { isItem } from './path.ts'
import { isReordered, isTree, ORDER, UNKNOWN, type Tree } from './tree.ts'

type Node = Tree | string | undefined

/**
 * Whether two trees say the same once absent values and defaults count as such: a cheap walk that spares most resources
 * of an environment the search for differences. Where it is not sure, it says no.
 */
export function treesAgree(a: Tree, b: Tree, place: Place): boolean {
  for (const key of Object.keys(a)) {
    const [own, other] = [a[key], b[key]]
    if (own !== other && !nodesAgree(own, other, key, place)) return false
  }
  for (const key of Object.keys(b)) {
    if (a[key] === undefined && !nodesAgree(undefined, b[key], key, place)) return false
  }
  return true
}

function nodesAgree(a: Node, b: Node, key: string, above: Place): boolean {
  if (key === ORDER) return typeof a !== 'string' || typeof b !== 'string' || !isReordered(a, b)
  if (a === UNKNOWN || b === UNKNOWN) return false
  const place = above.child(key)
  if (isTree(a) && isTree(b)) return treesAgree(a, b, place)
  if (isTree(a)) return b === undefined && isAllDefault(a, key, place)
  if (isTree(b)) return a === undefined && isAllDefault(b, key, place)
  return !isItem(key) && leafText(a, place) === leafText(b, place)
}

/** Whether a tree says no more than nothing at all. An item is there or it is not. */
function isAllDefault(tree: Tree, key: string, place: Place): boolean {
  return !isItem(key) && Object.keys(tree).every((own) => nodesAgree(tree[own], undefined, own, place))
}
