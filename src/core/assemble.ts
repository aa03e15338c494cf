import { evidenceOf } from './evidence/evidence.ts'
import { inOrder, judge, type Said } from './judge.ts'
import type { Snapshot } from './model.ts'
import type { Policy } from './judge/policy.ts'
import { expiredAcceptances, staleRules } from './judge/rule-findings.ts'
import type { Finding, GapEntry, NotCompared, Outcome, Report, Stats } from './report.ts'
import { withoutDigests } from './secrets/credentials.ts'
import { discreetFinding, discreetNotCompared } from './secrets/discreet.ts'
import { byText } from './value.ts'
import type { CheckResult } from './verdict.ts'
import { withDescriptions } from './evidence/versions.ts'

export interface Assembly {
  readonly results: readonly CheckResult[]
  /** by environment, in the configuration's order */
  readonly snapshots: readonly Snapshot[]
  readonly policy: Policy
  readonly said: Said
  readonly version: string
  readonly now: Date
  readonly stats: Stats
  /** every environment of the configuration was checked */
  readonly is_whole: boolean
  /** declared kinds that no source reads count as gaps */
  readonly is_strict: boolean
}

/** The report of a run: graded findings, gaps, and what was not looked at. */
export function assemble(assembly: Assembly): Report {
  const { results } = assembly
  const findings = judge(
    withDescriptions(
      results.flatMap(({ verdicts }) => verdicts),
      assembly.snapshots.flatMap(({ facts }) => facts),
    ),
    assembly.policy,
    assembly.said,
  )
  const gaps = gapsOf(assembly.snapshots, assembly.said)
  const all = [...findings, ...aboutRules(assembly, gaps.length === 0)].sort(inOrder)
  const notCompared = notComparedOf(results, assembly.snapshots)
  return {
    schema_version: 1,
    outcome: outcomeOf(all, gaps, assembly.is_strict ? notCompared : []),
    generated_at: assembly.now.toISOString(),
    evenkeel: assembly.version,
    checks: results.map(({ summary }) => summary),
    findings: all.map(discreetFinding),
    not_compared: notCompared.map(discreetNotCompared),
    gaps,
    evidence: evidenceOf(assembly.snapshots, findings, assembly.now),
    stats: assembly.stats,
  }
}

/** What the user's own rules have come to. A run that did not see everything cannot tell which are stale. */
function aboutRules({ results, said, policy, is_whole }: Assembly, isComplete: boolean): Finding[] {
  const [first] = results
  if (!first) return []
  const check = first.summary.name
  const expired = expiredAcceptances(said.accept.expired, check, policy)
  if (!isComplete || !is_whole) return expired
  const expects = [...said.expect].flatMap(([name, rules]) => staleRules(rules.stale, 'expect', name, policy))
  return [...expired, ...staleRules(said.ignore.stale, 'ignore', check, policy), ...expects]
}

function outcomeOf(
  findings: readonly Finding[],
  gaps: readonly GapEntry[],
  skipped: readonly NotCompared[],
): Outcome {
  if (gaps.some(({ accepted }) => !accepted) || skipped.length > 0) return 'incomplete'
  return findings.some(({ severity, accepted }) => severity !== 'info' && !accepted) ? 'findings' : 'clean'
}

function gapsOf(snapshots: readonly Snapshot[], said: Said): GapEntry[] {
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
  const decided = gaps.map((gap) => ({ ...gap, accepted: said.accept.ofGap(gap).accepted }))
  return decided.sort((a, b) => byText(JSON.stringify(a), JSON.stringify(b)))
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
