import {
  binaryTag,
  defineScalarTag,
  floatYaml11Tag,
  intYaml11Tag,
  NOT_RESOLVED,
  timestampTag,
  YAML11_SCHEMA,
  YAMLException,
} from 'js-yaml'

/**
 * YAML as kubectl reads it (go-yaml 2 behind sigs.k8s.io/yaml): YAML 1.1 with numbers as Go parses them, no base 60, no
 * dates. An integer that JavaScript cannot hold exactly becomes the text of its digits.
 */
export const KUBECTL_SCHEMA = YAML11_SCHEMA.withTags(
  defineScalarTag<number | string>(intYaml11Tag.tagName, {
    implicit: true,
    implicitFirstChars: [...'+-0123456789'],
    resolve: (source, isExplicit) => goInteger(source.replaceAll('_', '')) ?? notResolved(source, isExplicit),
    identify: () => false,
  }),
  defineScalarTag<number | string>(floatYaml11Tag.tagName, {
    implicit: true,
    implicitFirstChars: [...'+-.0123456789'],
    resolve: (source) => goFloat(source) ?? NOT_RESOLVED,
    identify: () => false,
  }),
  defineScalarTag<string>(timestampTag.tagName, {
    implicit: false,
    resolve: (source) => source,
    identify: () => false,
  }),
  defineScalarTag<string>(binaryTag.tagName, {
    implicit: false,
    resolve: (source) => Buffer.from(source, 'base64').toString('utf8'),
    identify: () => false,
  }),
)

function notResolved(source: string, isExplicit: boolean): number | string | typeof NOT_RESOLVED {
  return isExplicit ? (goFloat(source) ?? NOT_RESOLVED) : NOT_RESOLVED
}

const BASES: readonly (readonly [RegExp, string])[] = [
  [/^0[xX][0-9a-fA-F]+$/, '0x'],
  [/^0[oO]?[0-7]+$/, '0o'],
  [/^0[bB][01]+$/, '0b'],
]

/** what a double holds exactly, whatever its digits are */
const SHORT_INTEGER = /^(?:0|[1-9]\d{0,14})$/

/** What Go's ParseInt with base 0 reads, within 64 bits. */
function goInteger(text: string): number | string | undefined {
  if (SHORT_INTEGER.test(text)) return Number(text)
  const sign = /^[+-]/.exec(text)?.[0] ?? ''
  const digits = text.slice(sign.length)
  const value = magnitude(digits)
  if (value === undefined) return undefined
  const exact = sign === '-' ? -value : value
  // beyond 64 bits go-yaml takes a float, and beyond 63 kubectl does
  if (exact < -(2n ** 63n) || exact >= 2n ** 63n)
    return exact < 2n ** 64n && exact > 0 ? inDigits(Number(exact)) : undefined
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact.toString()
}

function magnitude(digits: string): bigint | undefined {
  if (/^(?:0|[1-9]\d*)$/.test(digits)) return BigInt(digits)
  for (const [pattern, prefix] of BASES)
    if (pattern.test(digits)) return BigInt(prefix + digits.replace(/^0[xXoObB]?/, ''))
  return undefined
}

const GO_FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/

const NO_NUMBER = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/

/** What go-yaml takes for a float. @throws YAMLException for infinity and not-a-number: kubectl refuses what JSON cannot say */
function goFloat(source: string): number | string | undefined {
  if (NO_NUMBER.test(source)) throw new YAMLException(`${source} has no place in JSON`)
  // a text that begins with a dot is read as it stands, any other one without its underscores
  const text = source.startsWith('.') ? source : source.replaceAll('_', '')
  // minus zero is zero in JSON as Go writes it
  const value = GO_FLOAT.test(text) ? Number(text) + 0 : Number.NaN
  return Number.isFinite(value) ? inDigits(value) : undefined
}

/** A whole number that a double may not hold exactly, as the server prints it; see exact-json.ts. */
function inDigits(value: number): number | string {
  return Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e21
    ? String(value)
    : value
}
