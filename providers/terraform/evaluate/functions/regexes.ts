import { FunctionError } from '../types/evaluation-error.ts'
import { DYNAMIC, listOf, objectOf, STRING, tupleOf } from '../types/types.ts'
import type { Type } from '../types/types.ts'
import { list, nullOf, object, string, tuple } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { argument, beyond, NOT_NULL, refuse, textArgument } from './arguments.ts'
import type { FunctionSpec } from './function-spec.ts'
import { PatternTooLarge } from './regex/compile.ts'
import { SearchTooLong } from './regex/match.ts'
import type { Slots } from './regex/match.ts'
import { Regex } from './regex/regex.ts'
import { RegexSyntaxError } from './regex/syntax.ts'

function compiled(pattern: string, index?: number): Regex {
  try {
    return Regex.compile(pattern)
  } catch (error) {
    if (error instanceof RegexSyntaxError)
      throw new FunctionError(
        index === undefined
          ? `error parsing regexp: ${error.message}`
          : `invalid regexp pattern: ${error.code} in ${error.fragment}`,
        index,
      )
    if (error instanceof PatternTooLarge) beyond(error.message)
    throw error
  }
}

/** Runs a search; one that takes too long is given up. */
function searched<T>(search: () => T): T {
  try {
    return search()
  } catch (error) {
    if (error instanceof SearchTooLong) beyond(error.message)
    throw error
  }
}

/** A string, a tuple of strings for groups, or an object for named ones. */
function resultType(pattern: string): Type {
  const { names } = compiled(pattern, 0)
  const unnamed = names.filter((name) => name === '').length
  if (names.length === 0) return STRING
  if (unnamed > 0 && unnamed < names.length)
    return refuse('invalid regexp pattern: cannot mix both named and unnamed capture groups', 0)
  return unnamed > 0
    ? tupleOf(names.map(() => STRING))
    : objectOf(new Map(names.map((name) => [name, STRING])))
}

function result({ names }: Regex, text: string, match: Slots): Value {
  if (names.length === 0) return string(text.slice(match[0], match[1]))
  const groups = names.map((_, i) => {
    const start = match[2 * i + 2] ?? -1
    return start < 0 ? nullOf(STRING) : string(text.slice(start, match[2 * i + 3]))
  })
  if (names.includes('')) return tuple(groups)
  return object(new Map(names.map((name, i) => [name, argument(groups, i)])))
}

const PARAMS = [
  { name: 'pattern', type: STRING },
  { name: 'string', type: STRING },
]

const regex: FunctionSpec = {
  name: 'regex',
  params: PARAMS,
  returns: (args) => (argument(args, 0).isKnown ? resultType(textArgument(args, 0)) : DYNAMIC),
  refine: NOT_NULL,
  call: (args) => {
    const pattern = compiled(textArgument(args, 0), 0)
    const text = textArgument(args, 1)
    const match = searched(() => pattern.find(text))
    return match ? result(pattern, text, match) : refuse('pattern did not match any part of the given string')
  },
}

const regexall: FunctionSpec = {
  name: 'regexall',
  params: PARAMS,
  returns: (args) => listOf(argument(args, 0).isKnown ? resultType(textArgument(args, 0)) : DYNAMIC),
  refine: NOT_NULL,
  call: (args, type) => {
    const pattern = compiled(textArgument(args, 0), 0)
    const text = textArgument(args, 1)
    const matches = searched(() => pattern.findAll(text))
    return list(
      matches.map((match) => result(pattern, text, match)),
      type.kind === 'list' ? type.element : DYNAMIC,
    )
  },
}

function replaceText(text: string, wanted: string, replacement: string): string {
  if (wanted.length > 1 && wanted.startsWith('/') && wanted.endsWith('/')) {
    const pattern = compiled(wanted.slice(1, -1))
    return searched(() => pattern.replaceAll(text, replacement))
  }
  if (wanted === '') return replacement + Array.from(text, (character) => character + replacement).join('')
  return text.replaceAll(wanted, () => replacement)
}

const replace: FunctionSpec = {
  name: 'replace',
  params: [
    { name: 'str', type: STRING },
    { name: 'substr', type: STRING },
    { name: 'replace', type: STRING },
  ],
  returns: STRING,
  refine: NOT_NULL,
  call: (args) => string(replaceText(textArgument(args, 0), textArgument(args, 1), textArgument(args, 2))),
}

/** Functions with patterns. */
export const REGEXES: readonly FunctionSpec[] = [regex, regexall, replace]
