import { splitPath } from './path.ts'
import type { Kind } from './provider.ts'
import { nodeAt, treeText, type Tree } from './tree.ts'

/** The canonical texts of what a kind calls its identity, in its order; empty where nothing is set. */
export function identityTexts(kind: Kind, tree: Tree): string[] {
  return kind.identity.map((path) => {
    const node = nodeAt(tree, splitPath(path) ?? [])
    return node === undefined ? '' : treeText(node)
  })
}
