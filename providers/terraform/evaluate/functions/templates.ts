import { convert } from '../types/conversion.ts'
import { unmarkDeep } from '../types/deep-marks.ts'
import { ConversionError } from '../types/evaluation-error.ts'
import { DYNAMIC, STRING } from '../types/types.ts'
import { entriesOf, unmarked, withAllMarks, withMarks } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { argument, NOT_NULL, openResult, refuse, textArgument } from './arguments.ts'
import { fileText } from './files.ts'
import type { CallContext, FunctionSpec } from './function-spec.ts'

/** A template's variables by name. Refuses what is no map or has a key that is no name. */
function variablesOf(value: Value): ReadonlyMap<string, Value> {
  if (value.type.kind !== 'map' && value.type.kind !== 'object')
    return refuse('invalid vars value: must be a map', 1)
  const variables = entriesOf(value)
  for (const name of variables.keys())
    if (!/^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(name))
      refuse(
        `invalid template variable name ${JSON.stringify(name)}: must start with a letter, followed by zero or more letters, digits, and underscores`,
        1,
      )
  return variables
}

function rendered(context: CallContext, source: string, name: string, variables: Value): Value {
  const result = context.renderTemplate(source, name, variablesOf(variables))
  if (result.isNull) refuse('Template result is null')
  return result
}

const templatefile: FunctionSpec = {
  name: 'templatefile',
  params: [
    { name: 'path', type: STRING, allow_marked: true, allow_unknown: true },
    { name: 'vars', type: DYNAMIC, allow_marked: true, allow_unknown: true },
  ],
  returns: DYNAMIC,
  call: (args, type, context) => {
    const path = argument(args, 0)
    const variables = unmarkDeep(argument(args, 1))
    if (!path.isKnown || !variables.value.isKnown)
      return withAllMarks(openResult(type, args), [path.marks, variables.marks])
    const source = fileText(args, context.files)
    const result = rendered(context, source, textArgument(args, 0), variables.value)
    return withAllMarks(result, [path.marks, variables.marks])
  },
}

/** The evaluator lets only a reference stand for the template: that is a rule of expressions, not of values. */
const templatestring: FunctionSpec = {
  name: 'templatestring',
  params: [
    {
      name: 'template',
      type: DYNAMIC,
      allow_null: true,
      allow_unknown: true,
      allow_marked: true,
      allow_dynamic: true,
    },
    { name: 'vars', type: DYNAMIC },
  ],
  returns: STRING,
  refine: NOT_NULL,
  call: (args, _, context) => {
    const template = argument(args, 0)
    if (!template.isKnown) return openResult(STRING, args)
    if (template.type.kind !== 'string' || template.isNull)
      refuse('invalid template value: a string is required', 0)
    const source = textArgument([unmarked(template)], 0)
    const result = rendered(context, source, '<templatestring argument>', argument(args, 1))
    return withMarks(resultText(result), template.marks)
  },
}

function resultText(value: Value): Value {
  try {
    return convert(value, STRING)
  } catch (error) {
    if (error instanceof ConversionError) return refuse(`invalid template result: ${error.reason}`)
    throw error
  }
}

/** Functions that render templates. */
export const TEMPLATES: readonly FunctionSpec[] = [templatefile, templatestring]
