import { BigFloat, INTEGER_PRECISION } from '../../types/number.ts'
import { bool, NULL, number, numberFromText, string } from '../../types/value.ts'
import type { Value } from '../../types/value.ts'
import { fromBase64 } from '../encoding.ts'
import { YamlError } from './source.ts'
import { timestampText, validMoment } from '../timestamp.ts'

/** The key that merges another mapping into its own. */
export const MERGE = Symbol('merge')

const PREFIX = 'tag:yaml.org,2002:'

/** Tags of YAML's own types, long. */
export const TAGS = {
  map: `${PREFIX}map`,
  seq: `${PREFIX}seq`,
  str: `${PREFIX}str`,
  bool: `${PREFIX}bool`,
  int: `${PREFIX}int`,
  float: `${PREFIX}float`,
  null: `${PREFIX}null`,
  timestamp: `${PREFIX}timestamp`,
  binary: `${PREFIX}binary`,
} as const

const RESOLVABLE: ReadonlySet<string> = new Set(['', ...Object.values(TAGS).slice(2)])

function named(value: Value, ...texts: readonly string[]): readonly (readonly [string, Value])[] {
  return texts.map((text) => [text, value])
}

const BOOLS: ReadonlyMap<string, Value> = new Map([
  ...named(bool(true), 'y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'),
  ...named(bool(false), 'n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'),
])

/** Plain words of YAML 1.1 that are no strings. */
const WORDS: ReadonlyMap<string, Value> = new Map([
  ...BOOLS,
  ...named(NULL, '', '~', 'null', 'Null', 'NULL'),
  ...named(number(BigFloat.infinity(false)), '.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'),
  ...named(number(BigFloat.infinity(true)), '-.inf', '-.Inf', '-.INF'),
])

const INTEGER = /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/

/**
 * What a scalar means, as go-cty-yaml 1.1 resolves it: YAML 1.1's words, decimal and `0o`, `0x` numbers, dates as RFC 3339.
 * Only text whose first character can begin such a thing is looked at.
 */
export function resolveScalar(tag: string, text: string, quoted: boolean): Value | typeof MERGE {
  if (!RESOLVABLE.has(tag)) throw new YamlError(`unsupported tag ${JSON.stringify(tag)}`)
  let kind = tag
  if (tag !== TAGS.str && tag !== TAGS.binary && /^(?:$|[-+.~0-9yYnNtTfFoO])/.test(text)) {
    if (quoted) return string(text)
    const found = WORDS.get(text) ?? guessed(tag, text)
    if (found) return found
    if (/^[-+0-9]/.test(text)) kind = INTEGER.test(text) ? TAGS.int : FLOAT.test(text) ? TAGS.float : tag
  }
  if (kind === '' && text === '<<') return MERGE
  return byTag(kind, text)
}

function guessed(tag: string, text: string): Value | undefined {
  if (tag === '' && /^\.(?:nan|NaN|NAN)$/.test(text))
    throw new YamlError('floating point NaN is not supported')
  if (text.startsWith('.')) return numberFromText(text)
  if (!/^[-+0-9]/.test(text) || (tag !== '' && tag !== TAGS.timestamp)) return undefined
  const moment = yamlTimestamp(text)
  return moment === undefined ? undefined : string(moment)
}

function byTag(tag: string, text: string): Value {
  const unfit = (): never => {
    throw new YamlError(`cannot parse ${JSON.stringify(text)} as ${tag}`)
  }
  switch (tag) {
    case TAGS.binary:
      return fromBase64(text) ? string(text) : unfit()
    case TAGS.bool:
      return BOOLS.get(text) ?? unfit()
    case TAGS.int:
    case TAGS.float:
      return yamlNumber(text.replaceAll('_', '')) ?? unfit()
    case TAGS.timestamp: {
      const moment = yamlTimestamp(text)
      return moment === undefined ? unfit() : string(moment)
    }
    case TAGS.null:
      return NULL
    default:
      return string(text)
  }
}

/** A decimal number, or an integer of 64 bits with Go's prefix of its base. */
function yamlNumber(text: string): Value | undefined {
  const decimal = numberFromText(text)
  if (decimal) return decimal
  const match = /^([+-]?)(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/.exec(text)
  if (!match) return undefined
  const size = BigInt((match[2] ?? '').toLowerCase())
  const value = match[1] === '-' ? -size : size
  const fits = match[1] === '' ? size < 2n ** 64n : value < 2n ** 63n && value >= -(2n ** 63n)
  return fits ? number(BigFloat.fromBigInteger(value, INTEGER_PRECISION)) : undefined
}

const MOMENTS = [
  /^(\d{4})-(\d\d?)-(\d\d?)[Tt](\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?(?:Z|([+-])(\d\d):(\d\d))$/,
  /^(\d{4})-(\d\d?)-(\d\d?) (\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?$/,
  /^(\d{4})-(\d\d?)-(\d\d?)$/,
]

/** A date or moment in the forms that YAML knows, as RFC 3339; undefined for any other text. */
function yamlTimestamp(text: string): string | undefined {
  for (const pattern of MOMENTS) {
    const match = pattern.exec(text)
    if (!match) continue
    const moment = validMoment(match, { hours: 24, minutes: 60 })
    return moment && timestampText(moment)
  }
  return undefined
}
