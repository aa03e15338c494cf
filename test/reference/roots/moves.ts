import type { RootDraft } from './root-draft.ts'

/** `moved`, `import` and `removed` blocks; what Terraform itself imports is terraform_data alone. */
export function moves(draft: RootDraft): void {
  const { random } = draft
  const one = draft.name('one')
  const many = draft.name('many')
  const each = draft.name('each')
  const module = draft.name('m')
  draft.add(`resource "terraform_data" "${one}" {
  input = ${random.pick(['"i"', 'local.open', 'null'])}
}
resource "terraform_data" "${many}" {
  count = ${random.pick(['2', '1', '0'])}
  input = count.index
}
resource "terraform_data" "${each}" {
  for_each = ${random.pick(['local.map', 'local.set', '{}'])}
  input    = each.key
}
module "${module}" {
  source = "./${module}"
${random.chance(40) ? '  count = 2\n' : ''}}
`)
  draft.add(
    'resource "terraform_data" "inner" {\n  input = 1\n}\noutput "id" {\n  value = terraform_data.inner.id\n}\n',
    `${module}/main.tf`,
  )
  for (let i = random.below(3) + 1; i > 0; i--)
    random.pick([
      () => moved(draft, { one, many, each, module }),
      () => removed(draft, { one, module }),
      () => imported(draft, { one, many, each, module }),
      () => imported(draft, { one, many, each, module }),
    ])()
  draft.output(
    random.pick([
      `terraform_data.${one}.input`,
      `keys(terraform_data.${each})`,
      `terraform_data.${many}[*].input`,
      `length(module.${module})`,
    ]),
  )
}

interface Names {
  readonly one: string
  readonly many: string
  readonly each: string
  readonly module: string
}

function moved(draft: RootDraft, { one, many, each, module }: Names): void {
  const gone = draft.name('gone')
  const [from, to] = draft.random.pick([
    [`terraform_data.${gone}`, `terraform_data.${one}`],
    [`terraform_data.${gone}`, `terraform_data.${many}[0]`],
    [`terraform_data.${gone}[0]`, `terraform_data.${each}["a"]`],
    [`terraform_data.${gone}["k"]`, `terraform_data.${one}`],
    [`module.${gone}`, `module.${module}`],
    [`module.${gone}["a"]`, `module.${module}[0]`],
    [`terraform_data.${gone}`, `module.${module}.terraform_data.inner`],
    [`module.${gone}.terraform_data.inner`, `terraform_data.${one}`],
    [`terraform_data.${many}`, `terraform_data.${many}[0]`],
    [`terraform_data.${gone}`, 'terraform_data.elsewhere'],
    [`terraform_data.${many}[5]`, `terraform_data.${many}[0]`],
    ...(draft.random.chance(15)
      ? ([
          [`terraform_data.${one}`, `terraform_data.${gone}`],
          [`terraform_data.${one}`, `terraform_data.${many}[1]`],
          [`terraform_data.${one}`, `terraform_data.${one}`],
          [`terraform_data.${gone}`, `module.${module}`],
          [`data.terraform_data.${gone}`, `terraform_data.${one}`],
          ['local.text', `terraform_data.${one}`],
          [`module.${module}`, `module.${gone}`],
          [`terraform_data.${many}[0]`, `terraform_data.${gone}`],
          [`terraform_data.${gone}[local.num]`, `terraform_data.${one}`],
        ] as const)
      : []),
  ] as const)
  draft.add(`moved {\n  from = ${from}\n  to   = ${to}\n}\n`)
}

function removed(draft: RootDraft, { one, module }: Pick<Names, 'one' | 'module'>): void {
  const gone = draft.name('gone')
  const from = draft.mostly(
    [`terraform_data.${gone}`, `module.${gone}`, `module.${gone}.terraform_data.x`],
    [
      `terraform_data.${one}`,
      `module.${module}`,
      `terraform_data.${gone}[0]`,
      `module.${module}.terraform_data.inner`,
      'local.text',
      `data.terraform_data.${gone}`,
    ],
    15,
  )
  const lifecycle = draft.mostly(
    ['  lifecycle {\n    destroy = false\n  }\n', '  lifecycle {\n    destroy = true\n  }\n', ''],
    ['  lifecycle {\n  }\n', '  lifecycle {\n    destroy = local.yes\n  }\n'],
    8,
  )
  draft.add(`removed {\n  from = ${from}\n${lifecycle}}\n`)
}

function imported(draft: RootDraft, { one, many, each, module }: Names): void {
  const block = draft.mostly(
    [
      `  to = terraform_data.${one}\n  id = "id-1"\n`,
      `  to = terraform_data.${one}\n  id = local.text\n`,
      `  for_each = toset(["x"])\n  to = terraform_data.${one}\n  id = each.key\n`,
      `  to = terraform_data.${one}\n  id = "\${local.text}-\${terraform.workspace}"\n`,
    ],
    [
      `  to = terraform_data.${many}[0]\n  id = "m"\n`,
      `  for_each = { a = "i-a", b = "i-b" }\n  to = terraform_data.${each}[each.key]\n  id = each.value\n`,
      `  to = module.${module}.terraform_data.inner\n  id = "in"\n`,
      `  to = terraform_data.${one}\n  id = local.open\n`,
      `  to = terraform_data.${one}\n  id = null\n`,
      `  to = terraform_data.${one}\n  id = ""\n`,
      `  to = terraform_data.${one}\n  id = 5\n`,
      `  to = terraform_data.${one}\n  id = local.secret\n`,
      `  to = terraform_data.${one}\n`,
      `  id = "i"\n`,
      '  to = terraform_data.nowhere\n  id = "i"\n',
      `  to = local.text\n  id = "i"\n`,
      `  for_each = local.open\n  to = terraform_data.${one}\n  id = "i"\n`,
      `  for_each = local.list\n  to = terraform_data.${one}\n  id = "i"\n`,
      `  to = terraform_data.${one}\n  id = ["a"]\n`,
      `  to = terraform_data.${each}["nokey"]\n  id = "i"\n`,
      `  to = terraform_data.${many}[7]\n  id = "i"\n`,
      `  for_each = local.map\n  to = terraform_data.${each}["a"]\n  id = each.value\n`,
    ],
    45,
  )
  draft.add(`import {\n${block}}\n`)
}
