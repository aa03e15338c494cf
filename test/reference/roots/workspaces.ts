import type { RootDraft } from './root-draft.ts'

/** Another workspace, and code that looks at its name. */
export function workspaces(draft: RootDraft): void {
  const { random } = draft
  draft.workspace = random.pick(['default', 'prod', 'prod', 'staging-eu', 'a.b'])
  const name = draft.name('w')
  draft.add(`locals {
  ${name} = {
    default = { size = 1, tags = {} }
    prod    = { size = 3, tags = { env = terraform.workspace } }
  }
  ${name}_own = ${draft.mostly([`lookup(local.${name}, terraform.workspace, local.${name}.default)`, `try(local.${name}[terraform.workspace], local.${name}["default"])`, `terraform.workspace == "prod" ? local.${name}.prod : local.${name}.default`], [`local.${name}[terraform.workspace]`], 20)}
}
resource "terraform_data" "${name}" {
  count = ${random.pick([`local.${name}_own.size`, 'terraform.workspace == "prod" ? 2 : 0', 'startswith(terraform.workspace, "prod") ? 1 : 0', '{ default = 1, prod = 2, "staging-eu" = 0, "a.b" = 1 }[terraform.workspace]'])}
  input = "${'${terraform.workspace}'}-${'${count.index}'}"
}
`)
  draft.output(random.pick([`local.${name}_own`, `local.${name}_own.tags`]))
  draft.output(
    random.pick([
      'terraform.workspace',
      'upper(terraform.workspace)',
      `terraform_data.${name}[*].input`,
      'replace(terraform.workspace, "/[^a-z]/", "-")',
      '"x-${terraform.workspace}"',
      `terraform_data.${name}`,
      'contains(["prod"], terraform.workspace)',
    ]),
  )
}
