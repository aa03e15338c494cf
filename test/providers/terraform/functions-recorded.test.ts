import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { printFiles } from './evaluate-text.ts'

/** Generated expressions with what real Terraform 1.11.4 made of them: type and value, or a refusal. */
type Recorded = Readonly<
  Record<
    string,
    {
      readonly accepted: readonly (readonly [expression: string, type: unknown, value: unknown])[]
      readonly rejected: readonly string[]
    }
  >
>

const recorded: Recorded = JSON.parse(
  readFileSync(new URL('fixtures/functions-1.11.json', import.meta.url), 'utf8'),
)

function outputs(expressions: readonly string[]): string {
  return expressions
    .map((expression, i) => `output "o${i}" {\n  value = { ok = ${expression} }\n}\n`)
    .join('')
}

/** The recording has lost the sign of zero. */
function withoutMinusZero(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMinusZero)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutMinusZero(part)]))
  return Object.is(value, -0) ? 0 : value
}

for (const [topic, { accepted, rejected }] of Object.entries(recorded)) {
  test(`${topic}: ${accepted.length} results as Terraform gives them`, async () => {
    const printed = await printFiles({ 'main.tf': outputs(accepted.map(([expression]) => expression)) })
    for (const [i, [expression, type, value]] of accepted.entries()) {
      const output = printed.outputs[`o${i}`]
      assert.deepEqual(
        { value: withoutMinusZero(output?.value), type: output?.type, error: output?.error },
        { value: { ok: value }, type: ['object', { ok: type }], error: undefined },
        expression,
      )
    }
  })

  test(`${topic}: ${rejected.length} refusals as Terraform's`, async () => {
    const printed = await printFiles({ 'main.tf': outputs(rejected) })
    for (const [i, expression] of rejected.entries())
      assert.ok(printed.outputs[`o${i}`]?.error, `accepted: ${expression}`)
  })
}
