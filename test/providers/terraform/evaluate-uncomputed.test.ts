import assert from 'node:assert/strict'
import { test } from 'node:test'

import { Budget } from '../../../providers/terraform/evaluate/expression/evaluation.ts'
import { UncomputedError } from '../../../providers/terraform/evaluate/types/evaluation-error.ts'
import { printFiles } from './evaluate-text.ts'

/** Calls whose result is past a limit of ours; Terraform computes each of them, or fails for a reason of its own. */
const BEYOND: Readonly<Record<string, string>> = {
  setproduct: 'setproduct(local.thousand, local.thousand, local.thousand)',
  setproduct_of_sets: 'setproduct(toset(range(1000)), toset(range(1000)), ["a", "b"])',
  concat: 'length(concat([for a in range(1000) : local.large]...))',
  flatten: 'length(flatten([for a in range(1000) : local.large]))',
  indent: 'indent(100000000, "a\\nb")',
  format: 'format("%100000000d", 1)',
  format_precision: 'format("%.100000000f", 1)',
  formatlist: 'formatlist("%100000000s", ["a"])',
  formatlist_in_all: 'formatlist("%10000000s", range(10))',
  join: 'join(join("", [for a in range(1000) : local.text]), ["a", "b"])',
  replace: 'replace(local.text, "1", local.text)',
  parseint: 'parseint(local.text, 10)',
  tonumber: 'tonumber(local.text)',
  jsondecode: 'jsondecode(join("", concat([for a in range(1000) : "[[["], [for a in range(1000) : "]]]"])))',
  yamldecode: 'yamldecode(join("", concat([for a in range(1000) : "[[["], [for a in range(1000) : "]]]"])))',
  jsonencode: 'jsonencode(1e400000)',
  template: '"x${1e400000}"',
  regex: 'regex(join("|", [for a in range(200) : "a{1000}"]), "a")',
  for_in_for: 'length([for a in range(1000) : [for b in local.large : b]])',
}
const NAMES = Object.keys(BEYOND)

test('past a limit of ours is a gap of its own at its place, no refusal; the rest is there', async () => {
  const outputs = NAMES.map((name) => `output "${name}" {\n  value = ${BEYOND[name]}\n}\n`).join('')
  const locals = `locals {
  thousand = range(1000)
  large    = flatten([for a in range(20) : range(1000)])
  text     = join("", [for a in range(1000) : join("", [for b in range(200) : "1"])])
}
output "sound" {
  value = length(concat([for a in range(10) : local.large]...))
}
`
  const printed = await printFiles({ 'limits.tf': outputs, 'main.tf': locals })
  assert.deepEqual(
    printed.gaps.map(({ code, file, line }) => [code, file, line]),
    NAMES.map((_, i) => ['EVALUATION_LIMIT', 'limits.tf', 3 * i + 2]),
  )
  for (const name of NAMES)
    assert.deepEqual(
      [name, printed.outputs[name]?.error, printed.outputs[name]?.unknown],
      [name, undefined, [[]]],
    )
  assert.equal(printed.outputs['sound']?.value, 200_000)
})

test('more instances than evenkeel makes are a limit of ours, not an unknown number', async () => {
  const { gaps } = await printFiles({ 'main.tf': 'resource "aws_eip" "e" {\n  count = 1000001\n}\n' })
  assert.deepEqual(
    gaps.map(({ code, line }) => [code, line]),
    [['EVALUATION_LIMIT', 2]],
  )
})

test('texts count together: each may be short enough', () => {
  const budget = new Budget(1)
  for (let i = 0; i < 16; i++) budget.holdText(2 ** 26)
  assert.throws(() => budget.holdText(1), UncomputedError)
})

test('try does not go on where a limit of ours stands in the way', async () => {
  const { gaps, outputs } = await printFiles({
    'main.tf': 'output "o" {\n  value = try(indent(100000000, "a\\nb"), "other")\n}\n',
  })
  assert.deepEqual(
    gaps.map(({ code }) => code),
    ['EVALUATION_LIMIT'],
  )
  assert.deepEqual(outputs['o']?.unknown, [[]])
})

test('a number with more digits than are written out is nowhere the end of the program', async () => {
  const { gaps, outputs, resources } = await printFiles({
    'main.tf': `variable "a" {
  type    = string
  default = 1e400000
}
variable "b" {
  default = "\${1e400000}"
}
variable "c" {
}
resource "aws_vpc" "v" {
  cidr_block = 1e400000
  tags       = { sound = "yes" }
}
module "m" {
  source = "./m"
  s      = 1e400000
}
output "numbers" {
  value = toset([1e400000, 1e-400000, 1])
}
output "texts" {
  value = [var.a, var.b, var.c, module.m.s]
}
`,
    'm/main.tf': 'variable "s" {\n  type = string\n}\noutput "s" {\n  value = var.s\n}\n',
    'terraform.tfvars': 'c = "${1e400000}"\n',
  })
  assert.deepEqual(
    gaps.map(({ code, line }) => [code, line]),
    [['EVALUATION_LIMIT', 11]],
  )
  assert.deepEqual(resources[0]?.values['tags'], { sound: 'yes' })
  assert.deepEqual(outputs['numbers']?.unknown?.length, 2)
  assert.deepEqual(outputs['texts']?.unknown, [[0], [1], [2], [3]])
})
