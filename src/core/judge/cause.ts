import type { Cause } from '../report.ts'
import { UNKNOWN } from '../compare/tree.ts'

/** A leaf on one side: its canonical text, `UNKNOWN`, or undefined where nothing is set. */
export type Leaf = string | undefined

export interface DriftSides {
  readonly declared: Leaf
  /** 'none' = this thing was never recorded */
  readonly recorded: Leaf | typeof NOT_RECORDED
  readonly live: Leaf
  /** false where no code is configured: the state stands in for it */
  readonly has_code: boolean
  readonly computed: 'never' | 'recorded' | undefined
  readonly has_default: boolean
}

export const NOT_RECORDED = Symbol('not recorded')

/**
 * Who left whom at one path (DESIGN.md section 6, the first table). `silent`: they agree, or nobody said anything;
 * `open`: the code leaves it undetermined and nothing else tells.
 */
export function driftCause(sides: DriftSides): Cause | 'silent' | 'open' {
  const { recorded, live, computed } = sides
  if (live === UNKNOWN) return sides.declared === undefined ? 'silent' : 'open'
  if (recorded === NOT_RECORDED) return withoutRecord(sides)
  if (computed === 'never' && (!sides.has_code || sides.declared === undefined)) return 'silent'
  const declared = sides.has_code ? sides.declared : recorded
  if (declared === UNKNOWN && recorded === UNKNOWN) return 'open'
  if (declared === UNKNOWN || (declared === undefined && !isStated(sides)))
    return recorded === live ? 'silent' : 'out_of_band'
  if (declared === undefined) {
    if (recorded !== live) return 'out_of_band'
    return live === undefined ? 'silent' : 'not_applied'
  }
  if (declared === recorded) return recorded === live ? 'silent' : 'out_of_band'
  if (recorded === live) return 'not_applied'
  return declared === live ? 'stale_state' : 'conflict'
}

/** Whether saying nothing in the code says something: the field has neither a default nor a value that the system chooses. */
function isStated(sides: DriftSides): boolean {
  return sides.computed === undefined && !sides.has_default
}

function withoutRecord(sides: DriftSides): Cause | 'silent' | 'open' {
  const { declared, live, computed } = sides
  if (declared === UNKNOWN) return 'open'
  if (declared === undefined && computed !== undefined) return 'silent'
  return declared === live ? 'silent' : 'differs'
}

export interface ParitySide {
  readonly live: Leaf
  /** what this environment's code says here; undefined = nothing */
  readonly declared: Leaf
  /** false where no code or state declares this thing */
  readonly is_declared: boolean
  /** whether saying nothing here says something: the field has neither a default nor a value that the system chooses */
  readonly is_stated: boolean
}

/** Who left the agreement, where two environments' live values differ (DESIGN.md section 6, the second table). */
export function parityCause(
  a: ParitySide,
  b: ParitySide,
): { readonly cause: Cause; readonly left: readonly [boolean, boolean] } {
  const isOpen = (side: ParitySide): boolean => side.is_declared && side.declared === UNKNOWN
  const says = (side: ParitySide): boolean =>
    side.is_declared && (side.declared !== undefined || side.is_stated)
  if (isOpen(a) || isOpen(b) || (!says(a) && !says(b))) return { cause: 'undeclared', left: [false, false] }
  const left: [boolean, boolean] = [says(a) && a.live !== a.declared, says(b) && b.live !== b.declared]
  const agreed = says(a) && says(b) && a.declared === b.declared
  return { cause: agreed ? 'drifted' : 'declared_differently', left }
}
