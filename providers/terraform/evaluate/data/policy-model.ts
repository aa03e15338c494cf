import { z } from 'zod'

/** An IAM policy as the AWS provider reads, merges and writes one. */
export interface Policy {
  version: string
  id: string
  statements: Statement[]
}

export interface Statement {
  readonly sid: string
  readonly effect: string
  readonly actions: unknown
  readonly not_actions: unknown
  readonly resources: unknown
  readonly not_resources: unknown
  readonly principals: readonly Principals[]
  readonly not_principals: readonly Principals[]
  readonly conditions: readonly Condition[]
}

/** Principals of one type: a single one stays a text. */
export interface Principals {
  readonly type: string
  readonly identifiers: string | readonly string[]
}

interface Condition {
  readonly test: string
  readonly variable: string
  readonly values: readonly string[]
}

/** What the provider refuses. */
export class PolicyError extends Error {}

const principal = z.union([z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())]))])

const statement = z.object({
  Sid: z.string().optional(),
  Effect: z.string().optional(),
  Action: z.unknown().optional(),
  NotAction: z.unknown().optional(),
  Resource: z.unknown().optional(),
  NotResource: z.unknown().optional(),
  Principal: principal.optional(),
  NotPrincipal: principal.optional(),
  Condition: z
    .record(
      z.string(),
      z.record(z.string(), z.union([z.string(), z.boolean(), z.number(), z.null(), z.array(z.string())])),
    )
    .optional(),
})

const policy = z.object({
  Version: z.string().optional(),
  Id: z.string().optional(),
  Statement: z.array(statement).optional(),
})

/** Reads a policy's JSON text. @throws PolicyError */
export function parsePolicy(text: string): Policy {
  const parsed = policy.safeParse(json(text))
  if (!parsed.success) throw new PolicyError('the document is no policy')
  const { Version, Id, Statement } = parsed.data
  return { version: Version ?? '', id: Id ?? '', statements: (Statement ?? []).map(parseStatement) }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new PolicyError('the document is no JSON')
  }
}

function parseStatement(raw: z.infer<typeof statement>): Statement {
  return {
    sid: raw.Sid ?? '',
    effect: raw.Effect ?? '',
    actions: raw.Action,
    not_actions: raw.NotAction,
    resources: raw.Resource,
    not_resources: raw.NotResource,
    principals: parsePrincipals(raw.Principal),
    not_principals: parsePrincipals(raw.NotPrincipal),
    conditions: Object.entries(raw.Condition ?? {}).flatMap(([test, variables]) =>
      Object.entries(variables).flatMap(([variable, values]) => {
        if (typeof values === 'number' || values === null) return []
        return [{ test, variable, values: Array.isArray(values) ? values : [String(values)] }]
      }),
    ),
  }
}

function parsePrincipals(raw: z.infer<typeof principal> | undefined): readonly Principals[] {
  if (raw === undefined) return []
  if (typeof raw === 'string') return [{ type: '*', identifiers: ['*'] }]
  return Object.entries(raw).map(([type, identifiers]) => ({ type, identifiers }))
}

/** Merges another document in: its statements take the place of those of their Sid, the newer version wins. */
export function mergePolicy(into: Policy, other: Policy): void {
  if (other.id !== '') into.id = other.id
  if (other.version > into.version) into.version = other.version
  for (const one of other.statements) {
    const at = one.sid === '' ? -1 : into.statements.findIndex((existing) => existing.sid === one.sid)
    if (at < 0) into.statements.push(one)
    else into.statements[at] = one
  }
}

/** The document as Go writes JSON, indented or not: what is empty is left out. */
export function policyText(document: Policy, indent: number): string {
  const { version, id, statements } = document
  const text = JSON.stringify(
    {
      Version: version || undefined,
      Id: id || undefined,
      Statement: statements.length > 0 ? statements.map(statementJson) : undefined,
    },
    null,
    indent,
  )
  return text.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function statementJson(one: Statement): object {
  return {
    Sid: one.sid || undefined,
    Effect: one.effect || undefined,
    Action: one.actions ?? undefined,
    NotAction: one.not_actions ?? undefined,
    Resource: one.resources ?? undefined,
    NotResource: one.not_resources ?? undefined,
    Principal: principalsJson(one.principals),
    NotPrincipal: principalsJson(one.not_principals),
    Condition: conditionsJson(one.conditions),
  }
}

function principalsJson(all: readonly Principals[]): unknown {
  if (all.length === 0) return undefined
  const [first] = all
  if (all.length === 1 && first?.type === '*' && [first.identifiers].flat().join() === '*') return '*'
  const byType = new Map<string, string | string[]>()
  for (const { type, identifiers } of all) {
    const before = byType.get(type)
    if (typeof identifiers === 'string' && before === undefined) byType.set(type, identifiers)
    else {
      const sorted = typeof identifiers === 'string' ? [identifiers] : descending(identifiers)
      byType.set(type, [...(before === undefined ? [] : [before].flat()), ...sorted])
    }
  }
  return sortedObject(byType)
}

function conditionsJson(conditions: readonly Condition[]): unknown {
  if (conditions.length === 0) return undefined
  const byTest = new Map<string, Map<string, string[]>>()
  for (const { test, variable, values } of conditions) {
    const variables = byTest.get(test) ?? new Map<string, string[]>()
    byTest.set(test, variables)
    variables.set(variable, [...(variables.get(variable) ?? []), ...values])
  }
  const flattened = [...byTest].map(([test, variables]) => {
    const single = [...variables].map(
      ([variable, values]) => [variable, values.length === 1 ? values[0] : values] as const,
    )
    return [test, sortedObject(single)] as const
  })
  return sortedObject(flattened)
}

function descending(items: readonly string[]): readonly string[] {
  return [...items].sort((a, b) => Buffer.compare(Buffer.from(b), Buffer.from(a)))
}

function sortedObject(entries: Iterable<readonly [string, unknown]>): object {
  return Object.fromEntries([...entries].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
}
