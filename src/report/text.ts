import { styleText } from 'node:util'
import { counts, gravity } from '../core/exit.ts'
import { SEVERITIES } from '../core/severity.ts'
import type { CheckSummary, Evidence, Finding, GapEntry, Report, Severity } from '../core/report.ts'
import { factTexts, groupBy, resourceText } from './finding-text.ts'
import type { FormatOptions } from './format.ts'
import { counted, cut, printable } from './printable.ts'
import { NOT_SET, valueRows } from './value-text.ts'
import { acceptedWords, causeWords } from './words.ts'

type Style = Parameters<typeof styleText>[0]
type Paint = (style: Style, text: string) => string

const SEVERITY_STYLES: Readonly<Record<Severity, Style>> = {
  critical: ['bold', 'red'],
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  info: 'dim',
}
const LABEL_WIDTH = Math.max(...SEVERITIES.map((severity) => severity.length))
/** how many names a folded line gives */
const NAMES_SHOWN = 3

/**
 * The report for people: a headline a check, its findings by severity and resource, what could not be checked, and last,
 * where eyes fall first, the result. Every value from outside is made printable.
 */
export function renderText(report: Report, options: FormatOptions): string {
  const paint: Paint = (style, text) =>
    options.colour ? styleText(style, text, { validateStream: false }) : text
  const orphans = report.findings.filter(
    (finding) => !report.checks.some((check) => check.name === finding.check),
  )
  // parts are joined as lists: as arguments of one call, the lines of a long report would not fit the stack
  const lines = [
    report.checks.length === 0 ? [paint('bold', 'Nothing was compared.'), ''] : [],
    ...report.checks.map((check) => [...checkLines(check, report, options, paint), '']),
    ...groupBy(orphans, (finding) => finding.check).map(([name, findings]) => [
      paint('bold', printable(name)),
      ...findingLines(findings, options, paint),
      '',
    ]),
    gapLines(report.gaps, paint),
    notComparedLines(report, paint),
    evidenceLines(report.evidence, paint),
    resultLines(report, options, paint),
  ].flat()
  return `${lines.join('\n')}\n`
}

function checkLines(check: CheckSummary, report: Report, options: FormatOptions, paint: Paint): string[] {
  const findings = report.findings.filter((finding) => finding.check === check.name)
  const facts = [
    `${counted(check.compared, 'resource')} compared`,
    `${check.clean} clean`,
    ...(check.not_comparable > 0 ? [`${counted(check.not_comparable, 'value')} not comparable`] : []),
  ]
  const headline = `${paint('bold', printable(check.name))}  ${facts.join(', ')}`
  if (findings.length > 0) return [headline, ...findingLines(findings, options, paint)]
  const gaps = report.gaps.some((gap) => check.environments.includes(gap.environment))
  const nothing =
    check.compared === 0
      ? 'nothing to compare'
      : gaps
        ? 'no findings in what could be checked'
        : 'no findings'
  return [headline, paint(check.compared === 0 || gaps ? 'yellow' : 'green', `  ${nothing}`)]
}

function findingLines(findings: readonly Finding[], options: FormatOptions, paint: Paint): string[] {
  const shown = findings.filter((finding) => options.fail_on === 'info' || counts(finding, 'low'))
  const isShown = new Set(shown)
  const folded = findings.filter((finding) => !isShown.has(finding))
  const groups = groupBy(shown, (finding) => JSON.stringify(finding.resource)).map(([, group]) =>
    group.sort((a, b) => gravity(a.severity) - gravity(b.severity)),
  )
  const gravest = ([first]: readonly Finding[]): number => (first ? gravity(first.severity) : 0)
  groups.sort((a, b) => gravest(a) - gravest(b))
  return [
    ...groups.flatMap((group) => resourceLines(group, options, paint)),
    ...foldedLines(folded, options, paint),
  ]
}

function resourceLines(group: readonly Finding[], options: FormatOptions, paint: Paint): string[] {
  const [first] = group
  if (!first) return []
  const lines = [`  ${paint('bold', cut(resourceText(first.resource), Math.max(options.width * 2, 80)))}`]
  for (const finding of group) {
    const label = paint(SEVERITY_STYLES[finding.severity], finding.severity.padEnd(LABEL_WIDTH))
    lines.push(
      `    ${label}  ${finding.finding}${finding.path === null ? '' : ` ${printable(finding.path)}`}`,
    )
    const indent = ' '.repeat(LABEL_WIDTH + 6)
    lines.push(...valueLines(finding, options.width, indent))
    const wrapped = wrap(factTexts(finding), options.width - indent.length)
    lines.push(...wrapped.map((line) => paint('dim', `${indent}${line}`)))
  }
  return lines
}

function valueLines(finding: Finding, width: number, indent: string): string[] {
  const room = Math.max(width - indent.length - 22, 40)
  // drift of a thing as a whole: that the other sides do not have it is what the finding says
  const is_whole = finding.path === null && finding.environments.length < 2
  const rows = valueRows(finding, room).filter((row) => !is_whole || row.text !== NOT_SET)
  if (rows.every((row) => row.text === NOT_SET)) return []
  const label = Math.max(...rows.map((row) => row.sides.length))
  return rows.map((row) => `${indent}${row.sides.padEnd(label)}  ${row.text}`)
}

