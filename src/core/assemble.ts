import { judge, type Said } from './judge.ts'
import type { Snapshot } from './model.ts'
import type { Policy } from './policy.ts'
import type { Finding, GapEntry, NotCompared, Outcome, Report, Stats } from './report.ts'
import { withoutDigests } from './credentials.ts'
import { byText } from './value.ts'
import type { CheckResult } from './verdict.ts'

export interface Assembly {
  readonly results: readonly CheckResult[]
  /** by environment, in the configuration's order */
  readonly snapshots: readonly Snapshot[]
  readonly policy: Policy
  readonly said: Said
  readonly version: string
  readonly now: Date
  readonly stats: Stats
  /** declared kinds that no source reads count as gaps */
  readonly is_strict: boolean
}

/** The report of a run: graded findings, gaps, and what was not looked at. */
export function assemble(assembly: Assembly): Report {
  const { results } = assembly
  const findings = judge(
    results.flatMap(({ verdicts }) => verdicts),
    assembly.policy,
    assembly.said,
  )
  const gaps = gapsOf(assembly.snapshots)
  const notCompared = notComparedOf(results, assembly.snapshots)
  return {
    schema_version: 1,
    outcome: outcomeOf(findings, gaps, assembly.is_strict ? notCompared : []),
    generated_at: assembly.now.toISOString(),
    evenkeel: assembly.version,
    checks: results.map(({ summary }) => summary),
    findings,
    not_compared: notCompared,
    gaps,
    stats: assembly.stats,
  }
}

function outcomeOf(
  findings: readonly Finding[],
  gaps: readonly GapEntry[],
  skipped: readonly NotCompared[],
): Outcome {
  if (gaps.length > 0 || skipped.length > 0) return 'incomplete'
  return findings.some(({ severity }) => severity !== 'info') ? 'findings' : 'clean'
}

function gapsOf(snapshots: readonly Snapshot[]): GapEntry[] {
  const gaps = snapshots.flatMap((snapshot) =>
    snapshot.gaps.map((gap) => ({
      environment: snapshot.environment,
      source: snapshot.source,
      kinds: gap.kinds.toSorted(byText),
      namespace: gap.namespace ?? null,
      code: gap.code,
      message: withoutDigests(gap.message),
      file: gap.file ?? null,
      line: gap.line ?? null,
      accepted: null,
    })),
  )
  return gaps.sort((a, b) => byText(JSON.stringify(a), JSON.stringify(b)))
}

/** Declared kinds that were not looked at, counted; kinds left out by decision are named even when nothing declares them. */
function notComparedOf(results: readonly CheckResult[], snapshots: readonly Snapshot[]): NotCompared[] {
  const counted = new Map<string, NotCompared>()
  for (const { environment, kind, reason } of results.flatMap((result) => result.not_compared)) {
    const key = JSON.stringify([environment, kind, reason])
    const known = counted.get(key)
    counted.set(key, { environment, kind, reason, count: (known?.count ?? 0) + 1 })
  }
  for (const snapshot of snapshots) {
    for (const { kind, reason } of snapshot.excluded) {
      const key = JSON.stringify([snapshot.environment, kind, reason])
      if (!counted.has(key)) counted.set(key, { environment: snapshot.environment, kind, reason, count: 0 })
    }
  }
  return [...counted.entries()].sort(([a], [b]) => byText(a, b)).map(([, entry]) => entry)
}
