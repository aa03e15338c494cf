import type { RootDraft } from './root-draft.ts'

/** Files that override what others declare. */
export function overrideFiles(draft: RootDraft): void {
  const { random } = draft
  const variable = draft.name('v')
  const resource = draft.name('r')
  const output = draft.name('o')
  const module = draft.name('m')
  draft.add(`variable "${variable}" {
  type    = ${random.pick(['string', 'any'])}
  ${random.pick(['default = null', 'default = null\n  description = "d"'])}
  validation {
    condition     = var.${variable} != "never"
    error_message = "never"
  }
}
resource "terraform_data" "${resource}" {
  ${random.pick(['count = 2', 'for_each = local.map', ''])}
  input            = local.text
  triggers_replace = [1]
  lifecycle {
    ignore_changes = [input]
    precondition {
      condition     = local.num != 100
      error_message = "it is a hundred"
    }
  }
}
output "${output}" {
  value     = [local.text, local.num, var.${variable}]
  sensitive = true
}
module "${module}" {
  source = "./${module}"
  a      = 1
  b      = local.text
}
output "${module}" {
  value = module.${module}.all
}
`)
  draft.add(
    'variable "a" {}\nvariable "b" {\n  default = "db"\n}\noutput "all" {\n  value = [var.a, var.b]\n}\n',
    `${module}/main.tf`,
  )
  draft.add(
    'variable "a" {}\nvariable "b" {}\noutput "all" {\n  value = { a = var.a, other = var.b }\n}\n',
    `${module}b/main.tf`,
  )
  draft.output(`{ r = terraform_data.${resource} }`)
  for (let i = random.below(3) + 1; i > 0; i--)
    draft.add(
      override(draft, { variable, resource, output, module }),
      random.pick([
        'override.tf',
        'x_override.tf',
        'a_override.tf',
        `${module}/override.tf`,
        'x_override.tf',
        'override.tf',
      ]),
    )
  if (random.chance(25))
    draft.json(
      'j_override.tf.json',
      'locals',
      random.pick<unknown>([{ num: 5 }, [{ text: 'js' }], { text: '${local.num}' }]),
    )
  if (random.chance(20))
    draft.json('k_override.tf.json', 'resource', {
      terraform_data: { [resource]: { input: random.pick<unknown>(['j', 3, '${local.list}', null]) } },
    })
}

function override(
  draft: RootDraft,
  { variable, resource, output, module }: Record<'variable' | 'resource' | 'output' | 'module', string>,
): string {
  const { types } = draft
  return draft.mostly(
    [
      'locals {\n  num = 9\n}\n',
      'locals {\n  text = "over"\n  list = [local.num]\n}\n',
      `variable "${variable}" {\n  default = ${types.lit({ k: 'any' }, 1)}\n}\n`,
      `variable "${variable}" {\n  type = string\n}\n`,
      `variable "${variable}" {\n  type = any\n  default = "d"\n  sensitive = true\n}\n`,
      `variable "${variable}" {\n  nullable = true\n}\n`,
      `variable "${variable}" {\n  default = "q"\n  validation {\n    condition = var.${variable} != "p"\n    error_message = "p"\n  }\n}\n`,
      `resource "terraform_data" "${resource}" {\n  input = "over"\n}\n`,
      `resource "terraform_data" "${resource}" {\n  count = 1\n}\n`,
      `resource "terraform_data" "${resource}" {\n  triggers_replace = null\n  lifecycle {\n    ignore_changes = all\n  }\n}\n`,
      `resource "terraform_data" "${resource}" {\n  lifecycle {\n    precondition {\n      condition = local.num != 9\n      error_message = "it is nine"\n    }\n  }\n}\n`,
      `resource "terraform_data" "${resource}" {\n  lifecycle {\n    create_before_destroy = true\n  }\n}\n`,
      `output "${output}" {\n  value = "over"\n}\n`,
      `output "${output}" {\n  description = "d"\n}\n`,
      `module "${module}" {\n  a = 2\n}\n`,
      `module "${module}" {\n  source = "./${module}b"\n}\n`,
      `module "${module}" {\n  b = null\n}\n`,
      'terraform {\n  required_version = ">= 1.0"\n}\n',
    ],
    [
      'variable "nowhere" {\n  default = 1\n}\n',
      'locals {\n  nowhere = 1\n}\n',
      'resource "terraform_data" "nowhere" {}\n',
      'output "nowhere" {\n  value = 1\n}\n',
      'module "nowhere" {\n  source = "./x"\n}\n',
      `output "${output}" {\n  sensitive = false\n}\n`,
      `resource "terraform_data" "${resource}" {\n  for_each = local.set\n}\n`,
      `resource "terraform_data" "${resource}" {\n  depends_on = [terraform_data.u]\n}\n`,
      `module "${module}" {\n  count = 2\n}\n`,
      `module "${module}" {\n  depends_on = [terraform_data.u]\n}\n`,
      `output "${output}" {\n  depends_on = [terraform_data.u]\n}\n`,
      `moved {\n  from = terraform_data.q\n  to = terraform_data.${resource}\n}\n`,
      `check "c" {\n  assert {\n    condition = local.yes\n    error_message = "x"\n  }\n}\n`,
    ],
    15,
  )
}
