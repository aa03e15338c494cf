import { z } from 'zod'
import { splitPath } from '../path.ts'
import { CAUSES, FINDINGS } from '../report.ts'
import { SEVERITIES } from '../severity.ts'

const severity = z.enum(SEVERITIES)
const pattern = z.string().refine((text) => splitPath(text) !== undefined, 'not a path pattern')
const expression = z.string().refine(isExpression, 'not a regular expression')
const by_class = z.strictObject({
  security: severity,
  version: severity,
  sizing: severity,
  identity: severity,
  metadata: severity,
  other: severity,
})

function isExpression(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp
  } catch {
    return false
  }
}

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
      paths: z.array(pattern).optional(),
      findings: z.array(z.enum(FINDINGS)).optional(),
      causes: z.array(z.enum(CAUSES)).optional(),
      /** regular expressions over the live value's JSON text */
      live: expression.optional(),
      not_live: expression.optional(),
      severity,
    }),
  ),
})

export type Policy = z.infer<typeof policy_schema>

/** What a user says instead: each part that is there takes the place of ours, and the rules come before ours. */
export const policy_override_schema = z
  .strictObject({
    changed: by_class.partial().optional(),
    whole: z.partialRecord(z.enum(FINDINGS), severity).optional(),
    causes: z.partialRecord(z.enum(CAUSES), by_class.partial()).optional(),
    rules: policy_schema.shape.rules.optional(),
  })
  .meta({ description: 'Severities other than those of config/policy.yaml.' })

export type PolicyOverride = z.infer<typeof policy_override_schema>

export function overridden(policy: Policy, override: PolicyOverride | undefined): Policy {
  if (!override) return policy
  return {
    changed: { ...policy.changed, ...definedOnly(override.changed) },
    whole: { ...policy.whole, ...definedOnly(override.whole) },
    causes: { ...policy.causes, ...definedOnly(override.causes) },
    rules: [...(override.rules ?? []), ...policy.rules],
  }
}

function definedOnly<T extends object>(part: T | undefined): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const out: { [K in keyof T]?: Exclude<T[K], undefined> } = {}
  for (const key in part) {
    const value = part[key]
    if (isDefined(value)) out[key] = value
  }
  return out
}

function isDefined<T>(value: T): value is Exclude<T, undefined> {
  return value !== undefined
}
