import assert from 'node:assert/strict'
import { test } from 'node:test'

import { printFiles } from './evaluate-text.ts'

/** What `npm run reference:terraform` has found: expressions, and what real Terraform 1.11.4 made of them. */
const PREAMBLE = `resource "terraform_data" "u" {}
locals {
  open    = tostring(terraform_data.u.id)
  numbers = tolist([3, 1, 2])
  object  = { first = local.open, n = 1 }
}
`

const VALUES: readonly (readonly [expression: string, value: unknown])[] = [
  ['element(tolist(["a", "b"]), -9007199254740993)', 'b'],
  ['indent(1e9, "%d")', '%d'],
  ['[for v in toset(tolist([])) : 1 if local.numbers[v]]', []],
  ['startswith("b-${local.open}", "b-")', true],
]

const UNKNOWN: readonly string[] = [
  // behind an unknown condition no other is refused; an unknown one is not looked at where it makes a tuple
  '[for v in local.object : 1 if v]',
  // a start that holds a line break is none to go-cty
  'jsondecode("\\nb-${local.open}")',
  'startswith("\\nb-${local.open}", "\\nb")',
  // a template that is a literal is refused only with variables
  'templatestring("x", local.open)',
]

const REFUSED: readonly string[] = [
  'jsondecode("b-${local.open}")',
  'templatestring("x", {})',
  'indent(9007199254740993, "x")',
  '[for v in [local.object.n, local.open] : 1 if !v]',
]

test('what the differential test has found stays right', async () => {
  const all = [...VALUES.map(([expression]) => expression), ...UNKNOWN, ...REFUSED]
  const outputs = all.map((expression, i) => `output "o${i}" {\n  value = ${expression}\n}\n`).join('')
  const printed = await printFiles({ 'main.tf': PREAMBLE + outputs })
  for (const [i, expression] of all.entries()) {
    const output = printed.outputs[`o${i}`]
    assert.ok(output, expression)
    const isRefused = REFUSED.includes(expression)
    assert.equal(output.error !== undefined, isRefused, `${expression}: ${JSON.stringify(output)}`)
    if (isRefused) continue
    assert.equal(output.unknown !== undefined, UNKNOWN.includes(expression), expression)
    const expected = VALUES.find(([known]) => known === expression)
    if (expected) assert.deepEqual(output.value, expected[1], expression)
  }
})
