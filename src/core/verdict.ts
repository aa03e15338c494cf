import type { GapHit } from './coverage.ts'
import { withoutDigests } from './secrets/credentials.ts'
import type { Resource, Writer } from './model.ts'
import { joinPath, splitPath } from './path.ts'
import type { FieldClass } from './provider.ts'
import type { Cause, CheckSummary, FindingType } from './report.ts'
import { Secret, SECRET_TEXT, Unknown, isList, isMap, type Json, type Value } from './value.ts'

/** A finding before it is graded. */
export interface Verdict {
  readonly check: string
  readonly type: 'drift' | 'parity'
  readonly finding: FindingType
  readonly cause: Cause | null
  readonly drifted: readonly string[]
  readonly environments: readonly string[]
  readonly resource: Resource
  /** undefined where the finding is about the whole resource */
  readonly path: string | undefined
  readonly values: Readonly<Record<string, Json>>
  readonly class: FieldClass | undefined
  readonly by: Writer | undefined
  readonly source: { readonly file: string; readonly line: number | null } | undefined
  readonly gap: GapHit | undefined
  readonly notes: readonly string[]
  /** at most information, whatever the class: what a controller made, what is expected */
  readonly is_folded: boolean
}

/** What one check has to say. */
export interface CheckResult {
  readonly summary: CheckSummary
  readonly verdicts: readonly Verdict[]
  readonly not_compared: readonly {
    readonly environment: string
    readonly kind: string
    readonly reason: string
  }[]
}

/** A value as a report may show it: no secret, no digest; what the code leaves open says so. */
export function shownValue(value: Value | undefined): Json {
  if (value === undefined || value === null) return null
  if (value instanceof Secret) return SECRET_TEXT
  if (value instanceof Unknown) return value.toJSON()
  if (typeof value === 'string') return withoutDigests(value)
  if (isList(value)) return value.map(shownValue)
  if (!isMap(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shownValue(item)]))
}

/** Where a path of a resource is declared: the deepest line that is known to cover it. */
export function sourceOf(resource: Resource | undefined, path: string | undefined): Verdict['source'] {
  const origin = resource?.origin
  if (origin?.file === undefined) return undefined
  const segments = (path === undefined ? undefined : splitPath(path)) ?? []
  for (let length = segments.length; length > 0 && origin.lines; length -= 1) {
    const at = joinPath(segments.slice(0, length))
    const line = origin.lines[at]
    if (line !== undefined) return { file: origin.files?.[at] ?? origin.file, line }
  }
  return { file: origin.file, line: origin.line ?? null }
}
