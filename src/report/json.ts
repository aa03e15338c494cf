import type { Report } from '../core/report.ts'
import { printableJson } from './printable.ts'

/** The report as its schema has it (`evenkeel schema report`); a terminal may show it as it stands. */
export function renderJson(report: Report): string {
  return printableJson(`${JSON.stringify(report, null, 2)}\n`)
}
