import type { NewAcceptance } from '../config/insert-accept.ts'
import { EvenkeelError } from '../core/errors.ts'
import { counts } from '../core/exit.ts'
import type { Finding, GapEntry, Report } from '../core/report.ts'
import { byText } from '../core/value.ts'
import { resourceText } from '../report/finding-text.ts'
import { cut, printable } from '../report/printable.ts'

/** What the user wants to live with, and what stands in each of the rules. */
export interface AcceptRequest {
  readonly fingerprints: readonly string[]
  /** every finding that counts and is not accepted yet */
  readonly is_all: boolean
  /** code of a gap */
  readonly gap?: string | undefined
  /** of the gap, where several sources have one of this code */
  readonly source?: string | undefined
  /** of the gap, where several environments have one of this code */
  readonly environment?: string | undefined
  readonly until: string
  readonly reason: string
  readonly owner?: string | undefined
}

/** so much of a finding stands beside its rule */
const ABOUT_LENGTH = 160

/**
 * The rules that a request comes to, in the order of the report.
 * @throws EvenkeelError USAGE for what the report does not hold, or what is accepted already
 */
export function chooseAcceptances(report: Report, request: AcceptRequest): NewAcceptance[] {
  const named = request.fingerprints.map((fingerprint) => findingOf(report, fingerprint))
  const all = request.is_all ? report.findings.filter((finding) => isOpen(finding)) : []
  const chosen = new Map([...named, ...all].map((finding) => [finding.fingerprint, finding]))
  const findings = report.findings.filter((finding) => chosen.delete(finding.fingerprint))
  const why = {
    reason: request.reason,
    ...(request.owner !== undefined && { owner: request.owner }),
    until: request.until,
  }
  return [
    ...findings.map((finding) => ({
      rule: { fingerprint: finding.fingerprint, ...why },
      about: aboutFinding(finding),
    })),
    ...gapsOf(report, request).map(({ about, ...gap }) => ({ rule: { ...gap, ...why }, about })),
  ]
}

/** What `--all` means: a finding about something that runs or should, which lets the run fail today. */
function isOpen(finding: Finding): boolean {
  return finding.resource !== null && counts(finding, 'low')
}

function findingOf(report: Report, fingerprint: string): Finding {
  const found = report.findings.filter((finding) => finding.fingerprint === fingerprint)
  const [finding] = found
  if (!finding) {
    const hidden = report.gaps.length > 0 ? '; the run has gaps, which may hide it' : ''
    throw refused(`there is no finding ${fingerprint} in this run${hidden}`)
  }
  if (finding.resource === null)
    throw refused(`${fingerprint} is about a rule of the configuration: change the rule instead`)
  if (finding.accepted)
    throw refused(
      `${fingerprint} is accepted until ${finding.accepted.until} already: change that rule instead`,
    )
  return finding
}

function aboutFinding(finding: Finding): string {
  const path = finding.path === null ? '' : ` ${finding.path}`
  const text = `${finding.severity} in ${finding.check}: ${finding.finding} ${resourceText(finding.resource)}${path}`
  return cut(printable(text), ABOUT_LENGTH)
}

/** One rule an environment, which names all kinds that the gap hides today: should it hide others one day, it is back. */
function gapsOf(
  report: Report,
  { gap: code, source, environment }: AcceptRequest,
): { gap: string; environment: string; source: string; kinds: string[]; about: string }[] {
  if (code === undefined) return []
  const fits = report.gaps.filter(
    (gap) =>
      gap.code === code &&
      (source === undefined || gap.source === source) &&
      (environment === undefined || gap.environment === environment),
  )
  if (fits.length === 0) throw refused(unknownGap(report, code, source, environment))
  const open = fits.filter(({ accepted }) => !accepted)
  const sources = [...new Set(open.map((gap) => gap.source))]
  const [only] = sources
  if (only === undefined)
    throw refused(`this gap is accepted until ${fits[0]?.accepted?.until} already: change that rule instead`)
  if (sources.length > 1)
    throw refused(
      `several sources have the gap ${code}: name one by --source: ${sources.map(quoted).join(', ')}`,
    )
  return [...new Set(open.map((gap) => gap.environment))].map((name) => {
    const here = open.filter((gap) => gap.environment === name)
    const about = cut(printable(`in ${name}: ${here[0]?.message ?? ''}`), ABOUT_LENGTH)
    return { gap: code, environment: name, source: only, kinds: kindsOf(here), about }
  })
}

function kindsOf(gaps: readonly GapEntry[]): string[] {
  const kinds = [...new Set(gaps.flatMap((gap) => gap.kinds))].sort(byText)
  return kinds.includes('*') ? ['*'] : kinds
}

function unknownGap(
  report: Report,
  code: string,
  source: string | undefined,
  environment: string | undefined,
): string {
  const where = source === undefined ? '' : ` of the source ${quoted(source)}`
  const side = environment === undefined ? '' : ` in ${environment}`
  const known = [
    ...new Set(report.gaps.map((gap) => `${gap.code} ${quoted(gap.source)} in ${gap.environment}`)),
  ]
  const list = known.length > 0 ? `; it has ${known.join(', ')}` : '; it has none'
  return `there is no gap ${code}${where}${side} in this run${list}`
}

function quoted(text: string): string {
  return JSON.stringify(text)
}

function refused(message: string): EvenkeelError {
  return new EvenkeelError('USAGE', `accept: ${message}`)
}
