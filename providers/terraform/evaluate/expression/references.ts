import type { Body, Expression, ScopeTraversal } from '../../hcl/ast.ts'
import { objectKeyName } from '../../hcl/object-key.ts'
import { children } from '../../hcl/children.ts'

const CACHE = new WeakMap<Expression, readonly ScopeTraversal[]>()

/** The references of an expression in source order: every traversal of a name that the expression does not bind itself. */
export function referencesOf(expression: Expression): readonly ScopeTraversal[] {
  let found = CACHE.get(expression)
  if (!found) {
    const list: ScopeTraversal[] = []
    collect(expression, new Set(), list)
    CACHE.set(expression, (found = list))
  }
  return found
}

/** All references below a body whose `dynamic` blocks bind their iterators. */
export function referencesInBody(body: Body): readonly ScopeTraversal[] {
  const found: ScopeTraversal[] = []
  collectBody(body, new Set(), true, found)
  return found
}

/** Those that count whatever its `dynamic` blocks make: the content of such a block is nothing until it makes one. */
export function referencesOutsideContent(body: Body): readonly ScopeTraversal[] {
  const found: ScopeTraversal[] = []
  collectBody(body, new Set(), false, found)
  return found
}

function collectBody(
  body: Body,
  own: ReadonlySet<string>,
  withContent: boolean,
  found: ScopeTraversal[],
): void {
  for (const attribute of body.attributes.values())
    for (const reference of referencesOf(attribute.expression))
      if (!own.has(reference.root)) found.push(reference)
  for (const block of body.blocks) {
    if (block.block_type !== 'dynamic') {
      collectBody(block.body, own, withContent, found)
      continue
    }
    const iterator = iteratorName(block.body, block.labels[0] ?? '')
    for (const [name, attribute] of block.body.attributes)
      if (name !== 'iterator')
        for (const reference of referencesOf(attribute.expression))
          if (!own.has(reference.root) && !(name === 'labels' && reference.root === iterator))
            found.push(reference)
    if (!withContent) continue
    for (const content of block.body.blocks)
      collectBody(content.body, new Set([...own, iterator]), withContent, found)
  }
}

/** The name by which the content of a `dynamic` block knows its element. */
export function iteratorName(body: Body, type: string): string {
  const expression = body.attributes.get('iterator')?.expression
  return expression?.type === 'scope_traversal' ? expression.root : type
}

function collect(expression: Expression, own: ReadonlySet<string>, found: ScopeTraversal[]): void {
  switch (expression.type) {
    case 'scope_traversal':
      if (!own.has(expression.root)) found.push(expression)
      return
    case 'for': {
      collect(expression.collection, own, found)
      const inner = new Set([...own, expression.value_var])
      if (expression.key_var !== null) inner.add(expression.key_var)
      for (const part of [expression.key, expression.value, expression.condition])
        if (part) collect(part, inner, found)
      return
    }
    case 'object_key':
      if (objectKeyName(expression) === null) collect(expression.wrapped, own, found)
      return
    default:
      for (const part of children(expression)) collect(part, own, found)
  }
}
