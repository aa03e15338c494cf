import { z } from 'zod'

import { misfit } from './misfit.ts'
import type { StateContent, StateInstance } from './state-content.ts'
import { StateFault } from './state-content.ts'

/** Any JSON: the text was parsed as such, and to look at each of its values again takes longer than all the rest. */
const json = z.custom<StateInstance['attributes'][string]>()

const resource = z.looseObject({
  address: z.string(),
  mode: z.string(),
  type: z.string(),
  name: z.string(),
  deposed_key: z.string().optional(),
  values: z.record(z.string(), json).nullish(),
  sensitive_values: z.unknown().optional(),
})

interface ShownModule {
  readonly resources?: z.infer<typeof resource>[] | null | undefined
  readonly child_modules?: ShownModule[] | null | undefined
}

/** A module as `terraform show -json` nests them. */
export const shownModule: z.ZodType<ShownModule> = z.lazy(() =>
  z.looseObject({
    resources: z.array(resource).nullish(),
    child_modules: z.array(shownModule).nullish(),
  }),
)

const schema = z.looseObject({
  terraform_version: z.string().optional(),
  values: z.looseObject({ root_module: shownModule.nullish() }).nullish(),
})

/** Reads what `terraform show -json` prints of a state. @throws StateFault */
export function readShownState(value: unknown): StateContent {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw misfit(parsed.error)
  const { terraform_version: version, values } = parsed.data
  if (!values)
    throw new StateFault(
      'STATE_NOT_FOUND',
      'terraform show found no state, or an empty one: it prints the same of both. Give the state itself',
    )
  return {
    instances: values.root_module ? [...instancesOf(values.root_module)] : [],
    facts: version === undefined ? {} : { terraform_version: version },
  }
}

/** All current objects of a module and those below it. */
export function* instancesOf(module: ShownModule): Generator<StateInstance> {
  for (const one of module.resources ?? []) {
    const { mode, type, name, address, values } = one
    if ((mode !== 'managed' && mode !== 'data') || one.deposed_key !== undefined || !values) continue
    yield {
      mode,
      type,
      name,
      address,
      attributes: values,
      sensitive: [...markedPaths(one.sensitive_values, [])],
    }
  }
  for (const child of module.child_modules ?? []) yield* instancesOf(child)
}

/** The places where a structure of booleans says true. */
function* markedPaths(
  marks: unknown,
  path: readonly (string | number)[],
): Generator<readonly (string | number)[]> {
  if (marks === true) yield path
  else if (Array.isArray(marks))
    for (const [i, part] of marks.entries()) yield* markedPaths(part, [...path, i])
  else if (typeof marks === 'object' && marks !== null)
    for (const [key, part] of Object.entries(marks)) yield* markedPaths(part, [...path, key])
}
