import type { z } from 'zod'

import { StateFault } from './state-content.ts'

/** The first thing that does not fit a schema, told without any value: a state holds secrets. */
export function misfit(error: z.ZodError): StateFault {
  const [issue] = error.issues
  const place = issue && issue.path.length > 0 ? ` at ${issue.path.join('.')}` : ''
  return new StateFault('STATE_SYNTAX', `it is not what Terraform writes${place}`)
}
