import { setTimeout as sleep } from 'node:timers/promises'
import type { CheckOptions } from './check.ts'
import type { Output } from './commands/outputs.ts'
import type { Config, Schedule } from './config/model.ts'
import { EvenkeelError } from './core/errors.ts'
import type { Exit, FailureRule } from './core/exit.ts'
import { SEVERITIES } from './core/severity.ts'
import type { Report } from './core/report.ts'
import type { Delivery } from './deliver.ts'
import { bugText } from './fault.ts'
import type { Io } from './commands/io.ts'
import type { Log, LogFacts } from './log.ts'
import { SlackNotifier } from './notify/slack.ts'

export interface DaemonOptions {
  /** reads the configuration anew */
  load(): Promise<Config>
  check(config: Config, options: CheckOptions): Promise<Report>
  deliver(report: Report, config: Config, delivery: Delivery): Promise<Exit>
  readonly outputs: readonly Output[]
  readonly rule: FailureRule
  readonly strict: boolean
  readonly io: Io
  readonly log: Log
  /** ends the daemon */
  readonly signal: AbortSignal
}

/** how long a running check may take to notice that it was stopped */
const GRACE_MS = 5_000

/**
 * Checks on the configuration's schedule until the signal. No run overlaps another, and no failing run ends the daemon.
 * The configuration is read before each run; a broken one is logged and the last sound one stays. The schedule itself is
 * taken at the start.
 * @throws EvenkeelError when the first configuration is not sound, or has no schedule
 */
export async function runDaemon(options: DaemonOptions): Promise<void> {
  const { log, signal } = options
  let config = await options.load()
  const { schedule } = config
  if (!schedule)
    throw new EvenkeelError('CONFIG_INVALID', `${config.file}: the daemon needs schedule: { cron: … }`)
  const slack = new SlackNotifier()
  let running: Promise<void> | undefined
  const run = async (): Promise<void> => {
    if (signal.aborted) return
    config = await freshConfig(options, config, schedule)
    running = runOnce(options, config, slack)
    await running
  }
  const { createTask } = await import('node-cron')
  const task = createTask(schedule.cron, run, {
    timezone: schedule.timezone,
    noOverlap: true,
    logger: cronLogger(log),
  })
  task.on('execution:overlap', () => log.warn('a run was left out: the one before it is not done'))
  task.on('execution:missed', () => log.warn('a run was missed: the machine was busy or asleep'))
  await task.start()
  log.info('daemon started', { ...schedule, next_run: task.getNextRun()?.toISOString() ?? null })
  await aborted(signal)
  await task.destroy()
  await Promise.race([running, sleep(GRACE_MS, undefined, { ref: false })])
  log.info('daemon stopped')
}

async function freshConfig(options: DaemonOptions, last: Config, schedule: Schedule): Promise<Config> {
  try {
    const config = await options.load()
    if (config.schedule?.cron !== schedule.cron || config.schedule.timezone !== schedule.timezone)
      options.log.warn('the schedule has changed: restart the daemon to follow it')
    return config
  } catch (error) {
    const code = error instanceof EvenkeelError ? error.code : 'INTERNAL'
    const reason = error instanceof EvenkeelError ? error.message : bugText(error)
    options.log.error('the configuration is broken: going on with the last sound one', { code, reason })
    return last
  }
}

async function runOnce(options: DaemonOptions, config: Config, slack: SlackNotifier): Promise<void> {
  const { log, signal, io } = options
  const { outputs, rule } = options
  const started_ms = performance.now()
  try {
    const report = await options.check(config, {
      signal,
      now: new Date(),
      log: log.debug,
      strict: options.strict,
      env: io.env,
    })
    // what was cut short says nothing about the environments
    if (signal.aborted) return
    const exit = await options.deliver(report, config, {
      outputs,
      rule,
      is_quiet: true,
      io,
      log,
      slack,
      signal,
    })
    log.info('checked', runFacts(report, exit))
  } catch (error) {
    if (signal.aborted) return
    const code = error instanceof EvenkeelError ? error.code : 'INTERNAL'
    const reason = error instanceof EvenkeelError ? error.message : bugText(error)
    const duration_ms = Math.round(performance.now() - started_ms)
    log.error('the run failed', { code, reason, duration_ms })
  }
}

function runFacts(report: Report, exit: Exit): LogFacts {
  const counts = SEVERITIES.map((severity) => {
    const count = report.findings.filter(
      (finding) => finding.severity === severity && !finding.accepted,
    ).length
    return [severity, count] as const
  })
  return {
    outcome: report.outcome,
    exit_code: exit.code,
    checks: report.checks.length,
    ...Object.fromEntries(counts),
    gaps: report.gaps.length,
    resources: report.stats.resources,
    api_calls: report.stats.api_calls,
    duration_ms: report.stats.duration_ms,
  }
}

/** The scheduler's own words, which it would otherwise print. Those about runs are told by the events above. */
function cronLogger(log: Log) {
  const tell = (message: string | Error): void =>
    log.debug(message instanceof Error ? bugText(message) : message)
  return { info: tell, warn: tell, error: tell, debug: tell }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
