import { isItem, segmentKey } from '../../../src/core/path.ts'
import { isMap, type Attributes, type Value } from '../../../src/core/value.ts'
import { mapAt } from '../kube-object.ts'
import { fieldsOf, typeOf, type Shape } from './types.ts'

/**
 * Whether a built-in kind has such a field; what lies where our types say nothing counts as known.
 *
 * @param isOff whether a field of a type does not count, by the list that its holder stands in
 */
export function isBuiltInField(
  kind: string,
  path: readonly string[],
  isOff: (type: string, list: string, field: string) => boolean = () => false,
): boolean {
  const type = typeOf(kind)
  let shape: Shape | undefined = type === undefined ? undefined : structOf(type)
  // what is read of metadata is known
  if (path[0] === 'metadata') return true
  let holder = ''
  for (const segment of path) {
    if (shape?.form === 'struct') {
      const [own, key]: [string, string] = [shape.type ?? '', segmentKey(segment) ?? '']
      const fields = fieldsOf(own)
      if (fields.size === 0) return true
      const next = fields.get(key)
      if (!next || isOff(own, holder, key)) return false
      shape = next
      holder = key
    } else if (shape?.items) shape = shape.items
    else return true
  }
  return true
}

function structOf(type: string): Shape {
  return { form: 'struct', is_pointer: false, is_always: false, type }
}

/** Whether a schema of a custom resource has such a field, as the server prunes by it. */
export function isSchemaField(schema: Attributes, path: readonly string[]): boolean {
  let node: Value | undefined = schema
  for (const [depth, segment] of path.entries()) {
    if (!isMap(node) || isOpen(node)) return true
    const key = segmentKey(segment) ?? ''
    if (isItem(segment)) node = node['items']
    else if (depth === 0 && key === 'metadata') return true
    else node = mapAt(node, 'properties')?.[key] ?? mapAt(node, 'additionalProperties')
    if (node === undefined) return false
  }
  return true
}

/** Whether anything may stand below: it says so, or it is no schema that could tell (not structural). */
function isOpen(schema: Attributes): boolean {
  const kept = schema['x-kubernetes-preserve-unknown-fields'] ?? schema['x-kubernetes-embedded-resource']
  const hasNone =
    schema['properties'] === undefined &&
    schema['additionalProperties'] === undefined &&
    schema['items'] === undefined
  return kept === true || schema['additionalProperties'] === true || (hasNone && schema['type'] !== 'object')
}
