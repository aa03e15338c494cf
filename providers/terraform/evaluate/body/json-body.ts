import { withBody, withContent } from '../../hcl/blocks.ts'
import type { Block, Body } from '../../hcl/ast.ts'
import { isJsonShape, withBlocks } from '../../json/expression.ts'
import { elementSchema } from '../../schema/block-type.ts'
import type { BlockSchema } from '../../schema/table.ts'

const CONTENT = new Map([['content', 0]])

/**
 * A body in which what stands in .tf.json as arguments is made blocks wherever the schema has such, at every depth. Native
 * bodies come back as they are.
 */
export function shapedBody(body: Body, schema: BlockSchema | undefined): Body {
  return holdsJson(body) ? shape(body, schema) : body
}

function holdsJson(body: Body): boolean {
  for (const { expression } of body.attributes.values()) if (isJsonShape(expression)) return true
  return body.blocks.some((block) => holdsJson(block.body))
}

function shape(body: Body, schema: BlockSchema | undefined): Body {
  const counts = new Map<string, number>([['dynamic', 1]])
  for (const name of schema?.blocks.keys() ?? []) counts.set(name, 0)
  const split = withBlocks(body, counts)
  const blocks = split.blocks.map((block) => shapeBlock(block, schema))
  return withContent(split, split.attributes, blocks)
}

function shapeBlock(block: Block, schema: BlockSchema | undefined): Block {
  const name = block.block_type === 'dynamic' ? (block.labels[0] ?? '') : block.block_type
  const nested = schema && elementSchema(schema, name)?.block
  if (block.block_type !== 'dynamic') return withBody(block, shape(block.body, nested))
  const body = withBlocks(block.body, CONTENT)
  const blocks = body.blocks.map((inner) => withBody(inner, shape(inner.body, nested)))
  return withBody(block, withContent(body, body.attributes, blocks))
}
