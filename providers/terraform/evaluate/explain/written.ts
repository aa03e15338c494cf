import type { Attribute, Block, Body, Expression } from '../../hcl/ast.ts'
import { objectKeyName } from '../../hcl/object-key.ts'
import { iteratorName } from '../expression/references.ts'
import type { Binding } from '../expression/evaluation.ts'
import type { PathStep } from '../types/evaluation-error.ts'
import { hasElements, object, pairsOf } from '../types/value.ts'
import type { Value } from '../types/value.ts'

/** An expression of a body with the names that `dynamic` blocks around it bind, and what of a path lies inside its value. */
export interface Written {
  readonly expression: Expression
  readonly bindings: Binding | null
  /** the collections that those names run over */
  readonly iterated: ReadonlyMap<string, Expression>
  readonly rest: readonly PathStep[]
}

/** Evaluates a `for_each` of a `dynamic` block. */
export type Evaluate = (expression: Expression, bindings: Binding | null) => Value

/** What is written at a path of a body; undefined where nothing is. Blocks count in the order of the code. */
export function writtenAt(
  body: Body,
  path: readonly PathStep[],
  evaluate: Evaluate,
  names: Names = { bindings: null, iterated: new Map() },
): Written | undefined {
  const [name, ...rest] = path
  if (typeof name !== 'string') return undefined
  const attribute: Attribute | undefined = body.attributes.get(name)
  if (attribute) return { ...names, ...narrowed(attribute.expression, rest) }
  const index = typeof rest[0] === 'number' ? rest[0] : 0
  const below = typeof rest[0] === 'number' ? rest.slice(1) : rest
  const block = bodiesOf(body, name, evaluate, names)[index]
  return block && writtenAt(block.body, below, evaluate, block.names)
}

type Names = Pick<Written, 'bindings' | 'iterated'>

interface BoundBody {
  readonly body: Body
  readonly names: Names
}

function bodiesOf(body: Body, name: string, evaluate: Evaluate, names: Names): readonly BoundBody[] {
  return body.blocks.flatMap((block): readonly BoundBody[] => {
    if (block.block_type === name) return [{ body: block.body, names }]
    if (block.block_type !== 'dynamic' || block.labels[0] !== name) return []
    return dynamicBodies(block, name, evaluate, names)
  })
}

function dynamicBodies(block: Block, name: string, evaluate: Evaluate, outer: Names): readonly BoundBody[] {
  const forEach = block.body.attributes.get('for_each')?.expression
  const content = block.body.blocks.find((inner) => inner.block_type === 'content')
  if (!forEach || !content) return []
  const collection = evaluate(forEach, outer.bindings)
  if (!hasElements(collection)) return []
  const iterator = iteratorName(block.body, name)
  const iterated = new Map([...outer.iterated, [iterator, forEach] as const])
  return [...pairsOf(collection)].map(([key, value]) => {
    const element = object(new Map([['key', key] as const, ['value', value] as const]))
    const bindings: Binding = { name: iterator, value: element, outer: outer.bindings }
    return { body: content.body, names: { bindings, iterated } }
  })
}

/** Goes from a constructor into the item that a path names, as far as the code spells it out. */
export function narrowed(
  expression: Expression,
  path: readonly PathStep[],
): Pick<Written, 'expression' | 'rest'> {
  const [step, ...rest] = path
  if (step === undefined) return { expression, rest: [] }
  if (expression.type === 'parentheses') return narrowed(expression.expression, path)
  if (expression.type === 'tuple' && typeof step === 'number') {
    const item = expression.items[step]
    if (item) return narrowed(item, rest)
  }
  if (expression.type === 'object') {
    const item = expression.items.findLast(({ key }) => keyText(key) === String(step))
    if (item) return narrowed(item.value, rest)
  }
  return { expression, rest: path }
}

function keyText(key: Parameters<typeof objectKeyName>[0]): string | undefined {
  const name = objectKeyName(key)
  if (name !== null) return name
  const { wrapped } = key
  const [part, ...more] = wrapped.type === 'template' ? wrapped.parts : []
  if (part?.type !== 'literal_value' || more.length > 0) return undefined
  return part.value.type === 'string' ? part.value.value : undefined
}
