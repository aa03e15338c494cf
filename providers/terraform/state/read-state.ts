import { z } from 'zod'

import { parseStateJson } from './read-text.ts'
import { readRawState } from './raw-state.ts'
import { readShownState } from './shown-state.ts'
import type { StateContent } from './state-content.ts'
import { StateFault } from './state-content.ts'

/** What tells the formats apart. */
const head = z.looseObject({
  version: z.number().optional(),
  format_version: z.string().optional(),
  encrypted_data: z.unknown().optional(),
  planned_values: z.unknown().optional(),
})

/** The only version that Terraform 0.12 and later, and OpenTofu, write. */
const RAW_VERSION = 4

/** Reads a state's text: the file that Terraform keeps, or what `terraform show -json` prints. @throws StateFault */
export function readState(text: string): StateContent {
  const value = parseStateJson(text)
  const found = head.safeParse(value)
  if (!found.success) throw new StateFault('STATE_SYNTAX', 'it is JSON, but not a Terraform state')
  const { version, format_version: format, encrypted_data: encrypted, planned_values: planned } = found.data
  if (encrypted !== undefined)
    throw new StateFault(
      'STATE_ENCRYPTED',
      'the state is encrypted (OpenTofu): give what `tofu show -json` prints instead',
    )
  if (planned !== undefined)
    throw new StateFault('STATE_SYNTAX', 'this is a plan, not a state: give it as terraform_plan')
  if (version === RAW_VERSION) return readRawState(value)
  if (version !== undefined)
    throw new StateFault(
      'STATE_VERSION',
      `it has version ${version}, this can read version ${RAW_VERSION}: run terraform apply -refresh-only with a current Terraform`,
    )
  if (format === undefined) throw new StateFault('STATE_SYNTAX', 'it is JSON, but not a Terraform state')
  if (!format.startsWith('1.'))
    throw new StateFault('STATE_VERSION', `it has format ${format}, this can read format 1`)
  return readShownState(value)
}
