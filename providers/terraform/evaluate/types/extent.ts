import { UncomputedError } from './evaluation-error.ts'
import type { Value } from './value.ts'

/** Parts of one value, those that it holds several times counted as often; a long text counts as several. */
const PARTS_MAX = 10_000_000
const TEXT_A_PART = 16
/** What reads and prints values goes down by calls: deeper ones would be the end of the stack. */
const DEPTH_MAX = 1_200

/** Smaller values are counted again where they stand again: that costs less than to remember them. */
const REMEMBERED_PARTS = 1_000
const REMEMBERED_DEPTH = 100

interface Extent {
  readonly parts: number
  readonly depth: number
}

/** Of what was counted before: a value of values of values … is one whose parts are the same few again and again. */
const KNOWN = new WeakMap<object, Extent>()

/**
 * Refuses a value that could not be walked through to its end: parts that are shared cost nothing while they are put
 * together, and everything when somebody looks at each.
 * @throws UncomputedError
 */
export function checkExtent(value: Value): void {
  if (value.payload === null || typeof value.payload !== 'object') return
  const { parts, depth } = extentOf(value)
  if (parts > PARTS_MAX)
    throw new UncomputedError('EVALUATION_LIMIT', 'the value holds more than evenkeel computes')
  if (depth > DEPTH_MAX)
    throw new UncomputedError('EVALUATION_LIMIT', 'the value is nested deeper than evenkeel computes')
}

const ONE: Extent = { parts: 1, depth: 0 }

function extentOf({ payload }: Value): Extent {
  if (typeof payload === 'string') return textExtent(payload)
  if (!Array.isArray(payload) && !(payload instanceof Map)) return ONE
  const known = KNOWN.get(payload)
  if (known) return known
  let parts = 1
  let depth = 0
  const count = (part: Value): void => {
    const inside = extentOf(part)
    parts += inside.parts
    if (inside.depth > depth) depth = inside.depth
  }
  payload.forEach(count)
  const extent = { parts, depth: depth + 1 }
  if (parts > REMEMBERED_PARTS || depth > REMEMBERED_DEPTH) KNOWN.set(payload, extent)
  return extent
}

function textExtent(text: string): Extent {
  return text.length < TEXT_A_PART ? ONE : { parts: 1 + Math.floor(text.length / TEXT_A_PART), depth: 0 }
}
