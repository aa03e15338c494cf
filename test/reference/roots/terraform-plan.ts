import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { terraform } from '../terraform-compare.ts'
import type { RootCase } from './root-draft.ts'

/** Where the AWS provider lies on machines that plan with it, as a mirror of a registry. */
const MIRROR = process.env['EVENKEEL_TERRAFORM_MIRROR'] ?? '/opt/tf-plugins'
const AWS = join(MIRROR, 'registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64')

/** Whether this machine can plan with the AWS provider. */
export const HAS_AWS = existsSync(AWS)

export interface Planned {
  /** what `terraform plan -json` said */
  readonly said: string
  /** the plan as `terraform show -json` has it; null where there is none */
  readonly shown: string | null
}

/** Writes a root's files into a folder. */
export function writeRoot(folder: string, { files }: RootCase): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
}

/** Plans a root with the real Terraform. */
export function planRoot(folder: string, scratch: string, root: RootCase): Planned {
  const rc = join(scratch, 'terraform.rc')
  // named as a developer's build the provider is neither copied nor hashed
  const override = root.uses_aws ? `dev_overrides {\n    "hashicorp/aws" = ${JSON.stringify(AWS)}\n  }\n` : ''
  writeFileSync(rc, `provider_installation {\n  ${override}direct {}\n}\n`)
  const environment = {
    ...root.environment,
    TF_CLI_CONFIG_FILE: rc,
    ...(root.workspace !== 'default' && { TF_WORKSPACE: root.workspace }),
  }
  const run = (...args: string[]): ReturnType<typeof terraform> => terraform(folder, args, environment)
  const got = root.uses_aws ? run('get') : run('init', '-json', '-backend=false')
  if (got.status !== 0 && !root.uses_aws) return { said: got.out, shown: null }
  const inputs = root.inputs.flatMap((input) =>
    input.kind === 'file' ? [`-var-file=${input.path}`] : ['-var', `${input.name}=${input.text}`],
  )
  const plan = run('plan', '-json', '-out=p', '-lock=false', ...inputs)
  return { said: plan.out, shown: plan.status === 0 ? run('show', '-json', 'p').out : null }
}
