import { conversionBetween } from './conversion.ts'
import type { Conversion, Path } from './conversion.ts'
import { ConversionError } from './evaluation-error.ts'
import { mismatch } from './mismatch.ts'
import { lengthRange } from './ranges.ts'
import { set } from './sets.ts'
import { listOf, sameType, withoutOptional } from './types.ts'
import type { CollectionType, ObjectType, Type } from './types.ts'
import { unify } from './unify.ts'
import {
  commonElementType,
  elementsOf,
  entriesOf,
  list,
  map,
  nullOf,
  object,
  originOf,
  unknown,
} from './value.ts'
import type { Value } from './value.ts'

/** How the elements change: undefined for not at all, `none` where it is impossible. */
export type ElementConversion = Conversion | 'same' | 'none'

export function elementConversion(from: Type, to: Type, unsafe: boolean): ElementConversion {
  if (sameType(from, to)) return 'same'
  return conversionBetween(from, to, unsafe) ?? 'none'
}

export function applyConversion(conversion: ElementConversion | undefined, value: Value, path: Path): Value {
  const result = typeof conversion === 'function' ? conversion(value, path) : value
  return result.isNull ? nullWithoutOptional(result) : result
}

function nullWithoutOptional(value: Value): Value {
  const type = withoutOptional(value.type)
  return type === value.type ? value : nullOf(type)
}

/** The element type of an empty result: the wanted one, or the source's where anything would do. */
function emptyElement(from: CollectionType, to: CollectionType): Type {
  return to.element.kind === 'dynamic' ? from.element : withoutOptional(to.element)
}

/** Throws unless all elements have one type. */
export function requireOneType(elements: Iterable<Value>, path: Path, what: string, target: string): void {
  if (!commonElementType(elements))
    throw new ConversionError(`${what} types must all match for conversion to ${target}`, path)
}

export function collectionToList(
  from: CollectionType,
  to: CollectionType,
  unsafe: boolean,
): Conversion | undefined {
  const conversion = elementConversion(from.element, to.element, unsafe)
  if (conversion === 'none') return undefined
  return (value, path) => {
    const length = lengthRange(value)
    if (length.min !== length.max) {
      const origin = elementsOf(value).map(originOf).find(Boolean)
      return unknown(listOf(from.element), origin && { reason: origin.reason })
    }
    const elements = elementsOf(value).map((one, i) => applyConversion(conversion, one, [...path, i]))
    if (elements.length === 0) return list([], emptyElement(from, to))
    requireOneType(elements, path, 'element', 'list')
    return list(elements)
  }
}

export function collectionToSet(
  from: CollectionType,
  to: CollectionType,
  unsafe: boolean,
): Conversion | undefined {
  const conversion = elementConversion(from.element, to.element, unsafe)
  if (conversion === 'none') return undefined
  return (value, path) => {
    const elements = elementsOf(value).map((one, i) => applyConversion(conversion, one, [...path, i]))
    if (elements.length === 0) return set([], emptyElement(from, to))
    requireOneType(elements, path, 'element', 'set')
    return set(elements)
  }
}

export function collectionToMap(
  from: CollectionType,
  to: CollectionType,
  unsafe: boolean,
): Conversion | undefined {
  const conversion = conversionBetween(from.element, to.element, unsafe)
  if (!conversion) return undefined
  const compound = to.element.kind !== 'dynamic'
  return (value, path) => {
    const entries = new Map<string, Value>()
    for (const [key, one] of entriesOf(value)) entries.set(key, conversion(one, [...path, key]))
    if (entries.size === 0) return map(entries, emptyElement(from, to))
    const unified = compound ? unifiedEntries(entries, path, false) : entries
    requireOneType(unified.values(), path, 'element', 'map')
    return map(unified)
  }
}

export function mapToObject(from: CollectionType, to: ObjectType, unsafe: boolean): Conversion | undefined {
  const conversions = new Map<string, ElementConversion>()
  for (const [name, type] of to.attributes) {
    const conversion = elementConversion(from.element, type, unsafe)
    if (conversion === 'none' && !to.optional.has(name)) return undefined
    conversions.set(name, conversion)
  }
  return (value, path) => {
    const attributes = new Map<string, Value>()
    for (const [key, one] of entriesOf(value)) {
      const type = to.attributes.get(key)
      if (!type) continue
      if (conversions.get(key) === 'none') throw unfit(key, one.type, type, path)
      attributes.set(key, applyConversion(conversions.get(key), one, [...path, key]))
    }
    for (const [name, type] of to.attributes) {
      if (attributes.has(name)) continue
      if (!to.optional.has(name))
        throw new ConversionError(`map has no element for required attribute ${JSON.stringify(name)}`, path)
      attributes.set(name, nullOf(withoutOptional(type)))
    }
    return object(attributes)
  }
}

function unfit(name: string, given: Type, want: Type, path: Path): ConversionError {
  const why = mismatch(given, want)
  return new ConversionError(
    `map element type is incompatible with attribute ${JSON.stringify(name)}: ${why}`,
    path,
  )
}

/** The elements brought to one type, where their conversion left them different inside. */
export function unifiedElements(elements: readonly Value[], path: Path, unsafe: boolean): readonly Value[] {
  const type = commonType(elements, path, unsafe)
  return elements.map((one, i) => toCommonType(one, type, [...path, i], unsafe))
}

export function unifiedEntries(
  entries: ReadonlyMap<string, Value>,
  path: Path,
  unsafe: boolean,
): ReadonlyMap<string, Value> {
  const type = commonType([...entries.values()], path, unsafe)
  const result = new Map<string, Value>()
  for (const [key, one] of entries) result.set(key, toCommonType(one, type, [...path, key], unsafe))
  return result
}

function commonType(elements: readonly Value[], path: Path, unsafe: boolean): Type {
  const type = unify(
    elements.map((one) => one.type),
    unsafe,
  )
  if (!type) throw new ConversionError('cannot find a common base type for all elements', path)
  return type
}

function toCommonType(value: Value, type: Type, path: Path, unsafe: boolean): Value {
  if (sameType(value.type, type)) return value
  const conversion = conversionBetween(value.type, type, unsafe)
  if (!conversion) throw new ConversionError('cannot find a common base type for all elements', path)
  return conversion(value, path)
}
