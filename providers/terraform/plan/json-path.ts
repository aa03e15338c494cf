/** What stands at these keys in JSON of unknown shape; undefined where something else is. */
export function jsonAt(value: unknown, ...keys: readonly (string | number)[]): unknown {
  let at = value
  for (const key of keys) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = Reflect.get(at, key)
  }
  return at
}

/** The texts of a JSON list. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
