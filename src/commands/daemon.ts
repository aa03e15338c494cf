import { PROVIDERS } from '../../providers/index.ts'
import { runCheck } from '../check.ts'
import { loadConfig } from '../config/load.ts'
import { runDaemon } from '../daemon.ts'
import { deliver, prepareOutputs } from '../deliver.ts'
import { gitHistory } from '../git-history.ts'
import { createLog } from '../log.ts'
import type { CheckFlags } from './flags.ts'
import type { Io } from './io.ts'
import { parseOutputs } from './outputs.ts'

/** Checks on a schedule until SIGTERM or SIGINT; then returns 0. A second signal ends the process at once. */
export async function daemonCommand(flags: CheckFlags, io: Io): Promise<number> {
  const outputs = parseOutputs(flags.output)
  await prepareOutputs(outputs)
  const log = await createLog(flags.logLevel ?? 'info', process.stderr)
  const stop = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stop.abort())
  await runDaemon({
    load: () => loadConfig(flags.config, PROVIDERS),
    check: (config, options) => runCheck(config, { ...options, history: gitHistory }),
    deliver,
    outputs,
    rule: { fail_on: flags.failOn, no_fail: false },
    strict: flags.strict ?? false,
    io,
    log,
    signal: stop.signal,
  })
  return 0
}
