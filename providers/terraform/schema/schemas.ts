import { DYNAMIC, STRING } from '../evaluate/types/types.ts'
import type { AttributeSchema, BlockSchema } from './table.ts'
import { parseBlockSchema } from './table.ts'

/** The schemas of resource types; a type without one is evaluated as it stands. */
export interface Schemas {
  resource(type: string): BlockSchema | undefined
  defaults(type: string): Defaults
}

/**
 * What the provider plans for arguments that are not set: `values` by path without indexes (`root_block_device.encrypted`).
 * What is not among them stays null where `isKnown` says so; elsewhere nobody tried, and it is unknown.
 */
export interface Defaults {
  readonly values: Readonly<Record<string, DefaultValue>>
  isKnown(path: string): boolean
  /** whether the provider fills in blocks of this type, on top, when there are none */
  fills(block: string): boolean
}

export type DefaultValue = string | number | boolean | readonly DefaultValue[]

/** As `generate-defaults.ts` writes them; `unknown` are blocks, or '' for the top, whose defaults could not be had. */
interface DefaultsRecord {
  readonly values?: Readonly<Record<string, DefaultValue>>
  readonly unknown?: readonly string[]
  readonly computed?: readonly string[]
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

interface Tables {
  readonly lines: ReadonlyMap<string, string>
  readonly defaults: ReadonlyMap<string, DefaultsRecord>
}

/** Loads the tables that resources of these types need: those of AWS are read only when one is AWS's. */
export async function loadSchemas(types: Iterable<string>): Promise<Schemas> {
  const needed = [...types].some((type) => type.startsWith('aws_'))
  const { lines, defaults }: Tables = needed ? await awsTables() : { lines: new Map(), defaults: new Map() }
  const parsed = new Map<string, BlockSchema | undefined>([['terraform_data', TERRAFORM_DATA]])
  return {
    resource(type) {
      if (!parsed.has(type)) {
        const line = lines.get(type)
        parsed.set(type, line === undefined ? undefined : parseBlockSchema(line))
      }
      return parsed.get(type)
    },
    defaults(type) {
      const { values = {}, unknown = [], computed = [] } = defaults.get(type) ?? {}
      return {
        values,
        isKnown(path) {
          const [block = '', ...rest] = path.split('.')
          // blocks inside blocks were not all planned: what is not recorded of them is not known to be null
          return rest.length < 2 && !unknown.includes(rest.length === 0 ? '' : block)
        },
        fills: (block) => computed.includes(block) || unknown.includes(''),
      }
    },
  }
}

let tables: Tables | undefined

async function awsTables(): Promise<Tables> {
  if (!tables) {
    const schema = await import('./aws.json', { with: { type: 'json' } })
    const defaults = await import('./aws-defaults.json', { with: { type: 'json' } })
    tables = {
      lines: new Map(Object.entries(schema.default)),
      defaults: new Map<string, DefaultsRecord>(Object.entries(defaults.default)),
    }
  }
  return tables
}
