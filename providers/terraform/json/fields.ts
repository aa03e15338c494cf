/**
 * The fields of a JSON object, by which small documents are checked by hand where `evaluate` meets them: it is over before
 * zod would be loaded. @throws TypeError for anything that is no object
 */
export function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError('it is no object')
  return new Map(Object.entries(value))
}

/** A list. @throws TypeError */
export function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError('it is no list')
  return value
}

/** A text. @throws TypeError */
export function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('it is no text')
  return value
}

/** What `read` makes of a field that may be left out. @throws TypeError as `read` does */
export function optional<T>(value: unknown, read: (value: unknown) => T): T | undefined {
  return value === undefined ? undefined : read(value)
}
