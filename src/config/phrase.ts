import { z } from 'zod'
import { PatternTable } from '../core/path.ts'
import { stepsText } from './document.ts'
import type { ConfigDocument, Steps } from './document.ts'
import type { Mistake } from './mistake.ts'
import { PLANNED } from './planned.ts'
import { entry, entryAt } from './raw.ts'
import { nearest } from '../core/nearest.ts'

type Issue = z.core.$ZodIssue

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map',
  record: 'a map',
  array: 'a list',
  tuple: 'a list',
}

/** The faults that a schema found in a document, as mistakes with positions. Messages name keys and types, never values. */
export function phraseIssues(
  document: ConfigDocument,
  schema: z.ZodType,
  issues: readonly Issue[],
): Mistake[] {
  const planned = new PatternTable(PLANNED.map((pattern) => [pattern, true] as const))
  const shape = jsonSchema(schema)
  const phrase = (issue: Issue, above: Steps): Mistake[] => {
    const steps = [...above, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))]
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => unknownKey(document, steps, key, keysAt(shape, steps), planned))
    const branch = issue.code === 'invalid_union' && branchToTell(issue)
    if (branch) return branch.flatMap((inner) => phrase(inner, steps))
    const lastStep = steps.at(-1)
    const at_key = issue.code === 'invalid_key' || (isMissing(document, steps) && steps.length > 0)
    const position = at_key ? document.keyAt(steps.slice(0, -1), String(lastStep)) : document.valueAt(steps)
    // a source type says by this parameter of its rule that it knows the value, and cannot do it yet
    const is_planned = issue.code === 'custom' && issue.params?.['not_built'] === true
    const code = is_planned ? 'CONFIG_NOT_BUILT' : 'CONFIG_INVALID'
    return [{ code, position, path: stepsText(steps), message: words(issue, document, steps) }]
  }
  return issues.filter((issue) => !isFollowUp(issue, issues)).flatMap((issue) => phrase(issue, []))
}

/** A rule over a whole map sees it without its unknown keys: its verdict says nothing beside those. */
function isFollowUp(issue: Issue, issues: readonly Issue[]): boolean {
  if (issue.code !== 'custom') return false
  const place = JSON.stringify(issue.path)
  return issues.some((other) => other.code === 'unrecognized_keys' && JSON.stringify(other.path) === place)
}

function unknownKey(
  document: ConfigDocument,
  steps: Steps,
  key: string,
  known: readonly string[],
  planned: PatternTable<boolean>,
): Mistake {
  const path = stepsText([...steps, key])
  const place = { position: document.keyAt(steps, key), path }
  const segments = [...steps, key].map((step) => stepsText([step]))
  if (planned.covering(segments))
    return { code: 'CONFIG_NOT_BUILT', ...place, message: 'is planned but not built yet' }
  const meant = nearest(key, known)
  const hint = meant
    ? `, did you mean "${meant}"?`
    : known.length > 0
      ? `; known here: ${known.join(', ')}`
      : ''
  return { code: 'CONFIG_INVALID', ...place, message: `unknown key${hint}` }
}

/**
 * The alternative of a union that the writer most likely meant: what got deepest into the value, then what has the
 * fewest faults. Undefined where the union speaks for itself, or no alternative got into the value at all.
 */
function branchToTell(union: z.core.$ZodIssueInvalidUnion): readonly Issue[] | undefined {
  if (union.message !== 'Invalid input') return undefined
  const inside = union.errors.filter((issues) => !issues.some(isOutright))
  const depth = (issues: readonly Issue[]): number => Math.max(0, ...issues.map((issue) => issue.path.length))
  return inside.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)[0]
}

/** Whether the value as a whole is of the wrong type, or none of the words. */
function isOutright(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value')
}

function words(issue: Issue, document: ConfigDocument, steps: Steps): string {
  const value = entryAt(document.value, steps)
  switch (issue.code) {
    case 'invalid_type': {
      const expected = TYPE_NAMES[issue.expected] ?? `of type ${issue.expected}`
      if (isMissing(document, steps)) return `is required: ${expected}`
      if (value === null) return `is empty; expected ${expected}`
      const quoted = issue.expected === 'string' && typeof value !== 'object' ? '; put it in quotes' : ''
      return `expected ${expected}, got ${typeName(value)}${quoted}`
    }
    case 'invalid_value': {
      const known = issue.values.map(String)
      const meant = typeof value === 'string' ? nearest(value, known) : undefined
      return `expected one of ${known.join(', ')}${meant ? `, did you mean "${meant}"?` : ''}`
    }
    case 'invalid_key':
      return `not a possible name: ${issue.issues[0]?.message ?? 'unknown'}`
    case 'too_small':
      return `expected ${issue.inclusive === false ? 'more than' : 'at least'} ${amount(issue.minimum, issue.origin)}`
    case 'too_big':
      return `expected ${issue.inclusive === false ? 'less than' : 'at most'} ${amount(issue.maximum, issue.origin)}`
    case 'invalid_union': {
      if (isMissing(document, steps)) return 'is required'
      if (issue.message !== 'Invalid input') return issue.message
      return `expected ${issue.errors.flatMap((branch) => branch.slice(0, 1).map(expectation)).join(' or ')}`
    }
    default:
      return issue.message
  }
}

/** What one alternative of a union would have taken. */
function expectation(issue: Issue): string {
  if (issue.code === 'invalid_type') return TYPE_NAMES[issue.expected] ?? issue.expected
  return issue.code === 'invalid_value' ? issue.values.map(String).join(', ') : issue.message
}

function amount(limit: number | bigint, origin: string): string {
  if (origin === 'array' || origin === 'set') return `${limit} item${limit === 1 ? '' : 's'}`
  return origin === 'string' ? `${limit} character${limit === 1 ? '' : 's'}` : String(limit)
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  return TYPE_NAMES[typeof value] ?? typeof value
}

function isMissing(document: ConfigDocument, steps: Steps): boolean {
  return entryAt(document.value, steps) === undefined
}

/** A schema as JSON Schema: the form in which the known keys of a place can be looked up. */
function jsonSchema(schema: z.ZodType): unknown {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' })
}

function keysAt(shape: unknown, steps: Steps): string[] {
  let shapes = [shape]
  for (const step of steps)
    shapes = shapes.flatMap(alternatives).flatMap((candidate) => below(candidate, step))
  const keys = shapes
    .flatMap(alternatives)
    .flatMap((candidate) => Object.keys(part(candidate, 'properties') ?? {}))
  return [...new Set(keys)]
}

function alternatives(shape: unknown): unknown[] {
  const inner = ['anyOf', 'oneOf', 'allOf'].flatMap((word) => {
    const branches = part(shape, word)
    return Array.isArray(branches) ? branches.flatMap(alternatives) : []
  })
  return [shape, ...inner]
}

function below(shape: unknown, step: string | number): unknown[] {
  const properties = part(shape, 'properties')
  const own = typeof step === 'string' ? part(properties, step) : (part(shape, 'items') ?? undefined)
  const next = own ?? part(shape, 'additionalProperties')
  return next === undefined ? [] : [next]
}

function part(shape: unknown, key: string | number): object | undefined {
  const found = entry(shape, key)
  return typeof found === 'object' && found !== null ? found : undefined
}
