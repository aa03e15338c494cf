import { z } from 'zod'
import type { Role } from '../core/model.ts'
import { splitPath } from '../core/path.ts'
import { policy_override_schema } from '../core/judge/policy.ts'
import type { Provider } from '../core/provider.ts'
import { REVISION_KEYS, revision_shape } from '../git/settings.ts'
import { limits_schema } from './limits.ts'
import { secret_schema } from './secret.ts'

export const ROLES: readonly Role[] = ['declared', 'recorded', 'live']

const word = z.string().min(1)

/** Reports key values by these words; an environment of such a name would be mistaken for a side. */
const RESERVED_NAMES: ReadonlySet<string> = new Set(['declared', 'recorded', 'live'])

const environment_name = word
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'a name of letters, digits, ".", "_" and "-"')
  .refine((name) => !RESERVED_NAMES.has(name), 'reserved: reports use this word for a side')

const rule_schema = z
  .strictObject({
    kind: word.optional(),
    name: word.optional(),
    namespace: word.optional(),
    address: word.optional(),
    path: word
      .refine(
        (path) => splitPath(path) !== undefined,
        'not a path pattern, such as spec.template.spec.containers[*].image',
      )
      .optional(),
    check: word.optional().meta({ description: 'name of a check: "production drift"' }),
    reason: word.optional(),
  })
  .refine(
    (rule) => Object.keys(rule).some((key) => key !== 'reason'),
    'names nothing: give at least one of kind, name, namespace, address, path, check',
  )
  .meta({ description: 'A finding that fits every key given. Keys are globs, path is a pattern over paths.' })

/** keys that every finding has something under, and the texts that fit whatever that is */
const OF_ALL: ReadonlySet<string> = new Set(['kind', 'name', 'path', 'check'])

function fitsEverything(rule: z.infer<typeof rule_schema>): boolean {
  const keys = Object.entries(rule).filter(([key]) => key !== 'reason')
  return (
    keys.length > 0 && keys.every(([key, text]) => OF_ALL.has(key) && /^\*+(?:\.\*\*)*$/.test(text ?? ''))
  )
}

/** What an `accept` rule names things by: a finding's fingerprint, what findings are about, or a gap. One of the three. */
const OF_GAPS: ReadonlySet<string> = new Set(['gap', 'environment', 'source', 'kinds'])
const OF_FINDINGS: ReadonlySet<string> = new Set(
  Object.keys(rule_schema.shape).filter((key) => key !== 'reason'),
)

const accept_schema = z
  .strictObject({
    ...rule_schema.shape,
    fingerprint: word.optional().meta({ description: 'of one finding, as reports name it' }),
    gap: word.optional().meta({ description: 'the code of a gap: "AWS_FORBIDDEN"' }),
    environment: word.optional().meta({ description: 'of the gap; default: whichever has it' }),
    source: word.optional().meta({ description: 'of the gap, as reports name it' }),
    kinds: z.array(word).optional().meta({ description: 'all kinds that the gap may hide' }),
    reason: word,
    owner: word.optional(),
    until: z.iso.date().meta({ description: 'the last day; after it the finding is back' }),
  })
  .superRefine((rule, issues) => {
    const keys = Object.keys(rule)
    const sorts = [
      keys.some((key) => key === 'fingerprint'),
      keys.some((key) => OF_GAPS.has(key)),
      keys.some((key) => OF_FINDINGS.has(key)),
    ].filter(Boolean)
    const fault =
      sorts.length === 0
        ? 'names nothing: give a fingerprint, a gap, or at least one of kind, name, namespace, address, path, check'
        : sorts.length > 1
          ? `${keys.filter((key) => OF_GAPS.has(key) || OF_FINDINGS.has(key) || key === 'fingerprint').join(', ')} do not go together: a rule is about a fingerprint, a gap (with environment, source, kinds), or findings by what they are about`
          : sorts.length === 1 && keys.some((key) => OF_GAPS.has(key)) && rule.gap === undefined
            ? 'environment, source and kinds say which gap: give its code as gap, too'
            : undefined
    if (fault !== undefined) issues.addIssue({ code: 'custom', message: fault })
  })
  .meta({ description: 'A finding or a gap that is lived with until a day.' })

