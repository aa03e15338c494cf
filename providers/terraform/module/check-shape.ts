import type { Block, Body, Range } from '../hcl/ast.ts'
import type { BlockShape } from './block-shapes.ts'
import { OPEN_TO_BLOCKS, SHAPES } from './block-shapes.ts'
import type { Fault } from './config.ts'

/** Arguments and blocks that a block of Terraform's own does not take, and those that it needs and lacks. */
export function shapeFaults(block: Block): readonly Fault[] {
  const { block_type: type, body } = block
  const shape = SHAPES[type]
  if (!shape) return []
  const told = [...bodyFaults(body, shape, OPEN_TO_BLOCKS.has(type))]
  const { attributes } = body
  if (type === 'import' && !attributes.has('id') && !attributes.has('identity'))
    told.push(missing(body, 'id'))
  if (type === 'check' && !body.blocks.some((one) => one.block_type === 'assert'))
    told.push(
      fault('Zero assert blocks: Check blocks must have at least one assert block.', block.definition_range),
    )
  return told
}

function* bodyFaults(body: Body, shape: BlockShape, isOpen: boolean): Generator<Fault> {
  const { optional, required = [], blocks } = shape
  if (optional)
    for (const { name, name_range: range } of body.attributes.values())
      if (!optional.includes(name) && !required.includes(name) && name !== '//')
        yield fault(
          `Unsupported argument: An argument named ${JSON.stringify(name)} is not expected here.`,
          range,
        )
  for (const name of required) if (!body.attributes.has(name)) yield missing(body, name)
  if (!blocks) return
  for (const inner of body.blocks) {
    const type = inner.block_type
    if (Object.hasOwn(blocks, type)) {
      const nested = blocks[type]
      if (nested) yield* bodyFaults(inner.body, nested, false)
    } else if (!isOpen)
      yield fault(
        `Unsupported block type: Blocks of type ${JSON.stringify(type)} are not expected here.`,
        inner.definition_range,
      )
  }
}

function missing(body: Body, name: string): Fault {
  const { file, start, end } = body.range
  const range = file.endsWith('.json') ? { file, start: end, end } : { file, start, end: start }
  const what = `The argument ${JSON.stringify(name)} is required, but no definition was found.`
  return fault(`Missing required argument: ${what}`, range)
}

function fault(message: string, range: Range): Fault {
  return { code: 'TERRAFORM_INVALID', message, range, kinds: [] }
}
