import { convert } from '../evaluate/types/conversion.ts'
import { ConversionError } from '../evaluate/types/evaluation-error.ts'
import { certainlyNotNull } from '../evaluate/types/ranges.ts'
import { notNull } from '../evaluate/types/refinements.ts'
import { set } from '../evaluate/types/sets.ts'
import type { Type } from '../evaluate/types/types.ts'
import { unify } from '../evaluate/types/unify.ts'
import {
  commonElementType,
  elementsOf,
  entriesOf,
  hasElements,
  list,
  map,
  object,
  tuple,
  unmarked,
  withMarks,
} from '../evaluate/types/value.ts'
import type { Value } from '../evaluate/types/value.ts'

/**
 * Default values of optional object attributes in the shape of a type constraint. `children` are keyed by an attribute's
 * name, a tuple's index, or `''` for the elements of a collection.
 */
export interface Defaults {
  readonly type: Type
  readonly values: ReadonlyMap<string, Value>
  readonly children: ReadonlyMap<string, Defaults>
}

/** Fills in defaults wherever an optional attribute is absent or null; never a null or unknown value itself (hcl's typeexpr). */
export function applyDefaults(defaults: Defaults, given: Value): Value {
  if (!hasElements(given)) return given
  const value = unmarked(given)
  const { kind } = value.type
  const filled =
    kind === 'object' || kind === 'map' ? asEntries(defaults, value) : asSequence(defaults, value)
  return withMarks(filled, given.marks)
}

function asSequence(defaults: Defaults, value: Value): Value {
  const elements = elementsOf(value).map((element, i) => {
    const key = defaults.type.kind === 'tuple' ? String(i) : ''
    const child = defaults.children.get(key)
    return child ? applyDefaults(child, element) : element
  })
  if (value.type.kind === 'tuple') return tuple(elements)
  if (elements.length === 0) return value
  const unified = unifiedElements(elements)
  if (!unified) return tuple(elements)
  return value.type.kind === 'set' ? set(unified) : list(unified)
}

function asEntries(defaults: Defaults, value: Value): Value {
  const entries = new Map<string, Value>()
  for (const [key, element] of entriesOf(value)) {
    const child = defaults.children.get(defaults.type.kind === 'object' ? key : '')
    entries.set(key, child ? applyDefaults(child, element) : element)
  }
  for (const [key, fallback] of defaults.values) fill(defaults, entries, key, fallback)
  if (value.type.kind !== 'map') return object(entries)
  if (entries.size === 0) return value
  const unified = unifiedElements([...entries.values()])
  if (!unified) return object(entries)
  return map(new Map([...entries.keys()].map((key, i) => [key, unified[i] ?? value])))
}

function fill(defaults: Defaults, entries: Map<string, Value>, key: string, fallback: Value): void {
  const present = entries.get(key)
  if (!present || present.isNull) {
    const child = defaults.children.get(key)
    entries.set(key, child ? applyDefaults(child, fallback) : fallback)
  } else if (certainlyNotNull(unmarked(fallback)) && present.type.kind !== 'dynamic')
    entries.set(key, notNull(present))
}

function unifiedElements(elements: readonly Value[]): readonly Value[] | undefined {
  const type = unify(elements.map((element) => element.type))
  if (!type) return undefined
  try {
    const converted = elements.map((element) => convert(element, type))
    // what is dynamic in the type they share may still differ
    return commonElementType(converted) && converted
  } catch (error) {
    if (error instanceof ConversionError) return undefined
    throw error
  }
}
