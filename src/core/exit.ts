import { SEVERITIES } from './severity.ts'
import type { Finding, Report, Severity } from './report.ts'

/** How a run ends, as a shell sees it (DESIGN.md section 7). */
export interface Exit {
  readonly code: 0 | 1 | 2
  /** why, in one sentence */
  readonly meaning: string
}

/** What decides about the exit code besides the report. `fail_on`: the mildest severity that counts. */
export interface FailureRule {
  readonly fail_on: Severity
  readonly no_fail: boolean
}

/** 2 where something could not be checked (it wins), 1 for findings that count, else 0. `no_fail` lifts 1 alone. */
export function exitOf(report: Report, rule: FailureRule): Exit {
  if (report.outcome === 'incomplete')
    return { code: 2, meaning: 'incomplete: not everything could be checked' }
  const counting = report.findings.filter((finding) => counts(finding, rule.fail_on)).length
  if (counting === 0) {
    const above = rule.fail_on === 'low' ? '' : `, none at or above ${rule.fail_on}`
    if (report.outcome !== 'clean') return { code: 0, meaning: `findings${above}` }
    const isEmpty = report.findings.length === 0 && report.checks.every(({ compared }) => compared === 0)
    return { code: 0, meaning: isEmpty ? 'no findings, for nothing was compared' : 'clean' }
  }
  const meaning = `${counting} finding${counting === 1 ? '' : 's'} at or above ${rule.fail_on}`
  return rule.no_fail ? { code: 0, meaning: `${meaning}, let pass by --no-fail` } : { code: 1, meaning }
}

/** Whether a finding is at least this grave, and nobody accepted it. */
export function counts(finding: Finding, severity: Severity): boolean {
  return !finding.accepted && gravity(finding.severity) <= gravity(severity)
}

/** 0 is the gravest. */
export function gravity(severity: Severity): number {
  return SEVERITIES.indexOf(severity)
}
