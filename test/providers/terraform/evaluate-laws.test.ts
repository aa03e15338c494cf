import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'

import { evaluateFiles, printedText } from './evaluate-text.ts'

/** A small expression over names that exist, that do not, and that are unknown. */
const expression: fc.Arbitrary<string> = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      '1',
      '"a"',
      'true',
      'null',
      '[]',
      '{}',
      'local.a',
      'local.b',
      'var.v',
      'aws_vpc.v.id',
      'aws_vpc.v',
      'local.none',
      'aws_eip.e[*].id',
    ),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `[${a}, ${b}]`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `{ k = ${a}, l = ${b} }`),
    fc
      .tuple(tie('expression'), tie('expression'), tie('expression'))
      .map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `[for k, v in ${a} : ${b} if k != v]`),
    fc
      .tuple(tie('expression'), fc.constantFrom('+', '==', '&&', '<', '%'), tie('expression'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc
      .tuple(
        fc.constantFrom(
          'length',
          'jsonencode',
          'tostring',
          'toset',
          'keys',
          'upper',
          'flatten',
          'can',
          'nothing',
        ),
        tie('expression'),
      )
      .map(([f, a]) => `${f}(${a})`),
    tie('expression').map((a) => `try(${a}, "t")`),
    tie('expression').map((a) => `"x\${${a}}y"`),
    tie('expression').map((a) => `(${a})[0]`),
    tie('expression').map((a) => `(${a}).k`),
    tie('expression').map((a) => `(${a})[*]`),
  ),
})).expression

const BASE = [
  'variable "v" {\n  default = { k = [1, "2"] }\n}\n',
  'resource "aws_vpc" "v" {\n  cidr_block = "10.0.0.0/16"\n}\n',
  'resource "aws_eip" "e" {\n  count = 2\n}\n',
]

function blocksOf(expressions: readonly string[]): readonly string[] {
  return [
    ...BASE,
    ...expressions.map((text, i) => `output "o${i}" {\n  value     = ${text}\n  sensitive = true\n}\n`),
    `locals {\n  a = ${expressions[0] ?? '1'}\n}\n`,
    `locals {\n  b = ${expressions[1] ?? '2'}\n}\n`,
  ]
}

test('evaluation is total and deterministic', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(expression, { minLength: 2, maxLength: 4 }), async (expressions) => {
      const files = { 'main.tf': blocksOf(expressions).join('') }
      const once = printedText(await evaluateFiles(files))
      assert.equal(printedText(await evaluateFiles(files)), once)
      const { outputs } = JSON.parse(once)
      for (const i of expressions.keys()) assert.ok(outputs[`o${i}`], `o${i} is neither a value nor an error`)
    }),
    { numRuns: 150 },
  )
})

test('evaluation is free of order: of blocks, and of files', async () => {
  const scenario = fc.array(expression, { minLength: 2, maxLength: 4 }).chain((expressions) => {
    const blocks = blocksOf(expressions)
    const indexes = [...blocks.keys()]
    return fc.record({
      blocks: fc.constant(blocks),
      order: fc.shuffledSubarray(indexes, { minLength: indexes.length }),
      split: fc.integer({ min: 0, max: blocks.length }),
    })
  })
  await fc.assert(
    fc.asyncProperty(scenario, async ({ blocks, order, split }) => {
      const straight = withoutPlaces(printedText(await evaluateFiles({ 'main.tf': blocks.join('') })))
      const shuffled = order.map((i) => blocks[i] ?? '')
      const files = { 'b.tf': shuffled.slice(0, split).join(''), 'a.tf': shuffled.slice(split).join('') }
      assert.deepEqual(withoutPlaces(printedText(await evaluateFiles(files))), straight)
    }),
    { numRuns: 100 },
  )
})

/** What was printed without files and lines, which the shuffling moves; gaps in an order of their own. */
function withoutPlaces(text: string): unknown {
  const { resources, outputs, gaps } = JSON.parse(text, (key, value: unknown) =>
    key === 'file' || key === 'line' || key === 'column' ? undefined : value,
  )
  return { resources, outputs, gaps: gaps.map((gap: unknown) => JSON.stringify(gap)).sort() }
}
