import type { Finding, GapEntry } from '../report.ts'
import { fitsGlob, fitsRule, type RulePattern } from './rules.ts'
import type { Verdict } from '../verdict.ts'

/** Somebody has decided to live with a finding or a gap until a day. */
export interface Acceptance extends RulePattern {
  readonly fingerprint?: string | undefined
  /** a gap's code; with it `environment`, `source` and `kinds` say which */
  readonly gap?: string | undefined
  readonly environment?: string | undefined
  readonly source?: string | undefined
  readonly kinds?: readonly string[] | undefined
  readonly reason: string
  readonly owner?: string | undefined
  /** the last day on which it holds, `2026-12-31` (UTC) */
  readonly until: string
}

type Accepted = NonNullable<Finding['accepted']>

/** What was accepted, at one moment: an acceptance whose day is past holds no more, and is remembered as such. */
export class Acceptances {
  readonly #all: readonly Acceptance[]
  readonly #today: string
  readonly #back = new Map<Acceptance, number>()

  constructor(all: readonly Acceptance[], now: Date) {
    this.#all = all
    this.#today = now.toISOString().slice(0, 10)
  }

  /** Those that are past although what they accepted is still there, with how much that is. */
  get expired(): ReadonlyMap<Acceptance, number> {
    return this.#back
  }

  /** Whether a finding is accepted today; `notes` say so where it was, and no longer is. */
  ofFinding(verdict: Verdict, fingerprint: string): { accepted: Accepted | null; notes: string[] } {
    const fits = this.#all.filter((acceptance) =>
      acceptance.fingerprint === undefined
        ? acceptance.gap === undefined && fitsRule(acceptance, verdict.resource, verdict.check, verdict.path)
        : acceptance.fingerprint === fingerprint,
    )
    return this.#decide(fits)
  }

  ofGap(gap: GapEntry): { accepted: Accepted | null; notes: string[] } {
    return this.#decide(this.#all.filter((acceptance) => acceptsGap(acceptance, gap)))
  }

  #decide(fits: readonly Acceptance[]): { accepted: Accepted | null; notes: string[] } {
    const valid = fits.find(({ until }) => until >= this.#today)
    if (valid) {
      const { reason, owner = null, until } = valid
      return { accepted: { reason, owner, until, days_left: daysBetween(this.#today, until) }, notes: [] }
    }
    const past = fits.toSorted((a, b) => (a.until < b.until ? 1 : -1))[0]
    if (!past) return { accepted: null, notes: [] }
    this.#back.set(past, (this.#back.get(past) ?? 0) + 1)
    const by = past.owner === undefined ? '' : ` by ${past.owner}`
    return { accepted: null, notes: [`it was accepted${by} until ${past.until}: ${past.reason}`] }
  }
}

const DAY_MS = 86_400_000

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)
}

function acceptsGap(acceptance: Acceptance, gap: GapEntry): boolean {
  if (acceptance.gap === undefined || !fitsGlob(acceptance.gap, gap.code)) return false
  if (acceptance.environment !== undefined && !fitsGlob(acceptance.environment, gap.environment)) return false
  if (acceptance.source !== undefined && !fitsGlob(acceptance.source, gap.source)) return false
  const { kinds } = acceptance
  return kinds === undefined || gap.kinds.every((kind) => kinds.some((glob) => fitsGlob(glob, kind)))
}
