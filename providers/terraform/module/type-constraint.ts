import type { Expression, Range } from '../hcl/ast.ts'
import { objectKeyName } from '../hcl/object-key.ts'
import { convert } from '../evaluate/types/conversion.ts'
import { ConversionError } from '../evaluate/types/evaluation-error.ts'
import type { Type } from '../evaluate/types/types.ts'
import {
  BOOL,
  DYNAMIC,
  NUMBER,
  STRING,
  listOf,
  mapOf,
  objectOf,
  setOf,
  tupleOf,
} from '../evaluate/types/types.ts'
import type { Value } from '../evaluate/types/value.ts'
import type { Defaults } from './defaults.ts'

/** A variable's `type`: what its value is converted to, and what `optional(…, default)` fills in before. */
export interface TypeConstraint {
  readonly type: Type
  readonly defaults: Defaults | null
}

/** Any value as it is: a variable without `type`. */
export const ANY: TypeConstraint = { type: DYNAMIC, defaults: null }

/** A `type` that Terraform refuses; or a default below it, which may be any constant expression. */
export class ConstraintError extends Error {
  readonly summary: string
  readonly range: Range

  constructor(detail: string, range: Range, summary = 'Invalid type specification') {
    super(detail)
    this.summary = summary
    this.name = 'ConstraintError'
    this.range = range
  }
}

/** Evaluates an expression without a scope. @throws ConstraintError */
export type Constant = (expression: Expression) => Value

const PRIMITIVES: Readonly<Record<string, Type>> = {
  bool: BOOL,
  string: STRING,
  number: NUMBER,
  any: DYNAMIC,
}
const COLLECTIONS: Readonly<Record<string, (element: Type) => Type>> = {
  list: listOf,
  set: setOf,
  map: mapOf,
}

/** Reads the expression of a `type` argument. @throws ConstraintError */
export function typeConstraint(expression: Expression, constant: Constant): TypeConstraint {
  const word = keyword(expression)
  if (word !== undefined) {
    const type = PRIMITIVES[word]
    if (type) return { type, defaults: null }
    throw new ConstraintError(
      `The keyword ${JSON.stringify(word)} is not a valid type specification.`,
      expression.range,
    )
  }
  if (expression.type !== 'function_call')
    throw new ConstraintError(
      'A type specification is either a primitive type keyword (bool, number, string) or a complex type constructor call, like list(string).',
      expression.range,
    )
  const [argument] = expression.args
  if (!argument || expression.args.length !== 1)
    throw new ConstraintError(
      `The ${expression.name} type constructor requires one argument.`,
      expression.range,
    )
  const collection = COLLECTIONS[expression.name]
  if (collection) return collectionConstraint(collection, typeConstraint(argument, constant))
  if (expression.name === 'object') return objectConstraint(argument, constant)
  if (expression.name === 'tuple') return tupleConstraint(argument, constant)
  throw new ConstraintError(
    `Keyword ${JSON.stringify(expression.name)} is not a valid type constructor.`,
    expression.range,
  )
}

function keyword(expression: Expression): string | undefined {
  return expression.type === 'scope_traversal' && expression.steps.length === 0 ? expression.root : undefined
}

function collectionConstraint(collection: (element: Type) => Type, inner: TypeConstraint): TypeConstraint {
  const type = collection(inner.type)
  if (!inner.defaults) return { type, defaults: null }
  return { type, defaults: { type, values: new Map(), children: new Map([['', inner.defaults]]) } }
}

function objectConstraint(argument: Expression, constant: Constant): TypeConstraint {
  if (argument.type !== 'object')
    throw new ConstraintError(
      'Object type constructor requires a map whose keys are attribute names and whose values are the corresponding attribute types.',
      argument.range,
    )
  const attributes = new Map<string, Type>()
  const optional = new Set<string>()
  const values = new Map<string, Value>()
  const children = new Map<string, Defaults>()
  for (const item of argument.items) {
    const name = objectKeyName(item.key)
    if (name === null)
      throw new ConstraintError('Object constructor map keys must be attribute names.', item.key.range)
    if (attributes.has(name))
      throw new ConstraintError('Object constructor map keys must be unique.', item.key.range)
    const { expression, isOptional, fallback } = optionalParts(item.value)
    const inner = typeConstraint(expression, constant)
    attributes.set(name, inner.type)
    if (inner.defaults) children.set(name, inner.defaults)
    if (isOptional) optional.add(name)
    if (fallback) values.set(name, defaultValue(fallback, inner.type, constant))
  }
  const type = objectOf(attributes, optional)
  const hasDefaults = values.size > 0 || children.size > 0
  return { type, defaults: hasDefaults ? { type, values, children } : null }
}

function optionalParts(expression: Expression): {
  readonly expression: Expression
  readonly isOptional: boolean
  readonly fallback: Expression | undefined
} {
  if (expression.type !== 'function_call' || expression.name !== 'optional')
    return { expression, isOptional: false, fallback: undefined }
  const [type, fallback, ...rest] = expression.args
  if (!type || rest.length > 0)
    throw new ConstraintError(
      'Optional attribute modifier expects at most two arguments: the attribute type, and a default value.',
      expression.range,
    )
  return { expression: type, isOptional: true, fallback }
}

function defaultValue(expression: Expression, type: Type, constant: Constant): Value {
  try {
    return convert(constant(expression), type)
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error
    const detail = `This default value is not compatible with the attribute's type constraint: ${error.reason}.`
    throw new ConstraintError(detail, expression.range, 'Invalid default value for optional attribute')
  }
}

function tupleConstraint(argument: Expression, constant: Constant): TypeConstraint {
  if (argument.type !== 'tuple')
    throw new ConstraintError('Tuple type constructor requires a list of element types.', argument.range)
  const elements = argument.items.map((item) => typeConstraint(item, constant))
  const type = tupleOf(elements.map((element) => element.type))
  const children = new Map<string, Defaults>()
  for (const [i, { defaults }] of elements.entries()) if (defaults) children.set(String(i), defaults)
  return { type, defaults: children.size > 0 ? { type, values: new Map(), children } : null }
}
