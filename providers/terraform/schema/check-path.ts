import type { TraversalStep } from '../hcl/ast.ts'
import type { Type } from '../evaluate/types/types.ts'
import { isPrimitive } from '../evaluate/types/types.ts'
import type { BlockSchema, NestedSchema } from './table.ts'

type Problem = readonly [summary: string, detail: string]

/** What is wrong with constant steps into a resource, by its schema alone (Terraform's StaticValidateTraversal). */
export function checkSchemaPath(schema: BlockSchema, steps: readonly TraversalStep[]): Problem | undefined {
  const [step, ...rest] = steps
  if (!step) return undefined
  if (step.type === 'index')
    return ['Invalid index operation', 'Only attribute access is allowed here, using the dot operator.']
  const attribute = schema.attributes.get(step.name)
  if (attribute) return checkTypePath(attribute.type, rest)
  const block = schema.blocks.get(step.name)
  if (block) return checkBlockPath(step.name, block, rest)
  if (schema.is_open) return undefined
  return [
    'Unsupported attribute',
    `This object has no argument, nested block, or exported attribute named ${JSON.stringify(step.name)}.`,
  ]
}

function checkBlockPath(
  name: string,
  nested: NestedSchema,
  steps: readonly TraversalStep[],
): Problem | undefined {
  if (nested.nesting === 'single') return checkSchemaPath(nested.block, steps)
  const [step, ...rest] = steps
  if (!step) return undefined
  const quoted = JSON.stringify(name)
  if (nested.nesting === 'set')
    return [
      'Cannot index a set value',
      `Block type ${quoted} is represented by a set of objects, and set elements do not have addressable keys. To find elements matching specific criteria, use a "for" expression with an "if" clause.`,
    ]
  if (step.type === 'index') return checkSchemaPath(nested.block, rest)
  return [
    'Invalid operation',
    `Block type ${quoted} is represented by a list of objects, so it must be indexed using a numeric key, like .${name}[0].`,
  ]
}

/** What hcl would refuse of an unknown value of that type. */
function checkTypePath(type: Type, steps: readonly TraversalStep[]): Problem | undefined {
  const [step, ...rest] = steps
  if (!step || type.kind === 'dynamic') return undefined
  if (type.kind === 'map') return checkTypePath(type.element, rest)
  if (type.kind === 'object') {
    const name = step.type === 'attribute' ? step.name : step.key.type === 'string' ? step.key.value : ''
    const inner = type.attributes.get(name)
    if (inner) return checkTypePath(inner, rest)
    return ['Unsupported attribute', `This object does not have an attribute named ${JSON.stringify(name)}.`]
  }
  if (type.kind === 'list' && step.type === 'index')
    return step.key.type === 'string' && !/^\d+$/.test(step.key.value)
      ? [
          'Invalid index',
          'The given key does not identify an element in this collection value: a number is required.',
        ]
      : checkTypePath(type.element, rest)
  if (step.type === 'index')
    return isPrimitive(type)
      ? ['Invalid index', 'This value does not have any indices.']
      : [
          'Invalid index',
          "Elements of a set are identified only by their value and don't have any separate index.",
        ]
  return [
    'Unsupported attribute',
    `This value does not have an attribute named ${JSON.stringify(step.name)}.`,
  ]
}
