import { access, constants, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Io } from './commands/io.ts'
import type { Output } from './commands/outputs.ts'
import type { Config } from './config/model.ts'
import { readSecret } from './config/secret.ts'
import { EvenkeelError } from './core/errors.ts'
import { exitOf } from './core/exit.ts'
import type { Exit, FailureRule } from './core/exit.ts'
import type { Report } from './core/report.ts'
import type { Log } from './log.ts'
import type { SlackNotifier } from './notify/slack.ts'
import { FORMATS } from './report/format.ts'
import { realPlace, reasonOf, writeWhole } from './whole-file.ts'

/** Where a report goes besides the configuration's own notifications. */
export interface Delivery {
  readonly outputs: readonly Output[]
  readonly rule: FailureRule
  /** no result line on stderr where no report goes to stdout */
  readonly is_quiet: boolean
  readonly io: Io
  readonly log: Log
  /** one that remembers what it said, for a process of many runs */
  readonly slack?: SlackNotifier
  /** ends the waiting for Slack */
  readonly signal?: AbortSignal
}

/**
 * Finds out before the run whether the files of `--output` can be written, so that no run is lost on a slip.
 * @throws EvenkeelError OUTPUT_UNWRITABLE
 */
export async function prepareOutputs(outputs: readonly Output[]): Promise<void> {
  for (const { path: file } of outputs) {
    if (file === undefined) continue
    const found = await stat(file).catch(() => undefined)
    if (found?.isDirectory()) throw unwritable(file, 'is a folder')
    const place = found && !found.isFile() ? file : path.dirname(await realPlace(file))
    await access(place, constants.W_OK).catch((error: unknown) => {
      throw unwritable(file, reasonOf(error))
    })
  }
}

/**
 * Writes every output and notifies. Slack never changes the result; an output that cannot be written does, once all
 * others have been served.
 * @throws EvenkeelError OUTPUT_UNWRITABLE
 */
export async function deliver(report: Report, config: Config, delivery: Delivery): Promise<Exit> {
  const { outputs, rule, io } = delivery
  const exit = exitOf(report, rule)
  const failures: unknown[] = []
  for (const output of outputs) {
    await writeOutput(report, output, exit, delivery).catch((error: unknown) => failures.push(error))
  }
  await notify(report, exit, config, delivery)
  const [failure] = failures
  if (failure) throw failure
  const is_shown = outputs.some((output) => output.path === undefined)
  if (!is_shown && outputs.length > 0 && !delivery.is_quiet)
    await io.err(`evenkeel: ${exit.meaning} (exit code ${exit.code})\n`)
  return exit
}

async function writeOutput(report: Report, output: Output, exit: Exit, delivery: Delivery): Promise<void> {
  const { io, rule } = delivery
  const load = FORMATS[output.format]
  if (!load) throw new EvenkeelError('USAGE', `--output ${output.format}: there is no such format`)
  const format = await load()
  const is_shown = output.path === undefined
  const text = format(report, {
    exit,
    fail_on: rule.fail_on,
    colour: is_shown && io.colour,
    width: io.width,
  })
  try {
    if (output.path === undefined) await io.out(text)
    else await writeWhole(output.path, text)
  } catch (error) {
    throw unwritable(output.path ?? 'standard output', reasonOf(error))
  }
}

function unwritable(place: string, reason: string): EvenkeelError {
  return new EvenkeelError('OUTPUT_UNWRITABLE', `the report cannot be written to ${place} (${reason})`)
}

async function notify(report: Report, exit: Exit, config: Config, delivery: Delivery): Promise<void> {
  const { slack } = config.notify
  if (!slack) return
  const { log, io } = delivery
  try {
    const setting = { name: 'notify.slack.webhook_url', folder: config.folder, env: io.env }
    const url = await readSecret(slack.webhook_url, setting)
    const { SlackNotifier } = await import('./notify/slack.ts')
    const notifier = delivery.slack ?? new SlackNotifier()
    await notifier.notify(report, exit, { url, log, signal: delivery.signal })
  } catch (error) {
    const code = error instanceof EvenkeelError ? error.code : 'INTERNAL'
    log.error(error instanceof EvenkeelError ? error.message : 'slack: the digest could not be made', {
      code,
    })
  }
}
