import type { RootDraft } from './root-draft.ts'

const VALUES = [
  'local.open',
  'terraform_data.u',
  'terraform_data.u.output',
  'terraform_data.w.output',
  'terraform_data.w.output.a',
  'terraform_data.w.output.c',
  'terraform_data.w.input',
  'terraform_data.w.input.b',
  'terraform_data.w.input.d',
  'terraform_data.w.triggers_replace',
  'terraform_data.ws[0].output.a',
  'terraform_data.ws[*].output',
  'terraform_data.ws[3].id',
  '[local.open, "k"]',
  '{ a = local.open }',
  'split(",", local.open)',
  'jsondecode(local.open)',
  'jsondecode(terraform_data.w.output.a).x',
  'tolist([local.open])',
  'toset([local.open])',
  'tonumber(local.open)',
  'tobool("x")',
  'local.map.z',
  'local.list[9]',
  'local.none',
  'null',
  'local.secret',
  '"p-${local.open}"',
  'regex("a", local.open)',
  'local.open == "x" ? { a = 1 } : null',
  'local.open == "x" ? ["a"] : []',
  'one(toset([local.open]))',
  'file("absent.txt")',
  'keys(terraform_data.w.output)',
] as const

/** `try`, `can`, `coalesce` and comparisons over what is unknown, refused or null. */
export function openTests(draft: RootDraft): void {
  const { random } = draft
  draft.add(`resource "terraform_data" "w" {
  input            = { a = "x", b = local.open, d = [1, local.open] }
  triggers_replace = ${random.pick(['[local.open, 1]', '{ k = local.secret }', 'local.map', 'null'])}
}
resource "terraform_data" "ws" {
  count = 2
  input = { a = count.index, b = null }
}
`)
  for (let i = random.below(5) + 3; i > 0; i--) draft.output(test(draft, 2))
}

function test(draft: RootDraft, depth: number): string {
  const { random } = draft
  const one = (): string => (depth > 0 && random.chance(30) ? test(draft, depth - 1) : random.pick(VALUES))
  return random.pick([
    () => `try(${one()}, ${one()})`,
    () => `try(${one()}, ${one()}, "end")`,
    () => `can(${one()})`,
    () => `can(tostring(${one()}))`,
    () => `try(tostring(${one()}), "no text")`,
    () => `try(tolist(${one()}), [])`,
    () => `try(${one()}.a, ${one()}.b, "none")`,
    () => `try(length(${one()}), 0)`,
    () => `try(coalesce(${one()}, ${one()}), "c")`,
    () => `try(${one()} == ${one()}, "e")`,
    () => `try(${one()}[0], ${one()}["a"], null)`,
    () => `try(merge(${one()}, { m = 1 }), {})`,
    () => `[for x in try([${one()}], []) : x]`,
    () => `try({ for k, v in ${one()} : k => v }, {})`,
    () => `can(${one()}) ? "can" : "cannot"`,
    () => `try(jsonencode(${one()}), "j")`,
    () => `try("\${${one()}}!", "t")`,
    () => `try(type(${one()}), 0) == 0`,
    () => `try(${one()} != null ? ${one()} : "n", "f")`,
    () => `try(nonsensitive(${one()}), "ns")`,
    () => `try(sensitive(${one()}), "s")`,
    () => `try(issensitive(${one()}), "is")`,
    () => `try(contains(${one()}, "a"), "c")`,
    () => `try(concat(${one()}, ["z"]), [])`,
    () => `try(flatten([${one()}, [${one()}]]), [])`,
    () => `try(lookup(${one()}, "a", "d"), "l")`,
    () => `try(element(${one()}, 1), "el")`,
  ])()
}
