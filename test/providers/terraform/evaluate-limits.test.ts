import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Printed } from './evaluate-text.ts'
import { printFiles } from './evaluate-text.ts'

function told({ gaps, resources, outputs }: Printed): unknown {
  return {
    gaps: gaps.map(({ code, message, file, line }) => [code, message, `${file}:${line}`]),
    kept: resources.some(({ address }) => address === 'aws_eip.own') && outputs['own']?.value,
  }
}

const OWN = 'resource "aws_eip" "own" {}\noutput "own" {\n  value = "kept"\n}\n'

test('one block with too many instances is a gap, and the rest is told', async () => {
  const files = { 'a.tf': OWN, 'main.tf': 'resource "aws_eip" "e" {\n  count = 101\n}\n' }
  assert.deepEqual(told(await printFiles(files, { instances_max: 100 })), {
    gaps: [['EVALUATION_LIMIT', 'aws_eip.e: 101 instances are more than the limit of 100', 'main.tf:2']],
    kept: 'kept',
  })
})

test('modules that multiply end at one limit for all of the root', async () => {
  const files = {
    'a.tf': OWN,
    'main.tf': 'module "m" {\n  source = "./m"\n  count  = 50\n}\n',
    'm/main.tf': 'module "n" {\n  source = "../n"\n  count  = 50\n}\n',
    'n/main.tf': 'resource "aws_eip" "e" {}\n',
  }
  const most = 'all resources and modules together have more than 1000 instances'
  const printed = await printFiles(files, { instances_max: 1000 })
  assert.deepEqual(told(printed), {
    gaps: [['EVALUATION_LIMIT', `module.m[9].module.n: ${most}`, 'm/main.tf:1']],
    kept: 'kept',
  })
})

test('past the deadline nothing more is computed: each local would have been a step of its own', async () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `  l${i} = ${i} + 1\n`)
  const outputs = Array.from({ length: 20_000 }, (_, i) => `output "o${i}" {\n  value = local.l${i}\n}\n`)
  const files = { 'main.tf': `locals {\n${lines.join('')}}\n${outputs.join('')}` }
  let asked = 0
  const printed = await printFiles(files, { expired: () => (asked += 1) > 0 })
  assert.equal(asked, 1)
  assert.deepEqual(
    printed.gaps.map(({ code }) => code),
    ['EVALUATION_LIMIT'],
  )
  const computed = Object.values(printed.outputs).filter(({ error }) => error === undefined)
  assert.ok(computed.length < 4096, `${computed.length} outputs`)
})

test('values that hold themselves again and again, and such as nest without end, are cut where they grow so', async () => {
  const lines = (count: number, value: (of: string) => string): string =>
    Array.from({ length: count }, (_, i) => `  l${i + 1} = ${value(`local.l${i}`)}\n`).join('')
  const shared = `locals {\n  l0 = [1, 2]\n${lines(60, (of) => `[${of}, ${of}, ${of}]`)}}\n`
  const text = `locals {\n  l0 = ["${'x'.repeat(1000)}"]\n${lines(60, (of) => `[${of}, ${of}]`)}}\n`
  const deep = `locals {\n  l0 = aws_eip.own.id\n${lines(3000, (of) => `{ a = ${of} }`)}}\n`
  const documents = `output "d" {\n  value = jsondecode("${'['.repeat(1500)}${']'.repeat(1500)}")\n}\n`
  for (const [files, words] of [
    [{ 'a.tf': OWN, 'm.tf': `${shared}output "x" {\n  value = local.l60\n}\n` }, /holds more than/],
    [{ 'a.tf': OWN, 'm.tf': `${text}output "x" {\n  value = jsonencode(local.l60)\n}\n` }, /holds more than/],
    [
      { 'a.tf': OWN, 'm.tf': `${deep}resource "terraform_data" "d" {\n  input = local.l3000\n}\n` },
      /nested deeper than/,
    ],
    [{ 'a.tf': OWN, 'm.tf': documents }, /nested deeper than/],
  ] as const) {
    const printed = await printFiles(files)
    assert.ok(printed.gaps.length > 0)
    for (const { code, message, file } of printed.gaps) {
      assert.deepEqual([code, file], ['EVALUATION_LIMIT', 'm.tf'])
      assert.match(message, words)
    }
    assert.equal(printed.outputs['own']?.value, 'kept')
  }
})
