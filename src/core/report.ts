import { z } from 'zod'
import { SEVERITIES } from './severity.ts'
import type { Severity } from './severity.ts'
import type { Json } from './value.ts'

/**
 * The report of one run, as `--output json` writes it and every other format reads it. Names stay and keys are only
 * ever added (DESIGN.md section 7), so a reader of this schema passes over keys that it does not know.
 */

/** What is wrong. */
export const FINDINGS = [
  'changed',
  'missing',
  'unmanaged',
  'ambiguous',
  'shared_secret',
  'hardcoded_secret',
  'crosses_environments',
  'stale_rule',
  'expired_acceptance',
] as const
/** Who left whom: the first seven between declared, recorded and live, the others between two environments. */
export const CAUSES = [
  'out_of_band',
  'not_applied',
  'stale_state',
  'conflict',
  'differs',
  'undeclared',
  'drifted',
  'declared_differently',
] as const
const OUTCOMES = ['clean', 'findings', 'incomplete'] as const

const text = z.string()
const optional_text = z.string().nullable()
const count = z.number().int().nonnegative()
const json: z.ZodType<Json> = z.json()

const source_schema = z
  .object({ file: text, line: z.number().int().positive().nullable() })
  .meta({ description: 'Where it is declared: file relative to the configuration, line from 1.' })

const accepted_schema = z
  .object({ reason: text, owner: optional_text, until: text, days_left: count })
  .meta({ description: 'Who decided to live with it, and until which day; days_left is 0 on that day.' })

const check_schema = z.object({
  name: text.meta({ description: '"production drift", "production/staging parity"' }),
  type: z.enum(['drift', 'parity']),
  environments: z.array(text),
  compared: count.meta({ description: 'resources' }),
  clean: count.meta({ description: 'resources without a finding' }),
  not_comparable: count.meta({ description: 'attributes that the code leaves undetermined' }),
})

const resource_schema = z.object({
  kind: text,
  name: text,
  namespace: optional_text,
  root: optional_text,
  address: optional_text,
  id: optional_text,
})

const finding_schema = z.object({
  fingerprint: text,
  check: text.meta({ description: 'name of the check' }),
  finding: z.enum(FINDINGS),
  severity: z.enum(SEVERITIES),
  cause: z.enum(CAUSES).nullable(),
  drifted: z.array(text).meta({ description: 'environments that left their code' }),
  environments: z.array(text),
  resource: resource_schema.nullable(),
  path: optional_text.meta({ description: 'null where the finding is about the whole resource' }),
  values: z.record(text, json).meta({
    description:
      'drift: declared, recorded, live. parity: one key an environment, and declared by environment. null = not set.',
  }),
  by: z
    .object({ writer: text, operation: optional_text, no_later_than: optional_text })
    .nullable()
    .meta({ description: 'who last wrote the live value, as the system recorded it' }),
  source: source_schema.nullable(),
  gap: z
    .object({ code: text, source: text })
    .nullable()
    .meta({ description: 'a gap that hides the declaration, so that the cause cannot be told' }),
  notes: z.array(text).meta({ description: 'what else a reader of this finding should know' }),
  owner: optional_text,
  channel: text.optional().meta({ description: 'where the owner is asked' }),
  accepted: accepted_schema.nullable(),
  first_seen: optional_text.meta({ description: 'ISO 8601; null without a store' }),
  remedy: z.array(z.object({ text })),
})

const not_compared_schema = z.object({ environment: text, kind: text, count, reason: text })

const gap_schema = z.object({
  environment: text,
  source: text,
  kinds: z.array(text).meta({ description: '["*"] = nobody knows which' }),
  namespace: optional_text,
  code: text,
  message: text,
  file: optional_text,
  line: z.number().int().positive().nullable(),
  accepted: accepted_schema.nullable(),
})

const evidence_schema = z.object({
  environment: text,
  source: text,
  role: z.enum(['declared', 'recorded']),
  last_changed: optional_text.meta({
    description: 'ISO 8601; by the last commit, null where that cannot be told',
  }),
  age_days: count.nullable(),
  serial: count.nullable().meta({ description: 'of a Terraform state' }),
  stale: z.object({ after_days: count, is_stale: z.boolean().nullable() }).optional().meta({
    description:
      'where the source has stale_after_days: whether it was last changed longer ago; null where its age is not known',
  }),
  open_findings: count.meta({ description: 'drift from it that is not accepted and not info' }),
  resources_left: count.meta({ description: 'those of its resources that somebody has changed by hand' }),
})

const stats_schema = z.object({
  resources: count,
  api_calls: count,
  duration_ms: z.number().nonnegative(),
  peak_rss_bytes: count,
})

/** Everything that one run has to say. */
export const report_schema = z
  .object({
    schema_version: z.literal(1),
    outcome: z.enum(OUTCOMES),
    generated_at: text.meta({ description: 'ISO 8601' }),
    evenkeel: text.meta({ description: 'version of the program' }),
    checks: z.array(check_schema),
    findings: z.array(finding_schema),
    not_compared: z.array(not_compared_schema),
    gaps: z.array(gap_schema),
    evidence: z
      .array(evidence_schema)
      .default([])
      .meta({ description: 'how old what the code and the state say is, beside what has left it' }),
    stats: stats_schema,
  })
  .meta({ title: 'evenkeel report' })

export type Report = z.infer<typeof report_schema>
export type CheckSummary = z.infer<typeof check_schema>
export type Finding = z.infer<typeof finding_schema>
export type FindingResource = z.infer<typeof resource_schema>
export type NotCompared = z.infer<typeof not_compared_schema>
export type GapEntry = z.infer<typeof gap_schema>
export type Evidence = z.infer<typeof evidence_schema>
export type Stats = z.infer<typeof stats_schema>
export type { Severity }
export type FindingType = (typeof FINDINGS)[number]
export type Cause = (typeof CAUSES)[number]
export type Outcome = (typeof OUTCOMES)[number]
