import type { Kind } from '../provider.ts'
import type { Json } from '../value.ts'

/**
 * What to say of a declared value that the system dropped because its kind has no such field; undefined where it has, or
 * nobody knows. It is a mistake of the code, not a difference that somebody made.
 */
export function invalidNote(
  kind: Kind,
  segments: readonly string[],
  declared: Json | undefined,
  live: Json | undefined,
): string | undefined {
  const isGone = (declared ?? null) !== null && (live ?? null) === null
  if (!isGone || !kind.knows || kind.knows(segments)) return undefined
  return `invalid declaration: ${kind.name} has no such field, or not on this server: what is declared there is dropped`
}
