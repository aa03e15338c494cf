import type { Code } from '../../src/core/errors.ts'
import type { Gap } from '../../src/core/model.ts'

/** Faults of the way to the API, not of one action: what one request says of them all others would say, too. */
const SHARED: ReadonlySet<Code> = new Set(['AWS_CREDENTIALS', 'AWS_UNREACHABLE', 'AWS_TIMEOUT'])

/** One fault is one gap, whatever it hides, and whichever requests met it. */
export function mergedGaps(gaps: readonly Gap[]): Gap[] {
  const merged = new Map<string, { gap: Gap; kinds: Set<string>; actions: Set<string> }>()
  for (const gap of gaps) {
    const [, action = '', said = gap.message] = /^(\w+): (.*)$/s.exec(gap.message) ?? []
    const key = `${gap.code} ${SHARED.has(gap.code) ? said : gap.message}`
    const known = merged.get(key) ?? { gap, kinds: new Set(), actions: new Set() }
    for (const kind of gap.kinds) known.kinds.add(kind)
    known.actions.add(action)
    merged.set(key, known)
  }
  return [...merged.values()].map(({ gap, kinds, actions }) => {
    const more = actions.size - 1
    const message =
      more > 0 ? gap.message.replace(/^\w+/, (first) => `${first} and ${more} more`) : gap.message
    return { ...gap, message, kinds: [...kinds] }
  })
}
