import type { Writable } from 'node:stream'
import { printableJson } from './report/printable.ts'

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** Facts of a log line: never a value from outside that could be a secret. */
export type LogFacts = Readonly<Record<string, string | number | boolean | null>>

/** Lines for whoever runs evenkeel, as JSON on stderr. */
export type Log = Readonly<Record<Exclude<LogLevel, 'silent'>, (message: string, facts?: LogFacts) => void>>

/** A log by pino, which is loaded here. Synchronous, so that no line is lost at the end. */
export async function createLog(level: LogLevel, target: Writable): Promise<Log> {
  const { pino, stdTimeFunctions } = await import('pino')
  const formatters = { level: (label: string) => ({ level: label }) }
  // a name from outside may stand in a line, and somebody may read it in a terminal
  const printing = { write: (line: string) => void target.write(printableJson(line)) }
  const logger = pino({ level, base: null, timestamp: stdTimeFunctions.isoTime, formatters }, printing)
  return {
    error: (message, facts) => logger.error(facts ?? {}, message),
    warn: (message, facts) => logger.warn(facts ?? {}, message),
    info: (message, facts) => logger.info(facts ?? {}, message),
    debug: (message, facts) => logger.debug(facts ?? {}, message),
  }
}
