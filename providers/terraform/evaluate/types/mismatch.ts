import { conversionBetween } from './conversion.ts'
import { constraintName, isCollection, sameType } from './types.ts'
import type { ObjectType, Type } from './types.ts'

/** Why no value of type `given` converts to `want`, in cty's words: `list of string required`, `attribute "a" is required`. */
export function mismatch(given: Type, want: Type): string {
  if (given.kind === 'object' && want.kind === 'object') return objectMismatch(given, want)
  if (isCollection(want)) {
    if (want.element.kind === 'dynamic' && structureOf(want) === given.kind)
      return `all ${want.kind} elements must have the same type`
    if (given.kind === 'tuple' || given.kind === 'object') return structureMismatch(given, want, want.element)
    if (isCollection(given) && (given.kind === 'map') === (want.kind === 'map'))
      return `incorrect ${want.kind} element type: ${mismatch(given.element, want.element)}`
  }
  return `${constraintName(want)} required`
}

function structureOf(want: Type): Type['kind'] {
  return want.kind === 'map' ? 'object' : 'tuple'
}

function converts(given: Type, want: Type): boolean {
  return sameType(given, want) || conversionBetween(given, want, true) !== undefined
}

function objectMismatch(given: ObjectType, want: ObjectType): string {
  const missing = [...want.attributes.keys()].filter(
    (name) => !given.attributes.has(name) && !want.optional.has(name),
  )
  const [first, second] = missing.map((name) => JSON.stringify(name))
  if (missing.length === 1) return `attribute ${first} is required`
  if (missing.length === 2) return `attributes ${first} and ${second} are required`
  if (missing.length > 2) {
    const names = missing.map((name) => JSON.stringify(name))
    return `attributes ${names.slice(0, -1).join(', ')}, and ${names.at(-1)} are required`
  }
  for (const [name, type] of want.attributes) {
    const attribute = given.attributes.get(name)
    if (attribute && !converts(attribute, type))
      return `attribute ${JSON.stringify(name)}: ${mismatch(attribute, type)}`
  }
  return 'incorrect object attributes'
}

function structureMismatch(given: Type, want: Type, element: Type): string {
  if (given.kind !== structureOf(want)) return `${constraintName(want)} required`
  const parts: readonly (readonly [string, Type])[] =
    given.kind === 'tuple'
      ? given.elements.map((type, i) => [String(i), type] as const)
      : given.kind === 'object'
        ? [...given.attributes].map(([name, type]) => [JSON.stringify(name), type] as const)
        : []
  const unfit = parts.find(([, type]) => !converts(type, element))
  return unfit
    ? `element ${unfit[0]}: ${mismatch(unfit[1], element)}`
    : `all elements must be ${constraintName(element)}`
}
