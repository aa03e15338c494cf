import type { ObjectKey } from './ast.ts'
import { NameKeyNode } from './nodes.ts'

/** The name that an object's key spells when it is a bare word, else null (then its expression is evaluated). */
export function objectKeyName(key: ObjectKey): string | null {
  if (key instanceof NameKeyNode) return key.name
  if (key.force_non_literal) return null
  const { wrapped } = key
  if (wrapped.type === 'scope_traversal') return wrapped.steps.length === 0 ? wrapped.root : null
  if (wrapped.type !== 'literal_value') return null
  if (wrapped.value.type === 'bool') return wrapped.value.value ? 'true' : 'false'
  return wrapped.value.type === 'null' ? 'null' : null
}
