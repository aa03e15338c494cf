import { splitPath } from '../path.ts'
import type { Kind } from '../provider.ts'
import { nodeAt, treeText, type Tree } from '../compare/tree.ts'

/** an id that a system gave, which says nothing by itself */
export const SYSTEM_ID = /^[a-z][a-z0-9]*-[0-9a-f]{8,}$/

/** The canonical texts of what a kind calls its identity, in its order; empty where nothing is set. */
export function identityTexts(kind: Kind, tree: Tree): string[] {
  return kind.identity.map((path) => {
    const node = nodeAt(tree, splitPath(path) ?? [])
    return node === undefined ? '' : treeText(node)
  })
}
