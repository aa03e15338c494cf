import type { Attribute, Block, Body } from '../hcl/ast.ts'
import { withBody, withContent } from '../hcl/blocks.ts'

/** The type of nested block that a block stands for: a `dynamic` one counts as what it makes. */
function effectiveType(block: Block): string {
  return block.block_type === 'dynamic' ? (block.labels[0] ?? 'dynamic') : block.block_type
}

/** Blocks that Terraform merges argument by argument, where any other nested block of an override replaces its type. */
const MERGED_INSIDE = new Set(['lifecycle', 'required_providers'])

/**
 * A block with an override file's block of the same name merged over it: arguments are replaced one by one, nested blocks
 * type by type (a `dynamic` counts as what it makes), `lifecycle` and `required_providers` argument by argument.
 */
export function mergeBlock(base: Block, over: Block): Block {
  const body = mergeBody(base.body, over.body)
  const attributes = new Map(body.attributes)
  if (base.block_type === 'lifecycle') keepIgnored(base.body, attributes)
  else if (REPEATED.has(base.block_type)) keepCount(base, over, attributes)
  return withBody(base, withContent(body, attributes, body.blocks))
}

const REPEATED = new Set(['resource', 'data', 'ephemeral', 'module'])

/** Of a `count` and a `for_each` in different files, Terraform takes the `count`. */
function keepCount(base: Block, over: Block, merged: Map<string, Attribute>): void {
  const hasBoth = ({ body: { attributes } }: Block): boolean =>
    attributes.has('count') && attributes.has('for_each')
  if (merged.has('count') && !hasBoth(base) && !hasBoth(over)) merged.delete('for_each')
}

/** An empty `ignore_changes` overrides nothing, and `all` stays. */
function keepIgnored(base: Body, merged: Map<string, Attribute>): void {
  const before = base.attributes.get('ignore_changes')
  const after = merged.get('ignore_changes')?.expression
  const isAll = before?.expression.type === 'scope_traversal'
  if (before && (isAll || (after?.type === 'tuple' && after.items.length === 0)))
    merged.set('ignore_changes', before)
}

function mergeBody(base: Body, over: Body): Body {
  const attributes = new Map<string, Attribute>([...base.attributes, ...over.attributes])
  const replaced = new Set(over.blocks.map(effectiveType))
  const blocks: Block[] = base.blocks.filter((block) => !replaced.has(effectiveType(block)))
  for (const block of over.blocks) {
    const merged = MERGED_INSIDE.has(block.block_type)
      ? base.blocks.find((below) => below.block_type === block.block_type)
      : undefined
    blocks.push(merged ? mergeBlock(merged, block) : block)
  }
  for (const name of replaced) attributes.delete(name)
  for (const name of over.attributes.keys())
    for (let i = blocks.length - 1; i >= 0; i -= 1) {
      const block = blocks[i]
      if (block && effectiveType(block) === name) blocks.splice(i, 1)
    }
  return withContent(base, attributes, blocks)
}
