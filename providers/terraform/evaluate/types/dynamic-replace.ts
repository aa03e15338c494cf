import { DYNAMIC, listOf, mapOf, objectOf, setOf, tupleOf } from './types.ts'
import type { ObjectType, Type } from './types.ts'
import { unify } from './unify.ts'

/** The wanted type with each `dynamic` in it replaced by what the given type says there: the type of a converted null or unknown. */
export function dynamicReplace(given: Type | undefined, want: Type): Type {
  if (given === undefined || given.kind === 'dynamic') return want
  switch (want.kind) {
    case 'dynamic':
      return given
    case 'map':
      if (given.kind === 'map') return mapOf(dynamicReplace(given.element, want.element))
      if (given.kind === 'object')
        return mapOf(dynamicReplace(unify([...given.attributes.values()]), want.element))
      return want
    case 'list':
    case 'set': {
      const collection = want.kind === 'list' ? listOf : setOf
      if (given.kind === 'list' || given.kind === 'set')
        return collection(dynamicReplace(given.element, want.element))
      if (given.kind === 'tuple') return collection(dynamicReplace(unify(given.elements), want.element))
      return want
    }
    case 'object':
      return replaceInObject(given, want)
    case 'tuple':
      if (given.kind !== 'tuple') return want
      return tupleOf(want.elements.map((element, i) => dynamicReplace(given.elements[i] ?? DYNAMIC, element)))
    default:
      return want
  }
}

function replaceInObject(given: Type, want: ObjectType): Type {
  const attributes = new Map<string, Type>()
  for (const [name, type] of want.attributes) {
    const source =
      given.kind === 'map' ? given.element : given.kind === 'object' ? given.attributes.get(name) : undefined
    attributes.set(name, dynamicReplace(source, type))
  }
  return objectOf(attributes)
}
