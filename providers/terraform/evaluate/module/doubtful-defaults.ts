import type { OnlyIf } from '../../schema/schemas.ts'
import { NULL, unmarked } from '../types/value.ts'
import type { Value } from '../types/value.ts'

/**
 * Arguments of a block of which nobody knows what they are where they are not set, for another one is not what it was when
 * that was seen. The block's path ends with a dot, or is empty.
 */
export function doubtfulArguments(
  condition: OnlyIf | undefined,
  block: string,
  given: ReadonlyMap<string, Value>,
): readonly string[] {
  if (condition?.block !== block) return []
  const value = unmarked(given.get(condition.argument) ?? NULL)
  const isSeen = value.isKnown && condition.is.some((one) => one === value.payload)
  return isSeen ? [] : condition.known
}
