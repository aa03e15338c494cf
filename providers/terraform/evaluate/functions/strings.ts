import { graphemes } from '../types/graphemes.ts'
import { NUMBER, STRING } from '../types/types.ts'
import { string } from '../types/value.ts'
import { argument, beyond, NOT_NULL, refuse, textArgument, wholeNumber } from './arguments.ts'
import type { FunctionSpec, Parameter } from './function-spec.ts'
import { lowerCase, titleCase, trimSpace, upperCase } from './letter-case.ts'

const STR: Parameter = { name: 'str', type: STRING }

/** A function of one string. */
function onText(name: string, change: (text: string) => string, parameter: Parameter = STR): FunctionSpec {
  return {
    name,
    params: [parameter],
    returns: STRING,
    refine: NOT_NULL,
    call: (args) => string(change(textArgument(args, 0))),
  }
}

/** A function of two strings that gives one. */
function onTwoTexts(
  name: string,
  second: string,
  change: (text: string, other: string) => string,
): FunctionSpec {
  return {
    name,
    params: [STR, { name: second, type: STRING }],
    returns: STRING,
    refine: NOT_NULL,
    call: (args) => string(change(textArgument(args, 0), textArgument(args, 1))),
  }
}

function trim(text: string, cutset: string): string {
  const cut = new Set(cutset)
  const runes = Array.from(text)
  let start = 0
  let end = runes.length
  while (start < end && cut.has(runes[start] ?? '')) start++
  while (end > start && cut.has(runes[end - 1] ?? '')) end--
  return runes.slice(start, end).join('')
}

/** No result of `indent` or `format` is longer: a limit of ours. */
export const LONGEST_TEXT = 2 ** 26
/** Go has no address for more. */
const GO_LONGEST_TEXT = 2 ** 47

const indent: FunctionSpec = {
  name: 'indent',
  params: [{ name: 'spaces', type: NUMBER }, STR],
  returns: STRING,
  refine: NOT_NULL,
  call: (args) => {
    const spaces = wholeNumber(argument(args, 0))
    const lines = textArgument(args, 1).split('\n')
    if (spaces < 0) refuse('panic in function implementation: strings: negative Repeat count')
    if (lines.length > 1 && spaces * lines.length > LONGEST_TEXT)
      beyond('the result is longer than evenkeel computes')
    if (spaces > GO_LONGEST_TEXT)
      refuse('panic in function implementation: runtime error: makeslice: len out of range')
    if (lines.length === 1) return string(lines.join(''))
    return string(lines.join(`\n${' '.repeat(spaces)}`))
  },
}

/** The clusters of a substring; a negative offset counts from the end, a negative length means all the rest. */
function substring(text: string, offset: number, length: number): string {
  if (offset >= 0 && length === 0) return ''
  const clusters = graphemes(text)
  const start = offset < 0 ? Math.max(0, offset + clusters.length) : offset
  // with an offset from the end, Terraform takes a length of 0 for "all"
  const end = length <= 0 ? clusters.length : start + length
  return clusters.slice(start, end).join('')
}

const substr: FunctionSpec = {
  name: 'substr',
  params: [
    { ...STR, allow_dynamic: true },
    { name: 'offset', type: NUMBER, allow_dynamic: true },
    { name: 'length', type: NUMBER, allow_dynamic: true },
  ],
  returns: STRING,
  refine: NOT_NULL,
  call: (args) =>
    string(substring(textArgument(args, 0), wholeNumber(argument(args, 1)), wholeNumber(argument(args, 2)))),
}

const DYNAMIC_STR: Parameter = { ...STR, allow_dynamic: true }

/** Functions that change one text. */
export const STRINGS: readonly FunctionSpec[] = [
  onText('chomp', (text) => text.replace(/[\r\n]+$/, '')),
  onText('lower', lowerCase, DYNAMIC_STR),
  onText('strrev', (text) => graphemes(text).toReversed().join(''), DYNAMIC_STR),
  onText('title', titleCase),
  onText('trimspace', trimSpace),
  onText('upper', upperCase, DYNAMIC_STR),
  onTwoTexts('trim', 'cutset', trim),
  onTwoTexts('trimprefix', 'prefix', (text, prefix) =>
    text.startsWith(prefix) ? text.slice(prefix.length) : text,
  ),
  onTwoTexts('trimsuffix', 'suffix', (text, suffix) =>
    text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text,
  ),
  indent,
  substr,
]
