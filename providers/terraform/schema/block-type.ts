import type { ObjectType, Type } from '../evaluate/types/types.ts'
import { listOf, objectOf, setOf } from '../evaluate/types/types.ts'
import type { AttributeSchema, BlockSchema, NestedSchema } from './table.ts'

const TYPES = new WeakMap<BlockSchema, ObjectType>()

/** The object type of a block's value: every argument and nested block. */
export function objectType(schema: BlockSchema): ObjectType {
  let type = TYPES.get(schema)
  if (!type) {
    const attributes = new Map<string, Type>()
    for (const [name, attribute] of schema.attributes) attributes.set(name, attribute.type)
    for (const [name, nested] of schema.blocks) attributes.set(name, blockType(nested))
    TYPES.set(schema, (type = objectOf(attributes)))
  }
  return type
}

/** The type of all blocks of one type together. */
export function blockType(nested: NestedSchema): Type {
  const element = objectType(nested.block)
  return nested.nesting === 'single' ? element : nested.nesting === 'set' ? setOf(element) : listOf(element)
}

const AS_BLOCKS = new WeakMap<AttributeSchema, NestedSchema | null>()

/**
 * The schema of blocks by this name. An argument that is a list or set of objects may be written as blocks too, in which
 * what is not set is null (Terraform's attributes-as-blocks).
 */
export function elementSchema(schema: BlockSchema, name: string): NestedSchema | undefined {
  const nested = schema.blocks.get(name)
  const attribute = schema.attributes.get(name)
  if (nested || !attribute?.settable) return nested
  let made = AS_BLOCKS.get(attribute)
  if (made === undefined) AS_BLOCKS.set(attribute, (made = asBlocks(attribute.type)))
  return made ?? undefined
}

function asBlocks(type: Type): NestedSchema | null {
  if ((type.kind !== 'list' && type.kind !== 'set') || type.element.kind !== 'object') return null
  const attributes = new Map<string, AttributeSchema>()
  for (const [name, of] of type.element.attributes)
    attributes.set(name, { type: of, required: false, computed: false, settable: true, sensitive: false })
  return { nesting: type.kind, min: 0, max: Infinity, block: { attributes, blocks: new Map() } }
}
