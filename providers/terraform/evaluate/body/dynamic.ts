import type { Block } from '../../hcl/ast.ts'
import type { NestedSchema } from '../../schema/table.ts'
import type { Binding } from '../expression/evaluation.ts'
import { iteratorName, referencesOutsideContent } from '../expression/references.ts'
import { firstOrigin } from '../types/equality.ts'
import type { Marks } from '../types/marks.ts'
import { NO_MARKS } from '../types/marks.ts'
import { isPrimitive, typeName } from '../types/types.ts'
import { DYNAMIC_UNKNOWN, NULL, object, pairsOf, sizeOf, unmarked } from '../types/value.ts'
import type { Origin, Value } from '../types/value.ts'
import { objectOfSchema } from './assemble.ts'
import type { Decoder } from './decode-body.ts'

/** Why all blocks of the type are unknown. */
interface Open {
  readonly origin: Origin | undefined
  readonly marks: Marks
}

/** The blocks that a `dynamic` block makes, one an element of its collection; `Open` where that is not known. */
export function expandDynamic(
  decoder: Decoder,
  block: Block,
  nested: NestedSchema | undefined,
  bindings: Binding | null,
): readonly Value[] | Open {
  const forEach = block.body.attributes.get('for_each')
  const content = block.body.blocks.find((inner) => inner.block_type === 'content')
  if (!forEach || !content) {
    const what = forEach ? 'a content block' : 'a for_each argument'
    decoder.refuse('Invalid dynamic block', `A dynamic block needs ${what}.`, block.definition_range)
    return refused()
  }
  const before = decoder.refusals.length
  const given = decoder.argument(forEach, undefined, bindings)
  if (decoder.refusals.length > before) return refused()
  const wrong = (detail: string): Open => {
    decoder.refuse('Invalid dynamic for_each value', detail, forEach.expression.range)
    return refused()
  }
  if (given.isNull) return wrong('Cannot use a null value in for_each.')
  if (isPrimitive(given.type))
    return wrong(
      `Cannot use a ${typeName(given.type)} value in for_each. An iterable collection is required.`,
    )
  const collection = unmarked(given)
  const iterator = iteratorName(block.body, block.labels[0] ?? '')
  const bound = (key: Value, value: Value): Binding => {
    const element = new Map([
      ['key', key],
      ['value', value],
    ])
    return { name: iterator, value: object(element), outer: bindings }
  }
  const { evaluated } = decoder.scope.module.root
  if (!collection.isKnown) {
    evaluated.add(block)
    if (nested) decoder.shape(content.body, nested.block, bound(DYNAMIC_UNKNOWN, DYNAMIC_UNKNOWN))
    return { origin: firstOrigin([collection]), marks: given.marks }
  }
  if (sizeOf(collection) === 0) decoder.empty.push(block)
  else evaluated.add(block)
  if (decoder.isDoubtful && sizeOf(collection) > 0) {
    const wrong = decoder.scope.wrongIn(referencesOutsideContent(content.body), bound(NULL, NULL))
    decoder.refusals.push(...wrong)
    if (wrong.length > 0) return refused()
  }
  return [...pairsOf(collection)].map(([key, value]) => {
    decoder.scope.budget.spend()
    const inner = bound(key, value)
    return objectOfSchema(decoder.entries(content.body, nested?.block, inner, given.marks), nested)
  })
}

function refused(): Open {
  return { origin: { reason: 'its expression is refused by Terraform' }, marks: NO_MARKS }
}
