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

/** `terraform: {…}` under `declared`: one root, or a glob of them. */
const settings = z.strictObject({
  name: text
    .optional()
    .meta({ description: 'what the root is called in reports and in `for`; default: its path' }),
  root: text.optional().meta({ description: 'the folder of the root module' }),
  roots: text
    .optional()
    .meta({ description: 'a glob in place of root: one source a folder, named by its path' }),
  var_files: z.array(text).default([]).meta({ description: 'tfvars files, relative to the root' }),
  vars: z.record(z.string(), json).default({}).meta({
    description:
      'variables, after the files; a string as on the command line, { env: NAME } from the environment',
  }),
  workspace: text.default('default').meta({ description: 'the value of terraform.workspace' }),
  read: z.array(text).default([]).meta({ description: 'further folders that the code may read files from' }),
})

export const rootSettings = settings
  .refine(({ root, roots }) => (root === undefined) !== (roots === undefined), {
    message: 'give root (one folder) or roots (a glob of folders)',
  })
  .refine(({ name, roots }) => name === undefined || roots === undefined, {
    message: 'roots are named by their paths: leave name out',
    path: ['name'],
  })

export type TerraformSettings = z.infer<typeof settings>

/** Those of one root. */
export type RootSettings = TerraformSettings & { readonly root: string }

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
