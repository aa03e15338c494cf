import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { PROVIDERS } from '../providers/index.ts'
import { loadConfig } from '../src/config/load.ts'
import { PLANNED } from '../src/config/planned.ts'
import { configJsonSchema, reportJsonSchema } from '../src/schema.ts'
import { runCli } from './run-cli.ts'

const ROOT = path.resolve(import.meta.dirname, '..')

for (const [which, file, make] of [
  ['config', 'config/evenkeel.schema.json', configJsonSchema],
  ['report', 'config/report.schema.json', async () => reportJsonSchema()],
] as const)
  test(`${file} is what \`evenkeel schema ${which}\` prints (UPDATE=1 rewrites it)`, async () => {
    const text = await make()
    if (process.env['UPDATE']) writeFileSync(path.join(ROOT, file), text)
    assert.equal(readFileSync(path.join(ROOT, file), 'utf8'), text)
    const { code, stdout } = await runCli(['schema', which])
    assert.deepEqual([code, stdout], [0, text])
  })

test('the annotated example is sound', async () => {
  const { code, stdout, stderr } = await runCli(['validate', '--config', 'config/evenkeel.yaml'], {
    cwd: ROOT,
  })
  assert.equal(stderr, '')
  assert.equal(code, 0)
  assert.match(stdout, /^config\/evenkeel\.yaml is sound\.\n {2}production: declared infra/)
})

test('the list of providers says what their sources are', async () => {
  for (const entry of PROVIDERS) {
    const provider = await entry.load()
    assert.equal(provider.name, entry.name)
    assert.deepEqual(Object.keys(provider.sources).toSorted(), [...entry.sources].toSorted())
  }
})

/** Keys of every map in a JSON Schema. */
function keysOf(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(keysOf)
  if (typeof schema !== 'object' || schema === null) return []
  const own = 'properties' in schema && schema.properties ? Object.keys(schema.properties) : []
  return [...own, ...Object.values(schema).flatMap(keysOf)]
}

test('docs/configuration.md names every key, and nothing planned has been built', async () => {
  const page = readFileSync(path.join(ROOT, 'docs/configuration.md'), 'utf8')
  const keys = [...new Set(keysOf(JSON.parse(await configJsonSchema())))].filter(
    (key) => !['env', 'file'].includes(key),
  )
  assert.ok(keys.length > 40)
  assert.deepEqual(
    keys.filter(
      (key) => !new RegExp(`^## .*\\b${key}\\b|^### ${key} |\`(?:\\w+\\.)?${key}\``, 'm').test(page),
    ),
    [],
  )
  const built = PLANNED.filter((pattern) => {
    const [parent, key] = pattern.split('.').slice(-2)
    return keys.includes(key ?? '') && (parent === undefined || keys.includes(parent.replace('[*]', '')))
  })
  assert.deepEqual(built, [])
})

test('the example of the demo is sound', async () => {
  await loadConfig(path.join(ROOT, 'examples/shop/evenkeel.yaml'), PROVIDERS)
})
