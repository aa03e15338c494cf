import { z } from 'zod'

const text = z.string().min(1)

const json: z.ZodType<JsonSetting> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]),
)

/** A value of a variable as YAML has it. */
export type JsonSetting =
  | string
  | number
  | boolean
  | null
  | readonly JsonSetting[]
  | { readonly [key: string]: JsonSetting }

/** `terraform: {…}` under `declared`. */
export const rootSettings = z.strictObject({
  name: text
    .optional()
    .meta({ description: 'what the root is called in reports and in `for`; default: its path' }),
  root: text.meta({ description: 'the folder of the root module' }),
  var_files: z.array(text).default([]).meta({ description: 'tfvars files, relative to the root' }),
  vars: z.record(z.string(), json).default({}).meta({
    description:
      'variables, after the files; a string as on the command line, { env: NAME } from the environment',
  }),
  workspace: text.default('default').meta({ description: 'the value of terraform.workspace' }),
  read: z.array(text).default([]).meta({ description: 'further folders that the code may read files from' }),
})

export type RootSettings = z.infer<typeof rootSettings>

const REMOTE = /^[a-z][a-z0-9+.-]*:\/\//i

/** `terraform_state: {…}` under `recorded`. */
export const stateSettings = z.strictObject({
  path: text
    .refine((path) => !REMOTE.test(path), {
      message: 'only local files can be read: other places are planned but not built yet',
      params: { not_built: true },
    })
    .meta({ description: 'a state file, or what `terraform show -json` printed' }),
  for: text
    .optional()
    .meta({ description: 'the name of the root that it belongs to, where there are several' }),
})

export type StateSettings = z.infer<typeof stateSettings>

/** `terraform_plan: {…}` under `declared`. */
export const planSettings = z.strictObject({
  path: text.meta({ description: 'what `terraform show -json <plan>` printed' }),
  name: text.optional().meta({ description: 'the name of the root that it is a plan of; default: the path' }),
})

export type PlanSettings = z.infer<typeof planSettings>
