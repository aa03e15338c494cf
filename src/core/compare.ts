import deepDiff from 'deep-diff'
import { treesAgree } from './compare/agreement.ts'
import type { Leaf } from './judge/cause.ts'
import type { FieldTable } from './field-table.ts'
import { isOrder, leafAt } from './compare/leaf.ts'
import { isItem } from './path.ts'
import { isReordered, isTree, leavesOf, nodeAt, ORDER, PRESENT, UNKNOWN, type Tree } from './compare/tree.ts'

/** What is to be compared: some sides of one thing, and which pairs of them may not differ. */
export interface Comparison<C> {
  /** by position; undefined where the side does not exist */
  readonly sides: readonly (Tree | undefined)[]
  /** positions whose differences count; the judge sees all sides at each */
  readonly pairs: readonly (readonly [number, number])[]
  readonly table: FieldTable
  readonly isIgnored: (segments: readonly string[]) => boolean
  /** what a leaf's values, by position, come to */
  readonly judge: (leaves: readonly Leaf[], segments: readonly string[]) => C | 'silent' | 'open'
  /** the two sides that a cause is about */
  readonly between: (cause: C) => readonly [number, number]
}

/** A place where the sides disagree, for one reason. */
export interface Difference<C> {
  readonly segments: readonly string[]
  readonly cause: C
  /** the items are the same, only their order differs */
  readonly is_order: boolean
}

export interface Compared<C> {
  readonly differences: readonly Difference<C>[]
  /** leaves that the code leaves undetermined */
  readonly open: number
}

/** Where the sides disagree, each disagreement once, at the deepest place that says all of it. */
export function compareTrees<C>(comparison: Comparison<C>, isSame: (a: C, b: C) => boolean): Compared<C> {
  const leaves = differingLeaves(comparison)
  const found: Difference<C>[] = []
  let open = 0
  for (const segments of leaves) {
    if (comparison.isIgnored(segments)) continue
    const cause = comparison.judge(leafTexts(comparison, segments), segments)
    if (cause === 'open') open += 1
    else if (cause !== 'silent') found.push({ segments, cause, is_order: isOrder(segments) })
  }
  return { differences: collapse(found, comparison, isSame), open }
}

/** The leaves below every difference that deep-diff finds between the pairs; it sees only trees of maps and texts. */
function differingLeaves<C>(comparison: Comparison<C>): readonly (readonly string[])[] {
  const places = new Map<string, readonly string[]>()
  for (const [left, right] of comparison.pairs) {
    const [a, b] = [comparison.sides[left], comparison.sides[right]]
    if (!a || !b || treesAgree(a, b, comparison.table.root)) continue
    for (const change of deepDiff.diff(a, b) ?? []) {
      const segments = (change.path ?? []).map(String)
      for (const leaf of leavesBelow(comparison.sides, segments)) places.set(leaf.join('\u0000/'), leaf)
    }
  }
  return [...places.values()]
}

function leavesBelow(
  sides: readonly (Tree | undefined)[],
  segments: readonly string[],
): (readonly string[])[] {
  const nodes = sides.map((side) => nodeAt(side, segments)).filter((node) => node !== undefined)
  const trees = nodes.filter(isTree)
  const isEmpty = (node: Tree | string): boolean => isTree(node) || node === '[]' || node === '{}'
  if (trees.length === 0 || !nodes.every(isEmpty)) return [segments]
  return trees.flatMap((node) => [...leavesOf(node, segments)].map(([place]) => place))
}

function leafTexts<C>(comparison: Comparison<C>, segments: readonly string[]): Leaf[] {
  const texts = comparison.sides.map((side) => leafAt(side, segments, comparison.table))
  if (!isOrder(segments)) return texts
  const first = texts.find((text) => text !== undefined && text !== UNKNOWN)
  return texts.map((text) =>
    text === undefined || text === UNKNOWN || first === undefined || !isReordered(first, text) ? first : text,
  )
}

/**
 * One change, one finding: what a whole item or block brings or takes away is said at its top. A lone leaf is said at
 * its own place, and so is each key of a map whose keys are the user's.
 */
function collapse<C>(
  found: readonly Difference<C>[],
  comparison: Comparison<C>,
  isSame: (a: C, b: C) => boolean,
): Difference<C>[] {
  const groups = new Map<string, Difference<C>[]>()
  const result: Difference<C>[] = []
  for (const difference of found) {
    const top = oneSidedTop(difference, comparison)
    if (!top) {
      result.push(visible(difference))
      continue
    }
    const key = top.join('\u0000/')
    const group = groups.get(key)
    if (group) group.push(difference)
    else groups.set(key, [difference])
  }
  for (const [key, group] of groups) {
    const top = key.split('\u0000/')
    const [first] = group
    if (!first) continue
    const isWhole = isItem(top.at(-1) ?? '') || group.length > 1 || first.segments.at(-1) === PRESENT
    if (isWhole && group.every((difference) => isSame(difference.cause, first.cause)))
      result.push({ segments: top, cause: first.cause, is_order: false })
    else for (const difference of group) result.push(visible(difference))
  }
  return result
}

function visible<C>(difference: Difference<C>): Difference<C> {
  const last = difference.segments.at(-1)
  return last === ORDER || last === PRESENT
    ? { ...difference, segments: difference.segments.slice(0, -1) }
    : difference
}

/** The highest place above a leaf that one of the two sides lacks altogether; neither a list (its items stand for themselves) nor a map with the user's own keys. */
function oneSidedTop<C>(difference: Difference<C>, comparison: Comparison<C>): readonly string[] | undefined {
  const { segments, cause } = difference
  const [left, right] = comparison.between(cause).map((side) => comparison.sides[side])
  for (let length = 1; length < segments.length; length += 1) {
    const place = segments.slice(0, length)
    const isList = isItem(segments[length] ?? '')
    if (isList || comparison.table.at(place).field.free_keys) continue
    if ((nodeAt(left, place) === undefined) !== (nodeAt(right, place) === undefined)) return place
  }
  return undefined
}
