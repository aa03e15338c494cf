import type { Context } from '../../../src/core/provider.ts'
import type { Attributes, Draft, Json, Value } from '../../../src/core/value.ts'
import { draft } from '../../../src/core/value.ts'
import { secretParts } from '../core-value.ts'
import type { BlockSchema } from '../schema/table.ts'
import type { StateInstance } from './state-content.ts'

/** The places of an object that are sensitive, as a tree; `true` is all below. */
interface Marks {
  whole: boolean
  readonly parts: Map<string | number, Marks>
}

/** An object's attributes with digests in place of what the state marks as sensitive, or the provider's schema does. */
export function maskSensitive(
  instance: StateInstance,
  schema: BlockSchema | undefined,
  secret: Context['secret'],
): Attributes {
  const marks: Marks = { whole: false, parts: new Map() }
  for (const path of instance.sensitive) mark(marks, path)
  const attributes: Draft = draft()
  for (const [name, value] of Object.entries(instance.attributes))
    attributes[name] = masked(value, marks.whole ? ALL : marks.parts.get(name), childOf(schema, name), secret)
  return attributes
}

const ALL: Marks = { whole: true, parts: new Map() }

function mark(at: Marks, path: readonly (string | number)[]): void {
  let node = at
  for (const step of path) {
    let next = node.parts.get(step)
    if (!next) node.parts.set(step, (next = { whole: false, parts: new Map() }))
    node = next
  }
  node.whole = true
}

/** What the schema says of a name: sensitive, a block with more below it, or nothing. */
type Child = 'sensitive' | BlockSchema | undefined

function childOf(schema: BlockSchema | undefined, name: string): Child {
  if (schema?.attributes.get(name)?.sensitive) return 'sensitive'
  return schema?.blocks.get(name)?.block
}

function masked(value: Json, marks: Marks | undefined, child: Child, secret: Context['secret']): Value {
  if (marks?.whole || child === 'sensitive') return secretParts(plain(value), secret)
  if (isList(value)) return value.map((part, i) => masked(part, marks?.parts.get(i), child, secret))
  if (value === null || typeof value !== 'object') return value
  const parts: Draft = draft()
  for (const [key, part] of Object.entries(value)) {
    const below = typeof child === 'object' ? childOf(child, key) : undefined
    parts[key] = masked(part, marks?.parts.get(key), below, secret)
  }
  return parts
}

/** The value in maps of the core's own shape. */
function plain(value: Json): Value {
  if (isList(value)) return value.map(plain)
  if (value === null || typeof value !== 'object') return value
  const parts: Draft = draft()
  for (const [key, part] of Object.entries(value)) parts[key] = plain(part)
  return parts
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
