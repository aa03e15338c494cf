import assert from 'node:assert/strict'
import { test } from 'node:test'

import { evaluateFiles, printFiles, refusedAt } from './evaluate-text.ts'

const COUNTED = 'resource "terraform_data" "r" {\n  count = 2\n}\n'
const EACH = 'resource "terraform_data" "r" {\n  for_each = toset(["a"])\n}\n'

test('of a count and a for_each in different files the count counts', async () => {
  for (const files of [
    { 'main.tf': COUNTED, 'override.tf': EACH },
    { 'main.tf': EACH, 'override.tf': COUNTED },
  ]) {
    const { resources, gaps } = await printFiles(files)
    assert.deepEqual(gaps, [])
    assert.deepEqual(
      resources.map(({ address }) => address),
      ['terraform_data.r[0]', 'terraform_data.r[1]'],
    )
  }
})

test('a count and a for_each in one block are refused, in an override as well', async () => {
  const both = COUNTED.replace('}', '  for_each = {}\n}')
  const summary = 'Invalid combination of "count" and "for_each"'
  for (const files of [{ 'main.tf': both }, { 'main.tf': EACH, 'override.tf': both }]) {
    const [told = ''] = await refusedAt(files)
    assert.match(told, /terraform_data\.r/)
    assert.match((await printFiles(files)).gaps[0]?.message ?? '', new RegExp(summary))
  }
})

test('an empty ignore_changes overrides nothing, and one of all stays', async () => {
  const ignoring = (what: string): string =>
    `resource "terraform_data" "r" {\n  lifecycle {\n    ignore_changes = ${what}\n  }\n}\n`
  for (const [base, over, want] of [
    ['[input]', '[]', [['input']]],
    ['all', '[input]', 'all'],
    ['[input]', '[triggers_replace]', [['triggers_replace']]],
  ] as const) {
    const root = await evaluateFiles({ 'main.tf': ignoring(base), 'override.tf': ignoring(over) })
    assert.deepEqual(root.resources[0]?.config.ignore_changes, want)
  }
})

test('what an override file may not hold is refused', async () => {
  const rule = 'condition = var.v != 2\n    error_message = "x"\n  }\n'
  const files = {
    'main.tf':
      'variable "v" {\n  default = 1\n}\noutput "o" {\n  value = 1\n}\nlocals {\n  l = 1\n}\nresource "terraform_data" "r" {}\n',
    'a_override.tf': `variable "v" {\n  validation {\n    ${rule}}\n`,
    'b_override.tf': `output "o" {\n  precondition {\n    ${rule}  depends_on = [terraform_data.r]\n}\n`,
    'c_override.tf': `resource "terraform_data" "r" {\n  lifecycle {\n    precondition {\n    ${rule}  }\n  depends_on = [terraform_data.r]\n}\n`,
    'd_override.tf': 'moved {\n  from = terraform_data.q\n  to   = terraform_data.r\n}\n',
    'e_override.tf': 'import {\n  to = terraform_data.r\n  id = "i"\n}\ncheck "c" {}\n',
    'f_override.tf': 'locals {\n  nowhere = 1\n  l       = 2\n}\n',
    'g_override.tf': 'provider "aws" {\n  alias = "nowhere"\n}\n',
    'h_override.tf': 'removed {\n  from = terraform_data.q\n}\n',
  }
  const told = (await refusedAt(files)).filter((line) => line.includes('override.tf'))
  assert.deepEqual(told, [
    "a_override.tf:2 Can't override validation blocks",
    "b_override.tf:2 Can't override precondition blocks",
    'b_override.tf:6 Unsupported override',
    "c_override.tf:3 Can't override precondition blocks",
    'c_override.tf:8 Unsupported override',
    "d_override.tf:1 Cannot override 'moved' blocks",
    "e_override.tf:1 Cannot override 'import' blocks",
    "e_override.tf:5 Can't override check blocks",
    'f_override.tf:2 Missing base definition to override',
    'g_override.tf:1 Missing base definition to override',
  ])
})
