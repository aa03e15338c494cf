import { DYNAMIC, STRING } from '../evaluate/types/types.ts'
import type { AttributeSchema, BlockSchema } from './table.ts'
import { parseBlockSchema } from './table.ts'

/** The schemas of resource types, read on first use; a type without one is evaluated as it stands. */
export interface Schemas {
  resource(type: string): BlockSchema | undefined
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

/** Loads the tables that resources of these types need: the AWS table is read only when one is AWS's. */
export async function loadSchemas(types: Iterable<string>): Promise<Schemas> {
  const needed = [...types].some((type) => type.startsWith('aws_'))
  const lines: ReadonlyMap<string, string> = needed ? await awsTable() : new Map()
  const parsed = new Map<string, BlockSchema | undefined>([['terraform_data', TERRAFORM_DATA]])
  return {
    resource(type) {
      if (!parsed.has(type)) {
        const line = lines.get(type)
        parsed.set(type, line === undefined ? undefined : parseBlockSchema(line))
      }
      return parsed.get(type)
    },
  }
}

let table: ReadonlyMap<string, string> | undefined

async function awsTable(): Promise<ReadonlyMap<string, string>> {
  table ??= new Map(Object.entries((await import('./aws.json', { with: { type: 'json' } })).default))
  return table
}
