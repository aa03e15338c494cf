import { gravity } from '../core/exit.ts'
import type { Exit } from '../core/exit.ts'
import { SEVERITIES } from '../core/severity.ts'
import type { Finding, GapEntry, Report, Severity } from '../core/report.ts'
import { resourceText } from '../report/finding-text.ts'
import { counted } from '../report/printable.ts'
import { NOT_SET, valueRows } from '../report/value-text.ts'
import { acceptedWords, causeWords } from '../report/words.ts'
import { slackCode, slackText } from './slack-text.ts'

interface PlainText {
  readonly type: 'plain_text'
  readonly text: string
  readonly emoji: false
}

/** `verbatim`: Slack makes no links of what looks like a name or an address */
interface Markdown {
  readonly type: 'mrkdwn'
  readonly text: string
  readonly verbatim: true
}

export type SlackBlock =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text: Markdown }
  | { readonly type: 'context'; readonly elements: readonly Markdown[] }

export interface SlackMessage {
  /** for notifications, and for Slack where it refuses the blocks */
  readonly text: string
  readonly blocks: readonly SlackBlock[]
}

/**
 * Slack's limits: 50 blocks a message, 150 characters a header, 3,000 a section, and about 13,200 in all, which is
 * nowhere documented (it answers msg_blocks_too_long). This stays well below.
 */
const HEADER_LENGTH = 150
const FINDINGS_SHOWN = 12
const FINDING_LENGTH = 600
const GAPS_SHOWN = 8
const GAP_LENGTH = 240
const CHECKS_SHOWN = 10
const CHECK_LENGTH = 160

/** A report as one Slack message: totals, the gravest findings, how many more there are, and what was not looked at. */
export function slackDigest(report: Report, exit: Exit): SlackMessage {
  const findings = report.findings
    .filter((finding) => finding.severity !== 'info' && !finding.accepted)
    .toSorted((a, b) => gravity(a.severity) - gravity(b.severity))
  const headline = slackText(headlineOf(report, findings), HEADER_LENGTH)
  const shown = findings.slice(0, FINDINGS_SHOWN).map(findingText)
  const rest = findings.slice(FINDINGS_SHOWN)
  const folded = rest.length > 0 ? [`and ${rest.length} more: ${bySeverity(rest)}`] : []
  const gaps = gapsText(report.gaps)
  const ending = slackText(`Exit code ${exit.code}: ${exit.meaning} · ${report.generated_at}`, 300)
  const checks = checksText(report)
  const sections = [checks, ...shown, ...folded, ...gaps].filter((text) => text !== '')
  return {
    text: [headline, ...sections, ending].join('\n'),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: headline, emoji: false } },
      ...sections.map(section),
      { type: 'context', elements: [{ type: 'mrkdwn', text: ending, verbatim: true }] },
    ],
  }
}

function section(text: string): SlackBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }
}

function headlineOf(report: Report, findings: readonly Finding[]): string {
  const environments = [...new Set(report.checks.flatMap((check) => check.environments))].join(', ')
  const gaps = report.gaps.filter((gap) => !gap.accepted).length
  const parts = [
    findings.length > 0 ? `${counted(findings.length, 'finding')} (${bySeverity(findings)})` : 'no findings',
    ...(gaps > 0 ? [counted(gaps, 'gap')] : []),
    ...(report.outcome === 'incomplete' ? ['could not check everything'] : []),
  ]
  return `${parts.join(', ')}${environments === '' ? '' : `: ${environments}`}`
}

function bySeverity(findings: readonly Finding[]): string {
  const count = (severity: Severity): number =>
    findings.filter((finding) => finding.severity === severity).length
  return SEVERITIES.filter((severity) => count(severity) > 0)
    .map((severity) => `${count(severity)} ${severity}`)
    .join(', ')
}

function checksText(report: Report): string {
  const lines = report.checks.slice(0, CHECKS_SHOWN).map((check) => {
    const found = report.findings.filter((finding) => finding.check === check.name && !finding.accepted)
    const findings = found.length === 0 ? 'no findings' : bySeverity(found)
    return slackText(`${check.name}: ${findings}; ${check.compared} compared`, CHECK_LENGTH)
  })
  const more = report.checks.length - CHECKS_SHOWN
  return [...lines, ...(more > 0 ? [`and ${counted(more, 'more check')}`] : [])].join('\n')
}

function findingText(finding: Finding): string {
  const where = finding.path === null ? '' : ` ${slackCode(finding.path, 150)}`
  const rows = valueRows(finding, 60)
    .slice(0, 2)
    .filter((row, _, all) => all.length > 1 || row.text !== NOT_SET)
    .map((row) => `${slackText(row.sides, 60)} ${slackCode(row.text, 70)}`)
  const source = finding.source
    ? ` · ${slackText(`${finding.source.file}${finding.source.line === null ? '' : `:${finding.source.line}`}`, 70)}`
    : ''
  const lines = [
    `*${finding.severity}* ${finding.finding} ${slackCode(resourceText(finding.resource), 150)}${where}`,
    ...(rows.length > 0 ? [rows.join(' · ')] : []),
    `${slackText(causeWords(finding), 120)}${source}`,
  ]
  // the pieces' limits add up to more than a section should hold only for hostile input; whole lines go then
  while (lines.join('\n').length > FINDING_LENGTH && lines.length > 1) lines.pop()
  return lines.join('\n')
}

function gapsText(gaps: readonly GapEntry[]): string[] {
  if (gaps.length === 0) return []
  const lines = gaps.slice(0, GAPS_SHOWN).map((gap) => {
    const kinds = gap.kinds.includes('*') ? 'all kinds' : gap.kinds.join(', ')
    const accepted = gap.accepted ? ` (${acceptedWords(gap.accepted)})` : ''
    return slackText(
      `${gap.environment} · ${gap.source} · ${gap.code} · ${kinds}: ${gap.message}${accepted}`,
      GAP_LENGTH,
    )
  })
  const more = gaps.length - GAPS_SHOWN
  return [
    `*Could not check*\n${[...lines, ...(more > 0 ? [`and ${counted(more, 'more gap')}`] : [])].join('\n')}`,
  ]
}
