import { compareTypes } from './compare-types.ts'
import { conversionBetween } from './conversion.ts'
import { DYNAMIC, isCollection, listOf, mapOf, objectOf, sameType, setOf, tupleOf } from './types.ts'
import type { ObjectType, Type } from './types.ts'

/**
 * The one type that all given types convert to (go-cty's unification), or undefined: what a conditional's branches, a
 * list's elements, `coalesce` and `merge` become. `dynamic` comes out where one of several lists, maps, objects or tuples
 * is still `dynamic`: the result is then wholly unknown. Safe unification never turns text into a number.
 */
export function unify(types: readonly Type[], unsafe = true): Type | undefined {
  const distinct = distinctTypes(types)
  const first = distinct[0]
  if (!first) return undefined
  if (distinct.length === 1) return first
  return unifyByKind(distinct, unsafe)
}

function distinctTypes(types: readonly Type[]): readonly Type[] {
  const result: Type[] = []
  for (const type of types) if (!result.some((other) => sameType(other, type))) result.push(type)
  return result
}

function unifyByKind(types: readonly Type[], unsafe: boolean): Type | undefined {
  const kinds = new Set(types.map((type) => type.kind))
  const only = (...allowed: readonly Type['kind'][]): boolean =>
    [...kinds].every((kind) => allowed.includes(kind))
  const open = kinds.has('dynamic')
  if (kinds.has('map') && only('map', 'dynamic')) return unifyCollections(types, mapOf, unsafe, open)
  if (kinds.has('map') && only('map', 'object', 'dynamic')) {
    const type = unifyObjectsAsMaps(types, unsafe)
    if (type) return type
  } else if (kinds.has('list') && only('list', 'dynamic')) {
    return unifyCollections(types, listOf, unsafe, open)
  } else if (kinds.has('list') && only('list', 'tuple', 'dynamic')) {
    const type = unifyTuplesAsLists(types, unsafe)
    if (type) return type
  } else if (kinds.has('set') && only('set', 'dynamic')) {
    return unifyCollections(types, setOf, unsafe, open)
  } else if (kinds.has('object') && only('object', 'dynamic')) {
    return open ? DYNAMIC : unifyObjects(types.filter(isObject), unsafe)
  } else if (kinds.has('tuple') && only('tuple', 'dynamic')) {
    return open ? DYNAMIC : unifyTuples(types, unsafe)
  } else if (kinds.has('object') && kinds.has('tuple')) {
    return undefined
  }
  return preferred(types, unsafe)
}

/** The first of the given types, most general first, that all others convert to. */
function preferred(types: readonly Type[], unsafe: boolean): Type | undefined {
  return mostGeneralFirst(types).find((want) => allConvert(types, want, unsafe))
}

function allConvert(types: readonly Type[], want: Type, unsafe: boolean): boolean {
  return types.every((type) => sameType(type, want) || conversionBetween(type, want, unsafe) !== undefined)
}

/** Topological order (Kahn's): a type stands before those that convert to it; else the given order. */
function mostGeneralFirst(types: readonly Type[]): readonly Type[] {
  const successors = types.map((a, i) =>
    types.flatMap((b, j) =>
      i !== j && (i < j ? compareTypes(a, b) < 0 : compareTypes(b, a) > 0) ? [j] : [],
    ),
  )
  const pending = types.map((_, i) => successors.filter((after) => after.includes(i)).length)
  const queue = types.flatMap((_, i) => (pending[i] === 0 ? [i] : []))
  for (const i of queue) {
    for (const next of successors[i] ?? []) {
      const left = (pending[next] ?? 0) - 1
      pending[next] = left
      if (left === 0) queue.push(next)
    }
  }
  return queue.flatMap((i) => types[i] ?? [])
}

function unifyCollections(
  types: readonly Type[],
  collection: (element: Type) => Type,
  unsafe: boolean,
  open: boolean,
): Type | undefined {
  if (open) return DYNAMIC
  const element = unify(
    types.flatMap((type) => (isCollection(type) ? [type.element] : [])),
    unsafe,
  )
  if (!element) return undefined
  const result = collection(element)
  return allConvert(types, result, unsafe) ? result : undefined
}

function isObject(type: Type): type is ObjectType {
  return type.kind === 'object'
}

function unifyObjects(types: readonly ObjectType[], unsafe: boolean): Type | undefined {
  const [first, ...others] = types
  if (!first) return undefined
  const alike = others.every(
    ({ attributes }) =>
      attributes.size === first.attributes.size &&
      [...attributes.keys()].every((name) => first.attributes.has(name)),
  )
  if (!alike) return objectsToMap(types, unsafe)
  const attributes = new Map<string, Type>()
  for (const name of first.attributes.keys()) {
    const type = unify(
      types.map((one) => one.attributes.get(name) ?? DYNAMIC),
      unsafe,
    )
    if (!type) return undefined
    attributes.set(name, type)
  }
  const result = objectOf(attributes)
  return allConvert(types, result, unsafe) ? result : objectsToMap(types, unsafe)
}

function objectsToMap(types: readonly ObjectType[], unsafe: boolean): Type | undefined {
  const element = unify(
    types.flatMap((type) => [...type.attributes.values()]),
    unsafe,
  )
  if (!element) return undefined
  const result = mapOf(element)
  return allConvert(types, result, unsafe) ? result : undefined
}

function unifyTuples(types: readonly Type[], unsafe: boolean): Type | undefined {
  const tuples = types.map((type) => (type.kind === 'tuple' ? type.elements : []))
  const [first = [], ...others] = tuples
  if (others.some((elements) => elements.length !== first.length)) return tuplesToList(types, unsafe)
  const elements: Type[] = []
  for (const i of first.keys()) {
    const type = unify(
      tuples.map((one) => one[i] ?? DYNAMIC),
      unsafe,
    )
    if (!type) return undefined
    elements.push(type)
  }
  const result = tupleOf(elements)
  return allConvert(types, result, unsafe) ? result : tuplesToList(types, unsafe)
}

function tuplesToList(types: readonly Type[], unsafe: boolean): Type | undefined {
  const element = unify(
    types.flatMap((type) => (type.kind === 'tuple' ? type.elements : [])),
    unsafe,
  )
  if (!element) return undefined
  const result = listOf(element)
  return allConvert(types, result, unsafe) ? result : undefined
}

function unifyTuplesAsLists(types: readonly Type[], unsafe: boolean): Type | undefined {
  const one = tuplesToList(types, unsafe)
  if (one?.kind !== 'list') return undefined
  const result = unify(
    types.map((type) => (type.kind === 'tuple' ? one : type)),
    unsafe,
  )
  return result?.kind === 'list' ? result : undefined
}

function unifyObjectsAsMaps(types: readonly Type[], unsafe: boolean): Type | undefined {
  const one = objectsToMap(types.filter(isObject), unsafe)
  if (one?.kind !== 'map') return undefined
  const result = unify(
    types.map((type) => (type.kind === 'object' ? one : type)),
    unsafe,
  )
  return result?.kind === 'map' ? result : undefined
}
