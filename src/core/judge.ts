import { createHash } from 'node:crypto'
import type { Acceptances } from './judge/acceptance.ts'
import type { FileOwner } from './evidence/codeowners.ts'
import { Ignores } from './compare/ignores.ts'
import { ownerOf, type Owner } from './judge/owners.ts'
import { splitPath } from './path.ts'
import type { Policy } from './judge/policy.ts'
import { remediesOf } from './judge/remedy.ts'
import type { Finding, Severity } from './report.ts'
import { SEVERITIES } from './severity.ts'
import { fitsGlob, type Rules } from './judge/rules.ts'
import { byText } from './value.ts'
import type { Verdict } from './verdict.ts'

/** What the user has said about findings. */
export interface Said {
  readonly ignore: Rules
  /** differences between environments that are meant to be, by the name of the check */
  readonly expect: ReadonlyMap<string, Rules>
  readonly accept: Acceptances
  readonly owners: readonly Owner[]
  /** whose a declaring file is, where no rule of `owners` says otherwise: by its name in reports */
  readonly file_owner: FileOwner
}

/** Grades what the checks found; what the user wants ignored is gone, what is expected is information. */
export function judge(verdicts: readonly Verdict[], policy: Policy, said: Said): Finding[] {
  const findings: Finding[] = []
  const rules = policy.rules.map(gradingRule)
  for (const verdict of verdicts) {
    if (said.ignore.covering(verdict.resource, verdict.check, verdict.path)) continue
    const expected = said.expect.get(verdict.check)?.covering(verdict.resource, verdict.check, verdict.path)
    const rule = expected || verdict.is_folded ? undefined : rules.find(({ fits }) => fits(verdict))
    const severity = expected || verdict.is_folded ? 'info' : (rule?.severity ?? severityOf(verdict, policy))
    const why = expected
      ? `expected: ${expected.reason ?? 'by a rule'}`
      : rule && `${severity}: ${rule.reason}`
    findings.push(
      toFinding(verdict, severity, why === undefined ? verdict.notes : [...verdict.notes, why], said),
    )
  }
  return findings.sort(inOrder)
}

/** The severity by cause and class, where no rule fits. */
function severityOf(verdict: Verdict, policy: Policy): Severity {
  const ofClass = verdict.class ?? 'other'
  const ofCause = verdict.cause === null ? undefined : policy.causes[verdict.cause]
  const byCause = ofCause?.[ofClass] ?? ofCause?.other
  if (byCause) return byCause
  return verdict.finding === 'changed' ? policy.changed[ofClass] : (policy.whole[verdict.finding] ?? 'medium')
}

/** A rule of the policy, its patterns compiled once a run. */
interface GradingRule {
  readonly reason: string
  readonly severity: Severity
  readonly fits: (verdict: Verdict) => boolean
}

function gradingRule({ severity, reason, ...rule }: Policy['rules'][number]): GradingRule {
  const paths = rule.paths && new Ignores(rule.paths.map((path) => ({ path, reason })))
  const live = rule.live === undefined ? undefined : new RegExp(rule.live)
  const not_live = rule.not_live === undefined ? undefined : new RegExp(rule.not_live)
  const fits = (verdict: Verdict): boolean => {
    if (rule.findings && !rule.findings.includes(verdict.finding)) return false
    if (rule.causes && (verdict.cause === null || !rule.causes.includes(verdict.cause))) return false
    if (!rule.kinds.some((glob) => fitsGlob(glob, verdict.resource.kind))) return false
    if (paths && (verdict.path === undefined || !paths.has(splitPath(verdict.path) ?? []))) return false
    if (!live && !not_live) return true
    return liveTexts(verdict).some((text) => (live?.test(text) ?? true) && !not_live?.test(text))
  }
  return { reason, severity, fits }
}

/** What runs, as JSON: in a parity what each side runs, or where somebody left the agreement, those that did. */
function liveTexts({ type, values, drifted, environments }: Verdict): string[] {
  const sides = type === 'drift' || 'live' in values ? ['live'] : drifted.length > 0 ? drifted : environments
  return sides.map((side) => JSON.stringify(values[side] ?? null))
}

function toFinding(verdict: Verdict, severity: Severity, notes: readonly string[], said: Said): Finding {
  const { resource } = verdict
  const fingerprint = fingerprintOf(verdict)
  const decision = said.accept.ofFinding(verdict, fingerprint)
  const owner = ownerOf(said.owners, resource, verdict.check, verdict.path, verdict.source?.file)
  return {
    fingerprint,
    check: verdict.check,
    finding: verdict.finding,
    severity,
    cause: verdict.cause,
    drifted: [...verdict.drifted],
    environments: [...verdict.environments],
    resource: {
      kind: resource.kind,
      name: resource.name,
      namespace: resource.namespace ?? null,
      root: resource.root ?? null,
      address: resource.address ?? null,
      id: resource.id ?? null,
    },
    path: verdict.path ?? null,
    values: { ...verdict.values },
    by: verdict.by
      ? {
          writer: verdict.by.writer,
          operation: verdict.by.operation ?? null,
          no_later_than: verdict.by.no_later_than ?? null,
        }
      : null,
    source: verdict.source ?? null,
    gap: verdict.gap ? { code: verdict.gap.gap.code, source: verdict.gap.source } : null,
    notes: [...notes, ...decision.notes],
    owner: owner?.owner ?? (verdict.source && said.file_owner(verdict.source.file)) ?? null,
    ...(owner?.slack !== undefined && { channel: owner.slack }),
    accepted: decision.accepted,
    first_seen: null,
    remedy: [
      ...remediesOf(verdict),
      ...(owner?.runbook === undefined ? [] : [{ text: `runbook: ${owner.runbook}` }]),
    ],
  }
}

/** The same finding has the same fingerprint in every run: what it is about, never its values or time. */
function fingerprintOf(verdict: Verdict): string {
  const { resource } = verdict
  const identity =
    resource.address !== undefined
      ? ['address', resource.root ?? '', resource.address]
      : resource.namespace === undefined && resource.id !== undefined
        ? ['id', resource.id]
        : ['name', resource.namespace ?? '', resource.base_name ?? resource.name]
  const parts = [
    verdict.type,
    verdict.finding,
    ...verdict.environments.toSorted(byText),
    resource.kind,
    ...identity,
    verdict.path ?? '',
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 20)
}

/** One order for one set of findings: the gravest first, then by what they are about. */
export function inOrder(a: Finding, b: Finding): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    byText(a.check, b.check) ||
    byText(keyOf(a), keyOf(b)) ||
    byText(a.path ?? '', b.path ?? '') ||
    byText(JSON.stringify(a), JSON.stringify(b))
  )
}

function keyOf({ resource }: Finding): string {
  return resource
    ? [resource.kind, resource.namespace, resource.root, resource.address ?? resource.name, resource.id].join(
        '\u0000',
      )
    : ''
}
