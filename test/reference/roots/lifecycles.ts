import type { RootDraft } from './root-draft.ts'

/** `lifecycle` and `depends_on`, right and wrong, and what waits for what. */
export function lifecycles(draft: RootDraft): void {
  const { random } = draft
  const first = draft.name('l')
  const second = draft.name('l')
  const module = draft.name('m')
  const lifecycle = draft.mostly(
    [
      'ignore_changes = all',
      'ignore_changes = [input]',
      'ignore_changes = [input, triggers_replace]',
      'ignore_changes = [input.a, input["b c"], input[0]]',
      'ignore_changes = []',
      'ignore_changes = [output, id]',
      'create_before_destroy = true',
      'prevent_destroy = true',
      'replace_triggered_by = [terraform_data.u.id, terraform_data.u]',
      'create_before_destroy = "true"',
    ],
    [
      'ignore_changes = [nothing]',
      'ignore_changes = ["*"]',
      'ignore_changes = input',
      'ignore_changes = local.list',
      'ignore_changes = ["input"]',
      'replace_triggered_by = [terraform_data.nowhere]',
      'replace_triggered_by = [local.text]',
      'replace_triggered_by = [terraform_data.u.nothing]',
      'prevent_destroy = local.yes',
      'create_before_destroy = 1',
      'nothing = 1',
      `replace_triggered_by = terraform_data.${first}`,
      'ignore_changes = [input, input]',
    ],
    25,
  )
  const depends = (): string =>
    random.chance(50)
      ? `  depends_on = ${draft.mostly(['[terraform_data.u]', `[terraform_data.${first}]`, `[module.${module}]`, '[]', '[var.dep, local.text]', `[terraform_data.${first}[0]]`], ['[terraform_data.nowhere]', 'terraform_data.u', '[local.nowhere]', '["terraform_data.u"]', '[module.nowhere]', `[module.${module}.id]`, '[path.module]', '[each.key]', '[terraform_data.u.id]', `[terraform_data.${second}]`], 12)}\n`
      : ''
  draft.add(`variable "dep" {
  default = 1
}
resource "terraform_data" "${first}" {
  ${random.pick(['', 'count = 2', 'for_each = local.map'])}
  input = ${random.pick(['1', 'local.open', 'local.list'])}
}
resource "terraform_data" "${second}" {
  input = ${random.pick(['"s"', 'local.open', '{ a = 1 }'])}
${depends()}  lifecycle {
    ${lifecycle}
  }
}
module "${module}" {
  source = "./${module}"
  a = ${random.pick(['1', 'local.open', `terraform_data.${first}`])}
}
module "${module}x" {
  source = "./${module}"
  a = ${random.pick(['1', `module.${module}.id`, `module.${module}`])}
${depends()}}
`)
  draft.add(
    `variable "a" {}\nresource "terraform_data" "in" {\n  input = var.a\n}\noutput "id" {\n  value = ${random.pick(['var.a', 'terraform_data.in.input', '1', 'terraform_data.in.id'])}\n${random.chance(30) ? `  depends_on = [${random.pick(['terraform_data.in', 'terraform_data.in', 'var.a', 'terraform_data.nowhere'])}]\n` : ''}}\n`,
    `${module}/main.tf`,
  )
  draft.output(
    random.pick([
      `module.${module}`,
      `module.${module}x.id`,
      `terraform_data.${second}`,
      `terraform_data.${second}.input`,
      `terraform_data.${first}`,
    ]),
  )
}
