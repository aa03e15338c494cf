import { ORDER, treeText, type Tree } from './tree.ts'
import { indexSegment, isItem } from './path.ts'
import { byText } from './value.ts'

/**
 * Places for the items of a list that has no keys. An item stands where the other side has the same content; what is
 * left takes the other side's free places in order, then new ones. Without another side every item keeps its position.
 *
 * @param texts the items' canonical texts, as written @param align the other side's node of this list
 * @returns a segment for each item
 */
export function alignItems(texts: readonly string[], align: Tree | undefined): string[] {
  if (!align) return texts.map((_, index) => indexSegment(index))
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
  const taken: (string | undefined)[] = texts.map((text) => {
    const segment = byContent.get(text)?.shift()
    if (segment !== undefined) free.delete(segment)
    return segment
  })
  return settleRest(taken, [...free].sort(byPosition), new Set(places))
}

function settleRest(taken: readonly (string | undefined)[], free: string[], used: Set<string>): string[] {
  let next = 0
  return taken.map((segment, index) => {
    if (segment !== undefined) return segment
    const place = free.shift()
    if (place !== undefined) return place
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
