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

const stale_after_days = z.number().int().min(1).max(36_500).optional()

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
  modules: z
    .literal('fetch')
    .optional()
    .meta({ description: 'fetch modules that are not installed, as terraform get would' }),
  state: z
    .literal('backend')
    .optional()
    .meta({ description: 'read the state, too, where the root’s own backend block says' }),
  stale_after_days: stale_after_days.meta({
    description: 'with state: backend: the report says so when the state was last changed longer ago',
  }),
  backend_config: z
    .array(text)
    .default([])
    .meta({ description: 'files that complete the backend block, relative to the root' }),
})

export const rootSettings = settings
  .refine(({ root, roots }) => (root === undefined) !== (roots === undefined), {
    message: 'give root (one folder) or roots (a glob of folders)',
  })
  .refine(({ name, roots }) => name === undefined || roots === undefined, {
    message: 'roots are named by their paths: leave name out',
    path: ['name'],
  })
  .refine(({ state, backend_config }) => state !== undefined || backend_config.length === 0, {
    message: 'says where the state is: give `state: backend`, too',
    path: ['backend_config'],
  })
  .refine(({ state, stale_after_days }) => state !== undefined || stale_after_days === undefined, {
    message: 'is about the state: give `state: backend`, too',
    path: ['stale_after_days'],
  })

export type TerraformSettings = z.infer<typeof settings>

/** Those of one root. */
export type RootSettings = TerraformSettings & { readonly root: string }

const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i

/** A secret is never written in the configuration: it names where it is. */
const secret = z.union([z.strictObject({ env: text }), z.strictObject({ file: text })], {
  error: 'a secret is never written here: name where it is, as {env: NAME} or {file: PATH}',
})

const placeSettings = z.strictObject({
  path: text
    .refine((path) => ['', 's3', 'https'].includes(schemeOf(path)) || isLoopback(path), {
      message: 'a local path, s3://bucket/key or https://…; other places cannot be read',
    })
    .refine((path) => !/^https?:\/\/[^/]*@/i.test(path), {
      message:
        'credentials are never written here: give username, and password as {env: NAME} or {file: PATH}',
    })
    .meta({
      description:
        'a state file, or what `terraform show -json` printed: a local path, s3://bucket/key or https://…',
    }),
  for: text
    .optional()
    .meta({ description: 'the name of the root that it belongs to, where there are several' }),
  stale_after_days: stale_after_days.meta({
    description: 'the report says so when the state was last changed longer ago',
  }),
  region: text.optional().meta({ description: 'of the bucket; default: found out' }),
  profile: text.optional().meta({ description: 'of the shared AWS configuration' }),
  role_arn: text.optional().meta({ description: 'a role to assume for the bucket' }),
  external_id: text.optional().meta({ description: 'for role_arn' }),
  endpoint: z.url().optional().meta({ description: 'in place of S3’s own' }),
  username: text.optional().meta({ description: 'for https' }),
  password: secret.optional().meta({ description: 'for https: where it is, as {env: NAME} or {file: PATH}' }),
})

/** Settings that belong to one kind of place. */
const OF_SCHEME: readonly (readonly ['s3' | 'https', keyof z.infer<typeof placeSettings>])[] = [
  ['s3', 'region'],
  ['s3', 'profile'],
  ['s3', 'role_arn'],
  ['s3', 'external_id'],
  ['s3', 'endpoint'],
  ['https', 'username'],
  ['https', 'password'],
]

/** `terraform_state: {…}` under `recorded`. */
export const stateSettings = placeSettings.superRefine((settings, issues) => {
  const scheme = schemeOf(settings.path)
  for (const [needed, key] of OF_SCHEME)
    if (settings[key] !== undefined && scheme !== needed && !(scheme === 'http' && needed === 'https'))
      issues.addIssue({
        code: 'custom',
        path: [key],
        message: `only for a path that begins with ${needed}://`,
      })
})

/** `s3`, `https`; '' for a local path. */
export function schemeOf(path: string): string {
  return SCHEME.exec(path)?.[1]?.toLowerCase() ?? ''
}

/** Plain http that does not leave the machine. */
function isLoopback(path: string): boolean {
  return /^http:\/\/(?:127\.[\d.]+|localhost|\[::1\])(?::\d+)?\//i.test(path)
}

export type StateSettings = z.infer<typeof stateSettings>

/** `terraform_plan: {…}` under `declared`. */
export const planSettings = z.strictObject({
  path: text.meta({ description: 'what `terraform show -json <plan>` printed' }),
  name: text.optional().meta({ description: 'the name of the root that it is a plan of; default: the path' }),
})

export type PlanSettings = z.infer<typeof planSettings>
