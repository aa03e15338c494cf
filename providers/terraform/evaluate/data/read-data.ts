import type { ResourceConfig } from '../../module/config.ts'
import { objectType } from '../../schema/block-type.ts'
import type { BlockSchema, NestedSchema } from '../../schema/table.ts'
import { notSet, ofSchema } from '../body/assemble.ts'
import { openObject } from '../expression/open-object.ts'
import type { ProviderSettings } from '../module/provider-settings.ts'
import { set } from '../types/sets.ts'
import type { Type } from '../types/types.ts'
import {
  elementsOf,
  entriesOf,
  hasElements,
  isWhollyKnown,
  list,
  object,
  sensitive,
  unknown,
  withMarks,
} from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { PURE_DATA } from './pure-data.ts'

/** A data source in one instance, as it is evaluated. */
export interface DataSource {
  readonly config: ResourceConfig
  readonly address: string
  /** what the code sets */
  readonly entries: ReadonlyMap<string, Value>
  /** undefined where nobody here knows what it has */
  readonly schema: BlockSchema | undefined
  readonly provider: ProviderSettings | null
  /** it waits for something to be created */
  readonly is_deferred: boolean
}

/**
 * A data source as a reference sees it: what the code sets, and what can be computed without asking anybody. The rest is
 * unknown: reading it is the provider's. One that Terraform reads only in the apply, for its arguments are unknown or it is
 * deferred, is an object of its type: unknown is what the provider computes, what the code leaves out is null
 * (objchange.PlannedDataResourceObject).
 */
export function readData(source: DataSource): Value {
  const { config, address, entries, schema } = source
  const isKnown = [...entries.values()].every(isWhollyKnown)
  const waits = source.is_deferred || !isKnown
  const pure = config.mode === 'data' && !waits ? PURE_DATA[config.type] : undefined
  const own = new Map([...entries].filter(([, value]) => !value.isNull || value.marks.size > 0))
  for (const [name, value] of pure?.(own, source.provider) ?? []) own.set(name, value)
  if (!schema) return openObject(object(own), address)
  // what is computed here leaves the rest as the code has it
  return new Reading(address, waits, pure !== undefined).block(own, schema, '')
}

/** Fills in what the code leaves out. */
class Reading {
  readonly #address: string
  /** whether nothing was read that could fill in blocks; and arguments */
  readonly #waits: boolean
  readonly #isPure: boolean

  constructor(address: string, waits: boolean, isPure: boolean) {
    this.#address = address
    this.#waits = waits
    this.#isPure = isPure
  }

  block(given: ReadonlyMap<string, Value>, schema: BlockSchema, path: string): Value {
    const values = new Map<string, Value>()
    for (const [name, type] of objectType(schema).attributes) {
      const attribute = schema.attributes.get(name)
      const nested = schema.blocks.get(name)
      const value = given.get(name)
      const isGiven = value !== undefined && (!value.isNull || value.marks.size > 0)
      let read: Value
      if (isGiven) read = nested ? this.#blocks(value, nested, path + name) : value
      else if (attribute?.computed || !this.#keeps(path)) read = this.#open(type, path + name)
      else read = value ?? notSet(type, nested)
      values.set(name, attribute?.sensitive ? sensitive(read) : read)
    }
    return ofSchema(values, schema)
  }

  /** Whether what the code leaves out of the block at a path stays so. */
  #keeps(path: string): boolean {
    return this.#waits || (this.#isPure && path === '')
  }

  #blocks(value: Value, nested: NestedSchema, path: string): Value {
    if (!hasElements(value)) return value
    const one = (element: Value, at: string): Value =>
      hasElements(element)
        ? withMarks(this.block(entriesOf(element), nested.block, `${at}.`), element.marks)
        : element
    if (nested.nesting === 'single') return one(value, path)
    const elements = elementsOf(value).map((element, i) => one(element, `${path}[${i}]`))
    const type = objectType(nested.block)
    return withMarks(nested.nesting === 'set' ? set(elements, type) : list(elements, type), value.marks)
  }

  #open(type: Type, attribute: string): Value {
    return unknown(type, { reason: 'known after apply', refers_to: { address: this.#address, attribute } })
  }
}
