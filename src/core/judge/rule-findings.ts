import { createHash } from 'node:crypto'
import type { Acceptance } from './acceptance.ts'
import type { Policy } from './policy.ts'
import type { Finding, FindingType } from '../report.ts'
import type { RulePattern } from './rules.ts'

/** Rules that were written once and fit nothing any more, so that rules do not rot. @param list `ignore`, `expect` */
export function staleRules(
  rules: readonly RulePattern[],
  list: string,
  check: string,
  policy: Policy,
): Finding[] {
  return rules.map((rule) =>
    ruleFinding('stale_rule', check, `${list} ${spelled(rule)} fits nothing`, policy),
  )
}

/** Acceptances whose day is past while what they accepted is still there. */
export function expiredAcceptances(
  expired: ReadonlyMap<Acceptance, number>,
  check: string,
  policy: Policy,
): Finding[] {
  return [...expired].map(([acceptance, count]) => {
    const { reason, owner, until, ...pattern } = acceptance
    const by = owner === undefined ? '' : ` by ${owner}`
    const text = `accepted${by} until ${until} (${reason}): ${spelled(pattern)}; ${count} of it back`
    return ruleFinding('expired_acceptance', check, text, policy)
  })
}

function spelled(rule: object): string {
  const parts = Object.entries(rule).filter(
    ([key, value]) => !['reason', 'position'].includes(key) && value !== undefined,
  )
  return `{ ${parts.map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`).join(', ')} }`
}

function ruleFinding(finding: FindingType, check: string, note: string, policy: Policy): Finding {
  return {
    fingerprint: createHash('sha256')
      .update(JSON.stringify([finding, check, note.replace(/; \d+ of it back$/, '')]))
      .digest('hex')
      .slice(0, 20),
    check,
    finding,
    severity: policy.whole[finding] ?? 'low',
    cause: null,
    drifted: [],
    environments: [],
    resource: null,
    path: null,
    values: {},
    by: null,
    source: null,
    gap: null,
    notes: [note],
    owner: null,
    accepted: null,
    first_seen: null,
    remedy: [],
  }
}
