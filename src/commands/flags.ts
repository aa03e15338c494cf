import { Option } from 'commander'
import { SEVERITIES } from '../core/severity.ts'
import type { Severity } from '../core/report.ts'
import { LOG_LEVELS } from '../log.ts'
import type { LogLevel } from '../log.ts'

/** What commander hands to a command that checks. */
export interface CheckFlags {
  readonly config: string
  readonly output: readonly string[]
  readonly failOn: Severity
  /** commander's form of --no-fail: false when it is given */
  readonly fail: boolean
  readonly quiet?: true
  readonly strict?: true
  readonly logLevel?: LogLevel
}

/** What commander hands to `evaluate`. */
export interface EvaluateFlags {
  /** `--var-file` and `--var` in the order given: a later one wins */
  readonly inputs: readonly { readonly flag: 'var-file' | 'var'; readonly value: string }[]
  readonly workspace?: string
  readonly output: 'text' | 'json'
  readonly explain?: string
  readonly showSensitive?: true
}

/** What commander hands to `accept`. */
export interface AcceptFlags {
  readonly config: string
  readonly until: string
  readonly reason: string
  readonly owner?: string
  readonly all?: true
  readonly gap?: string
  readonly environment?: string
  readonly source?: string
  readonly report?: string
  readonly logLevel?: LogLevel
}

export const configFlag = () =>
  new Option('-c, --config <file>', 'configuration to read').default('evenkeel.yaml')

export const outputFlag = () =>
  new Option('-o, --output <format[=file]>', 'report as text or json; repeat for several')
    .default([], 'text')
    .argParser((value: string, earlier: readonly string[]) => [...earlier, value])

export const failOnFlag = () =>
  new Option('--fail-on <severity>', 'mildest severity that makes the exit code 1')
    .choices(SEVERITIES)
    .default('low')

export const noFailFlag = () =>
  new Option('--no-fail', 'exit 0 in place of 1; never in place of another code')

export const quietFlag = () => new Option('-q, --quiet', 'nothing on stderr but errors')

export const strictFlag = () =>
  new Option('--strict', 'declared kinds that no live source reads count as gaps')

export const logLevelFlag = (usual: LogLevel) =>
  new Option('--log-level <level>', `lines on stderr (default: "${usual}")`).choices(LOG_LEVELS)
