import { refuse } from './arguments.ts'

/** A moment as RFC 3339 writes it: seconds since 1970, nanoseconds, and the offset it was written with. */
export interface Timestamp {
  readonly seconds: number
  readonly nanoseconds: number
  readonly offset_seconds: number
}

/** The calendar fields of a moment at its own offset. */
export interface Calendar {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly weekday: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

const STRICT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|([+-])(\d\d):(\d\d))$/
/** What Go's time.Parse also takes: one digit of hour, a comma before the fraction. */
const LENIENT = /^(\d{4})-(\d\d)-(\d\d)T(\d{1,2}):(\d\d):(\d\d)(?:[.,]\d+)?(?:Z|([+-])(\d\d):(\d\d))$/

function daysIn(year: number, month: number): number {
  const days = new Date(0)
  days.setUTCFullYear(year, month, 0)
  return days.getUTCDate()
}

/** Reads a timestamp; `timecmp` is lenient where the other functions are strict. Refuses what is none. */
export function parseTimestamp(text: string, lenient: boolean, index?: number): Timestamp {
  const match = (lenient ? LENIENT : STRICT).exec(text)
  const limit = lenient ? { hours: 24, minutes: 60 } : { hours: 23, minutes: 59 }
  const moment = match && validMoment(match, limit)
  if (!match || !moment) return invalid(text, index)
  return { ...moment, nanoseconds: Number((/[.,](\d+)/.exec(text)?.[1] ?? '').slice(0, 9).padEnd(9, '0')) }
}

/**
 * The moment of a match whose groups are year, month, day, hour, minute, second, sign, hours and minutes of the offset, in
 * whole seconds; undefined where no calendar has it. `limit` is the largest offset.
 */
export function validMoment(
  match: RegExpExecArray,
  limit: { readonly hours: number; readonly minutes: number },
): Timestamp | undefined {
  const at = (group: number): number => Number(match[group] ?? 0)
  const [year, month, day] = [at(1), at(2), at(3)]
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined
  if (at(4) > 23 || at(5) > 59 || at(6) > 59 || at(8) > limit.hours || at(9) > limit.minutes) return undefined
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(at(4), at(5), at(6))
  const offset = (at(8) * 60 + at(9)) * 60 * (match[7] === '-' ? -1 : 1)
  return { seconds: date.getTime() / 1000 - offset, nanoseconds: 0, offset_seconds: offset }
}

function invalid(text: string, index?: number): never {
  return refuse(`not a valid RFC3339 timestamp: cannot use ${JSON.stringify(text)} as timestamp`, index)
}

export function calendarOf({ seconds, offset_seconds }: Timestamp): Calendar {
  const local = new Date((seconds + offset_seconds) * 1000)
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    weekday: local.getUTCDay(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
  }
}

/** `+01:00`, or with another separator. */
export function offsetText({ offset_seconds }: Timestamp, separator: string): string {
  const minutes = Math.trunc(Math.abs(offset_seconds) / 60)
  return `${offset_seconds < 0 ? '-' : '+'}${padded(Math.trunc(minutes / 60))}${separator}${padded(minutes % 60)}`
}

export function padded(value: number, digits = 2): string {
  return value < 0 ? `-${String(-value).padStart(digits, '0')}` : String(value).padStart(digits, '0')
}

/** RFC 3339 in whole seconds, `Z` for no offset. */
export function timestampText(time: Timestamp): string {
  const { year, month, day, hour, minute, second } = calendarOf(time)
  const zone = time.offset_seconds === 0 ? 'Z' : offsetText(time, ':')
  return `${padded(year, 4)}-${padded(month)}-${padded(day)}T${padded(hour)}:${padded(minute)}:${padded(second)}${zone}`
}

/** Nanoseconds in each unit of a duration; both signs for micro. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  '\u00b5s': 1e3,
  '\u03bcs': 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
}

const LONGEST = 2n ** 63n

/** A duration as Go reads it (`1h30m`, `-1.5s`) in nanoseconds. Refuses what is none, or 292 years and more. */
export function parseDuration(text: string): bigint {
  const [, sign = '', rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? []
  if (rest === '0') return 0n
  if (!/^(?:(?:\d+(?:\.\d*)?|\.\d+)[^\d.]+)+$/s.test(rest))
    return refuse(`time: invalid duration ${JSON.stringify(text)}`)
  let total = 0n
  for (const [, whole = '', fraction = '', unit = ''] of rest.matchAll(/(\d*)(?:\.(\d*))?([^\d.]+)/gs)) {
    const size = Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined
    if (size === undefined)
      return refuse(`time: unknown unit ${JSON.stringify(unit)} in duration ${JSON.stringify(text)}`)
    const digits = fraction.slice(0, 18)
    total += BigInt(whole || '0') * BigInt(size)
    if (digits) total += BigInt(Math.trunc(Number(digits) * (size / 10 ** digits.length)))
  }
  if (total > LONGEST || (total === LONGEST && sign !== '-'))
    return refuse(`time: invalid duration ${JSON.stringify(text)}`)
  return sign === '-' ? -total : total
}

/** The moment so many nanoseconds later. */
export function later(time: Timestamp, nanoseconds: bigint): Timestamp {
  const total = BigInt(time.seconds) * 1_000_000_000n + BigInt(time.nanoseconds) + nanoseconds
  const rest = ((total % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  return { ...time, seconds: Number((total - rest) / 1_000_000_000n), nanoseconds: Number(rest) }
}
