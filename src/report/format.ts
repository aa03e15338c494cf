import type { Exit } from '../core/exit.ts'
import type { Report, Severity } from '../core/report.ts'

/** What a format gets besides the report. */
export interface FormatOptions {
  readonly exit: Exit
  /** the mildest severity that counts for the exit code */
  readonly fail_on: Severity
  readonly colour: boolean
  /** columns */
  readonly width: number
}

/** A pure function of the report; the text ends with a newline. */
export type Format = (report: Report, options: FormatOptions) => string

/** Every format that `--output` knows, loaded on first use. A new one is a file and a line here. */
export const FORMATS: Readonly<Record<string, () => Promise<Format>>> = {
  text: async () => (await import('./text.ts')).renderText,
  json: async () => (await import('./json.ts')).renderJson,
}
