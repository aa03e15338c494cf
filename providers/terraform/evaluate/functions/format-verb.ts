import { refuse } from './arguments.ts'

/** One `%` of a format string: flags, width, precision, the argument's number and the letter. */
export interface FormatVerb {
  readonly raw: string
  readonly offset: number
  readonly argument: number
  readonly mode: string
  readonly zero: boolean
  readonly sharp: boolean
  readonly plus: boolean
  readonly minus: boolean
  readonly space: boolean
  readonly width: number | undefined
  readonly precision: number | undefined
}

const VERB = /%([0#\-+ ]*)([1-9]\d*)?(?:\.(\d*))?(?:\[([1-9]\d*)\])?([A-Za-z])/y

/** The parts of a format string in order: literal text, or a verb. Refuses what Terraform cannot read. */
export function formatParts(format: string): readonly (string | FormatVerb)[] {
  const parts: (string | FormatVerb)[] = []
  let next = 1
  for (let at = 0; at < format.length;) {
    const percent = format.indexOf('%', at)
    if (percent < 0) {
      parts.push(format.slice(at))
      break
    }
    if (percent > at) parts.push(format.slice(at, percent))
    if (format[percent + 1] === '%') {
      parts.push('%')
      at = percent + 2
      continue
    }
    const verb = verbAt(format, percent, next)
    parts.push(verb)
    next = verb.argument + 1
    at = percent + verb.raw.length
  }
  return parts
}

function verbAt(format: string, at: number, next: number): FormatVerb {
  VERB.lastIndex = at
  const match = VERB.exec(format)
  if (!match) return malformed(format, at)
  const [raw, flags = '', width, precision, argument, mode = ''] = match
  return {
    raw,
    offset: Buffer.byteLength(format.slice(0, at)),
    argument: argument === undefined ? next : Number(argument),
    mode,
    zero: flags.includes('0'),
    sharp: flags.includes('#'),
    plus: flags.includes('+'),
    minus: flags.includes('-'),
    space: flags.includes(' '),
    width: width === undefined ? undefined : Number(width),
    precision: precision === undefined ? undefined : Number(precision),
  }
}

/** How far a broken verb reads as one, for the message's offset. */
const START = /%[0#\-+ ]*([1-9]\d*)?(\.\d*)?(\[([1-9]\d*\]?)?)?/y

function malformed(format: string, at: number): never {
  START.lastIndex = at
  const end = at + (START.exec(format)?.[0].length ?? 1)
  const offset = Buffer.byteLength(format.slice(0, end))
  const character = format.codePointAt(end)
  if (character === undefined) return refuse(`invalid format string starting at offset ${offset}`)
  return refuse(`unrecognized format character '${String.fromCodePoint(character)}' at offset ${offset}`)
}
