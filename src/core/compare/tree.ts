import { byText } from '../value.ts'

/** A resource's attributes for comparison: path segments down to leaves of canonical text. */
export interface Tree {
  [segment: string]: Tree | string
}

/** Markers beside a node's own segments; a real segment never begins like this. */
export const ORDER = '\u0000order'
export const PRESENT = '\u0000present'
/** the leaf of everything that the code leaves open */
export const UNKNOWN = '?'

export function isTree(node: Tree | string | undefined): node is Tree {
  return typeof node === 'object'
}

/** As src/core/value.ts has it for drafts: an empty prototype, and a shape of its own. */
class BareTree {
  [segment: string]: Tree | string
}
Object.setPrototypeOf(BareTree.prototype, null)
Reflect.deleteProperty(BareTree.prototype, 'constructor')

export function emptyTree(): Tree {
  return new BareTree()
}

const POSITION = /^\[\d+\]$/

/** One text for one content: where the items of a list have no keys their places do not count, and their order only where it matters. */
export function treeText(node: Tree | string): string {
  if (typeof node === 'string') return node
  const keys = Object.keys(node)
  const items = keys.filter((key) => POSITION.test(key))
  if (items.length > 0 && keys.every((key) => POSITION.test(key) || key === ORDER)) {
    const order = node[ORDER]
    const texts = (typeof order === 'string' ? orderedSegments(order) : items).map((key) =>
      treeText(node[key] ?? ''),
    )
    return `[${(order === undefined ? texts.sort(byText) : texts).join('\u0002')}]`
  }
  return `{${keys
    .sort(byText)
    .map((key) => `${key}\u0001${treeText(node[key] ?? '')}`)
    .join('\u0002')}}`
}

/** Whether two trees are the same, places included. */
export function sameTree(a: Tree | string | undefined, b: Tree | string | undefined): boolean {
  if (!isTree(a) || !isTree(b)) return a === b
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => b[key] !== undefined && sameTree(a[key], b[key]))
  )
}

/** The node at a place; undefined where there is none. */
export function nodeAt(tree: Tree | undefined, segments: readonly string[]): Tree | string | undefined {
  let node: Tree | string | undefined = tree
  for (const segment of segments) {
    if (!isTree(node)) return undefined
    node = node[segment]
  }
  return node
}

/** Every leaf below a node, with its place. */
export function* leavesOf(
  node: Tree | string,
  above: readonly string[],
): Generator<[readonly string[], string]> {
  if (typeof node === 'string') {
    yield [above, node]
    return
  }
  for (const [segment, child] of Object.entries(node)) yield* leavesOf(child, [...above, segment])
}

/** The segments that an `ORDER` leaf lists. */
export function orderedSegments(text: string): string[] {
  const value: unknown = JSON.parse(text)
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** Whether the items that both orders share stand in another order. */
export function isReordered(a: string, b: string): boolean {
  const [left, right] = [orderedSegments(a), orderedSegments(b)]
  const [inLeft, inRight] = [new Set(left), new Set(right)]
  const other = right.filter((segment) => inLeft.has(segment))
  return left.filter((segment) => inRight.has(segment)).some((segment, index) => segment !== other[index])
}
