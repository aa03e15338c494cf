import { z } from 'zod'
import { SEVERITIES, CAUSES, FINDINGS } from './report.ts'

const severity = z.enum(SEVERITIES)
const by_class = z.strictObject({
  security: severity,
  version: severity,
  sizing: severity,
  identity: severity,
  metadata: severity,
  other: severity,
})

/** How grave a finding is, as data: config/policy.yaml. */
export const policy_schema = z.strictObject({
  /** changed paths, by the class of their field */
  changed: by_class,
  /** findings about whole resources */
  whole: z.partialRecord(z.enum(FINDINGS), severity),
  /** what a cause makes of it instead */
  causes: z.partialRecord(z.enum(CAUSES), by_class.partial()),
  /** what is graver, or lighter, than its class; the first that fits counts */
  rules: z.array(
    z.strictObject({
      reason: z.string(),
      kinds: z.array(z.string()),
      paths: z.array(z.string()).optional(),
      findings: z.array(z.enum(FINDINGS)).optional(),
      causes: z.array(z.enum(CAUSES)).optional(),
      /** regular expressions over the live value's JSON text */
      live: z.string().optional(),
      not_live: z.string().optional(),
      severity,
    }),
  ),
})

export type Policy = z.infer<typeof policy_schema>
