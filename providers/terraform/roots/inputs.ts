import type { Context } from '../../../src/core/provider.ts'
import type { InputSource } from '../evaluate/module/inputs.ts'
import { fromJson } from '../evaluate/module/json-value.ts'
import type { JsonSetting, RootSettings } from '../settings.ts'

/** The values that the settings of a root give to its variables, and what of them is not there: one line each. */
export function inputsOf(
  settings: RootSettings,
  context: Pick<Context, 'env'>,
): { readonly inputs: readonly InputSource[]; readonly missing: readonly string[] } {
  const inputs: InputSource[] = settings.var_files.map((path) => ({ kind: 'file', path }))
  const missing: string[] = []
  for (const [name, value] of Object.entries(settings.vars)) {
    const variable = environmentName(value)
    if (variable === undefined) inputs.push(inputOf(name, value))
    else {
      const text = context.env(variable)
      if (text === undefined) {
        missing.push(`vars.${name}: the environment variable ${variable} is not set`)
        inputs.push({ kind: 'unknown', name })
      } else inputs.push({ kind: 'text', name, text })
    }
  }
  return { inputs, missing }
}

function environmentName(value: JsonSetting): string | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined
  const entries = Object.entries(value)
  const [first] = entries
  return entries.length === 1 && first?.[0] === 'env' && typeof first[1] === 'string' ? first[1] : undefined
}

function inputOf(name: string, value: JsonSetting): InputSource {
  return typeof value === 'string'
    ? { kind: 'text', name, text: value }
    : { kind: 'value', name, value: fromJson(value) }
}
