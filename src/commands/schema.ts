import { EvenkeelError } from '../core/errors.ts'
import { configJsonSchema, reportJsonSchema } from '../schema.ts'
import type { Io } from './io.ts'

/** Prints a JSON Schema. @param which `config` or `report` */
export async function schemaCommand(which: string, io: Io): Promise<number> {
  if (which === 'config') await io.out(await configJsonSchema())
  else if (which === 'report') await io.out(reportJsonSchema())
  else throw new EvenkeelError('USAGE', `schema: config or report, not ${which}`)
  return 0
}
