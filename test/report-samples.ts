import type { Finding, GapEntry, Report } from '../src/core/report.ts'

/** A finding to vary in tests of formats. */
export function sampleFinding(changes: Partial<Finding> = {}): Finding {
  return {
    fingerprint: 'f1',
    check: 'production drift',
    finding: 'changed',
    severity: 'high',
    cause: 'out_of_band',
    drifted: [],
    environments: ['production'],
    resource: {
      kind: 'aws_security_group',
      name: 'shop-web',
      namespace: null,
      root: 'infra',
      address: 'aws_security_group.web',
      id: 'sg-1',
    },
    path: 'description',
    values: { declared: 'web', recorded: 'web', live: 'open' },
    by: null,
    source: { file: 'infra/sg.tf', line: 12 },
    gap: null,
    notes: [],
    owner: null,
    accepted: null,
    first_seen: null,
    remedy: [],
    ...changes,
  }
}

export function sampleGap(changes: Partial<GapEntry> = {}): GapEntry {
  return {
    environment: 'production',
    source: 'aws eu-west-1',
    kinds: ['aws_eip'],
    namespace: null,
    code: 'AWS_FORBIDDEN',
    message: 'ec2:DescribeAddresses was denied: allow it to the reader',
    file: null,
    line: null,
    accepted: null,
    ...changes,
  }
}

/** A report with one check, whose outcome follows from what it holds. */
export function sampleReport(findings: readonly Finding[], gaps: readonly GapEntry[] = []): Report {
  const counting = findings.some((finding) => finding.severity !== 'info')
  return {
    schema_version: 1,
    outcome: gaps.length > 0 ? 'incomplete' : counting ? 'findings' : 'clean',
    generated_at: '2026-01-02T03:04:05.000Z',
    evenkeel: '0.1.0',
    checks: [
      {
        name: 'production drift',
        type: 'drift',
        environments: ['production'],
        compared: 61,
        clean: 58,
        not_comparable: 3,
      },
    ],
    findings: [...findings],
    not_compared: [
      { environment: 'production', kind: 'aws_iam_role', count: 3, reason: 'no live source reads this kind' },
    ],
    gaps: [...gaps],
    evidence: [],
    stats: { resources: 180, api_calls: 31, duration_ms: 900, peak_rss_bytes: 1_000_000 },
  }
}
