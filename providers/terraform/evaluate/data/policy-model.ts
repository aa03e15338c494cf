import { fieldsOf, listOf, optional, textOf } from '../../json/fields.ts'

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

/** Reads a policy's JSON text. @throws PolicyError */
export function parsePolicy(text: string): Policy {
  try {
    const fields = fieldsOf(JSON.parse(text))
    return {
      version: optional(fields.get('Version'), textOf) ?? '',
      id: optional(fields.get('Id'), textOf) ?? '',
      statements: optional(fields.get('Statement'), listOf)?.map(parseStatement) ?? [],
    }
  } catch {
    throw new PolicyError('the document is no policy')
  }
}

function parseStatement(raw: unknown): Statement {
  const fields = fieldsOf(raw)
  return {
    sid: optional(fields.get('Sid'), textOf) ?? '',
    effect: optional(fields.get('Effect'), textOf) ?? '',
    actions: fields.get('Action'),
    not_actions: fields.get('NotAction'),
    resources: fields.get('Resource'),
    not_resources: fields.get('NotResource'),
    principals: optional(fields.get('Principal'), parsePrincipals) ?? [],
    not_principals: optional(fields.get('NotPrincipal'), parsePrincipals) ?? [],
    conditions: optional(fields.get('Condition'), parseConditions) ?? [],
  }
}

function parsePrincipals(raw: unknown): readonly Principals[] {
  if (typeof raw === 'string') return [{ type: '*', identifiers: ['*'] }]
  return [...fieldsOf(raw)].map(([type, identifiers]) => ({
    type,
    identifiers: typeof identifiers === 'string' ? identifiers : listOf(identifiers).map(textOf),
  }))
}

/** A number and null are read, and say nothing. */
function parseConditions(raw: unknown): readonly Condition[] {
  return [...fieldsOf(raw)].flatMap(([test, variables]) =>
    [...fieldsOf(variables)].flatMap(([variable, values]) => {
      if (typeof values === 'number' || values === null) return []
      const isOne = typeof values === 'string' || typeof values === 'boolean'
      return [{ test, variable, values: isOne ? [String(values)] : listOf(values).map(textOf) }]
    }),
  )
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
