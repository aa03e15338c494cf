import type { Block, Range } from '../hcl/ast.ts'

interface OverrideRefusal {
  readonly message: string
  readonly range: Range
}

/** Top-level blocks that an override file may not hold, with Terraform's words. */
const REFUSED_BLOCKS: Readonly<Record<string, string>> = {
  moved:
    "Cannot override 'moved' blocks: Records of moved objects can appear only in normal files, not in override files.",
  import:
    "Cannot override 'import' blocks: Import blocks can appear only in normal files, not in override files.",
  check: "Can't override check blocks: Override files cannot override check blocks.",
}

/** Rules that belong to the block that they stand in, and cannot be added from outside it. */
const REFUSED_RULES = new Set(['validation', 'precondition', 'postcondition'])

/** Blocks whose `depends_on` counts as it was first written. */
const WITH_DEPENDENCIES = new Set(['resource', 'data', 'ephemeral', 'module', 'output'])

/** What Terraform refuses of a block because it stands in an override file. */
export function overrideRefusals(block: Block): readonly OverrideRefusal[] {
  const whole = REFUSED_BLOCKS[block.block_type]
  if (whole !== undefined) return [{ message: whole, range: block.definition_range }]
  const told: OverrideRefusal[] = []
  for (const rule of rulesOf(block)) {
    const { block_type: type, definition_range: range } = rule
    const message = `Can't override ${type} blocks: Override files cannot override ${JSON.stringify(type)} blocks.`
    told.push({ message, range })
  }
  const depends = block.body.attributes.get('depends_on')
  const isEmpty = depends?.expression.type === 'tuple' && depends.expression.items.length === 0
  if (depends && !isEmpty && WITH_DEPENDENCIES.has(block.block_type)) {
    const message = 'Unsupported override: The depends_on argument may not be overridden.'
    told.push({ message, range: depends.range })
  }
  return told
}

function rulesOf({ block_type: type, body }: Block): readonly Block[] {
  if (type !== 'variable' && type !== 'output' && type !== 'resource' && type !== 'data') return []
  const inner = body.blocks.flatMap((one) => (one.block_type === 'lifecycle' ? one.body.blocks : [one]))
  return inner.filter((one) => REFUSED_RULES.has(one.block_type))
}
