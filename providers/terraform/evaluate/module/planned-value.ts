import { SDK_DEFAULTS } from '../../schema/sdk-defaults.ts'
import type { AttributeSchema, BlockSchema, NestedSchema } from '../../schema/table.ts'
import { objectType } from '../../schema/block-type.ts'
import { wholeObject } from '../body/assemble.ts'
import { openObject } from '../expression/open-object.ts'
import { convert } from '../types/conversion.ts'
import { mapParts } from '../types/deep-marks.ts'
import { set } from '../types/sets.ts'
import { STRING, mapOf } from '../types/types.ts'
import {
  NULL,
  elementsOf,
  entriesOf,
  hasElements,
  map,
  nullOf,
  object,
  sensitive,
  string,
  unknown,
  unmarked,
  withMarks,
  bool,
} from '../types/value.ts'
import type { Refinement, Value } from '../types/value.ts'
import type { ProviderSettings } from './provider-settings.ts'

/**
 * What a reference to a managed resource sees in the plan of its creation: what the configuration sets, defaults of the
 * provider where they are known to us, null for what is optional, and unknown for what the provider computes.
 */
export function plannedValue(
  type: string,
  address: string,
  configured: ReadonlyMap<string, Value>,
  schema: BlockSchema | undefined,
  provider: ProviderSettings | null,
): Value {
  if (!schema) return openObject(object(configured), address)
  if (type === 'terraform_data') return terraformData(address, configured)
  const planner = new Planner(type, address)
  const planned = new Map(entriesOf(planner.block(wholeObject(configured, schema), schema, '')))
  const tags = plannedTags(configured, schema, provider)
  if (tags) planned.set('tags_all', tags)
  return object(planned)
}

/** Fills in what the configuration leaves open. */
class Planner {
  readonly #type: string
  readonly #address: string

  constructor(type: string, address: string) {
    this.#type = type
    this.#address = address
  }

  block(value: Value, schema: BlockSchema, path: string): Value {
    if (!hasElements(value)) return value
    const entries = new Map<string, Value>()
    for (const [name, part] of entriesOf(value)) {
      const attribute = schema.attributes.get(name)
      const nested = schema.blocks.get(name)
      if (attribute) entries.set(name, this.#attribute(part, attribute, path + name))
      else if (nested) entries.set(name, this.#blocks(part, nested, path + name))
    }
    return withMarks(object(entries), value.marks)
  }

  #attribute(value: Value, schema: AttributeSchema, path: string): Value {
    const planned = value.isNull && value.marks.size === 0 ? this.#open(schema, path) : value
    return schema.sensitive ? sensitive(planned) : planned
  }

  /** What an argument is that is not set. */
  #open(schema: AttributeSchema, path: string): Value {
    if (schema.computed)
      return unknown(schema.type, {
        reason: 'known after apply',
        refers_to: { address: this.#address, attribute: path },
      })
    const fallback = SDK_DEFAULTS[this.#type]?.[path.replaceAll(/\[\d+\]/g, '')]
    return fallback === undefined ? nullOf(schema.type) : convert(plain(fallback), schema.type)
  }

  #blocks(value: Value, nested: NestedSchema, path: string): Value {
    if (!hasElements(value)) return value
    if (nested.nesting === 'single') return this.block(value, nested.block, `${path}.`)
    const elements = elementsOf(value)
    if (elements.length === 0 && hasComputed(nested.block))
      return unknown(value.type, {
        reason: 'known after apply',
        refers_to: { address: this.#address, attribute: path },
      })
    const filled = elements.map((element, i) => this.block(element, nested.block, `${path}[${i}].`))
    if (nested.nesting === 'set') return withMarks(set(filled, objectType(nested.block)), value.marks)
    return mapParts(value, (part) => filled[elements.indexOf(part)] ?? part)
  }
}

function plain(value: string | number | boolean): Value {
  return typeof value === 'boolean' ? bool(value) : string(String(value))
}

/** Blocks that the provider may fill in when there are none hold something that it computes. */
function hasComputed(schema: BlockSchema): boolean {
  for (const attribute of schema.attributes.values()) if (attribute.computed) return true
  for (const nested of schema.blocks.values()) if (hasComputed(nested.block)) return true
  return false
}

/** `tags_all`: the provider's default tags with the resource's own over them. */
function plannedTags(
  configured: ReadonlyMap<string, Value>,
  schema: BlockSchema,
  provider: ProviderSettings | null,
): Value | undefined {
  if (!schema.attributes.has('tags_all') || !schema.attributes.has('tags')) return undefined
  const own = configured.get('tags') ?? NULL
  return mergedTags(own, provider?.default_tags ?? null)
}

/** Default tags with a resource's own over them; undefined where there are none, so that nothing is certain. */
export function mergedTags(own: Value, defaults: Value | null): Value | undefined {
  const layers = [defaults, own].filter((layer) => layer !== null && !layer.isNull) as readonly Value[]
  const merged = new Map<string, Value>()
  for (const layer of layers) {
    if (!layer.isKnown) return unknown(mapOf(STRING), { reason: 'known after apply' })
    for (const [key, value] of entriesOf(unmarked(layer))) merged.set(key, value)
  }
  if (merged.size === 0) return undefined
  return withMarks(map(merged, STRING), ...layers.map((layer) => layer.marks))
}

const NOT_NULL: Refinement = { not_null: true }

/** `terraform_data`, which Terraform itself plans. */
function terraformData(address: string, configured: ReadonlyMap<string, Value>): Value {
  const input = configured.get('input') ?? NULL
  const open = (attribute: string, type: Value['type'], refinement: Refinement = {}): Value =>
    unknown(type, { reason: 'known after apply', refers_to: { address, attribute } }, refinement)
  return object(
    new Map([
      ['id', open('id', STRING, NOT_NULL)],
      ['input', input],
      ['output', input.isNull ? input : withMarks(open('output', input.type), input.marks)],
      ['triggers_replace', configured.get('triggers_replace') ?? NULL],
    ]),
  )
}
