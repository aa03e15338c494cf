import type { ObjectType, Type } from './types.ts'

/**
 * Which of two types is the more general (go-cty's compareTypes): negative for the first, positive for the second, 0 for
 * neither or both. Text is more general than other primitives, a list than a tuple or a set, a map than an object.
 */
export function compareTypes(a: Type, b: Type): number {
  if (a.kind === 'dynamic' || b.kind === 'dynamic')
    return a.kind !== 'dynamic' ? -1 : b.kind !== 'dynamic' ? 1 : 0
  if (a.kind === 'string' || b.kind === 'string') return compareWithText(a, b)
  if ((a.kind === 'list' || a.kind === 'set' || a.kind === 'map') && b.kind === a.kind)
    return compareTypes(a.element, b.element)
  if (a.kind === 'object' && b.kind === 'object') return compareObjects(a, b)
  if (a.kind === 'tuple' && b.kind === 'tuple') return compareTuples(a.elements, b.elements)
  return (RANKS[a.kind]?.[b.kind] ?? 0) - (RANKS[b.kind]?.[a.kind] ?? 0)
}

/** -1: the first kind is preferred over the second. */
const RANKS: Readonly<Partial<Record<Type['kind'], Partial<Record<Type['kind'], number>>>>> = {
  list: { set: -1, tuple: -1 },
  tuple: { set: -1 },
  map: { object: -1 },
}

function compareWithText(a: Type, b: Type): number {
  const primitive = (type: Type): boolean => type.kind === 'bool' || type.kind === 'number'
  if (a.kind === 'string') return primitive(b) ? -1 : 0
  return primitive(a) ? 1 : 0
}

function compareObjects(a: ObjectType, b: ObjectType): number {
  if (a.attributes.size !== b.attributes.size) return 0
  const orders: number[] = []
  for (const [name, type] of a.attributes) {
    const other = b.attributes.get(name)
    if (!other) return 0
    orders.push(compareTypes(type, other))
  }
  return joint(orders)
}

function compareTuples(a: readonly Type[], b: readonly Type[]): number {
  if (a.length !== b.length) return 0
  return joint(
    a.map((type, i) => {
      const other = b[i]
      return other ? compareTypes(type, other) : 0
    }),
  )
}

/** One order of all parts, or 0 where they contradict each other. */
function joint(orders: readonly number[]): number {
  const first = orders.some((order) => order < 0)
  const second = orders.some((order) => order > 0)
  return first === second ? 0 : first ? -1 : 1
}
