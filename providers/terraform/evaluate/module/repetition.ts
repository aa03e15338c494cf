import type { Expression, Range, ScopeTraversal } from '../../hcl/ast.ts'
import type { Repetition } from '../../module/config.ts'
import type { Steps } from '../../graph/node.ts'
import type { Refusal } from '../expression/evaluation.ts'
import { referencesOf } from '../expression/references.ts'
import { convert } from '../types/conversion.ts'
import { ConversionError } from '../types/evaluation-error.ts'
import { NUMBER, typeName } from '../types/types.ts'
import { elementsOf, entriesOf, numberOf, originOf, textOf, unmarked } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import type { ExpressionScope } from './expression-scope.ts'

/** Which of its repetitions an instance is. */
export type InstanceKey =
  | { readonly kind: 'none' }
  | { readonly kind: 'count'; readonly index: number }
  | { readonly kind: 'each'; readonly key: string; readonly value: Value }

export const NO_KEY: InstanceKey = { kind: 'none' }

/** The instances of a block, or why nobody can tell: an unknown number (a gap of its own), or a fault. */
export type Expansion =
  | { readonly kind: 'none' | 'count' | 'each'; readonly keys: readonly InstanceKey[] }
  | { readonly kind: 'unknown'; readonly why: Undecided }

/** `open`: it hangs on something unknown, or is past our limit; else Terraform refuses it. */
export interface Undecided {
  readonly open: boolean | 'limit'
  readonly refusals: readonly Refusal[]
}

/** Neither `count` nor `for_each`. */
const ONCE: Expansion = { kind: 'none', keys: [NO_KEY] }

/** What `count` and `for_each` of a block refer to. */
export function repeating({ count, for_each: forEach }: Repetition): readonly ScopeTraversal[] {
  return [...(count ? referencesOf(count) : []), ...(forEach ? referencesOf(forEach) : [])]
}

/** Evaluates `count` or `for_each` of a block. */
export function* expand(config: Repetition, scope: ExpressionScope): Steps<Expansion> {
  const { count, for_each: forEach } = config
  if (count && forEach)
    return refused(
      count.range,
      'Invalid combination of "count" and "for_each"',
      'The "count" and "for_each" meta-arguments are mutually-exclusive.',
    )
  if (count) return yield* expandCount(count, scope)
  if (forEach) return yield* expandEach(forEach, scope)
  return ONCE
}

function* expandCount(expression: Expression, scope: ExpressionScope): Steps<Expansion> {
  const { value, refusals } = yield* scope.evaluate(expression)
  if (refusals.length > 0) return { kind: 'unknown', why: { open: false, refusals } }
  const invalid = (detail: string): Expansion => refused(expression.range, 'Invalid count argument', detail)
  if (value.marks.has('ephemeral'))
    return invalid(
      'The given "count" is derived from an ephemeral value, which means that Terraform cannot persist it between plan/apply rounds. Use only non-ephemeral values to specify the number of resource instances.',
    )
  const given = unmarked(value)
  if (given.isNull) return invalid('The given "count" argument value is null. An integer is required.')
  let number: Value
  try {
    number = convert(given, NUMBER)
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error
    return invalid(`The given "count" argument value is unsuitable: ${error.reason}.`)
  }
  if (!number.isKnown) return open(expression.range, 'count', value)
  const size = numberOf(number)
  const whole = size.truncate()
  if (!size.isInteger || whole === undefined)
    return invalid('The given "count" argument value is unsuitable: value must be a whole number.')
  if (whole < 0n)
    return invalid('The given "count" argument value is unsuitable: must be greater than or equal to zero.')
  const { instances_max: most } = scope.budget
  if (whole > most) return tooMany(expression.range, String(whole), most)
  const keys = Array.from({ length: Number(whole) }, (_, index): InstanceKey => ({ kind: 'count', index }))
  return { kind: 'count', keys }
}

function* expandEach(expression: Expression, scope: ExpressionScope): Steps<Expansion> {
  const { value, refusals } = yield* scope.evaluate(expression)
  if (refusals.length > 0) return { kind: 'unknown', why: { open: false, refusals } }
  const invalid = (detail: string): Expansion =>
    refused(expression.range, 'Invalid for_each argument', detail)
  if (value.marks.has('ephemeral'))
    return invalid(
      'The given "for_each" value is derived from an ephemeral value, which means that Terraform cannot persist it between plan/apply rounds. Use only non-ephemeral values to specify a resource\'s instance keys.',
    )
  if (value.marks.size > 0)
    return invalid(
      'Sensitive values, or values derived from sensitive values, cannot be used as for_each arguments. If used, the sensitive value could be exposed as a resource instance key.',
    )
  if (value.isNull)
    return invalid(
      'The given "for_each" argument value is unsuitable: the given "for_each" argument value is null. A map, or set of strings is allowed.',
    )
  const { type } = value
  if (type.kind !== 'map' && type.kind !== 'object' && type.kind !== 'set' && type.kind !== 'dynamic')
    return invalid(
      `The given "for_each" argument value is unsuitable: the "for_each" argument must be a map, or set of strings, and you have provided a value of type ${typeName(type)}.`,
    )
  if (!value.isKnown) return open(expression.range, 'for_each', value)
  const entries = type.kind === 'set' ? setEntries(value) : entriesOf(value)
  if (typeof entries === 'string') return invalid(entries)
  if (entries === undefined) return open(expression.range, 'for_each', value)
  const { instances_max: most } = scope.budget
  if (entries.size > most) return tooMany(expression.range, String(entries.size), most)
  return {
    kind: 'each',
    keys: [...entries].map(([key, element]): InstanceKey => ({ kind: 'each', key, value: element })),
  }
}

/** The strings of a set as keys of themselves; undefined where one is unknown, a text where the set is not fit. */
function setEntries(set: Value): ReadonlyMap<string, Value> | string | undefined {
  const entries = new Map<string, Value>()
  for (const element of elementsOf(set)) {
    if (element.type.kind !== 'string' && element.type.kind !== 'dynamic')
      return `The given "for_each" argument value is unsuitable: "for_each" supports maps and sets of strings, but you have provided a set containing type ${typeName(element.type)}.`
    if (!element.isKnown) return undefined
    if (element.isNull)
      return 'The given "for_each" argument value is unsuitable: "for_each" sets must not contain null values.'
    entries.set(textOf(element), element)
  }
  return entries
}

function refused(range: Range, summary: string, detail: string): Expansion {
  return { kind: 'unknown', why: { open: false, refusals: [{ summary, detail, range }] } }
}

function open(range: Range, argument: 'count' | 'for_each', value: Value): Expansion {
  const origin = originOf(value)
  const source = origin?.refers_to ? `${origin.refers_to.address}.${origin.refers_to.attribute} is ` : ''
  const detail = `the ${argument} cannot be determined from the code alone${origin ? `: ${source}${origin.reason}` : ''}`
  return {
    kind: 'unknown',
    why: { open: true, refusals: [{ summary: `Unknown ${argument}`, detail, range }] },
  }
}

/** Of one block alone: the rest of the root is still computed. */
function tooMany(range: Range, size: string, most: number): Expansion {
  const detail = `${size} instances are more than the limit of ${most}`
  return {
    kind: 'unknown',
    why: { open: 'limit', refusals: [{ summary: 'Too many instances', detail, range }] },
  }
}

/** The key of an instance: its number, its name, or null. */
export function indexOf(key: InstanceKey): string | number | null {
  if (key.kind === 'none') return null
  return key.kind === 'count' ? key.index : key.key
}
