import { z } from 'zod'
import { PROVIDERS } from '../providers/index.ts'
import { configSchema } from './config/schema.ts'
import { report_schema } from './core/report.ts'

/** JSON Schema of the configuration with every built-in source, as text. It is committed as config/evenkeel.schema.json. */
export async function configJsonSchema(): Promise<string> {
  const providers = await Promise.all(PROVIDERS.map((entry) => entry.load()))
  return schemaText(configSchema(providers))
}

/** JSON Schema of the report, as text. It is committed as config/report.schema.json. Keys may be added, so others pass. */
export function reportJsonSchema(): string {
  return schemaText(report_schema)
}

function schemaText(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), null, 2)}\n`
}
