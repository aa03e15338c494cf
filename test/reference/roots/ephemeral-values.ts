import type { RootDraft } from './root-draft.ts'

const EXPRESSIONS = [
  'var.e',
  'var.s',
  '"${var.e}-x"',
  '{ e = var.e, n = 1 }',
  '[var.e, var.s]',
  'ephemeralasnull(var.e)',
  'ephemeralasnull({ e = var.e, s = var.s, n = 1 })',
  'ephemeralasnull([var.e, "a"])',
  'ephemeralasnull(local.secret)',
  'sensitive(var.e)',
  'nonsensitive(var.s)',
  'issensitive(var.e)',
  'issensitive(var.s)',
  'length(var.e)',
  'try(var.e.x, "none")',
  'can(var.e)',
  'var.e == "x"',
  'var.e == "x" ? "a" : "b"',
  'local.mixed',
  'local.mixed.s',
  'local.mixed.n',
  'ephemeralasnull(local.mixed)',
  '[for k, v in local.mixed : k]',
  'keys(local.mixed)',
  'length(local.mixed)',
  'local.secret',
  'merge(local.mixed, { e = 1 })',
  'jsonencode(local.mixed)',
  'nonsensitive(local.secret)',
  '[for x in [var.s] : nonsensitive(x)]',
  'terraform.applying',
  'ephemeralasnull(terraform.applying)',
  'ephemeralasnull(local.open)',
  'coalesce(var.s, "d")',
  'length(toset([var.s, "a"]))',
  'local.yes ? var.s : "plain"',
  'issensitive(local.yes ? var.s : "plain")',
  'issensitive([var.s])',
  'issensitive("${var.s}")',
  'issensitive(length([var.s]))',
] as const

/** Ephemeral and sensitive values, where they may go and where not. */
export function ephemeralValues(draft: RootDraft): void {
  const { random } = draft
  const folder = draft.name('e')
  draft.values(`${folder}/`)
  const variables = `variable "e" {\n  ephemeral = true\n  ${random.pick(['default = "x"', 'type = string\n  default = "y"', 'default = { x = 1 }', 'default = "z"\n  sensitive = true'])}\n}\nvariable "s" {\n  sensitive = true\n  ${random.pick(['default = "q"', 'default = null\n  type = string', 'default = ["l"]', 'default = "r"\n  nullable = false'])}\n}\nlocals {\n  mixed = { e = var.e, s = var.s, n = 1 }\n}\n`
  draft.add(variables)
  draft.add(variables, `${folder}/main.tf`)
  const expression = (): string => random.pick(EXPRESSIONS)
  const lasting = (): string => (random.chance(96) ? `ephemeralasnull(${expression()})` : expression())
  for (let i = random.below(3) + 2; i > 0; i--) draft.output(lasting())
  const names: string[] = []
  for (let i = random.below(3) + 1; i > 0; i--) {
    const name = draft.name('o')
    names.push(name)
    const isEphemeral = random.chance(60)
    const passing = random.chance(96) ? `[var.e, ${expression()}][0]` : expression()
    draft.add(
      `output "${name}" {\n  value = ${isEphemeral ? passing : lasting()}\n${isEphemeral ? '  ephemeral = true\n' : ''}${random.chance(40) ? '  sensitive = true\n' : ''}}\n`,
      `${folder}/main.tf`,
    )
  }
  const given = draft.mostly(
    [
      '',
      '  e = var.e\n',
      '  e = local.text\n',
      '  s = var.s\n',
      '  e = local.open\n  s = local.secret\n',
      '  e = null\n',
    ],
    ['  s = var.e\n'],
    6,
  )
  const repeated = draft.mostly(
    ['', '', '  count = 2\n', '  for_each = local.set\n'],
    ['  count = length(var.e)\n', '  for_each = toset([var.e])\n'],
    6,
  )
  draft.add(`module "${folder}" {\n  source = "./${folder}"\n${given}${repeated}}\n`)
  const values = repeated.includes('for_each')
    ? `values(module.${folder})[*]`
    : repeated === ''
      ? `module.${folder}`
      : `module.${folder}[*]`
  for (const name of names) draft.output(`ephemeralasnull(${values}.${name})`)
  const resource = draft.name('r')
  draft.add(
    `resource "terraform_data" "${resource}" {\n  input = ${random.chance(90) ? lasting() : random.pick(['var.s', 'local.secret', '{ s = var.s, o = local.open }'])}\n}\n`,
  )
  draft.output(
    random.pick([
      `terraform_data.${resource}.input`,
      `issensitive(terraform_data.${resource}.output)`,
      `issensitive(terraform_data.${resource}.input)`,
      `terraform_data.${resource}`,
    ]),
  )
}
