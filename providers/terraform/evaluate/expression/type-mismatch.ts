import type { ObjectType, Type } from '../types/types.ts'
import { DYNAMIC, isCollection, sameType, typeName } from '../types/types.ts'

/** How the types of a conditional's two results differ, in hcl's words. */
export function typeMismatch(whenTrue: Type, whenFalse: Type): string {
  const inner = structuralMismatch(whenTrue, whenFalse)
  if (inner !== undefined) return inner
  const left = typeName(whenTrue)
  const right = typeName(whenFalse)
  return left === right
    ? "At least one deeply-nested attribute or element is not compatible across both the 'true' and the 'false' value"
    : `The 'true' value is ${left}, but the 'false' value is ${right}`
}

function structuralMismatch(a: Type, b: Type): string | undefined {
  if (a.kind === 'object' && b.kind === 'object') return objectMismatch(a, b)
  if (a.kind === 'tuple' && b.kind === 'tuple') {
    if (a.elements.length !== b.elements.length)
      return `The 'true' tuple has length ${a.elements.length}, but the 'false' tuple has length ${b.elements.length}`
    const at = a.elements.findIndex((element, i) => !sameType(element, b.elements[i] ?? DYNAMIC))
    const inner = typeMismatch(a.elements[at] ?? DYNAMIC, b.elements[at] ?? DYNAMIC)
    return at < 0 ? undefined : `Type mismatch for tuple element ${at}: ${inner}`
  }
  if (!isCollection(a) || !isCollection(b) || a.kind !== b.kind) return undefined
  const kinds = [a.element.kind, b.element.kind]
  if (kinds.every((kind) => kind === 'object') || kinds.every((kind) => kind === 'tuple'))
    return `Mismatched ${a.kind} element types: ${typeMismatch(a.element, b.element)}`
  return undefined
}

function objectMismatch(a: ObjectType, b: ObjectType): string | undefined {
  for (const [name, type] of a.attributes) {
    const quoted = JSON.stringify(name)
    const other = b.attributes.get(name)
    if (!other)
      return `The 'true' value includes object attribute ${quoted}, which is absent in the 'false' value`
    if (!sameType(type, other))
      return `Type mismatch for object attribute ${quoted}: ${typeMismatch(type, other)}`
  }
  for (const name of b.attributes.keys())
    if (!a.attributes.has(name))
      return `The 'false' value includes object attribute ${JSON.stringify(name)}, which is absent in the 'true' value`
  return undefined
}
