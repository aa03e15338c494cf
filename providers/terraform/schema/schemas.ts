import { readFileSync } from 'node:fs'

import { DYNAMIC, STRING } from '../evaluate/types/types.ts'
import type { AttributeSchema, BlockSchema } from './table.ts'
import { openSchema } from './described-version.ts'
import { parseBlockSchema } from './table.ts'

/** The schemas of resource types; a type without one is evaluated as it stands. */
export interface Schemas {
  resource(type: string): BlockSchema | undefined
  /** of a resource or data source; where the root uses another version of the provider, an open one of the former alone */
  of(mode: 'managed' | 'data' | 'ephemeral', type: string): BlockSchema | undefined
  /** of the configuration of a provider by its source, `hashicorp/aws` */
  provider(source: string): BlockSchema | undefined
  defaults(type: string): Defaults
}

/**
 * What the provider plans for arguments that are not set: `values` by path without indexes (`root_block_device.encrypted`).
 * What is not among them stays null where `isKnown` says so; elsewhere nobody tried, and it is unknown.
 */
export interface Defaults {
  readonly values: Readonly<Record<string, DefaultValue>>
  isKnown(path: string): boolean
  /** whether the provider fills in blocks of this type when there are none; undefined where nobody tried */
  fills(path: string): boolean | undefined
  /** empty sets and maps stay so; else they are as good as not set */
  readonly keeps_empty: boolean
  /** what holds only while one argument has one of some values */
  readonly only_if: OnlyIf | undefined
  /** texts by path that the provider plans in a form of its own */
  readonly rewritten: Readonly<Record<string, Rewriting>>
}

/**
 * What is known of some arguments of a block (`known`) holds while another one of it has one of these values, null where it
 * is not set. The block's path ends with a dot; the resource itself has none.
 */
export interface OnlyIf {
  readonly block: string
  readonly argument: string
  readonly is: readonly (string | null)[]
  readonly known: readonly string[]
}

/** JSON made compact with sorted keys, other letters, a protocol's name, or nobody knows what. */
export type Rewriting = 'json' | 'lower' | 'upper' | 'protocol' | 'other'

export type DefaultValue = string | number | boolean | readonly DefaultValue[]

/**
 * As `generate-defaults.ts` writes them; `unknown` are blocks, '' for the top, or `*` for all, whose defaults could not be
 * had.
 */
interface DefaultsRecord {
  readonly values?: Readonly<Record<string, DefaultValue>>
  readonly unknown?: readonly string[]
  readonly computed?: readonly string[]
  readonly only_if?: OnlyIf
  readonly keeps_empty?: boolean
  readonly rewritten?: Readonly<Record<string, Rewriting>>
}

/** `terraform_data` is built into Terraform. */
const TERRAFORM_DATA: BlockSchema = {
  attributes: new Map<string, AttributeSchema>([
    ['id', attribute(STRING, true, false)],
    ['input', attribute(DYNAMIC, false, true)],
    ['output', attribute(DYNAMIC, true, false)],
    ['triggers_replace', attribute(DYNAMIC, false, true)],
  ]),
  blocks: new Map(),
}

function attribute(type: AttributeSchema['type'], computed: boolean, settable: boolean): AttributeSchema {
  return { type, computed, settable, required: false, sensitive: false }
}

/** The schemas of all types that there are: of the tables, the lines of types that are asked for are parsed, each once. */
export function loadSchemas(isDescribed = true): Schemas {
  const parsed = new Map<string, BlockSchema | undefined>([['terraform_data', TERRAFORM_DATA]])
  const data = new Map<string, BlockSchema | undefined>()
  const defaults = new Map<string, Defaults>()
  const resource = (type: string): BlockSchema | undefined => schemaOf(type, SCHEMAS, parsed)
  return {
    resource,
    provider(source) {
      if (!source.endsWith('hashicorp/aws')) return undefined
      const schema = schemaOf('aws_provider', PROVIDER_SCHEMA, parsed)
      return isDescribed ? schema : openSchema(schema)
    },
    of(mode, type) {
      if (mode === 'managed') return isDescribed ? resource(type) : openSchema(resource(type))
      return mode === 'data' && isDescribed ? schemaOf(type, DATA_SCHEMAS, data) : undefined
    },
    defaults(type) {
      const known = defaults.get(type) ?? defaultsOf(type)
      defaults.set(type, known)
      return known
    },
  }
}

function schemaOf(
  type: string,
  table: Table,
  parsed: Map<string, BlockSchema | undefined>,
): BlockSchema | undefined {
  if (!parsed.has(type)) {
    const line = lineOf(table, type)
    parsed.set(type, line === undefined ? undefined : parseBlockSchema(JSON.parse(line)))
  }
  return parsed.get(type)
}

function defaultsOf(type: string): Defaults {
  const line = lineOf(DEFAULTS, type)
  const record: DefaultsRecord = line === undefined ? {} : JSON.parse(line)
  const { values = {}, unknown = [], computed = [], keeps_empty = false, rewritten = {} } = record
  const isKnown = (path: string): boolean => {
    const blocks = path.split('.').slice(0, -1)
    if (unknown.includes('*') || (blocks.length === 0 && unknown.includes(''))) return false
    return !blocks.some((_, i) => unknown.includes(blocks.slice(0, i + 1).join('.')))
  }
  return {
    values,
    isKnown,
    fills: (path) => computed.includes(path) || unknown.includes('*') || (isKnown(path) ? false : undefined),
    only_if: record.only_if,
    keeps_empty,
    rewritten,
  }
}

/** A table of all types of AWS: an object with one key a line, so that nobody parses the whole of one. */
interface Table {
  readonly file: URL
  /** once it was read */
  text?: string
}

const SCHEMAS: Table = { file: new URL('./aws.json', import.meta.url) }
const DATA_SCHEMAS: Table = { file: new URL('./aws-data.json', import.meta.url) }
const PROVIDER_SCHEMA: Table = { file: new URL('./aws-provider.json', import.meta.url) }
const DEFAULTS: Table = { file: new URL('./aws-defaults.json', import.meta.url) }

/** What a table holds of a type, as JSON. Its lines are sorted by type, so that half of what is left falls away at each look. */
function lineOf(table: Table, type: string): string | undefined {
  if (!type.startsWith('aws_')) return undefined
  const text = (table.text ??= readFileSync(table.file, 'utf8'))
  let low = text.indexOf('\n') + 1
  // the closing brace has a line of its own, which is no record
  let high = text.lastIndexOf('\n}') + 1
  while (low < high) {
    const start = Math.max(low, text.lastIndexOf('\n', (low + high) >> 1) + 1)
    const end = text.indexOf('\n', start)
    const mark = text.indexOf('"', start + 1)
    const name = text.slice(start + 1, mark)
    if (name === type) return text.slice(mark + '": '.length, end).replace(/,$/, '')
    if (name < type) low = end + 1
    else high = start
  }
  return undefined
}