const owner_schema = z
  .strictObject({
    match: z.strictObject({
      ...rule_schema.shape,
      tags: z.record(word, z.string()).optional().meta({ description: 'tags or labels, values as globs' }),
      file: word.optional().meta({ description: 'where it is declared, as a glob' }),
    }),
    owner: word,
    slack: word.optional(),
    runbook: word.optional(),
  })
  .meta({ description: 'Whom to ask. The last rule that fits counts.' })

const parity_schema = z.strictObject({
  environments: z.tuple([word, word]),
  aliases: z
    .array(z.tuple([word, word]))
    .optional()
    .meta({ description: 'Words that mean the same, in the order of environments.' }),
  namespaces: z
    .record(word, word)
    .optional()
    .meta({ description: 'Kubernetes namespaces, from the first environment to the second.' }),
  expect: z.array(rule_schema).optional().meta({ description: 'Differences that are meant to be there.' }),
})

const slack_schema = z.strictObject({ webhook_url: secret_schema })

function sourceSchema(providers: readonly Provider[], role: Role) {
  const types: Record<string, z.ZodType> = {}
  for (const provider of providers) {
    for (const [name, type] of Object.entries(provider.sources)) {
      if (standsUnder(type.roles, role)) types[name] = type.settings.optional()
    }
  }
  if (role === 'declared') types['git'] = revisionSchema({ ...types }).optional()
  return z
    .strictObject(types)
    .refine(
      (source) => Object.keys(source).length === 1,
      'one source has one type: give each its own list item',
    )
    .meta({ minProperties: 1, maxProperties: 1 })
}

/** A declared source at a revision of a repository. */
function revisionSchema(types: Readonly<Record<string, z.ZodType>>) {
  return z
    .strictObject({ ...revision_shape, ...types })
    .refine(
      ({ url, path }) => (url === undefined) !== (path === undefined),
      'give url (a repository elsewhere) or path (one on this machine)',
    )
    .refine(
      (settings) => Object.keys(settings).filter((key) => !REVISION_KEYS.has(key)).length === 1,
      `holds one source: give one of ${Object.keys(types).join(', ')}`,
    )
    .meta({ description: 'A source as it is at a revision.' })
}

/** A reader of several roles stands under the most live of them: a cluster yields its recorded objects by the way. */
function standsUnder(roles: readonly Role[], role: Role): boolean {
  return role === (ROLES.findLast((candidate) => roles.includes(candidate)) ?? role)
}

/** The whole configuration, with the source types of these providers. */
export function configSchema(providers: readonly Provider[]) {
  const list = (role: Role) => z.array(sourceSchema(providers, role)).optional()
  const environment = z
    .strictObject({
      declared: list('declared').meta({ description: 'What the code says.' }),
      recorded: list('recorded').meta({ description: 'What the last apply wrote down.' }),
      live: list('live').meta({ description: 'What runs.' }),
    })
    .refine(
      (roles) => ROLES.some((role) => (roles[role]?.length ?? 0) > 0),
      'has no source: give it declared, recorded or live',
    )
  return z
    .strictObject({
      environments: z
        .record(environment_name, environment)
        .refine((environments) => Object.keys(environments).length > 0, 'names no environment'),
      parity: z.array(parity_schema).optional().meta({ description: 'Which environments should be alike.' }),
      ignore: z
        .array(
          rule_schema.refine(
            (rule) => !fitsEverything(rule),
            'fits everything: no run would find anything any more; say which things, or where in them',
          ),
        )
        .optional()
        .meta({ description: 'Differences that nobody wants to hear of.' }),
      accept: z.array(accept_schema).optional().meta({ description: 'What is lived with for now.' }),
      owners: z.array(owner_schema).optional().meta({ description: 'Who owns what.' }),
      policy: policy_override_schema.optional(),
      secrets: z
        .strictObject({ digest_key: secret_schema.optional() })
        .optional()
        .meta({ description: 'The key by which secrets are compared without being known.' }),
      schedule: z
        .strictObject({
          cron: word,
          timezone: word.optional().meta({ description: 'IANA name; default UTC' }),
        })
        .optional()
        .meta({ description: 'When `evenkeel daemon` checks.' }),
      notify: z.strictObject({ slack: slack_schema.optional() }).optional(),
      limits: limits_schema.optional(),
    })
    .meta({ title: 'evenkeel configuration' })
}
