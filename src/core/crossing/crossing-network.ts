import type { EnvironmentView } from '../environment.ts'
import { isWithin, parseNetwork, type Network } from './network.ts'
import { keySegment } from '../path.ts'

/** The ranges that an environment's own networks have: fields that a kind marks as `network`. */
export function networksOf(view: EnvironmentView): Network[] {
  return view.matching.entities.flatMap(({ live, described }) => {
    if (!live || live.undeclared !== undefined) return []
    return Object.keys(live.attributes).flatMap((key) => {
      const value = live.attributes[key]
      const isNetwork = described.table.root.child(keySegment(key)).field.network === true
      const network = isNetwork && typeof value === 'string' ? parseNetwork(value) : undefined
      return network ? [network] : []
    })
  })
}

/** What belongs to which side, as ranges of addresses. */
export interface Ranges {
  readonly own: readonly Network[]
  readonly other: readonly Network[]
}

const MAYBE_RANGE = /^[0-9a-f:.]{2,45}(?:\/\d{1,3})?$/i
const ADDRESS = /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?(?![\w.]*\w)/g

/** Whether a text is, or holds, an address or range that lies in the other environment's networks, and in none of its own. */
export function holdsForeign(text: string, ranges: Ranges): boolean {
  if (ranges.other.length === 0) return false
  if (MAYBE_RANGE.test(text)) return isForeign(text, ranges)
  return (text.match(ADDRESS) ?? []).some((address) => isForeign(address, ranges))
}

function isForeign(text: string, { own, other }: Ranges): boolean {
  const range = parseNetwork(text)
  if (!range || own.some((network) => isWithin(range, network))) return false
  return other.some((network) => isWithin(range, network))
}
