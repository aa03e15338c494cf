import type { BlockSchema, NestedSchema } from '../../schema/table.ts'
import { blockType, objectType } from '../../schema/block-type.ts'
import { openObject } from '../expression/open-object.ts'
import { set } from '../types/sets.ts'
import type { Type } from '../types/types.ts'
import { DYNAMIC, hasDynamic } from '../types/types.ts'
import { EMPTY_OBJECT, Value, commonElementType, list, nullOf, object, tuple } from '../types/value.ts'

/** One block as an object: of its schema's whole type, what is not set being null or empty; without a schema as it is. */
export function objectOfSchema(entries: ReadonlyMap<string, Value>, nested: NestedSchema | undefined): Value {
  return nested ? wholeObject(entries, nested.block) : openObject(object(entries), null)
}

/** The value of a body by its schema (an argument of any type keeps the one it was given). */
function wholeObject(entries: ReadonlyMap<string, Value>, schema: BlockSchema): Value {
  const values = new Map(unsetObject(schema))
  const { size } = values
  entries.forEach((value, name) => values.set(name, value))
  return values.size > size ? openObject(object(values), null) : ofSchema(values, schema)
}

const UNSET = new WeakMap<BlockSchema, ReadonlyMap<string, Value>>()

/** What an object is of which nothing is set, by the names of its schema in their order. */
function unsetObject(schema: BlockSchema): ReadonlyMap<string, Value> {
  let unset = UNSET.get(schema)
  if (!unset) {
    const values = new Map<string, Value>()
    for (const [name, attribute] of objectType(schema).attributes)
      values.set(name, notSet(attribute, schema.blocks.get(name)))
    UNSET.set(schema, (unset = values))
  }
  return unset
}

/** An object of a schema's own type, which all its objects share. The names stand in its order. */
export function ofSchema(values: ReadonlyMap<string, Value>, schema: BlockSchema): Value {
  const value = isFixed(schema) ? new Value(objectType(schema), values) : object(values)
  return schema.is_open ? openObject(value, null) : value
}

const FIXED = new WeakMap<BlockSchema, boolean>()

/** Whether no argument may be of any type. */
function isFixed(schema: BlockSchema): boolean {
  let fixed = FIXED.get(schema)
  if (fixed === undefined) FIXED.set(schema, (fixed = !hasDynamic(objectType(schema))))
  return fixed
}

/** What an argument or a type of blocks is that a body does not have. */
export function notSet(type: Type, nested: NestedSchema | undefined): Value {
  if (!nested || nested.nesting === 'single') return nullOf(type)
  return new Value(type, [])
}

/** All blocks of one type as one value. `attribute` is the type of an argument that was written as blocks. */
export function assembleBlocks(
  elements: readonly Value[],
  nested: NestedSchema | undefined,
  attribute: Type | undefined,
): Value {
  if (!nested) return tuple(elements)
  if (nested.nesting === 'single') return elements[0] ?? EMPTY_OBJECT
  const type = attribute ?? blockType(nested)
  const element = type.kind === 'list' || type.kind === 'set' ? type.element : DYNAMIC
  // arguments of any type may leave the blocks with several types
  if (!commonElementType(elements)) return tuple(elements)
  return nested.nesting === 'set' ? set(elements, element) : list(elements, element)
}
