import { FunctionError } from '../types/evaluation-error.ts'
import { jsonText } from '../types/json.ts'
import { certainlyNotNull, rangeOf } from '../types/ranges.ts'
import { BOOL, DYNAMIC, NUMBER, STRING } from '../types/types.ts'
import type { Type } from '../types/types.ts'
import { isWhollyKnown, string, unknown, withMarks } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { argument, NOT_NULL, openResult, refuse, textArgument } from './arguments.ts'
import type { FunctionSpec, Parameter } from './function-spec.ts'
import { JsonSyntaxError, parseJson } from './json-parse.ts'
import { refine } from '../types/refinements.ts'
import { textEncoding } from './text-encoding.ts'
import { trimSpace } from './letter-case.ts'

const STR: Parameter = { name: 'str', type: STRING }

/** The bytes of Base64 text as Go reads it: newlines aside, strictly padded; undefined for what is none. */
export function fromBase64(text: string): Buffer | undefined {
  const plain = text.replace(/[\r\n]/g, '')
  const sound = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(plain)
  return sound ? Buffer.from(plain, 'base64') : undefined
}

/** Bytes as text, undefined where they are not UTF-8. A byte order mark stays. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const base64decode: FunctionSpec = {
  name: 'base64decode',
  params: [{ ...STR, allow_marked: true, allow_unknown: true }],
  returns: STRING,
  refine: NOT_NULL,
  call: (args) => {
    const given = argument(args, 0)
    if (!given.isKnown) return withMarks(openResult(STRING, args), given.marks)
    const text = textArgument(args, 0)
    const bytes = fromBase64(text)
    const shown = given.marks.has('sensitive') ? '(sensitive value)' : JSON.stringify(text)
    if (!bytes) return refuse(`failed to decode base64 data ${shown}`)
    const decoded = fromUtf8(bytes)
    if (decoded === undefined) return refuse('the result of decoding the provided string is not valid UTF-8')
    return withMarks(string(decoded), given.marks)
  },
}

const base64encode: FunctionSpec = {
  name: 'base64encode',
  params: [STR],
  returns: STRING,
  refine: NOT_NULL,
  call: (args) => string(Buffer.from(textArgument(args, 0)).toString('base64')),
}

/** As Go's QueryEscape: a space is a plus, and all but letters, digits and `-_.~` is escaped. */
function queryEscape(text: string): string {
  return encodeURIComponent(text).replace(/%20|[!'()*]/g, (found) =>
    found === '%20' ? '+' : `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

const urlencode: FunctionSpec = {
  name: 'urlencode',
  params: [STR],
  returns: STRING,
  refine: NOT_NULL,
  call: (args) => string(queryEscape(textArgument(args, 0))),
}

/** A named character set; `open` where evenkeel has no table of it. */
function encodingArgument(args: readonly Value[]): Exclude<ReturnType<typeof textEncoding>, undefined> {
  const name = textArgument(args, 1)
  const found = textEncoding(name)
  return (
    found ??
    refuse(
      `${JSON.stringify(name)} is not a supported IANA encoding name or alias in this Terraform version`,
      1,
    )
  )
}

const NO_TABLE = { reason: 'evenkeel does not compute this character encoding' }

const textencodebase64: FunctionSpec = {
  name: 'textencodebase64',
  params: [
    { name: 'string', type: STRING },
    { name: 'encoding', type: STRING },
  ],
  returns: STRING,
  refine: NOT_NULL,
  call: (args) => {
    const encoding = encodingArgument(args)
    if (encoding === 'unsupported') return unknown(STRING, NO_TABLE)
    const bytes = encoding.encode(textArgument(args, 0))
    if (!bytes)
      return refuse(`the given string contains characters that cannot be represented in ${encoding.name}`, 0)
    return string(Buffer.from(bytes).toString('base64'))
  },
}

const textdecodebase64: FunctionSpec = {
  name: 'textdecodebase64',
  params: [
    { name: 'source', type: STRING },
    { name: 'encoding', type: STRING },
  ],
  returns: STRING,
  refine: NOT_NULL,
  call: (args) => {
    const encoding = encodingArgument(args)
    const bytes = fromBase64(textArgument(args, 0))
    if (!bytes) return refuse('the given value is has an invalid base64 symbol', 0)
    if (encoding === 'unsupported') return unknown(STRING, NO_TABLE)
    const text = encoding.decode(bytes)
    if (text === undefined)
      return refuse(`the given string contains symbols that are not defined for ${encoding.name}`, 0)
    return string(text)
  },
}

/** What an unknown's JSON text certainly begins with. */
export function jsonStart(type: Type): string {
  if (type.kind === 'string') return '"'
  if (type.kind === 'object' || type.kind === 'map') return '{'
  return type.kind === 'tuple' || type.kind === 'list' || type.kind === 'set' ? '[' : ''
}

const jsonencode: FunctionSpec = {
  name: 'jsonencode',
  params: [{ name: 'val', type: DYNAMIC, allow_unknown: true, allow_dynamic: true, allow_null: true }],
  returns: STRING,
  refine: NOT_NULL,
  call: (args) => {
    const value = argument(args, 0)
    if (isWhollyKnown(value)) return string(jsonText(value))
    const open = openResult(STRING, args)
    return certainlyNotNull(value) ? refine(open, { prefix: jsonStart(value.type) }) : open
  },
}

/** The type of a document of which only the start is known. */
function typeByStart(start: string): Type {
  const first = Array.from(trimSpace(start))[0]
  if (first === undefined || '{[n'.includes(first)) return DYNAMIC
  if (first === '"') return STRING
  if ('tf'.includes(first)) return BOOL
  if ('-0123456789.'.includes(first)) return NUMBER
  return refuse(`a JSON document cannot begin with the character '${first}'`, 0)
}

function parsedJson(text: string): Value {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw new FunctionError(error.message)
    throw error
  }
}

const jsondecode: FunctionSpec = {
  name: 'jsondecode',
  params: [STR],
  returns: (args) => {
    const given = argument(args, 0)
    return given.isKnown ? DYNAMIC : typeByStart(rangeOf(given).prefix ?? '')
  },
  call: (args) => parsedJson(textArgument(args, 0)),
}

/** Functions that write values as text and read them back (YAML, CSV and gzip have files of their own). */
export const ENCODING: readonly FunctionSpec[] = [
  base64decode,
  base64encode,
  urlencode,
  textencodebase64,
  textdecodebase64,
  jsonencode,
  jsondecode,
]
