import type { Body, Range } from '../../hcl/ast.ts'
import type { BlockSchema, NestedSchema } from '../../schema/table.ts'
import type { Refusal } from '../expression/evaluation.ts'
import type { Value } from '../types/value.ts'
import { elementsOf, hasElements } from '../types/value.ts'

/** The part of a schema that a body can fail: most arguments are optional, and most blocks may be there or not. */
interface Needs {
  readonly args: readonly string[]
  readonly blocks: readonly (readonly [string, NestedSchema])[]
  /** whether some block has to be there */
  readonly isAnyLeast: boolean
}

const NEEDS = new WeakMap<BlockSchema, Needs>()

function needsOf(schema: BlockSchema): Needs {
  let needs = NEEDS.get(schema)
  if (!needs) {
    const args = [...schema.attributes].filter(([, { required }]) => required).map(([name]) => name)
    const blocks = [...schema.blocks].filter(([, { min, max }]) => min > 0 || max < Infinity)
    const isAnyLeast = blocks.some(([, { min }]) => min > 0)
    NEEDS.set(schema, (needs = { args, blocks, isAnyLeast }))
  }
  return needs
}

/** What a body lacks by its schema: required arguments, and blocks of which there are too few or too many. */
export function missingFrom(
  entries: ReadonlyMap<string, Value>,
  schema: BlockSchema,
  body: Body,
): readonly Refusal[] {
  const refusals: Refusal[] = []
  const needs = needsOf(schema)
  for (const name of needs.args) {
    const value = entries.get(name)
    if (value && !value.isNull) continue
    const how = value ? 'but was set to null' : 'but no definition was found'
    refusals.push({
      summary: 'Missing required argument',
      detail: `The argument ${JSON.stringify(name)} is required, ${how}.`,
      range: (value && body.attributes.get(name)?.expression.range) ?? startOf(body),
    })
  }
  const isBare = body.blocks.length === 0 && !needs.isAnyLeast
  for (const [name, { min, max }] of isBare ? [] : needs.blocks) {
    const value = entries.get(name)
    if (value && !hasElements(value)) continue
    const count = value ? elementsOf(value).length : 0
    const quoted = JSON.stringify(name)
    if (count > max)
      refusals.push({
        summary: `Too many ${name} blocks`,
        detail: `No more than ${max} ${quoted} blocks are allowed`,
        range: startOf(body.blocks.filter(({ block_type: type }) => type === name)[max]?.body ?? body),
      })
    else if (count < min)
      refusals.push({
        summary: `Insufficient ${name} blocks`,
        detail: `At least ${min} ${quoted} blocks are required.`,
        range: startOf(body),
      })
  }
  return refusals
}

/** Where HCL says that something is missing: at the brace that opens the body; in JSON, at the one that closes it. */
function startOf({ range }: Body): Range {
  const { file, start, end } = range
  return file.endsWith('.json') ? { file, start: end, end } : { file, start, end: start }
}
