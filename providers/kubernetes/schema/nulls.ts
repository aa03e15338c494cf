import { isList, isMap, type Attributes, type Draft, type Value } from '../../../src/core/value.ts'
import { copyOf } from '../kinds/edit.ts'
import { mapAt } from '../kube-object.ts'

/**
 * A custom resource without the nulls that the server prunes. One stays that says more than nothing: where a field may be null
 * and has a default, null keeps the default away.
 *
 * @param schemas those of all versions; none where nobody knows them
 */
export function withoutNulls(map: Attributes, schemas: readonly Attributes[]): Attributes {
  let out: Draft | undefined
  for (const [key, value] of Object.entries(map)) {
    const own = schemas
      .map((schema) => mapAt(schema, 'properties', key) ?? mapAt(schema, 'additionalProperties'))
      .filter((schema) => schema !== undefined)
    const formed = value === null && !own.some(keepsNull) ? undefined : formedValue(value, own)
    if (formed === value) continue
    out ??= copyOf(map)
    if (formed === undefined) delete out[key]
    else out[key] = formed
  }
  return out ?? map
}

/** Whether null is a value of a field, and not the same as nothing said. */
function keepsNull(schema: Attributes): boolean {
  const value = schema['default']
  return schema['nullable'] === true && value !== undefined && value !== null
}

function formedValue(value: Value, schemas: readonly Attributes[]): Value {
  if (isMap(value)) return withoutNulls(value, schemas)
  if (!isList(value)) return value
  const items = schemas.map((schema) => mapAt(schema, 'items')).filter((schema) => schema !== undefined)
  const formed = value.map((item) => formedValue(item, items))
  return formed.every((item, index) => item === value[index]) ? value : formed
}
