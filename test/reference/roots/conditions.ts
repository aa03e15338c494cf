import type { RootDraft } from './root-draft.ts'

/** `precondition`, `postcondition`, `check` and the validation of a module's variables. */
export function conditions(draft: RootDraft): void {
  const { random } = draft
  const folder = draft.name('c')
  draft.values(`${folder}/`)
  draft.add(
    `variable "a" {\n  type = object({ n = optional(number, 3), s = optional(string), l = optional(list(string), ["z"]) })\n  default = {}\n  nullable = ${random.pick(['true', 'false'])}\n${block(draft, 'validation', ['var.a.n > 2', 'var.a == null ? true : var.a.n != 9', 'try(var.a.s, "") != "bad"', 'length(var.a.l) > 0', 'can(regex("^[a-z]", var.a.s)) || var.a.s == null'])}}\nvariable "b" {\n  default = "b"\n${block(draft, 'validation', ['var.b != var.a.s', 'length(var.b) < 10', 'var.b == "b" || var.a.n == 3'])}}\n`,
    `${folder}/main.tf`,
  )
  resource(draft, `${folder}/`, ['var.a.n', 'var.b', 'var.a'])
  const shown = draft.output(random.pick(['var.a', 'var.a.n', 'var.b']), `${folder}/`)
  draft.add(
    `output "p" {\n  value = var.b\n${block(draft, 'precondition', ['var.a.n > 0', 'var.b != "never"', 'local.open != ""', 'local.yes'])}}\n`,
    `${folder}/main.tf`,
  )
  const given = draft.mostly(
    [
      '{}',
      '{ n = 4 }',
      '{ s = "word", n = 5 }',
      'null',
      '{ n = null, l = [] }',
      '{ s = local.open }',
      '{ n = length(local.open), s = local.secret }',
      '{ extra = 1, s = 5 }',
    ],
    ['{ n = 1 }', '{ s = "bad" }', '{ n = "x" }', '[]'],
  )
  const b = random.pick(['', '  b = local.open\n', '  b = "other"\n', '  b = null\n', '  b = local.secret\n'])
  const count = random.chance(30) ? `  count = ${random.pick(['2', '0', '1'])}\n` : ''
  draft.add(`module "${folder}" {\n  source = "./${folder}"\n${count}  a = ${given}\n${b}}\n`)
  const from = count === '' ? `module.${folder}` : `module.${folder}[*]`
  draft.output(`${from}.${shown}`)
  draft.output(`${from}.p`)
  resource(draft, '', ['local.text', 'local.open', 'local.num'])
  if (random.chance(50))
    draft.add(
      `check "${draft.name('k')}" {\n${block(draft, 'assert', ['local.num > 100', 'local.open == "x"', 'local.yes', 'length(local.map) == 2', 'try(local.map.z, "") == ""'])}}\n`,
    )
}

function resource(draft: RootDraft, folder: string, inputs: readonly [string, ...string[]]): void {
  const { random } = draft
  const name = draft.name('r')
  const repeated = random.pick(['', 'count = 2', 'for_each = local.map', 'count = 0'])
  const own = repeated.startsWith('count')
    ? 'count.index < 5'
    : repeated === ''
      ? 'local.num > 1'
      : 'each.key != "q"'
  const lifecycle = [
    random.chance(60)
      ? block(draft, 'precondition', [
          own,
          'local.yes',
          'local.open != ""',
          'local.num > 3',
          'local.secret != "x"',
        ])
      : '',
    random.chance(60)
      ? block(draft, 'postcondition', [
          'self.input != null',
          'self.id != ""',
          'self.output != "never"',
          own,
          'try(self.input.n, 3) > 0',
          'self.triggers_replace == null',
        ])
      : '',
  ]
  draft.add(
    `resource "terraform_data" "${name}" {\n  ${repeated}\n  input = ${random.pick(inputs)}\n  lifecycle {\n${lifecycle.join('')}  }\n}\n`,
    `${folder}main.tf`,
  )
  draft.output(repeated === '' ? `terraform_data.${name}.input` : `terraform_data.${name}`, folder)
}

/** A block with a condition, which mostly holds. */
function block(draft: RootDraft, type: string, good: readonly [string, ...string[]]): string {
  const condition = draft.mostly(
    good,
    [
      'local.num == 5',
      'local.text',
      'null',
      'true',
      'local.none',
      'local.list[7] == 1',
      'self.nothing',
      'local.open',
      '"true"',
      'tobool(local.none)',
    ],
    5,
  )
  const message = draft.mostly(['"no"', '"no: ${local.text}"'], ['local.secret', '"${local.open}"', '1'], 5)
  return `    ${type} {\n      condition     = ${condition}\n      error_message = ${message}\n    }\n`
}
