import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { printFiles } from './evaluate-text.ts'
import type { PrintedOutput } from './evaluate-text.ts'
import { truePaths } from '../../reference/true-paths.ts'

/** Outputs that real Terraform 1.11.4 planned, and expressions that it refused. */
interface Fixture {
  readonly expressions: Readonly<
    Record<
      string,
      {
        readonly files: Readonly<Record<string, string>>
        readonly expected: Readonly<Record<string, Planned>>
      }
    >
  >
  readonly errors: readonly { readonly id: string; readonly expr: string; readonly preamble: string }[]
}

interface Planned {
  readonly type?: unknown
  readonly value?: unknown
  readonly sensitive?: boolean
  readonly after?: unknown
  readonly after_unknown?: unknown
}

const fixture: Fixture = JSON.parse(
  readFileSync(new URL('fixtures/terraform-1.11.json', import.meta.url), 'utf8'),
)

for (const [topic, { files, expected }] of Object.entries(fixture.expressions))
  test(`${topic}: ${Object.keys(expected).length} outputs as Terraform plans them`, async () => {
    const { outputs } = await printFiles(files)
    for (const [name, planned] of Object.entries(expected)) checkOutput(name, outputs[name], planned)
  })

function checkOutput(name: string, output: PrintedOutput | undefined, planned: Planned): void {
  assert.ok(output, `${name} is missing`)
  assert.equal(output.error, undefined, name)
  if ('after_unknown' in planned) {
    const unknown = truePaths(planned.after_unknown)
    assert.deepEqual(sorted(output.unknown ?? []), sorted(unknown), `${name}: what is unknown`)
    if (!unknown.some((path) => path.length === 0))
      assert.deepEqual(known(output.value), known(planned.after), `${name}: the known rest`)
    return
  }
  assert.deepEqual(output.unknown ?? [], [], name)
  assert.deepEqual(output.value, planned.value, name)
  assert.deepEqual(output.type, planned.type, name)
  assert.equal(output.sensitive ?? false, planned.sensitive ?? false, name)
}

function sorted(paths: readonly unknown[]): readonly string[] {
  return paths.map((path) => JSON.stringify(path)).sort()
}

/** The value without nulls: Terraform leaves unknown places out or null. */
function known(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(known)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) => (part === null ? [] : [[key, known(part)]])),
  )
}

test(`${fixture.errors.length} expressions are refused, and nothing beside them is lost`, async () => {
  const groups = Map.groupBy(fixture.errors, ({ preamble }) => preamble)
  for (const [preamble, cases] of groups) {
    const files = Object.fromEntries(
      cases.map(({ expr }, i) => [`case_${i}.tf`, `output "c${i}" {\n  value = ${expr}\n}\n`]),
    )
    const sound = { 'preamble.tf': preamble, 'sound.tf': 'output "sound" {\n  value = 1\n}\n' }
    const { outputs } = await printFiles({ ...files, ...sound })
    assert.equal(outputs['sound']?.value, 1)
    for (const [i, { id, expr }] of cases.entries()) {
      const output = outputs[`c${i}`]
      assert.ok(!output || output.error, `${id} is accepted: ${expr}`)
    }
  }
})
