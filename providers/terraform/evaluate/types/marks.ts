/** What clings to a value wherever it goes: it must not be shown, or must not be stored. */
export type Mark = 'sensitive' | 'ephemeral'

export type Marks = ReadonlySet<Mark>

/** The empty set, shared: most values have no marks. */
export const NO_MARKS: Marks = new Set()

/** The union of two sets; one of them itself where that is enough. */
export function unionMarks(a: Marks, b: Marks): Marks {
  if (b.size === 0 || a === b) return a
  return a.size === 0 ? b : new Set([...a, ...b])
}

/** What may be used and never stored. */
export const EPHEMERAL: ReadonlySet<Mark> = new Set<Mark>(['ephemeral'])
