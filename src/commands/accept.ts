import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { PROVIDERS } from '../../providers/index.ts'
import { runCheck } from '../check.ts'
import { insertAcceptances } from '../config/insert-accept.ts'
import { loadConfig } from '../config/load.ts'
import type { Config } from '../config/model.ts'
import { EvenkeelError } from '../core/errors.ts'
import { report_schema, type Report } from '../core/report.ts'
import { createLog } from '../log.ts'
import { counted, printable } from '../report/printable.ts'
import { reasonOf, writeWhole } from '../whole-file.ts'
import { chooseAcceptances } from './accept-choice.ts'
import type { AcceptFlags } from './flags.ts'
import type { Io } from './io.ts'

/**
 * Writes what is to be lived with into `accept` of the configuration. What there is to accept comes from a run of now, or
 * from a stored JSON report.
 * @throws EvenkeelError USAGE, CONFIG_UNWRITABLE, and what reading the configuration throws
 */
export async function acceptCommand(
  fingerprints: readonly string[],
  flags: AcceptFlags,
  io: Io,
): Promise<number> {
  const now = new Date()
  checkFlags(fingerprints, flags, now)
  const config = await loadConfig(flags.config, PROVIDERS)
  const report =
    flags.report === undefined ? await runNow(config, flags, io, now) : await storedReport(flags.report)
  const added = chooseAcceptances(report, {
    fingerprints,
    is_all: flags.all ?? false,
    gap: flags.gap,
    source: flags.source,
    environment: flags.environment,
    until: flags.until,
    reason: flags.reason,
    owner: flags.owner,
  })
  if (added.length > 0) await change(flags.config, (text) => insertAcceptances(text, flags.config, added))
  const what = `${counted(added.length, 'rule')} written, until ${flags.until}`
  const lines = [
    added.length === 0 ? 'nothing to accept' : `${flags.config}: ${what}`,
    ...added.map(({ about }) => `  ${about}`),
    ...gapsLeft(report, flags),
  ]
  await io.out(lines.map((line) => `${printable(line)}\n`).join(''))
  return 0
}

function checkFlags(fingerprints: readonly string[], flags: AcceptFlags, now: Date): void {
  const fault = faultIn(fingerprints, flags, now)
  if (fault !== undefined) throw new EvenkeelError('USAGE', `accept: ${fault}`)
}

function faultIn(fingerprints: readonly string[], flags: AcceptFlags, now: Date): string | undefined {
  const today = now.toISOString().slice(0, 10)
  if (!z.iso.date().safeParse(flags.until).success)
    return `--until ${flags.until}: not a day such as 2026-12-31`
  if (flags.until < today) return `--until ${flags.until}: this day is past (today is ${today}, UTC)`
  if (flags.reason.trim() === '') return '--reason: give one, for those who read it next year'
  if (flags.owner?.trim() === '') return '--owner: is empty'
  if (flags.source !== undefined && flags.gap === undefined) return '--source goes with --gap'
  if (flags.environment !== undefined && flags.gap === undefined) return '--environment goes with --gap'
  if (flags.all && fingerprints.length > 0) return 'give fingerprints or --all'
  if (fingerprints.length === 0 && !flags.all && flags.gap === undefined)
    return 'name findings by their fingerprints, or give --all or --gap CODE'
  return undefined
}

async function runNow(config: Config, flags: AcceptFlags, io: Io, now: Date): Promise<Report> {
  const log = await createLog(flags.logLevel ?? 'warn', process.stderr)
  return runCheck(config, { signal: new AbortController().signal, now, log: log.info, env: io.env })
}

async function storedReport(file: string): Promise<Report> {
  let value: unknown
  try {
    value = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'not JSON' : reasonOf(error)
    throw new EvenkeelError('USAGE', `--report ${file}: cannot be read (${reason})`)
  }
  const parsed = report_schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new EvenkeelError('USAGE', `--report ${file}: not a report of check --output json`)
}

/** Reads the file again, so that what somebody wrote during the run stays, too. */
async function change(file: string, edit: (text: string) => string): Promise<void> {
  try {
    // the mark of the byte order has to survive
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file))
    await writeWhole(file, edit(text))
  } catch (error) {
    if (error instanceof EvenkeelError) throw error
    throw new EvenkeelError('CONFIG_UNWRITABLE', `${file}: cannot be written (${reasonOf(error)})`)
  }
}

/** A baseline of findings leaves the run incomplete where something could not be looked at: that is a decision of its own. */
function gapsLeft(report: Report, flags: AcceptFlags): string[] {
  if (!flags.all || flags.gap !== undefined) return []
  const left = report.gaps.filter(({ accepted }) => !accepted).length
  return left === 0
    ? []
    : [
        `${counted(left, 'gap')} ${left === 1 ? 'stays' : 'stay'}: each is accepted by --gap CODE --source NAME`,
      ]
}
