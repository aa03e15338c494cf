import { isList, isMap, type Attributes, type Value } from '../../../src/core/value.ts'
import type { Definition } from '../schema/definitions.ts'
import { mapAt } from '../kube-object.ts'
import { copyOf } from '../kinds/edit.ts'

/**
 * A custom resource with the defaults that the server fills in: those of the version it is written at, and those of the
 * stored version, which it gets when it is read back.
 *
 * @param version `v1`
 */
export function withSchemaDefaults(
  attributes: Attributes,
  definition: Definition,
  version: string,
): Attributes {
  const written = definition.schemas.get(version)
  const filled = written ? filledMap(attributes, written, true) : attributes
  return definition.stored && definition.stored !== written
    ? filledMap(filled, definition.stored, true)
    : filled
}

/** A default applies where its parent is there; a default that is filled in is completed in turn. */
function filledMap(map: Attributes, schema: Attributes, isRoot = false): Attributes {
  const properties = mapAt(schema, 'properties') ?? {}
  const others = mapAt(schema, 'additionalProperties')
  const out = copyOf(map)
  for (const [key, property] of Object.entries(properties)) {
    const isOwn = !(isRoot && /^(?:metadata|status|apiVersion|kind)$/.test(key))
    const value = isMap(property) ? property['default'] : undefined
    if (isOwn && out[key] === undefined && value !== undefined && value !== null) out[key] = value
  }
  for (const [key, value] of Object.entries(out)) {
    const property = properties[key]
    if (isRoot && key === 'metadata') continue
    if (isMap(property)) out[key] = filled(value, property)
    else if (others && property === undefined) out[key] = filled(value, others)
  }
  return out
}

function filled(value: Value, schema: Attributes): Value {
  if (isMap(value)) return filledMap(value, schema)
  const items = mapAt(schema, 'items')
  return isList(value) && items ? value.map((item) => filled(item, items)) : value
}
