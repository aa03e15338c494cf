import type { Finding, FindingResource } from '../core/report.ts'
import { printable } from './printable.ts'
import { acceptedWords, causeWords } from './words.ts'

/** What a resource is called: kind, name, and where to find it. Safe to print. */
export function resourceText(resource: FindingResource | null): string {
  if (resource === null) return 'configuration'
  const { kind, name, namespace, root, address, id } = resource
  const full = namespace === null || name.startsWith(`${namespace}/`) ? name : `${namespace}/${name}`
  const place = address === null ? null : root === null ? address : `${root}: ${address}`
  const known = [place, id === full || id === name ? null : id].filter((part) => part !== null)
  return printable(`${kind} ${full}${known.length > 0 ? ` (${known.join(', ')})` : ''}`)
}

/** Why, who, where, and what else there is to know, one sentence or fact each. Safe to print. */
export function factTexts(finding: Finding): string[] {
  const { by, source, gap, owner, channel, accepted } = finding
  const facts = [
    causeWords(finding),
    by &&
      `by ${by.writer}${by.operation ? ` (${by.operation})` : ''}${by.no_later_than ? `, no later than ${by.no_later_than}` : ''}`,
    source && `declared in ${source.file}${source.line === null ? '' : `:${source.line}`}`,
    gap && `its declaration is hidden by a gap: ${gap.source} ${gap.code}`,
    owner && `owner ${owner}${channel === undefined ? '' : ` (${channel})`}`,
    accepted && `${acceptedWords(accepted)}: ${accepted.reason}`,
    ...finding.notes,
    ...finding.remedy.map((step) => `to do: ${step.text}`),
    `fingerprint ${finding.fingerprint}`,
  ]
  return facts.flatMap((fact) => (fact ? [printable(fact)] : []))
}

/** Findings by a key, in the order of their first. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return [...groups]
}
