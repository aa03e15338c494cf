import type { Body } from '../../hcl/ast.ts'
import type { BlockSchema } from '../../schema/table.ts'
import type { Refusal } from '../expression/evaluation.ts'
import type { Value } from '../types/value.ts'
import { elementsOf, hasElements } from '../types/value.ts'

/** What a body lacks by its schema: required arguments, and blocks of which there are too few or too many. */
export function* missingFrom(
  entries: ReadonlyMap<string, Value>,
  schema: BlockSchema,
  body: Body,
): Generator<Refusal> {
  for (const [name, attribute] of schema.attributes) {
    if (!attribute.required) continue
    const value = entries.get(name)
    const quoted = JSON.stringify(name)
    const missing = (detail: string, range: Refusal['range']): Refusal => ({
      summary: 'Missing required argument',
      detail,
      range,
    })
    if (!value)
      yield missing(`The argument ${quoted} is required, but no definition was found.`, body.end_range)
    else if (value.isNull)
      yield missing(
        `The argument ${quoted} is required, but was set to null.`,
        body.attributes.get(name)?.expression.range ?? body.end_range,
      )
  }
  for (const [name, { min, max }] of schema.blocks) {
    const value = entries.get(name)
    if (value && !hasElements(value)) continue
    const count = value ? elementsOf(value).length : 0
    const quoted = JSON.stringify(name)
    if (count > max)
      yield {
        summary: `Too many ${name} blocks`,
        detail: `No more than ${max} ${quoted} blocks are allowed`,
        range: body.end_range,
      }
    else if (count < min)
      yield {
        summary: `Insufficient ${name} blocks`,
        detail: `At least ${min} ${quoted} blocks are required.`,
        range: body.end_range,
      }
  }
}
