import type { Resource } from '../../../src/core/model.ts'
import type { Field, Kind } from '../../../src/core/provider.ts'
import { keySegment } from '../../../src/core/path.ts'
import { isMap, type Attributes, type Json, type Value } from '../../../src/core/value.ts'
import { METADATA_FIELDS } from './built-in.ts'
import { definitionsOf, type Definition } from './definitions.ts'
import { isSchemaField } from './known-fields.ts'
import { mapAt, textAt, valueAt } from '../kube-object.ts'
import { writerOf } from '../writers.ts'

/** deeper than any schema that a server accepts */
const MAX_DEPTH = 60

/**
 * A kind that nothing describes: compared as it stands. Only a null is the same as nothing said; an empty map says
 * something by being there.
 */
export function genericKind(name: string): Kind {
  return custom(name, () => ({}))
}

/** The kinds that definitions of custom resources describe. A definition that is declared counts before a live one. */
export function definedKinds(resources: readonly Resource[]): Kind[] {
  return [...definitionsOf(resources).values()].map((definition) =>
    custom(
      definition.kind,
      () => fieldsOfDefinition(definition),
      (path) => isDefinedField(definition, path),
    ),
  )
}

/** Whether some version's schema has the field; without schemas nobody knows. */
function isDefinedField({ schemas }: Definition, path: readonly string[]): boolean {
  return schemas.size === 0 || [...schemas.values()].some((schema) => isSchemaField(schema, path))
}

function custom(
  name: string,
  own: () => Record<string, Field>,
  knows?: (path: readonly string[]) => boolean,
): Kind {
  let fields: Readonly<Record<string, Field>> | undefined
  return {
    name,
    identity: [],
    get fields() {
      fields ??= { '**': { keep_empty: true }, ...own(), ...METADATA_FIELDS }
      return fields
    },
    unlisted: 'compare',
    absent: 'null',
    ...(knows && { knows }),
    writer: writerOf,
  }
}

/** How the lists and maps of a custom resource compare. Where versions disagree, the stored one counts. */
function fieldsOfDefinition(definition: Definition): Record<string, Field> {
  const out: Record<string, Field> = {}
  for (const schema of [definition.stored, ...definition.schemas.values()])
    if (schema) walk(schema, '', out, 0)
  return out
}

function walk(schema: Attributes, path: string, out: Record<string, Field>, depth: number): void {
  if (depth > MAX_DEPTH) return
  for (const [name, property] of Object.entries(mapAt(schema, 'properties') ?? {})) {
    if (!isMap(property) || (path === '' && /^(?:metadata|status|apiVersion|kind)$/.test(name))) continue
    const segment = keySegment(name)
    const own = path === '' ? segment : segment.startsWith('[') ? path + segment : `${path}.${segment}`
    const field = fieldOf(property)
    if (Object.keys(field).length > 0) out[own] ??= field
    walk(property, own, out, depth + 1)
  }
  const items = mapAt(schema, 'items')
  if (items) walk(items, `${path}[*]`, out, depth + 1)
  const values = mapAt(schema, 'additionalProperties')
  if (values && path !== '') walk(values, `${path}.*`, out, depth + 1)
}

function fieldOf(schema: Attributes): Field {
  const type = textAt(schema, 'x-kubernetes-list-type')
  const keys = valueAt(schema, 'x-kubernetes-list-map-keys')
  const isDictionary =
    schema['additionalProperties'] !== undefined && mapAt(schema, 'properties') === undefined
  const value = plainDefault(schema['default'])
  return {
    ...(type === 'set' ? { list: 'set' } : {}),
    ...(type === 'map' && Array.isArray(keys) ? { list: { keyed_by: keys.map(String) } } : {}),
    ...(schema['type'] === 'object'
      ? { keep_empty: true, ...(isDictionary ? { free_keys: true } : {}) }
      : {}),
    ...(value === undefined ? {} : { default: value }),
  }
}

/** The default of a plain field: the keys of a list's items may need it. Everything else is filled in by arrange/schema-defaults.ts. */
function plainDefault(value: Value | undefined): Json | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : undefined
}
