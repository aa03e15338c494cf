import type { Cause, Finding, FindingType } from '../core/report.ts'
import { counted } from './printable.ts'

/** A cause in words, where the kind of finding does not change them. Parity's depend on who left: see below. */
const CAUSES: Readonly<Record<Cause, string>> = {
  out_of_band: 'somebody changed it by hand',
  not_applied: 'the code is ahead: nobody applied it',
  stale_state: 'code and reality agree, the state is behind',
  conflict: 'changed by hand, and the code moved, too',
  differs: 'code and reality disagree',
  undeclared: 'no code says which is right',
  drifted: 'it left the code',
  declared_differently: 'their code says different things',
}

const OBJECT_CAUSES: Readonly<Partial<Record<FindingType, Readonly<Partial<Record<Cause, string>>>>>> = {
  missing: {
    out_of_band: 'somebody deleted it',
    not_applied: 'never created: nobody applied it',
    differs: 'declared, but not there',
    declared_differently: 'only one of them declares it',
  },
  unmanaged: {
    not_applied: 'taken out of the code, still running',
    undeclared: 'running, but nobody declared it',
  },
}

const FINDING_WORDS: Readonly<Partial<Record<FindingType, string>>> = {
  ambiguous: 'more than one candidate fits its declaration: which is meant cannot be told',
  shared_secret: 'both environments use the same secret',
  hardcoded_secret: 'a secret stands in plain text',
  crosses_environments: 'names something of the other environment',
  stale_rule: 'this rule fits nothing any more',
  expired_acceptance: 'was accepted until a day that is past',
}

/** One sentence without a full stop: who left whom, or what is wrong. Holds names of environments as they came. */
export function causeWords(finding: Finding): string {
  const { cause, drifted } = finding
  if (finding.finding === 'ambiguous' && finding.environments.length > 1)
    return 'which one stands for which cannot be told'
  if (cause === null) return FINDING_WORDS[finding.finding] ?? finding.finding
  const others = finding.environments.filter((environment) => !drifted.includes(environment))
  if (cause === 'drifted') {
    if (drifted.length === 0) return CAUSES.drifted
    if (others.length === 0) return `${drifted.join(' and ')} both left the code`
    return `${drifted.join(' and ')} left the code, ${others.join(' and ')} follows it`
  }
  const base = OBJECT_CAUSES[finding.finding]?.[cause] ?? CAUSES[cause]
  if (cause === 'declared_differently' && drifted.length > 0)
    return `${base}, and ${drifted.join(' and ')} left its own, too`
  return base
}

/** Until when somebody decided to live with it: `accepted until 2026-12-31, 37 days left`. */
export function acceptedWords({ until, days_left }: NonNullable<Finding['accepted']>): string {
  return `accepted until ${until}, ${days_left === 0 ? 'the last day' : `${counted(days_left, 'day')} left`}`
}
