import type { Report } from '../core/report.ts'

/** The report as its schema has it (`evenkeel schema report`). */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`
}
