import { SECRET_TEXT } from '../core/value.ts'
import type { Json } from '../core/value.ts'
import type { Finding } from '../core/report.ts'
import { cut, printable } from './printable.ts'

/** What a row shows where a side has nothing. */
export const NOT_SET = '–'
/** how much of what is the same stays in front of the first difference of long values */
const LEAD = 24

/** A row of a finding's values: who says it, and what, in `width` characters. */
export interface ValueRow {
  readonly sides: string
  readonly text: string
}

/**
 * The values of a finding as rows to stand under each other; sides that say the same share one, but where a secret stands
 * nobody can see whether they do. Long values are cut, and where they only differ late, begin shortly before that.
 */
export function valueRows(finding: Finding, width: number): ValueRow[] {
  const rows: { sides: string; text: string }[] = []
  const isKnown = (text: string): boolean =>
    !text.includes(SECRET_TEXT) || finding.finding === 'shared_secret'
  for (const [side, value] of sidesOf(finding)) {
    const text = valueText(value)
    const same = isKnown(text) ? rows.find((row) => row.text === text) : undefined
    if (same) same.sides += ` = ${printable(side)}`
    else rows.push({ sides: printable(side), text })
  }
  const start = firstShown(
    rows.map(({ text }) => text),
    width,
  )
  return rows.map(({ sides, text }) => ({ sides, text: window(text, start, width) }))
}

/** One value on one line: JSON, since "8080" and 8080 differ. */
function valueText(value: Json): string {
  if (value === null) return NOT_SET
  if (value === SECRET_TEXT) return SECRET_TEXT
  return printable(JSON.stringify(value))
}

/** Who says what. Left out is a side that does not exist: `differs` means that nothing was recorded. */
function sidesOf(finding: Finding): [string, Json][] {
  const sides = Object.entries(finding.values)
  if (finding.cause === 'differs')
    return sides.filter(([side, value]) => side !== 'recorded' || value !== null)
  return sides.flatMap(([side, value]): [string, Json][] =>
    side === 'declared' && isParity(finding, value) ? codeSides(finding, value) : [[side, value]],
  )
}

/** What the code of two environments says; one side where it is the same, none where no code has a say. */
function codeSides(finding: Finding, declared: { readonly [environment: string]: Json }): [string, Json][] {
  const sides = Object.entries(declared)
  const texts = new Set(sides.map(([, value]) => valueText(value)))
  if (finding.cause === 'undeclared' && texts.has(NOT_SET) && texts.size === 1) return []
  if (texts.size === 1) return sides.slice(0, 1).map(([, value]) => ['code', value])
  return sides.map(([environment, value]) => [`${environment}'s code`, value])
}

function isParity(finding: Finding, value: Json): value is { readonly [key: string]: Json } {
  const keyed = typeof value === 'object' && value !== null && !Array.isArray(value)
  return (
    keyed && finding.environments.length === 2 && finding.environments.some((name) => name in finding.values)
  )
}

function firstShown(texts: readonly string[], width: number): number {
  const [first = '', ...rest] = texts.filter((text) => text !== NOT_SET)
  if (rest.length === 0 || texts.every((text) => text.length <= width)) return 0
  let same = 0
  while (same < first.length && rest.every((text) => text[same] === first[same])) same += 1
  return same + LEAD <= width ? 0 : same - LEAD
}

function window(text: string, start: number, width: number): string {
  if (start <= 0 || text.length <= start) return cut(text, width)
  // a start between the halves of a surrogate pair moves before it
  const low = text.charCodeAt(start)
  const from = low >= 0xdc00 && low <= 0xdfff ? start - 1 : start
  return cut(`…${text.slice(from)}`, width)
}
