import { compare } from './arithmetic.ts'
import { sameNumber } from './equality.ts'
import { safeKnownPrefix } from './known-prefix.ts'
import { set } from './sets.ts'
import { isCollection } from './types.ts'
import type { Type } from './types.ts'
import { list, map, number, Undetermined, unknown, withMarks } from './value.ts'
import { normalizeText } from './normal-text.ts'
import type { Bound, Origin, Refinement, Value } from './value.ts'

/**
 * Adds what has become certain to an unknown (cty's RefineWith). Known and wholly dynamic values come back unchanged; an
 * unknown that is left no choice becomes known (a list of length 2: two unknown elements). A new prefix is cut to what
 * later text cannot change; a bound replaces a weaker one.
 */
export function refine(value: Value, added: Refinement): Value {
  if (!(value.payload instanceof Undetermined) || value.type.kind === 'dynamic') return value
  const { origin, refinement } = value.payload
  const all = fitting(merged(refinement, added), value.type)
  return withMarks(settled(value.type, origin, all) ?? unknown(value.type, origin, all), value.marks)
}

/** The value, certainly not null where it is unknown. */
export function notNull(value: Value): Value {
  return refine(value, { not_null: true })
}

function merged(old: Refinement, added: Refinement): Refinement {
  const prefix = longer(old.prefix, added.prefix && safeKnownPrefix(added.prefix))
  const min = stronger(old.min, added.min, 1)
  const max = stronger(old.max, added.max, -1)
  const lower = Math.max(old.min_length ?? 0, added.min_length ?? 0)
  const upper = Math.min(old.max_length ?? Infinity, added.max_length ?? Infinity)
  return {
    ...((old.not_null || added.not_null) && { not_null: true }),
    ...(prefix && { prefix }),
    ...(min && { min }),
    ...(max && { max }),
    ...(lower > 0 && { min_length: lower }),
    ...(upper < Infinity && { max_length: upper }),
  }
}

function longer(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b
  const next = normalizeText(b)
  return next.length > a.length ? next : a
}

function stronger(old: Bound | undefined, added: Bound | undefined, direction: 1 | -1): Bound | undefined {
  if (!old || !added) return old ?? added
  const order = compare(added.number, old.number) * direction
  return order > 0 || (order === 0 && !added.inclusive) ? added : old
}

/** Only what can be said of the type: a map's prefix or a string's length would be nonsense. */
function fitting(all: Refinement, type: Type): Refinement {
  const { not_null, prefix, min, max, min_length, max_length } = all
  return {
    ...(not_null && { not_null }),
    ...(type.kind === 'string' && prefix && { prefix }),
    ...(type.kind === 'number' && min && { min }),
    ...(type.kind === 'number' && max && { max }),
    ...(isCollection(type) && min_length !== undefined && { min_length }),
    ...(isCollection(type) && max_length !== undefined && { max_length }),
  }
}

/** The only value that fits, where there is one. */
function settled(type: Type, origin: Origin, all: Refinement): Value | undefined {
  if (!all.not_null) return undefined
  const { min, max } = all
  if (min?.inclusive && max?.inclusive && sameNumber(min.number, max.number)) return number(min.number)
  if (!isCollection(type) || all.max_length === undefined || all.max_length !== (all.min_length ?? 0))
    return undefined
  const length = all.max_length
  if (length === 0) {
    if (type.kind === 'map') return map(new Map(), type.element)
    return type.kind === 'list' ? list([], type.element) : set([], type.element)
  }
  const part = (): Value => unknown(type.element, { reason: origin.reason })
  if (type.kind === 'list' && length <= LONGEST_SETTLED) return list(Array.from({ length }, part))
  return type.kind === 'set' && length === 1 ? set([part()]) : undefined
}

/** A list of known length is written out up to here: a limit of ours. */
const LONGEST_SETTLED = 100_000
