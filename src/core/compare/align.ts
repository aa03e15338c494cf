import { leavesOf, ORDER, treeText, type Tree } from './tree.ts'
import { indexSegment, isItem } from '../path.ts'
import { byText } from '../value.ts'

/**
 * Places for the items of a list that has no keys. An item stands where the other side has the same content; what is
 * left takes the other side's free places, then new ones: in the order written, or where order is nothing the likest first.
 *
 * @param items the items' own trees, as written @param align the other side's node of this list
 * @returns a segment for each item
 */
export function alignItems(items: readonly (Tree | string)[], align: Tree, isSet: boolean): string[] {
  const texts = items.map(treeText)
  const places = Object.keys(align).filter((segment) => segment !== ORDER && isItem(segment))
  const byContent = new Map<string, string[]>()
  for (const segment of places.sort(byPosition)) {
    const node = align[segment]
    const text = node === undefined ? '' : treeText(node)
    const list = byContent.get(text)
    if (list) list.push(segment)
    else byContent.set(text, [segment])
  }
  const free = new Set(places)
  const taken: (string | undefined)[] = texts.map(() => undefined)
  const take = (index: number, segment: string): void => {
    taken[index] = segment
    free.delete(segment)
    const list = byContent.get(texts[index] ?? '')
    list?.splice(list.indexOf(segment), 1)
  }
  // of equal items the one that has stayed in its place: a change of its neighbour is no new order
  if (places.length === items.length) {
    for (const [index, text] of texts.entries())
      if (byContent.get(text)?.includes(indexSegment(index))) take(index, indexSegment(index))
  } else if (!isSet && places.length * items.length <= PAIRS_MAX) {
    const there = places.map((segment) => treeText(align[segment] ?? ''))
    for (const [index, place] of inOneOrder(texts, there)) take(index, places[place] ?? '')
  }
  for (const [index, text] of texts.entries()) {
    const segment = taken[index] === undefined ? byContent.get(text)?.[0] : undefined
    if (segment !== undefined) take(index, segment)
  }
  const rest = [...texts.keys()].filter((index) => taken[index] === undefined)
  const left = [...free].sort(byPosition)
  // where as many are left on both sides, what stands in order was changed in its place
  const isMoved = rest.length !== left.length && rest.length * left.length <= PAIRS_MAX
  if (isSet || isMoved) pairLikest(items, rest, align, left, taken)
  else for (const index of rest.slice(0, left.length)) taken[index] = left.shift()
  return settleRest(taken, new Set(places))
}

/** above this many possible pairs only content decides, not likeness: the work stays bounded (law 9) */
const PAIRS_MAX = 10_000

/** The most that both lists hold in the same order: an item more, or one less, moves none of the others. */
function inOneOrder(a: readonly string[], b: readonly string[]): [number, number][] {
  const width = b.length + 1
  const longest = new Uint16Array((a.length + 1) * width)
  const at = (row: number, column: number): number => longest[row * width + column] ?? 0
  for (let row = a.length - 1; row >= 0; row -= 1)
    for (let column = b.length - 1; column >= 0; column -= 1)
      longest[row * width + column] =
        a[row] === b[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1))
  const pairs: [number, number][] = []
  for (let row = 0, column = 0; row < a.length && column < b.length;) {
    if (a[row] === b[column]) pairs.push([row++, column++])
    else if (at(row + 1, column) >= at(row, column + 1)) row += 1
    else column += 1
  }
  return pairs
}

/** Gives free places to items by how many leaves they share; whoever was written first counts for nothing. */
function pairLikest(
  items: readonly (Tree | string)[],
  rest: readonly number[],
  align: Tree,
  left: readonly string[],
  taken: (string | undefined)[],
): void {
  const leaves = (node: Tree | string): string[] =>
    [...leavesOf(node, [])].map((leaf) => JSON.stringify(leaf))
  const places = left.map((segment) => {
    const node = align[segment] ?? ''
    return { segment, text: treeText(node), leaves: new Set(leaves(node)) }
  })
  if (rest.length * left.length > PAIRS_MAX) {
    const byContent = rest.toSorted((a, b) => byText(treeText(items[a] ?? ''), treeText(items[b] ?? '')))
    const ordered = places.toSorted((a, b) => byText(a.text, b.text))
    for (const [nth, index] of byContent.slice(0, ordered.length).entries())
      taken[index] = ordered[nth]?.segment
    return
  }
  const pairs = rest.flatMap((index) => {
    const node = items[index] ?? ''
    const [own, text] = [leaves(node), treeText(node)]
    return places.map((place) => ({
      index,
      text,
      place,
      shared: own.filter((leaf) => place.leaves.has(leaf)).length,
    }))
  })
  pairs.sort((a, b) => b.shared - a.shared || byText(a.text, b.text) || byText(a.place.text, b.place.text))
  const full = new Set<string>()
  for (const { index, place } of pairs) {
    if (taken[index] !== undefined || full.has(place.segment)) continue
    taken[index] = place.segment
    full.add(place.segment)
  }
}

/** New places for what found none: its own position where that is free. */
function settleRest(taken: readonly (string | undefined)[], used: Set<string>): string[] {
  let next = 0
  return taken.map((segment, index) => {
    if (segment !== undefined) return segment
    const own = indexSegment(index)
    if (!used.has(own)) {
      used.add(own)
      return own
    }
    while (used.has(indexSegment(next))) next += 1
    const fresh = indexSegment(next)
    used.add(fresh)
    return fresh
  })
}

function byPosition(a: string, b: string): number {
  const [left, right] = [Number(a.slice(1, -1)), Number(b.slice(1, -1))]
  return Number.isNaN(left) || Number.isNaN(right) ? byText(a, b) : left - right
}
