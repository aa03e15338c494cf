import type { RootDraft } from './root-draft.ts'

/** `count` and `for_each` over each other: sets, resources, values of modules, and what is derived of them. */
export function repetition(draft: RootDraft): void {
  const { random } = draft
  const bases = random.many(1, 3, () => base(draft))
  for (const from of bases) {
    const name = draft.name('e')
    const each = draft.mostly(
      [
        from.each
          ? `terraform_data.${from.name}`
          : '{ for i, r in terraform_data.' + from.name + ' : "n${i}" => r }',
        from.each
          ? `toset(keys(terraform_data.${from.name}))`
          : `toset([for i, r in terraform_data.${from.name} : "n\${i}"])`,
        `{ for k, r in terraform_data.${from.name} : "x\${k}" => r.input }`,
        `{ for k, r in terraform_data.${from.name} : k => r.id if r.input != null }`,
        `toset([for k, r in terraform_data.${from.name} : tostring(k)])`,
        `setproduct(["a"], ["b"]) == [] ? {} : { one = length(terraform_data.${from.name}) }`,
      ],
      [
        `toset([for r in terraform_data.${from.name} : r.id])`,
        `{ for k, r in terraform_data.${from.name} : r.id => k }`,
        `terraform_data.${from.name}[*]`,
        `toset([for k, r in terraform_data.${from.name} : length(k)])`,
        'toset([null])',
        'toset(["a", local.secret])',
        'toset([1, 2])',
        'toset([true])',
        'null',
        'toset(null)',
        '{ for k, v in local.map : v => k if local.open != "" }',
      ],
      12,
    )
    draft.add(
      `resource "terraform_data" "${name}" {\n  for_each = ${each}\n  input    = ${random.pick(['each.value', 'each.key', 'try(each.value.input, each.key)', '[each.key, each.value]'])}\n}\n`,
    )
    draft.output(
      random.pick([
        `terraform_data.${name}`,
        `keys(terraform_data.${name})`,
        `values(terraform_data.${name})[*].input`,
        `{ for k, r in terraform_data.${name} : k => r.output }`,
        `[for r in terraform_data.${name} : r.input]`,
        `length(terraform_data.${name}) > 1 ? "many" : "few"`,
        `[for k, v in terraform_data.${name} : v.triggers_replace]`,
        `contains(keys(terraform_data.${name}), "a")`,
        `terraform_data.${name}[*]`,
        `issensitive(terraform_data.${name})`,
      ]),
    )
  }
}

function base(draft: RootDraft): { readonly name: string; readonly each: boolean } {
  const { random } = draft
  const name = draft.name('b')
  const each = random.chance(55)
  const line = each
    ? `for_each = ${random.pick(['local.map', 'local.set', 'toset(local.list)', '{ a = local.open, b = local.secret }', '{ for n in range(3) : "k${n}" => n * 2 }', 'toset([for n in range(2) : format("%02d", n)])', '{ a = { x = 1 }, b = { x = "y" } }', 'tomap({})', 'setsubtract(["a", "b"], ["b"])', '{ for k, v in local.map : k => v... }'])}`
    : `count = ${draft.mostly(['2', '0', 'length(local.set)', 'local.yes ? 1 : 0', '"3"', 'sensitive(2)', 'length(toset([local.open]))', 'length([local.open, "a"])'], ['-1', '1.5', 'null', 'local.open', '"a"', 'length(toset([local.open, "a"]))', 'true', '[]'])}`
  const key = each
    ? ['each.key', 'each.value', '"${each.key}!"']
    : ['count.index', '"n${count.index}"', 'local.list[count.index % 2]']
  const input = random.pick([
    key[0] ?? '',
    key[1] ?? '',
    key[2] ?? '',
    'local.open',
    'null',
    'local.secret',
    `{ k = ${key[0]}, o = local.open }`,
  ])
  const replace = random.chance(25)
    ? `  triggers_replace = ${random.pick(['[local.open]', '{ a = 1 }', 'local.secret', 'null', key[0] ?? ''])}\n`
    : ''
  draft.add(`resource "terraform_data" "${name}" {\n  ${line}\n  input = ${input}\n${replace}}\n`)
  draft.output(
    each
      ? random.pick([
          `terraform_data.${name}`,
          `terraform_data.${name}["a"].id`,
          `[for k, v in terraform_data.${name} : "\${k}=\${v.id}"]`,
          `try(terraform_data.${name}["q"], "none")`,
          `values(terraform_data.${name}).*.input`,
          `{ for k, v in terraform_data.${name} : k => v.input if k != "b" }`,
        ])
      : random.pick([
          `terraform_data.${name}`,
          `terraform_data.${name}[*].input`,
          `terraform_data.${name}.*.id`,
          `one(terraform_data.${name}[*].output)`,
          `element(terraform_data.${name}, 0).input`,
          `try(terraform_data.${name}[5], null)`,
          `join(",", [for r in terraform_data.${name} : r.id])`,
          `terraform_data.${name}[0].triggers_replace`,
          `length(terraform_data.${name}[*].id)`,
        ]),
  )
  return { name, each }
}
