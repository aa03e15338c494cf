import type { Attributes, Draft, Reference, Value } from '../../../src/core/value.ts'
import { Unknown, draft, isList, isMap } from '../../../src/core/value.ts'
import type { Type } from '../evaluate/types/types.ts'
import { NUMBER, STRING, isCollection } from '../evaluate/types/types.ts'
import type { BlockSchema } from '../schema/table.ts'
import { jsonAt } from './json-path.ts'
import type { PlanConfiguration } from './references.ts'

/**
 * Of a planned resource's attributes those that the code sets: what the provider computes of itself is not declared.
 * Unknowns name what they stand for, where the configuration tells. A plan without configuration leaves all but nulls.
 */
export function setAttributes(
  address: string,
  attributes: Attributes,
  schema: BlockSchema | undefined,
  configuration: PlanConfiguration,
): Attributes {
  const expressions = configuration.expressions(address)
  const refer = (value: Value, expression: unknown, type: Type | undefined): Value =>
    referred(value, type, configuration.refersTo(address, expression))
  return declaredOf(attributes, schema, expressions, refer)
}

type Refer = (value: Value, expression: unknown, type: Type | undefined) => Value

function declaredOf(
  values: Attributes,
  schema: BlockSchema | undefined,
  expressions: unknown,
  refer: Refer,
): Attributes {
  const declared: Draft = draft()
  for (const [name, value] of Object.entries(values)) {
    const expression = jsonAt(expressions, name)
    const block = schema?.blocks.get(name)
    const isOwn = expressions !== undefined && expression === undefined && isComputed(schema, name, value)
    if (value === null || isOwn) continue
    declared[name] = block
      ? blocksOf(value, block.block, expression, refer)
      : refer(value, expression, schema?.attributes.get(name)?.type)
  }
  return declared
}

/**
 * Set by the provider where the code does not. Default tags are the code's own (`tags_all`); and a known list of objects
 * may be written as `dynamic` blocks, of which the configuration says nothing.
 */
function isComputed(schema: BlockSchema | undefined, name: string, value: Value): boolean {
  const attribute = schema?.attributes.get(name)
  if (!attribute?.computed) return false
  if (value instanceof Unknown) return true
  const { type } = attribute
  const isBlocks = isCollection(type) && type.element.kind === 'object' && attribute.settable
  return name !== 'tags_all' && !isBlocks
}

/** Nested blocks. One that stands for itself has its own expressions; several may have come from a `dynamic`. */
function blocksOf(value: Value, schema: BlockSchema, expression: unknown, refer: Refer): Value {
  if (isMap(value)) return declaredOf(value, schema, expression, refer)
  if (!isList(value)) return value
  const own = Array.isArray(expression) && expression.length === value.length ? expression : []
  return value.map((item) =>
    isMap(item) ? declaredOf(item, schema, value.length === 1 ? own[0] : undefined, refer) : item,
  )
}

/**
 * An unknown with what it stands for. Of a list that is unknown as a whole the plan does not say how many elements the
 * code gives: what it refers to may be one of several.
 */
function referred(value: Value, type: Type | undefined, target: Reference | undefined): Value {
  const isOne = value instanceof Unknown && (type === STRING || type === NUMBER)
  const isOnlyOne = isList(value) && value.length === 1 && value[0] instanceof Unknown
  if (!target || (!isOne && !isOnlyOne)) return value
  const unknown = new Unknown(`${target.address}.${target.attribute}: known after apply`, target)
  return isOne ? unknown : [unknown]
}
