import { certainlyNotNull } from '../types/ranges.ts'
import { refine } from '../types/refinements.ts'
import { DYNAMIC, STRING } from '../types/types.ts'
import { entriesOf, isWhollyKnown, object, string } from '../types/value.ts'
import { argument, NOT_NULL, openResult, refuse, textArgument } from './arguments.ts'
import { jsonStart } from './encoding.ts'
import type { FunctionSpec, Parameter } from './function-spec.ts'
import { expressionText, isName, tfvarsText } from './tfvars-text.ts'

const VALUE: Parameter = {
  name: 'value',
  type: DYNAMIC,
  allow_null: true,
  allow_unknown: true,
  allow_dynamic: true,
}

const encodeTfvars: FunctionSpec = {
  name: 'provider::terraform::encode_tfvars',
  params: [VALUE],
  returns: STRING,
  refine: NOT_NULL,
  call: (args) => {
    const value = argument(args, 0)
    if (value.isNull) refuse('cannot encode a null value in tfvars syntax')
    if (!isWhollyKnown(value)) return openResult(STRING, args)
    if (value.type.kind !== 'object' && value.type.kind !== 'map')
      refuse(
        'invalid value to encode: must be an object whose attribute names will become the encoded variable names',
      )
    const variables = entriesOf(value)
    for (const name of variables.keys())
      if (!isName(name))
        refuse(
          `invalid variable name ${JSON.stringify(name)}: must be a valid identifier, per Terraform's rules for input variable declarations`,
        )
    return string(tfvarsText(variables))
  },
}

const encodeExpr: FunctionSpec = {
  name: 'provider::terraform::encode_expr',
  params: [VALUE],
  returns: STRING,
  refine: NOT_NULL,
  call: (args) => {
    const value = argument(args, 0)
    if (isWhollyKnown(value)) return string(expressionText(value))
    const open = openResult(STRING, args)
    return certainlyNotNull(value) ? refine(open, { prefix: jsonStart(value.type) }) : open
  },
}

const decodeTfvars: FunctionSpec = {
  name: 'provider::terraform::decode_tfvars',
  params: [{ name: 'src', type: STRING }],
  returns: DYNAMIC,
  call: (args, _, { decodeVariables }) => object(decodeVariables(textArgument(args, 0))),
}

/** The functions of Terraform's built-in provider, by its usual name. */
export const TFVARS: readonly FunctionSpec[] = [encodeTfvars, encodeExpr, decodeTfvars]
