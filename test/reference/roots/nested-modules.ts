import type { RootDraft } from './root-draft.ts'

interface Level {
  readonly outputs: readonly string[]
  readonly takes: readonly string[]
}

/** Modules three deep, each with one instance, a number or a map of them, and their outputs gathered on the way up. */
export function nestedModules(draft: RootDraft): void {
  const called = level(draft, 'n/', 2)
  call(draft, '', 'n', called)
}

function level(draft: RootDraft, folder: string, depth: number): Level {
  const { random } = draft
  draft.values(folder)
  const takes = ['name', 'size', 'tags']
  draft.add(
    `variable "name" {\n  type = string\n}\nvariable "size" {\n  default = ${random.pick(['1', 'null', '"2"'])}\n}\nvariable "tags" {\n  type    = map(string)\n  default = {}\n}\n`,
    `${folder}main.tf`,
  )
  const outputs = [
    draft.output(random.pick(['"${var.name}-${local.open}"', 'var.name', 'upper(var.name)']), folder),
    draft.output(
      random.pick(['var.tags', 'merge(var.tags, { n = var.name })', 'var.size', 'keys(var.tags)']),
      folder,
    ),
  ]
  const resource = draft.name('r')
  draft.add(
    `resource "terraform_data" "${resource}" {\n  for_each = ${draft.mostly(['var.tags', 'toset(keys(var.tags))', '{}', '{ k = var.name }'], ['var.name', 'toset([var.size])'])}\n  input    = ${random.pick(['each.key', 'each.value', '"${var.name}-${each.key}"'])}\n}\n`,
    `${folder}main.tf`,
  )
  outputs.push(
    draft.output(
      random.pick([
        `terraform_data.${resource}`,
        `{ for k, r in terraform_data.${resource} : k => r.input }`,
        `values(terraform_data.${resource})[*].id`,
        `values(terraform_data.${resource})[*].output`,
        `sort(values(terraform_data.${resource})[*].input)`,
        `length(terraform_data.${resource})`,
      ]),
      folder,
    ),
  )
  if (depth > 0) {
    const inner = draft.name('n')
    outputs.push(...call(draft, folder, inner, level(draft, `${folder}${inner}/`, depth - 1)))
  }
  return { outputs, takes }
}

/** Calls a module and shows its outputs. @returns the names of the outputs */
function call(draft: RootDraft, folder: string, name: string, called: Level): string[] {
  const { random } = draft
  const isRoot = folder === ''
  const outer = isRoot ? 'local.text' : 'var.name'
  const tags = isRoot ? 'local.map' : 'var.tags'
  const kind = random.pick(['one', 'count', 'each', 'each', 'count'])
  const repetition = {
    one: '',
    count: `  count  = ${draft.mostly(['2', '1', '0', `length(${tags})`, 'local.yes ? 2 : 0'], ['local.open == "" ? 1 : 0', 'length(local.open)'])}\n`,
    each: `  for_each = ${draft.mostly([tags, 'local.set', `{ for k, v in ${tags} : upper(k) => v }`, `toset([${outer}, "z"])`, '{ p = local.open }'], ['toset([local.open])', 'local.secret', 'local.list', '["a"]'])}\n`,
  }[kind]
  const key = { one: outer, count: '"i${count.index}"', each: 'each.key' }[kind]
  const value = { one: outer, count: 'tostring(count.index)', each: 'tostring(each.value)' }[kind]
  const lines = [
    `  name = ${draft.mostly([key ?? outer, `"\${${key}}-x"`, 'local.open', outer], ['local.num', '[]', 'null'], 8)}\n`,
    random.chance(50)
      ? `  size = ${random.pick([value ?? outer, 'local.num', 'null', 'local.secret'])}\n`
      : '',
    random.chance(70)
      ? `  tags = ${random.pick([tags, `{ k = ${value} }`, '{}', 'tomap({ s = local.secret })', '{ o = local.open, n = null }', 'local.map'])}\n`
      : '',
  ]
  draft.add(
    `module "${name}" {\n  source = "./${name}"\n${repetition}${lines.join('')}}\n`,
    `${folder}main.tf`,
  )
  return called.outputs.flatMap((output) =>
    random.chance(70) ? [draft.output(gathered(draft, `module.${name}`, kind, output), folder)] : [],
  )
}

function gathered(draft: RootDraft, module: string, kind: string, output: string): string {
  const { random } = draft
  if (kind === 'one')
    return random.pick([
      `${module}.${output}`,
      module,
      `[${module}.${output}]`,
      `try(${module}.${output}.x, "no")`,
    ])
  if (kind === 'count')
    return random.pick([
      `${module}[*].${output}`,
      `${module}.*.${output}`,
      `flatten(${module}[*].${output})`,
      `try(${module}[1].${output}, "none")`,
      `{ for i, m in ${module} : "k\${i}" => m.${output} }`,
      `[for m in ${module} : m.${output} if m.${output} != null]`,
      `length(${module})`,
      module,
      `can(${module}[0].${output})`,
      `one([for m in slice(${module}, 0, min(1, length(${module}))) : m.${output}])`,
    ])
  return random.pick([
    `values(${module})[*].${output}`,
    `{ for k, m in ${module} : k => m.${output} }`,
    `{ for k, m in ${module} : m.${output} => k... if can(tostring(m.${output})) }`,
    `toset([for m in ${module} : jsonencode(m.${output})])`,
    `try(${module}["a"].${output}, ${module}["x"].${output}, null)`,
    `flatten([for m in ${module} : [for v in [m.${output}] : { v = v }]])`,
    `merge([for k, m in ${module} : { "\${k}" = m.${output} }]...)`,
    `keys(${module})`,
    `zipmap(keys(${module}), values(${module})[*].${output})`,
    module,
    `[for k in sort(keys(${module})) : ${module}[k].${output}]`,
    `lookup(${module}, "a", null)`,
  ])
}
