import assert from 'node:assert/strict'
import { test } from 'node:test'

import { printFiles, refusedAt } from './evaluate-text.ts'

const U =
  'resource "terraform_data" "u" {}\nresource "terraform_data" "c" {\n  count = 2\n}\nlocals {\n  a = "x"\n}\n'
const U_LINES = 7

/** What is refused of code behind the resources `u` and `c`, its lines counted from 1. */
async function told(code: string): Promise<readonly string[]> {
  const refusals = await refusedAt({ 'main.tf': U + code })
  return refusals.map((one) =>
    one.replace(/^main\.tf:(\d+) /, (_whole, line: string) => `${Number(line) - U_LINES} `),
  )
}

test('blocks of Terraform itself hold what it knows, and have what it needs', async () => {
  const code = `variable "v" {
  default = 1
  foo     = 2
  validation {
    condition = var.v == 1
  }
  zip {}
}
output "o" {
  value = 1
  foo   = 1
}
terraform {
  foo = 1
  zip {}
}
moved {
  from = terraform_data.z
}
removed {
}
import {
  to = terraform_data.u
}
check "c" {
  foo = 1
}
resource "terraform_data" "r" {
  lifecycle {
    foo = 1
  }
}
`
  assert.deepEqual(await told(code), [
    '3 Unsupported argument',
    '4 Missing required argument',
    '7 Unsupported block type',
    '11 Unsupported argument',
    '14 Unsupported argument',
    '15 Unsupported block type',
    '17 Missing required argument',
    '20 Missing required argument',
    '22 Missing required argument',
    '25 Zero assert blocks',
    '26 Unsupported argument',
    '30 Unsupported argument',
  ])
})

test('lists of names are lists of names, and truth values constants', async () => {
  const resource = (inside: string): string => `resource "terraform_data" "r" {\n${inside}\n}\n`
  const lifecycle = (inside: string): string => resource(`  lifecycle {\n    ${inside}\n  }`)
  for (const [code, want] of [
    [resource('  depends_on = [terraform_data.u, terraform_data.c[0], local.a, path.module]'), []],
    [resource('  depends_on = ["terraform_data.u"]'), []],
    [resource('  depends_on = [local.a.b]'), ['2 Invalid depends_on reference']],
    [resource('  depends_on = [terraform_data.u.id]'), ['2 Invalid depends_on reference']],
    [resource('  depends_on = [terraform_data.u[0]]'), ['2 Unexpected resource instance key']],
    [resource('  depends_on = [upper("x")]'), ['2 Invalid expression']],
    [resource('  depends_on = terraform_data.u'), ['2 Invalid expression']],
    [resource('  depends_on = [each.key]'), ['2 Reference to "each" in context without for_each']],
    [lifecycle('ignore_changes = [input.a.b[0], input["x"], "output"]'), []],
    [lifecycle('ignore_changes = all'), []],
    [lifecycle('ignore_changes = input'), ['3 Invalid expression']],
    [lifecycle('ignore_changes = [upper("x")]'), ['3 Invalid expression']],
    [lifecycle('ignore_changes = ["*"]'), ['3 Invalid ignore_changes wildcard']],
    [lifecycle('replace_triggered_by = [terraform_data.u.id, terraform_data.c[count.index]]'), []],
    [lifecycle('replace_triggered_by = terraform_data.u'), ['3 Invalid expression']],
    [
      lifecycle('replace_triggered_by = [local.a]'),
      ['3 Invalid reference in replace_triggered_by expression'],
    ],
    [lifecycle('replace_triggered_by = [upper("a")]'), ['3 Invalid replace_triggered_by expression']],
    [lifecycle('replace_triggered_by = [terraform_data.no]'), ['1 Reference to undeclared resource']],
    [lifecycle('create_before_destroy = "true"'), []],
    [lifecycle('create_before_destroy = 1'), ['3 Unsuitable value type']],
    [lifecycle('prevent_destroy = local.a'), ['3 Variables not allowed']],
    [
      'output "o" {\n  value      = 1\n  depends_on = [terraform_data.no]\n}\n',
      ['Reference to undeclared resource'],
    ],
  ] as const)
    assert.deepEqual(await told(code), want, code)
})

