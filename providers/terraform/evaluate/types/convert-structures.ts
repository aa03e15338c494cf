import { conversionBetween } from './conversion.ts'
import type { Conversion } from './conversion.ts'
import {
  applyConversion,
  elementConversion,
  requireOneType,
  unifiedElements,
  unifiedEntries,
} from './convert-collections.ts'
import type { ElementConversion } from './convert-collections.ts'
import { set } from './sets.ts'
import { DYNAMIC, isCollection, withoutOptional } from './types.ts'
import type { ObjectType, Type } from './types.ts'
import { unify } from './unify.ts'
import { elementsOf, entriesOf, list, map, nullOf, object, tuple } from './value.ts'
import type { Value } from './value.ts'

/** Attributes that are wanted and given are converted; optional ones that are missing become null, others are dropped. */
export function objectToObject(from: ObjectType, to: ObjectType, unsafe: boolean): Conversion | undefined {
  const conversions = new Map<string, ElementConversion>()
  for (const [name, want] of to.attributes) {
    const given = from.attributes.get(name)
    if (!given) {
      if (to.optional.has(name)) continue
      return undefined
    }
    const conversion = elementConversion(given, want, unsafe)
    if (conversion === 'none') return undefined
    conversions.set(name, conversion)
  }
  return (value, path) => {
    const attributes = new Map<string, Value>()
    for (const [name, one] of entriesOf(value)) {
      const conversion = conversions.get(name)
      if (conversion !== undefined) attributes.set(name, applyConversion(conversion, one, [...path, name]))
    }
    for (const name of to.optional)
      if (!attributes.has(name))
        attributes.set(name, nullOf(withoutOptional(to.attributes.get(name) ?? DYNAMIC)))
    return object(attributes)
  }
}

export function tupleToTuple(
  from: readonly Type[],
  to: readonly Type[],
  unsafe: boolean,
): Conversion | undefined {
  if (from.length !== to.length) return undefined
  const conversions = from.map((given, i) => elementConversion(given, to[i] ?? DYNAMIC, unsafe))
  if (conversions.includes('none')) return undefined
  return (value, path) =>
    tuple(elementsOf(value).map((one, i) => applyConversion(conversions[i], one, [...path, i])))
}

/** The element type of a collection that may hold any: the common one, undefined where there is none. */
function settledElement(parts: readonly Type[], element: Type, unsafe: boolean): Type | undefined {
  if (element.kind !== 'dynamic') return element
  const common = unify(parts, unsafe)
  if (common?.kind === 'dynamic' && parts.some((part) => part.kind !== 'dynamic')) return undefined
  return common
}

function partConversions(
  parts: readonly Type[],
  element: Type,
  unsafe: boolean,
): readonly ElementConversion[] | undefined {
  const seen = new Map<Type, ElementConversion>()
  const conversions = parts.map((part) => {
    const conversion = seen.get(part) ?? elementConversion(part, element, unsafe)
    seen.set(part, conversion)
    return conversion
  })
  return conversions.includes('none') ? undefined : conversions
}

export function tupleToList(from: readonly Type[], wanted: Type, unsafe: boolean): Conversion | undefined {
  if (from.length === 0) return () => list([], withoutOptional(wanted))
  const element = settledElement(from, wanted, unsafe)
  const conversions = element && partConversions(from, element, unsafe)
  if (!conversions) return undefined
  return (value, path) => {
    const converted = elementsOf(value).map((one, i) => applyConversion(conversions[i], one, [...path, i]))
    const elements = unifiedElements(converted, path, unsafe)
    requireOneType(elements, path, 'element', 'list')
    return list(elements)
  }
}

export function tupleToSet(from: readonly Type[], wanted: Type, unsafe: boolean): Conversion | undefined {
  if (from.length === 0) return () => set([], withoutOptional(wanted))
  const element = settledElement(from, wanted, unsafe)
  const conversions = element && partConversions(from, element, unsafe)
  if (!conversions) return undefined
  return (value, path) => {
    const elements = elementsOf(value).map((one, i) => applyConversion(conversions[i], one, [...path, i]))
    requireOneType(elements, path, 'element', 'set')
    return set(elements)
  }
}

export function objectToMap(from: ObjectType, wanted: Type, unsafe: boolean): Conversion | undefined {
  if (from.attributes.size === 0) return () => map(new Map(), withoutOptional(wanted))
  const element = wanted.kind === 'dynamic' ? unify([...from.attributes.values()], unsafe) : wanted
  if (!element) return undefined
  const conversions = new Map<string, ElementConversion>()
  for (const [name, given] of from.attributes) {
    const conversion = element === given ? 'same' : (conversionBetween(given, element, unsafe) ?? 'none')
    if (conversion === 'none') return undefined
    conversions.set(name, conversion)
  }
  const compound = isCollection(element) || element.kind === 'object'
  return (value, path) => {
    const entries = new Map<string, Value>()
    for (const [key, one] of entriesOf(value))
      entries.set(key, applyConversion(conversions.get(key), one, [...path, key]))
    const unified = compound ? unifiedEntries(entries, path, unsafe) : entries
    requireOneType(unified.values(), path, 'attribute', 'map')
    return map(unified)
  }
}
