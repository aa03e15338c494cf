/** What clings to a value wherever it goes: it must not be shown, or must not be stored. */
export type Mark = 'sensitive' | 'ephemeral'

export type Marks = ReadonlySet<Mark>

/** The empty set, shared: most values have no marks. */
export const NO_MARKS: Marks = new Set()

/** The union of all given sets; one of them itself where that is enough. */
export function unionMarks(...sets: readonly Marks[]): Marks {
  let result = NO_MARKS
  for (const set of sets) {
    if (set.size === 0 || set === result) continue
    result = result.size === 0 ? set : new Set([...result, ...set])
  }
  return result
}
