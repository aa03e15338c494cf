import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { PROVIDERS } from '../providers/index.ts'
import { runCheck } from '../src/check.ts'
import { loadConfig } from '../src/config/load.ts'
import { exitOf } from '../src/core/exit.ts'
import { report_schema, type Report } from '../src/core/report.ts'
import { renderText } from '../src/report/text.ts'

/**
 * Golden cases: each folder holds a configuration, its inputs, and the report that the real check makes of them, as
 * JSON and as text. `UPDATE=1 npm test` rewrites them; read the difference before you commit it.
 */
const CASES = path.join(import.meta.dirname, 'cases')

async function run(folder: string): Promise<{ json: string; text: string; report: Report }> {
  const config = await loadConfig(path.join(folder, 'evenkeel.yaml'), PROVIDERS)
  const report = await runCheck(config, {
    signal: new AbortController().signal,
    now: new Date('2026-01-02T03:04:05Z'),
    log: () => undefined,
    env: { EVENKEEL_DIGEST_KEY: 'golden' },
  })
  report_schema.parse(report)
  const steady: Report = {
    ...report,
    evenkeel: '0.0.0',
    stats: { ...report.stats, duration_ms: 0, peak_rss_bytes: 0 },
  }
  const exit = exitOf(report, { fail_on: 'low', no_fail: false })
  const text = renderText(steady, { exit, fail_on: 'low', colour: false, width: 100 })
  return { json: `${JSON.stringify(steady, null, 2)}\n`, text, report }
}

function expected(file: string, actual: string): string {
  if (process.env['UPDATE']) writeFileSync(file, actual)
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

for (const name of readdirSync(CASES).toSorted()) {
  test(`golden case: ${name}`, async () => {
    const folder = path.join(CASES, name)
    const { json, text } = await run(folder)
    assert.equal(json, expected(path.join(folder, 'expected.json'), json))
    assert.equal(text, expected(path.join(folder, 'expected.txt'), text))
  })
}

test('the example shop: what its README promises', async () => {
  const folder = path.join(import.meta.dirname, '../examples/shop')
  const { text } = await run(folder)
  assert.equal(text, expected(path.join(folder, 'report.txt'), text))
})

test('README shows lines of that report, and no others', () => {
  const root = path.join(import.meta.dirname, '..')
  const shown =
    /^```\n(production drift[\s\S]*?)^```$/m.exec(readFileSync(path.join(root, 'README.md'), 'utf8'))?.[1] ??
    ''
  const real = new Set(readFileSync(path.join(root, 'examples/shop/report.txt'), 'utf8').split('\n'))
  const lines = shown.split('\n').filter((line) => line !== '…')
  assert.ok(lines.length > 20)
  assert.deepEqual(
    lines.filter((line) => !real.has(line)),
    [],
  )
})
