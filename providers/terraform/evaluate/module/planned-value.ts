import type { DefaultValue, Defaults } from '../../schema/schemas.ts'
import type { AttributeSchema, BlockSchema, NestedSchema } from '../../schema/table.ts'
import { objectType } from '../../schema/block-type.ts'
import { notSet, ofSchema } from '../body/assemble.ts'
import { openObject } from '../expression/open-object.ts'
import { convert } from '../types/conversion.ts'
import { mapParts } from '../types/deep-marks.ts'
import { LateMap } from '../types/late-map.ts'
import { NO_MARKS } from '../types/marks.ts'
import { firstOrigin } from '../types/equality.ts'
import { set } from '../types/sets.ts'
import { STRING, isCollection, isPrimitive } from '../types/types.ts'
import {
  NULL,
  elementsOf,
  entriesOf,
  hasElements,
  isWhollyKnown,
  list,
  map,
  nullOf,
  object,
  sensitive,
  string,
  tuple,
  unknown,
  withMarks,
  bool,
} from '../types/value.ts'
import type { Refinement, Value } from '../types/value.ts'
import { doubtfulArguments } from './doubtful-defaults.ts'
import { plannedByCode } from './planned-certificate.ts'
import { plannedTags } from './planned-tags.ts'
import type { ProviderSettings } from './provider-settings.ts'
import { rewritten } from './rewritten-text.ts'

/**
 * What a reference to a managed resource sees in the plan of its creation: what the configuration sets, defaults of the
 * provider where they are known to us, null for what is optional, and unknown for what the provider computes.
 */
export function plannedValue(
  type: string,
  address: string,
  configured: ReadonlyMap<string, Value>,
  schema: BlockSchema | undefined,
  defaults: Defaults,
  provider: ProviderSettings | null,
): Value {
  if (!schema) return openObject(object(configured), address)
  if (type === 'terraform_data') return terraformData(address, configured)
  const planner = new Planner(defaults, address, schema)
  const allTags = schema.attributes.has('tags') ? schema.attributes.get('tags_all') : undefined
  const doubtful = doubtfulArguments(defaults.only_if, '', configured)
  const own = plannedByCode(type, configured, schema)
  const planned = new LateMap(planner.placesOf(schema, ''), (known, name) => {
    const place = doubtful.includes(name) ? inDoubt(known) : known
    const tags = allTags && name === 'tags_all' ? plannedTags(configured, provider, allTags) : undefined
    return tags ?? own?.get(name) ?? planner.part(place, configured.get(name), name)
  })
  const value = ofSchema(planned, schema)
  return schema.is_open ? openObject(value, address) : value
}

/** An argument or block type of a schema, and its value where it is not set: null where that is known after apply. */
interface Place {
  readonly type: Value['type']
  /** one of the two */
  readonly attribute: AttributeSchema | undefined
  readonly nested: NestedSchema | undefined
  readonly unset: Value | null
}

/** The place where what is known of it does not hold. */
function inDoubt(place: Place): Place {
  const reason = 'what the provider plans for it hangs on another argument'
  return { ...place, unset: unknown(place.type, { reason }) }
}

/** Those of each block of a resource type, by its path: most arguments are not set, and for each instance alike. */
const PLACES = new WeakMap<Defaults, Map<string, ReadonlyMap<string, Place>>>()

/** Fills in what the configuration leaves open. */
class Planner {
  readonly #defaults: Defaults
  readonly #address: string
  /** whether the resource is made with that SDK, which lets its id be set */
  readonly #isOfSdk: boolean
  readonly #places: Map<string, ReadonlyMap<string, Place>>

  constructor(defaults: Defaults, address: string, { attributes }: BlockSchema) {
    this.#defaults = defaults
    this.#address = address
    const isOwn = (name: string): boolean => attributes.get(name)?.settable ?? false
    this.#isOfSdk = !defaults.keeps_empty && (isOwn('id') || isOwn('tags_all'))
    let places = PLACES.get(defaults)
    if (!places) PLACES.set(defaults, (places = new Map()))
    this.#places = places
  }

  /** What an argument or blocks of one type come to; nothing is given where the code says nothing of it. */
  part(place: Place, given: Value | undefined, path: string): Value {
    let planned: Value
    if (given && isGiven(given, place)) planned = this.#given(given, place, path)
    else planned = withMarks(place.unset ?? this.#computed(place.type, path), given?.marks ?? NO_MARKS)
    return place.attribute?.sensitive ? sensitive(planned) : planned
  }

  /** The places of a block's schema by name, in its order; the path of the block ends with a dot, or is empty. */
  placesOf(schema: BlockSchema, path: string): ReadonlyMap<string, Place> {
    const key = placeOf(path)
    let places = this.#places.get(key)
    if (!places) this.#places.set(key, (places = this.#placesAt(schema, key)))
    return places
  }

  #placesAt(schema: BlockSchema, path: string): ReadonlyMap<string, Place> {
    const places = new Map<string, Place>()
    for (const [name, type] of objectType(schema).attributes) {
      const attribute = schema.attributes.get(name)
      const nested = schema.blocks.get(name)
      const isFilled = nested !== undefined && nested.nesting !== 'single' && this.#fills(path + name)
      let unset: Value | null = isFilled ? null : notSet(type, nested)
      if (attribute) unset = this.#unset(type, attribute.computed, path + name)
      places.set(name, { type, attribute, nested, unset })
    }
    return places
  }

