import { NUMBER, STRING } from '../types/types.ts'
import { integer, string } from '../types/value.ts'
import { NOT_NULL, refuse, textArgument } from './arguments.ts'
import type { FunctionSpec } from './function-spec.ts'
import {
  calendarOf,
  later,
  offsetText,
  padded,
  parseDuration,
  parseTimestamp,
  timestampText,
} from './timestamp.ts'
import type { Calendar, Timestamp } from './timestamp.ts'

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** A quoted literal (a doubled quote inside stands for one), a run of one letter, or other text. */
const TOKENS = /''|'(?:[^']|'')*'(?!')|'(?:.*)|([A-Za-z])\1*|[^A-Za-z']+/gs

function literal(token: string): string {
  if (token.length === 1 || !token.endsWith("'")) return refuse("unterminated literal '", 0)
  return token === "''" ? "'" : token.slice(1, -1).replaceAll("''", "'")
}

function oneOrTwo(value: number): Readonly<Record<number, string>> {
  return { 1: String(value), 2: padded(value) }
}

/** What a letter becomes by how often it stands; a number of letters that is missing is refused. */
function verbForms(
  letter: string,
  at: Calendar,
  time: Timestamp,
): Readonly<Record<number, string>> | undefined {
  const month = MONTHS[at.month - 1] ?? ''
  const day = DAYS[at.weekday] ?? ''
  const half = at.hour < 12 ? 'am' : 'pm'
  const zone = offsetText(time, '')
  switch (letter) {
    case 'Y':
      return { 2: padded(at.year % 100), 4: padded(at.year, 4) }
    case 'M':
      return { ...oneOrTwo(at.month), 3: month.slice(0, 3), 4: month }
    case 'D':
      return oneOrTwo(at.day)
    case 'E':
      return { 3: day.slice(0, 3), 4: day }
    case 'h':
      return oneOrTwo(at.hour)
    case 'H':
      return oneOrTwo(at.hour % 12 || 12)
    case 'A':
      return { 2: half.toUpperCase() }
    case 'a':
      return { 2: half }
    case 'm':
      return oneOrTwo(at.minute)
    case 's':
      return oneOrTwo(at.second)
    case 'Z': {
      const short = time.offset_seconds === 0 ? 'Z' : offsetText(time, ':')
      return { 1: short, 3: zone === '+0000' ? 'UTC' : zone, 4: zone, 5: offsetText(time, ':') }
    }
    default:
      return undefined
  }
}

function formatDate(format: string, time: Timestamp): string {
  const at = calendarOf(time)
  return format.replace(TOKENS, (token: string) => {
    if (token.startsWith("'")) return literal(token)
    if (!/^[A-Za-z]/.test(token)) return token
    const form = verbForms(token.charAt(0), at, time)?.[token.length]
    return form ?? refuse(`invalid date format verb ${JSON.stringify(token)}`, 0)
  })
}

const formatdate: FunctionSpec = {
  name: 'formatdate',
  params: [
    { name: 'format', type: STRING },
    { name: 'time', type: STRING },
  ],
  returns: STRING,
  refine: NOT_NULL,
  call: (args) => string(formatDate(textArgument(args, 0), parseTimestamp(textArgument(args, 1), false, 1))),
}

const timeadd: FunctionSpec = {
  name: 'timeadd',
  params: [
    { name: 'timestamp', type: STRING },
    { name: 'duration', type: STRING },
  ],
  returns: STRING,
  call: (args) =>
    string(
      timestampText(
        later(parseTimestamp(textArgument(args, 0), false), parseDuration(textArgument(args, 1))),
      ),
    ),
}

const timecmp: FunctionSpec = {
  name: 'timecmp',
  params: [
    { name: 'timestamp_a', type: STRING },
    { name: 'timestamp_b', type: STRING },
  ],
  returns: NUMBER,
  refine: NOT_NULL,
  call: (args) => {
    const a = parseTimestamp(textArgument(args, 0), true, 0)
    const b = parseTimestamp(textArgument(args, 1), true, 1)
    return integer(Math.sign(a.seconds - b.seconds || a.nanoseconds - b.nanoseconds))
  },
}

/** Functions of timestamps. */
export const DATETIME: readonly FunctionSpec[] = [formatdate, timeadd, timecmp]
