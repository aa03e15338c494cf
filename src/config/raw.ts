/** Careful looks into values of unknown shape, for checks that go on where the schema has already found fault. */

/** A map's or list's own entry; undefined where there is none. */
export function entry(value: unknown, step: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
  return new Map(Object.entries(value)).get(String(step))
}

export function entryAt(value: unknown, steps: readonly (string | number)[]): unknown {
  return steps.reduce<unknown>(entry, value)
}

/** The keys of a map; none for anything else. */
export function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : []
}

/** The items of a list; none for anything else. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
