import fc from 'fast-check'
import { fieldsOf, typeOf, type Shape } from '../../../providers/kubernetes/schema/types.ts'
import type { Attributes, Value } from '../../../src/core/value.ts'

/** types within themselves, and the deepest pods, end here */
const MAX_DEPTH = 9

/** Objects of a built-in kind as its API types allow them, with the zero values and nulls that people write. */
export function objectsOf(kind: string): fc.Arbitrary<Attributes> {
  return struct(typeOf(kind) ?? '', 0)
}

const WORDS = fc.constantFrom('', 'a', 'b', 'web', 'TCP', 'Always', 'app:1', '$(A)', 'x.io/y')
const QUANTITIES = fc.constantFrom<Value>('1', '1000m', '0.5', '1Gi', '1024Mi', '1e3', '0', 2, 0.1, '1.5u')

function struct(type: string, depth: number): fc.Arbitrary<Attributes> {
  const fields = [...fieldsOf(type)].filter(
    ([name]) => depth > 0 || !/^(?:metadata|status|apiVersion|kind)$/.test(name),
  )
  if (depth > MAX_DEPTH || fields.length === 0) return fc.constant({})
  // a few of the many fields at a time: all of a pod's would never end
  const [least, most] = LIMITS[depth] ?? [0, 3]
  return fc
    .shuffledSubarray(fields, {
      minLength: Math.min(fields.length, least),
      maxLength: Math.min(fields.length, most),
    })
    .chain((some) =>
      fc.record(Object.fromEntries(some.map(([name, shape]) => [name, valueOf(shape, depth + 1)]))),
    )
}

/** how many fields a struct has at least and at most, by how deep it lies */
const LIMITS: readonly (readonly [number, number])[] = [
  [20, 20],
  [3, 12],
  [2, 8],
  [3, 8],
  [2, 6],
  [1, 5],
  [1, 4],
]

function valueOf(shape: Shape, depth: number): fc.Arbitrary<Value> {
  return fc.oneof(
    { weight: 12, arbitrary: plainValueOf(shape, depth) },
    { weight: 1, arbitrary: fc.constant(null) },
  )
}

function plainValueOf(shape: Shape, depth: number): fc.Arbitrary<Value> {
  switch (shape.form) {
    case 'struct':
      return struct(shape.type ?? '', depth)
    case 'list':
      return fc.array(shape.items ? plainValueOf(shape.items, depth) : WORDS, {
        maxLength: depth > 5 ? 2 : 3,
        size: 'max',
      })
    case 'map':
      return fc.dictionary(
        fc.constantFrom('a', 'b', 'cpu', 'x.io/y'),
        shape.items ? plainValueOf(shape.items, depth) : WORDS,
        {
          maxKeys: 2,
        },
      )
    case 'quantity':
      return QUANTITIES
    case 'boolean':
      return fc.boolean()
    case 'number':
      return fc.constantFrom(0, 1, 80, 420)
    case 'int_or_text':
      return fc.constantFrom<Value>('25%', 1, 'http', 0)
    case 'text':
      return WORDS
    default:
      return fc.constantFrom<Value>('x', 1, true, { a: [1, {}] })
  }
}

/** The same object with the keys of every map in another order; lists are left, for theirs may say something. */
export function reversed(value: Value): Value {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]): [string, Value] => [key, reversed(item)])
      .reverse(),
  )
}
