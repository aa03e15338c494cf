import { conversionBetween, convert } from '../types/conversion.ts'
import { containsMark, mapParts, withoutMark } from '../types/deep-marks.ts'
import { ConversionError } from '../types/evaluation-error.ts'
import {
  BOOL,
  constraintName,
  DYNAMIC,
  listOf,
  mapOf,
  NUMBER,
  sameType,
  setOf,
  STRING,
  typeName,
} from '../types/types.ts'
import type { Type } from '../types/types.ts'
import { FALSE, originOf, sensitive, TRUE, unknown, unmarked, Value, withMarks } from '../types/value.ts'
import { argument, openResult, refuse } from './arguments.ts'
import type { FunctionSpec, Parameter } from './function-spec.ts'

const ANYTHING: Parameter = {
  name: 'value',
  type: DYNAMIC,
  allow_null: true,
  allow_unknown: true,
  allow_marked: true,
  allow_dynamic: true,
}

/** Why this very value does not convert, in Terraform's words; a sensitive one is not shown. */
function unfit(value: Value, want: Type): string {
  const bare = unmarked(value)
  const given = typeName(value.type)
  if (containsMark(value, 'sensitive'))
    return `cannot convert this sensitive ${given} to ${constraintName(want)}`
  const text = typeof bare.payload === 'string' ? JSON.stringify(bare.payload) : 'string'
  if (value.type.kind === 'string' && want.kind === 'bool')
    return `cannot convert ${text} to bool; only the strings "true" or "false" are allowed`
  if (value.type.kind === 'string' && want.kind === 'number')
    return `cannot convert ${text} to number; given string must be a decimal representation of a number`
  return `cannot convert ${given} to ${constraintName(want)}`
}

function conversionTo(name: string, want: Type): FunctionSpec {
  return {
    name,
    params: [{ ...ANYTHING, name: 'v' }],
    returns: (args) => {
      const { type } = argument(args, 0)
      if (!sameType(type, want) && !conversionBetween(type, want, true))
        refuse(`cannot convert ${typeName(type)} to ${constraintName(want)}`, 0)
      return want
    },
    call: (args, type) => {
      const value = argument(args, 0)
      // Terraform forgets here what is certain of an unknown; where it came from we keep
      if (!value.isKnown) return unknownOf(value, type)
      try {
        return convert(value, type)
      } catch (error) {
        if (error instanceof ConversionError) return refuse(unfit(value, want), 0)
        throw error
      }
    },
  }
}

function unknownOf(value: Value, type: Type): Value {
  return withMarks(unknown(type, originOf(value)), value.marks)
}

const SENSITIVE: FunctionSpec = {
  name: 'sensitive',
  params: [ANYTHING],
  returns: (args) => argument(args, 0).type,
  call: (args) => sensitive(argument(args, 0)),
}

const NONSENSITIVE: FunctionSpec = {
  name: 'nonsensitive',
  params: [ANYTHING],
  returns: (args) => argument(args, 0).type,
  call: (args) => {
    const value = argument(args, 0)
    return new Value(
      value.type,
      value.payload,
      new Set([...value.marks].filter((mark) => mark !== 'sensitive')),
    )
  },
}

const ISSENSITIVE: FunctionSpec = {
  name: 'issensitive',
  params: [ANYTHING],
  returns: BOOL,
  call: (args) => {
    const value = argument(args, 0)
    if (value.marks.has('sensitive')) return TRUE
    return value.isKnown ? FALSE : openResult(BOOL, args)
  },
}

/** The value with null in place of each known part that must not be stored. */
function withoutEphemeral(value: Value): Value {
  if (!containsMark(value, 'ephemeral')) return value
  if (!value.marks.has('ephemeral')) return mapParts(value, withoutEphemeral)
  const bare = withoutMark(value, 'ephemeral')
  return bare.isKnown ? new Value(value.type, null, bare.marks) : bare
}

const EPHEMERALASNULL: FunctionSpec = {
  name: 'ephemeralasnull',
  params: [ANYTHING],
  returns: (args) => argument(args, 0).type,
  call: (args) => withoutEphemeral(argument(args, 0)),
}

/** Functions that change a value's type or marks. */
export const CONVERSIONS: readonly FunctionSpec[] = [
  conversionTo('tobool', BOOL),
  conversionTo('tonumber', NUMBER),
  conversionTo('tostring', STRING),
  conversionTo('tolist', listOf(DYNAMIC)),
  conversionTo('tomap', mapOf(DYNAMIC)),
  conversionTo('toset', setOf(DYNAMIC)),
  SENSITIVE,
  NONSENSITIVE,
  ISSENSITIVE,
  EPHEMERALASNULL,
]
