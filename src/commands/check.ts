import { PROVIDERS } from '../../providers/index.ts'
import { runCheck } from '../check.ts'
import type { Config } from '../config/model.ts'
import { loadConfig } from '../config/load.ts'
import { EvenkeelError } from '../core/errors.ts'
import { deliver, prepareOutputs } from '../deliver.ts'
import { gitHistory } from '../git-history.ts'
import { createLog } from '../log.ts'
import type { CheckFlags } from './flags.ts'
import type { Io } from './io.ts'
import { parseOutputs } from './outputs.ts'
import { endAsAsked, listenForStop, unlessStopped } from './stopping.ts'

/** One check: configuration, run, delivery. Returns the exit code of DESIGN.md section 7. */
export async function checkCommand(
  environments: readonly string[],
  flags: CheckFlags,
  io: Io,
): Promise<number> {
  const outputs = parseOutputs(flags.output.length > 0 ? flags.output : ['text'])
  await prepareOutputs(outputs)
  const config = await loadConfig(flags.config, PROVIDERS)
  const log = await createLog(flags.logLevel ?? (flags.quiet ? 'error' : 'warn'), process.stderr)
  const stopping = listenForStop()
  const { signal } = stopping
  const run = runCheck(config, {
    environments,
    signal,
    now: new Date(),
    log: log.info,
    strict: flags.strict,
    env: io.env,
    history: gitHistory,
  })
  const report = await unlessStopped(run, stopping)
  if (!report) {
    await io.err('evenkeel: stopped before everything was read: there is no result\n')
    endAsAsked(stopping)
    return 2
  }
  if (report.checks.length === 0 && report.gaps.length === 0) throw nothingToCompare(config, environments)
  const rule = { fail_on: flags.failOn, no_fail: !flags.fail }
  const is_quiet = flags.quiet ?? false
  const exit = await deliver(report, config, { outputs, rule, is_quiet, io, log, signal })
  return exit.code
}

/** A run that compared nothing must not look like a clean one. */
function nothingToCompare(config: Config, chosen: readonly string[]): EvenkeelError {
  const names = chosen.length > 0 ? chosen : Object.keys(config.environments)
  return new EvenkeelError(
    'USAGE',
    `nothing to compare: ${names.join(', ')} has no declared or recorded source, and no parity within this choice`,
  )
}
