import type { Field, Kind } from '../../../src/core/provider.ts'
import { BUILT_IN_KINDS, fieldsOf, typeOf, type Shape } from './types.ts'
import { isBuiltInField } from './known-fields.ts'
import { isGated } from '../kinds/gated-fields.ts'
import { kindRulesOf, ruleOf } from '../kinds/rules.ts'
import { shapedKind } from './shape.ts'
import { writerOf } from '../writers.ts'

/** What holds for the metadata of every object. */
export const METADATA_FIELDS: Readonly<Record<string, Field>> = {
  // every object has metadata: what is gone from it is said by name
  metadata: { class: 'metadata', free_keys: true },
  'metadata.labels': { free_keys: true },
  'metadata.annotations': { free_keys: true },
  'metadata.finalizers': { list: 'set' },
}

/** Every kind that the server itself defines. */
export const builtInKinds: readonly Kind[] = BUILT_IN_KINDS.map(builtIn)

function builtIn(name: string): Kind {
  let fields: Readonly<Record<string, Field>> | undefined
  const rules = kindRulesOf(name)
  return {
    name,
    identity: [],
    // most runs need a handful of the kinds
    get fields() {
      fields ??= { ...expanded(typeOf(name) ?? ''), ...METADATA_FIELDS, ...rules?.fields }
      return fields
    },
    unlisted: 'compare',
    absent: 'null',
    normalise: (attributes) => {
      const shaped = shapedKind(name, attributes)
      return rules?.complete ? rules.complete(shaped) : shaped
    },
    knows: (path) => isBuiltInField(name, path, isGated),
    writer: writerOf,
  }
}

/** The fields of a kind by path, from its types and what is known about them. */
function expanded(type: string): Record<string, Field> {
  const out: Record<string, Field> = {}
  expand(type, '', new Set(), out)
  return out
}

function expand(type: string, prefix: string, above: ReadonlySet<string>, out: Record<string, Field>): void {
  // a type within itself (schemas of schemas) is described once
  if (above.has(type)) return
  const within = new Set([...above, type])
  for (const [name, shape] of fieldsOf(type)) {
    const segment = /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) ? name : `["${name}"]`
    const path = prefix === '' ? segment : segment.startsWith('[') ? prefix + segment : `${prefix}.${segment}`
    const { empty, ...rule } = ruleOf(type, name) ?? {}
    const field: Field = { ...ofShape(shape, empty === 'absent'), ...zeroOf(shape, rule), ...rule }
    if (Object.keys(field).length > 0) out[path] = field
    if (shape.form === 'struct') expand(shape.type ?? '', path, within, out)
    else if (shape.items) expandItems(shape, path, within, out)
  }
}

/** The zero of what is no pointer is the same as nothing said: the server fills in the default. */
function zeroOf(shape: Shape, rule: Field): Field {
  return shape.is_always && rule.default !== undefined ? { absent: 'zero' } : {}
}

function expandItems(
  shape: Shape,
  path: string,
  within: ReadonlySet<string>,
  out: Record<string, Field>,
): void {
  const { items } = shape
  const below = shape.form === 'list' ? `${path}[*]` : `${path}.*`
  if (items?.form === 'quantity') out[below] = { scalar: 'quantity' }
  if (items?.form !== 'struct') return
  // an item that holds nothing says something: it is there
  out[below] = { keep_empty: true }
  expand(items.type ?? '', below, within, out)
}

function ofShape(shape: Shape, isEmptyAbsent: boolean): Field {
  switch (shape.form) {
    case 'quantity':
      return { scalar: 'quantity' }
    case 'boolean':
      return shape.is_always ? { default: false } : {}
    case 'number':
      return shape.is_always ? { default: 0 } : {}
    case 'map':
      return { free_keys: true }
    case 'struct':
      return shape.is_pointer && !isEmptyAbsent ? { keep_empty: true } : {}
    case 'list':
      if (shape.keys === undefined) return {}
      return { list: shape.keys === 'set' ? 'set' : { keyed_by: shape.keys } }
    default:
      return {}
  }
}
