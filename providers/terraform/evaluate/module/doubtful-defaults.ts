import type { OnlyIf } from '../../schema/schemas.ts'
import { NULL, unmarked } from '../types/value.ts'
import type { Value } from '../types/value.ts'

/** Why such an argument is unknown. */
export const DOUBT = { reason: 'what the provider plans for it hangs on another argument' }

/** Arguments of which nobody knows what they are where they are not set, for another one is not what it was when that was seen. */
export function doubtfulPaths(
  condition: OnlyIf | undefined,
  configured: ReadonlyMap<string, Value>,
): readonly string[] {
  if (!condition) return []
  const value = unmarked(configured.get(condition.argument) ?? NULL)
  const isSeen = value.isKnown && condition.is.some((one) => one === value.payload)
  return isSeen ? [] : condition.paths
}
