import { byBytes, sortedByKey } from './byte-order.ts'

/**
 * Terraform's types as go-cty models them. `dynamic` is "not known yet" in a value's type and "any" in a constraint.
 * `optional` names the attributes that a constraint (never a value) lets be absent.
 */
export type Type =
  | { readonly kind: 'dynamic' | 'bool' | 'number' | 'string' }
  | { readonly kind: 'list' | 'set' | 'map'; readonly element: Type }
  | { readonly kind: 'tuple'; readonly elements: readonly Type[] }
  | ObjectType

export interface ObjectType {
  readonly kind: 'object'
  readonly attributes: ReadonlyMap<string, Type>
  readonly optional: ReadonlySet<string>
}

export type CollectionType = Extract<Type, { element: Type }>

export const DYNAMIC: Type = { kind: 'dynamic' }
export const BOOL: Type = { kind: 'bool' }
export const NUMBER: Type = { kind: 'number' }
export const STRING: Type = { kind: 'string' }

const NONE: ReadonlySet<string> = new Set()

export function listOf(element: Type): CollectionType {
  return collectionOf('list', element)
}

export function setOf(element: Type): CollectionType {
  return collectionOf('set', element)
}

export function mapOf(element: Type): CollectionType {
  return collectionOf('map', element)
}

const COLLECTIONS = {
  list: new WeakMap<Type, CollectionType>(),
  set: new WeakMap<Type, CollectionType>(),
  map: new WeakMap<Type, CollectionType>(),
}

/** One for each type of element: values have it by the ten thousand. */
function collectionOf(kind: CollectionType['kind'], element: Type): CollectionType {
  let type = COLLECTIONS[kind].get(element)
  if (!type) COLLECTIONS[kind].set(element, (type = { kind, element }))
  return type
}

export function tupleOf(elements: readonly Type[]): Type {
  return { kind: 'tuple', elements }
}

/** An object type; names are NFC-normalised by the caller and kept in byte order here. */
export function objectOf(
  attributes: ReadonlyMap<string, Type>,
  optional: ReadonlySet<string> = NONE,
): ObjectType {
  return { kind: 'object', attributes: sortedByKey(attributes), optional }
}

/** Whether the type is bool, number or string. */
export function isPrimitive(type: Type): boolean {
  return type.kind === 'bool' || type.kind === 'number' || type.kind === 'string'
}

/** Whether the type is a list, set or map. */
export function isCollection(type: Type): type is CollectionType {
  return type.kind === 'list' || type.kind === 'set' || type.kind === 'map'
}

/** Structural equality; objects differ also by which attributes are optional. */
export function sameType(a: Type, b: Type): boolean {
  if (a === b) return true
  switch (a.kind) {
    case 'list':
    case 'set':
    case 'map':
      return b.kind === a.kind && sameType(a.element, b.element)
    case 'tuple':
      return (
        b.kind === 'tuple' &&
        a.elements.length === b.elements.length &&
        a.elements.every((element, i) => sameType(element, b.elements[i] ?? DYNAMIC))
      )
    case 'object':
      return b.kind === 'object' && sameAttributes(a, b)
    default:
      return a.kind === b.kind
  }
}

function sameAttributes(a: ObjectType, b: ObjectType): boolean {
  if (a.attributes.size !== b.attributes.size) return false
  for (const [name, type] of a.attributes) {
    const other = b.attributes.get(name)
    if (!other || !sameType(type, other) || a.optional.has(name) !== b.optional.has(name)) return false
  }
  return true
}

/** Whether `dynamic` stands anywhere in the type. */
export function hasDynamic(type: Type): boolean {
  switch (type.kind) {
    case 'dynamic':
      return true
    case 'list':
    case 'set':
    case 'map':
      return hasDynamic(type.element)
    case 'tuple':
      return type.elements.some(hasDynamic)
    case 'object':
      return [...type.attributes.values()].some(hasDynamic)
    default:
      return false
  }
}

/** The type without any `optional()`: what a value of the constraint has. */
export function withoutOptional(type: Type): Type {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map': {
      const element = withoutOptional(type.element)
      return element === type.element ? type : { kind: type.kind, element }
    }
    case 'tuple': {
      const elements = type.elements.map(withoutOptional)
      return elements.every((element, i) => element === type.elements[i]) ? type : tupleOf(elements)
    }
    case 'object': {
      let same = type.optional.size === 0
      const attributes = new Map<string, Type>()
      for (const [name, attribute] of type.attributes) {
        const plain = withoutOptional(attribute)
        if (plain !== attribute) same = false
        attributes.set(name, plain)
      }
      return same ? type : objectOf(attributes)
    }
    default:
      return type
  }
}

/** cty's name of a value's type, as Terraform's messages have it: `list of string`, `object`, `tuple`, `dynamic`. */
export function typeName(type: Type): string {
  return isCollection(type) ? `${type.kind} of ${typeName(type.element)}` : type.kind
}

/** cty's name of a wanted type: as `typeName`, with `any type` for `dynamic` and `list of any single type` for its lists. */
export function constraintName(type: Type): string {
  if (type.kind === 'dynamic') return 'any type'
  if (!isCollection(type)) return type.kind
  return `${type.kind} of ${type.element.kind === 'dynamic' ? 'any single type' : constraintName(type.element)}`
}

/** The first reason why a value of type `given` is none of the constraint `want` without conversion, else undefined. */
export function nonconformance(given: Type, want: Type): string | undefined {
  if (want.kind === 'dynamic' || sameType(given, want)) return undefined
  if (given.kind === 'object' && want.kind === 'object') {
    for (const name of given.attributes.keys())
      if (!want.attributes.has(name)) return `unsupported attribute ${JSON.stringify(name)}`
    for (const [name, type] of want.attributes) {
      const attribute = given.attributes.get(name)
      if (!attribute) return `missing required attribute ${JSON.stringify(name)}`
      const reason = nonconformance(attribute, type)
      if (reason) return reason
    }
    return undefined
  }
  if (given.kind === 'tuple' && want.kind === 'tuple') {
    if (given.elements.length !== want.elements.length)
      return `${want.elements.length} elements are required, but got ${given.elements.length}`
    for (const [i, element] of given.elements.entries()) {
      const reason = nonconformance(element, want.elements[i] ?? DYNAMIC)
      if (reason) return reason
    }
    return undefined
  }
  if (isCollection(given) && isCollection(want) && given.kind === want.kind)
    return nonconformance(given.element, want.element)
  return `${typeName(want)} required, but received ${typeName(given)}`
}

/** A type as cty writes it in JSON: `"string"`, `["list","string"]`, `["object",{"a":"number"}]`. */
export type TypeJson = string | readonly (TypeJson | { readonly [name: string]: TypeJson })[]

export function typeToJson(type: Type): TypeJson {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return [type.kind, typeToJson(type.element)]
    case 'tuple':
      return ['tuple', type.elements.map(typeToJson)]
    case 'object': {
      const names = [...type.attributes.keys()].sort(byBytes)
      const attributes: { [name: string]: TypeJson } = Object.create(null)
      for (const name of names) attributes[name] = typeToJson(type.attributes.get(name) ?? DYNAMIC)
      return ['object', attributes]
    }
    default:
      return type.kind
  }
}
