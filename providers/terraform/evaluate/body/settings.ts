import { elementSchema } from '../../schema/block-type.ts'
import type { BlockSchema, NestedSchema } from '../../schema/table.ts'
import type { Value } from '../types/value.ts'
import { elementsOf, entriesOf, hasElements, object, sensitive, tuple, withMarks } from '../types/value.ts'

/**
 * What a body sets and nothing else: without nulls, and inside blocks without what their schema adds. Blocks come as a tuple
 * of objects, in the order of their list or set.
 */
export function settingsOf(
  entries: ReadonlyMap<string, Value>,
  schema: BlockSchema | undefined,
): ReadonlyMap<string, Value> {
  const settings = new Map<string, Value>()
  for (const [name, value] of entries) {
    if (value.isNull || isNoBlock(value, schema?.blocks.get(name))) continue
    const nested = schema && elementSchema(schema, name)
    const set = nested ? blockSettings(value, nested) : value
    settings.set(name, schema?.attributes.get(name)?.sensitive ? sensitive(set) : set)
  }
  return settings
}

function isNoBlock(value: Value, nested: NestedSchema | undefined): boolean {
  return (
    nested !== undefined &&
    nested.nesting !== 'single' &&
    hasElements(value) &&
    elementsOf(value).length === 0
  )
}

function blockSettings(value: Value, nested: NestedSchema): Value {
  if (!hasElements(value)) return value
  if (nested.nesting === 'single') return oneBlock(value, nested.block)
  return withMarks(tuple(elementsOf(value).map((element) => oneBlock(element, nested.block))), value.marks)
}

function oneBlock(value: Value, schema: BlockSchema): Value {
  if (!hasElements(value)) return value
  return withMarks(object(settingsOf(entriesOf(value), schema)), value.marks)
}