test('moved and removed blocks agree with what is declared', async () => {
  const moved = (from: string, to: string): string => `moved {\n  from = ${from}\n  to   = ${to}\n}\n`
  const removed = (from: string): string => `removed {\n  from = ${from}\n}\n`
  for (const [code, want] of [
    [moved('terraform_data.z', 'terraform_data.u'), []],
    [moved('terraform_data.c', 'terraform_data.c[0]'), []],
    [moved('terraform_data.c[5]', 'terraform_data.c[0]'), []],
    [moved('module.z["a"].terraform_data.x', 'terraform_data.u'), []],
    [moved('terraform_data.u', 'terraform_data.z'), ['1 Moved object still exists']],
    [moved('terraform_data.u', 'terraform_data.u'), ['1 Redundant move statement']],
    [moved('terraform_data.z', 'module.z'), ['1 Invalid "moved" addresses']],
    [moved('local.a', 'terraform_data.u'), ['1 Invalid address']],
    [moved('terraform_data.z[local.a]', 'terraform_data.u'), ['2 Invalid expression']],
    [moved('"terraform_data.z"', 'terraform_data.u'), ['2 Invalid expression']],
    [removed('terraform_data.z[*]'), ['2 Invalid expression']],
    [moved('terraform_data.y', 'terraform_data.u').repeat(2), []],
    [
      moved('terraform_data.y', 'terraform_data.u') + moved('terraform_data.y', 'terraform_data.x'),
      ['5 Ambiguous move statements'],
    ],
    [
      moved('terraform_data.y', 'terraform_data.u') + moved('terraform_data.z', 'terraform_data.u'),
      ['5 Ambiguous move statements'],
    ],
    [moved('terraform_data.y[0]', 'terraform_data.u') + moved('terraform_data.y', 'terraform_data.c'), []],
    [removed('terraform_data.z'), []],
    [removed('terraform_data.u'), ['1 Removed resource still exists']],
    [removed('terraform_data.z[0]'), ['1 Resource instance keys not allowed']],
    [removed('data.aws_region.r'), ['1 Data source address not allowed']],
    [
      'removed {\n  from = terraform_data.z\n  lifecycle {\n    destroy = local.a\n  }\n}\n',
      ['4 Variables not allowed'],
    ],
  ] as const)
    assert.deepEqual(await told(code), want, code)
})

test('an import names what is there, once, by an id that is known', async () => {
  const into = (to: string, id: string): string => `import {\n  to = ${to}\n  id = ${id}\n}\n`
  for (const [code, want] of [
    [into('terraform_data.u', '5'), []],
    [into('terraform_data.u', 'data.aws_vpc.v.id') + 'data "aws_vpc" "v" {}\n', []],
    [into('terraform_data.c[0]', '"a"') + into('terraform_data.c[1]', '"b"'), []],
    [into('terraform_data.c', '"x"'), ["2 Invalid import 'to' expression"]],
    [into('terraform_data.u[0]', '"x"'), ["2 Invalid import 'to' expression"]],
    [into('terraform_data.c[7]', '"x"'), ['2 Configuration for import target does not exist']],
    [into('module.z.terraform_data.q', '"x"'), ['2 Configuration for import target does not exist']],
    [into('terraform_data.z', '"x"'), ['2 Configuration for import target does not exist']],
    [into('local.a', '"x"'), ['2 Invalid address']],
    [into('data.aws_region.r', '"x"'), ['2 Invalid import address']],
    [into('terraform_data.u', 'terraform_data.c[0].id'), ['3 Invalid import id argument']],
    [into('terraform_data.u', 'null'), ['3 Invalid import id argument']],
    [into('terraform_data.u', '""'), ['3 Invalid import id argument']],
    [into('terraform_data.u', '["a"]'), ['3 Incorrect value type']],
    [into('terraform_data.u', '"x"') + into('terraform_data.u', '"x"'), ['6 Duplicate import configuration']],
  ] as const)
    assert.deepEqual(await told(code), want, code)
})

test('an import for each of a list, and of what is secret', async () => {
  for (const [each, want] of [
    ['["b"]', 'b'],
    ['sensitive(toset(["c"]))', 'c'],
    ['null', null],
  ] as const) {
    const code = `${U}import {\n  for_each = ${each}\n  to       = terraform_data.u\n  id       = each.value\n}\n`
    const { resources, gaps } = await printFiles({ 'main.tf': code })
    assert.deepEqual(gaps, [])
    assert.equal(resources.find(({ address }) => address === 'terraform_data.u')?.import_id, want)
  }
})

test('in JSON a comment is none of the arguments, and a local has a name', async () => {
  const json = {
    '//': 'a comment',
    locals: { '//': 'another', 'no name': 1, fine: 2 },
    variable: { v: { '//': 'c', default: 1 } },
    removed: { from: 'terraform_data.z', lifecycle: { destroy: false } },
    output: { o: { '//': 'd', value: '${local.fine}' } },
  }
  assert.deepEqual(await refusedAt({ 'main.tf.json': JSON.stringify(json, null, 1) }), [
    'main.tf.json:5 Invalid local value name',
  ])
})