  #given(value: Value, { attribute, nested }: Place, path: string): Value {
    if (nested) return this.#blocks(value, nested, path)
    return attribute ? this.#argument(value, attribute, path) : value
  }

  /** A set argument; of one that may be written as blocks, each element with what is not set in it. */
  #argument(value: Value, { computed }: AttributeSchema, path: string): Value {
    const { type } = value
    if (
      (type.kind === 'set' || type.kind === 'list') &&
      type.element.kind === 'object' &&
      hasElements(value)
    ) {
      const elements = elementsOf(value).map((element, i) => this.#element(element, `${path}[${i}].`))
      const planned = type.kind === 'set' ? set(elements, type.element) : list(elements, type.element)
      return withMarks(planned, value.marks)
    }
    if (this.#isAsNotSet(value) || (computed && this.#isEmptyText(value)))
      return withMarks(computed ? this.#computed(type, path) : nullOf(type), value.marks)
    const rewriting = this.#defaults.rewritten[placeOf(path)]
    if (rewriting) return rewritten(value, rewriting)
    return this.#isOfSdk ? plannedCollection(value) : value
  }

  /** An empty set or map is nothing to the SDK that most of the provider is made with; an empty list is one. */
  #isAsNotSet(value: Value): boolean {
    const { type } = value
    if (this.#defaults.keeps_empty || !(type.kind === 'set' || type.kind === 'map')) return false
    return isPrimitive(type.element) && hasElements(value) && elementsOf(value).length === 0
  }

  /** An empty text is nothing to that SDK where it computes what is not set. */
  #isEmptyText({ type, payload }: Value): boolean {
    return type.kind === 'string' && payload === '' && this.#isOfSdk
  }

  /** Whether the provider fills in blocks that are not there, as it may where nobody tried. */
  #fills(path: string): boolean {
    return this.#defaults.fills(path) ?? true
  }

  #element(value: Value, path: string): Value {
    if (!hasElements(value)) return value
    const entries = [...entriesOf(value)].map(([name, part]) => {
      const rewriting = this.#defaults.rewritten[placeOf(path + name)]
      if (rewriting && isSet(part)) return [name, rewritten(part, rewriting)] as const
      const planned = isSet(part)
        ? plannedCollection(part)
        : this.#unset(part.type, false, placeOf(path + name))
      return [name, planned ?? part] as const
    })
    return withMarks(object(new Map(entries)), value.marks)
  }

  /** What an argument is that is not set; null where it is known after apply. The path is one without indexes. */
  #unset(type: Value['type'], computed: boolean, path: string): Value | null {
    const fallback = this.#defaults.values[path]
    if (fallback !== undefined) return convert(plain(fallback), type)
    if (computed) return null
    if (this.#defaults.isKnown(path)) return nullOf(type)
    return unknown(type, { reason: 'the provider may have a default for it' })
  }

  #computed(type: Value['type'], attribute: string): Value {
    const refers_to = { address: this.#address, attribute }
    return unknown(type, { reason: 'known after apply', refers_to })
  }

  #blocks(value: Value, nested: NestedSchema, path: string): Value {
    if (!hasElements(value)) return value
    if (nested.nesting === 'single') return this.#one(value, nested, `${path}.`)
    const elements = elementsOf(value)
    const filled = elements.map((element, i) => this.#one(element, nested, `${path}[${i}].`))
    if (nested.nesting === 'set') return withMarks(set(filled, objectType(nested.block)), value.marks)
    return mapParts(value, (part) => filled[elements.indexOf(part)] ?? part)
  }

  #one(value: Value, { block }: NestedSchema, path: string): Value {
    if (!hasElements(value)) return value
    const given = entriesOf(value)
    const entries = new Map<string, Value>()
    const doubtful = doubtfulArguments(this.#defaults.only_if, placeOf(path), given)
    this.placesOf(block, path).forEach((known, name) => {
      const place = doubtful.includes(name) ? inDoubt(known) : known
      entries.set(name, this.part(place, given.get(name), path + name))
    })
    return withMarks(ofSchema(entries, block), value.marks)
  }
}

/** Whether the code sets an argument, or has such blocks. */
function isGiven(value: Value, { nested }: Place): boolean {
  if (!nested || nested.nesting === 'single') return isSet(value)
  return !hasElements(value) || elementsOf(value).length > 0
}

/** A null that is marked counts as set: whether it is null is not to be told. */
function isSet(value: Value): boolean {
  return !value.isNull || value.marks.size > 0
}

/** A path without the places in lists, as the tables have it. */
function placeOf(path: string): string {
  return path.includes('[') ? path.replaceAll(/\[\d+\]/g, '') : path
}

/** As the provider's SDK plans a collection: one unknown part makes it unknown whole, a null in a map is no entry. */
function plannedCollection(value: Value): Value {
  const { type } = value
  if (!isCollection(type) || !isPrimitive(type.element) || !hasElements(value)) return value
  if (!isWhollyKnown(value)) return withMarks(unknown(type, firstOrigin([value])), value.marks)
  if (type.kind !== 'map') return value
  const entries = [...entriesOf(value)].filter(([, part]) => !part.isNull)
  return withMarks(map(new Map(entries), type.element), value.marks)
}

function plain(value: DefaultValue): Value {
  if (typeof value === 'boolean') return bool(value)
  return typeof value === 'object' ? tuple(value.map(plain)) : string(String(value))
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
      // what is marked in the input is not known to be so in what comes of it
      ['output', input.isNull ? nullOf(input.type) : open('output', input.type)],
      ['triggers_replace', configured.get('triggers_replace') ?? NULL],
    ]),
  )
}
