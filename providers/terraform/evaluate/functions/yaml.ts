import { FunctionError } from '../types/evaluation-error.ts'
import { DYNAMIC, STRING } from '../types/types.ts'
import { isWhollyKnown, string } from '../types/value.ts'
import { argument, openResult, textArgument } from './arguments.ts'
import type { FunctionSpec } from './function-spec.ts'
import { decodeYaml } from './yaml/decode.ts'
import { encodeYaml } from './yaml/encode.ts'
import { YamlError } from './yaml/source.ts'

const yamldecode: FunctionSpec = {
  name: 'yamldecode',
  params: [{ name: 'src', type: STRING }],
  returns: DYNAMIC,
  call: (args) => {
    try {
      return decodeYaml(textArgument(args, 0))
    } catch (error) {
      if (error instanceof YamlError) throw new FunctionError(error.message)
      throw error
    }
  },
}

const yamlencode: FunctionSpec = {
  name: 'yamlencode',
  params: [{ name: 'value', type: DYNAMIC, allow_null: true, allow_dynamic: true }],
  returns: STRING,
  call: (args) => {
    const value = argument(args, 0)
    return isWhollyKnown(value) ? string(encodeYaml(value)) : openResult(STRING, args)
  },
}

/** YAML 1.1 as go-cty-yaml has it. */
export const YAML: readonly FunctionSpec[] = [yamldecode, yamlencode]
