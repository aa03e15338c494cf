import { convert } from '../types/conversion.ts'
import { ConversionError } from '../types/evaluation-error.ts'
import { graphemes } from '../types/graphemes.ts'
import { jsonText } from '../types/json.ts'
import { exponentText, fixedText, generalText } from '../types/number-text.ts'
import type { BigFloat } from '../types/number.ts'
import { BOOL, NUMBER, STRING } from '../types/types.ts'
import type { Type } from '../types/types.ts'
import { boolOf, numberOf, string, textOf } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { FunctionError } from '../types/evaluation-error.ts'
import { beyond, refuse } from './arguments.ts'
import { formatParts } from './format-verb.ts'
import type { FormatVerb } from './format-verb.ts'
import { LONGEST_TEXT } from './strings.ts'

/** Formats wholly known values as cty's `format` does; refuses too few, too many or unsuitable ones. */
export function formatText(format: string, args: readonly Value[]): string {
  let highest = 0
  const text = formatParts(format).map((part) => {
    if (typeof part === 'string') return part
    highest = Math.max(highest, part.argument)
    return formatVerb(part, args)
  })
  if (highest < args.length) {
    const used = highest === 0 ? 'no verbs in format string' : `only ${highest} used by format string`
    throw new FunctionError(`too many arguments; ${used}`, highest + 1)
  }
  return text.join('')
}

function formatVerb(verb: FormatVerb, args: readonly Value[]): string {
  const value = args[verb.argument - 1]
  const place = `${JSON.stringify(verb.raw)} at ${verb.offset}`
  if (!value)
    return refuse(
      `not enough arguments for ${place}: need index ${verb.argument} but have ${args.length} total`,
    )
  if ((verb.width ?? 0) > LONGEST_TEXT || (verb.precision ?? 0) > LONGEST_TEXT)
    return beyond('the result is longer than evenkeel computes')
  if (verb.mode !== 'v' && value.isNull)
    return refuse(`unsupported value for ${place}: null value cannot be formatted`)
  switch (verb.mode) {
    case 'v':
      return pad(verb, asIs(verb, value))
    case 't':
      return String(boolOf(suited(value, BOOL, place)))
    case 'b':
    case 'd':
    case 'o':
    case 'x':
    case 'X':
      return integerText(verb, numberOf(suited(value, NUMBER, place)), place)
    case 'e':
    case 'E':
    case 'f':
    case 'g':
    case 'G':
      return floatText(verb, numberOf(suited(value, NUMBER, place)))
    case 's':
    case 'q':
      return stringText(verb, textOf(suited(value, STRING, place)))
    default:
      return refuse(
        `unsupported format verb '${verb.mode}' in ${JSON.stringify(verb.raw)} at offset ${verb.offset}`,
      )
  }
}

function suited(value: Value, type: Type, place: string): Value {
  try {
    return convert(value, type)
  } catch (error) {
    if (error instanceof ConversionError) return refuse(`unsupported value for ${place}: ${error.reason}`)
    throw error
  }
}

function asIs(verb: FormatVerb, value: Value): string {
  if (!verb.sharp && !value.isNull) {
    if (value.type.kind === 'string') return textOf(value)
    if (value.type.kind === 'number') return generalText(numberOf(value), -1)
  }
  return jsonText(value)
}

function stringText(verb: FormatVerb, text: string): string {
  const cut = verb.precision ? graphemes(text).slice(0, verb.precision).join('') : text
  return pad(verb, verb.mode === 'q' ? jsonText(string(cut)) : cut)
}

/** To the width in grapheme clusters; a zero flag pads with zeros on either side. */
function pad(verb: FormatVerb, text: string): string {
  const missing = (verb.width ?? 0) - graphemes(text).length
  if (missing <= 0) return text
  const padding = (verb.zero ? '0' : ' ').repeat(missing)
  return verb.minus ? text + padding : padding + text
}

const BASES: Readonly<Record<string, { readonly base: number; readonly prefix: string }>> = {
  b: { base: 2, prefix: '0b' },
  d: { base: 10, prefix: '' },
  o: { base: 8, prefix: '0' },
  x: { base: 16, prefix: '0x' },
  X: { base: 16, prefix: '0X' },
}

function signOf(verb: FormatVerb, negative: boolean): string {
  return negative ? '-' : verb.plus ? '+' : verb.space ? ' ' : ''
}

function integerText(verb: FormatVerb, value: BigFloat, place: string): string {
  const whole = value.isInteger ? value.truncate() : undefined
  if (whole === undefined) return refuse(`unsupported value for ${place}: an integer is required`)
  const { base, prefix } = BASES[verb.mode] ?? { base: 10, prefix: '' }
  const sign = signOf(verb, whole < 0n)
  const plain = (whole < 0n ? -whole : whole).toString(base)
  const digits = verb.mode === 'X' ? plain.toUpperCase() : plain
  if (verb.precision === 0 && digits === '0') return ''
  const start = sign + (verb.sharp ? prefix : '')
  const zeros = Math.max(0, (verb.precision ?? 0) - digits.length)
  const missing = Math.max(0, (verb.width ?? 0) - start.length - zeros - digits.length)
  const body = '0'.repeat(zeros) + digits
  if (verb.minus) return start + body + ' '.repeat(missing)
  if (verb.zero && verb.precision === undefined) return start + '0'.repeat(missing) + body
  return ' '.repeat(missing) + start + body
}

function floatText(verb: FormatVerb, value: BigFloat): string {
  const size = value.absolute()
  const plain = floatDigits(verb, size).replace(/^\+/, '')
  const digits = verb.mode === 'E' || verb.mode === 'G' ? plain.replace('e', 'E') : plain
  const infinite = value.kind === 'infinite'
  const sign = infinite && !value.negative ? (verb.space ? ' ' : '+') : signOf(verb, value.negative)
  const padding = Math.max(0, (verb.width ?? 0) - sign.length - digits.length)
  // Go's floats put zeros in front even where a minus asks for the left side
  if (verb.zero && !infinite) return sign + '0'.repeat(padding) + digits
  return verb.minus ? sign + digits + ' '.repeat(padding) : ' '.repeat(padding) + sign + digits
}

function floatDigits(verb: FormatVerb, size: BigFloat): string {
  if (verb.mode === 'f') return fixedText(size, verb.precision ?? 6)
  if (verb.mode === 'e' || verb.mode === 'E') return exponentText(size, verb.precision ?? 6)
  return generalText(size, verb.precision ?? -1)
}