/** Joins facts by a middle dot into lines of about this width; a fact is never broken. */
function wrap(facts: readonly string[], width: number): string[] {
  const lines: string[] = []
  for (const fact of facts) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + fact.length + 3 <= width)
      lines[lines.length - 1] = `${last} · ${fact}`
    else lines.push(fact)
  }
  return lines
}

/** What needs no action, one line for what is alike. */
function foldedLines(findings: readonly Finding[], options: FormatOptions, paint: Paint): string[] {
  const alike = groupBy(findings, (finding) =>
    [finding.severity, finding.finding, causeWords(finding), finding.accepted?.until ?? ''].join('\n'),
  )
  return alike.flatMap(([, group]) => {
    const [first] = group
    if (!first) return []
    const names = [...new Set(group.map((finding) => resourceText(finding.resource)))]
    const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : ''
    const accepted = first.accepted ? `, ${acceptedWords(first.accepted)}` : ''
    const what = `${group.length} × ${first.finding}, ${causeWords(first)}${accepted}: ${names.slice(0, NAMES_SHOWN).join(', ')}${more}`
    return [
      paint('dim', `    ${first.severity.padEnd(LABEL_WIDTH)}  ${cut(printable(what), options.width * 2)}`),
    ]
  })
}

function gapLines(gaps: readonly GapEntry[], paint: Paint): string[] {
  if (gaps.length === 0) return []
  const alike = groupBy(gaps, (gap) => JSON.stringify([gap.environment, gap.source, gap.kinds, gap.accepted]))
  const lines = alike.flatMap(([, group]) => {
    const [first] = group
    if (!first) return []
    const what = first.kinds.includes('*') ? 'all kinds' : listed(first.kinds)
    const accepted = first.accepted
      ? [`not looked at, ${acceptedWords(first.accepted)}: ${first.accepted.reason}`]
      : []
    const messages = new Set(group.map((gap) => `${gap.message} (${gap.code})`))
    return [
      `  ${paint(first.accepted ? 'dim' : 'yellow', printable(`${first.environment} · ${first.source}`))}  ${printable(what)}`,
      ...[...messages, ...accepted].map((text) => `    ${printable(text)}`),
    ]
  })
  return [paint(['bold', 'yellow'], 'Could not check'), ...lines, '']
}

function notComparedLines(report: Report, paint: Paint): string[] {
  if (report.not_compared.length === 0) return []
  const groups = groupBy(report.not_compared, (entry) => JSON.stringify([entry.environment, entry.reason]))
  const lines = groups.flatMap(([, group]) => {
    const [first] = group
    if (!first) return []
    const kinds = group.map((entry) => (entry.count > 0 ? `${entry.kind} (${entry.count})` : entry.kind))
    return [`  ${printable(`${first.environment}  ${listed(kinds)}: ${first.reason}`)}`]
  })
  return [paint('bold', 'Not compared'), ...lines, '']
}

/** How old the code is, beside what has left it since: only where that is known. */
function evidenceLines(evidence: readonly Evidence[], paint: Paint): string[] {
  const lines = evidence.flatMap((entry) => {
    const { environment, source, role, age_days, serial, open_findings, resources_left, stale } = entry
    if (age_days === null && stale?.is_stale !== true) return []
    const ago = age_days === 0 ? 'today' : `${counted(age_days ?? 0, 'day')} ago`
    const limit =
      stale?.is_stale === true ? `more than ${counted(stale.after_days, 'day')} ago (stale)` : null
    const age = age_days === null ? limit : limit === null ? ago : `${ago}, ${limit}`
    const since =
      resources_left > 0
        ? `${counted(resources_left, 'resource')} left it since`
        : open_findings > 0
          ? counted(open_findings, 'open finding')
          : 'nothing left it since'
    const what = `${role === 'recorded' ? 'state ' : ''}${source}${serial === null ? '' : ` (serial ${serial})`}`
    return [`  ${printable(`${environment} · ${what}  last changed ${age}; ${since}`)}`]
  })
  return lines.length === 0 ? [] : [paint('bold', 'Age of the code'), ...lines, '']
}

function listed(names: readonly string[]): string {
  const most = 12
  const more = names.length > most ? ` and ${names.length - most} more` : ''
  return `${names.slice(0, most).join(', ')}${more}`
}

function resultLines(report: Report, options: FormatOptions, paint: Paint): string[] {
  const { exit } = options
  const by_severity = SEVERITIES.flatMap((severity) => {
    const count = report.findings.filter(
      (finding) => finding.severity === severity && !finding.accepted,
    ).length
    return count > 0 ? [paint(SEVERITY_STYLES[severity], `${count} ${severity}`)] : []
  })
  const accepted = report.findings.filter((finding) => finding.accepted).length
  const totals = [
    by_severity.length > 0 ? by_severity.join(', ') : 'no findings',
    ...(accepted > 0 ? [`${accepted} accepted`] : []),
    ...(report.gaps.length > 0 ? [counted(report.gaps.length, 'gap')] : []),
  ]
  const { stats } = report
  const cost = `${counted(stats.resources, 'resource')}, ${counted(stats.api_calls, 'request')}, ${(stats.duration_ms / 1000).toFixed(1)} s`
  const style: Style = exit.code === 0 ? 'green' : exit.code === 1 ? 'red' : 'yellow'
  return [
    `${paint('bold', 'Result')}  ${totals.join(', ')}  ${paint('dim', `(${cost})`)}`,
    paint(['bold', style], `Exit code ${exit.code}: ${printable(exit.meaning)}`),
  ]
}
