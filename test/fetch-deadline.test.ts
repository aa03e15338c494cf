import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { PROVIDERS } from '../providers/index.ts'
import { runCheck } from '../src/check.ts'
import { loadConfig } from '../src/config/load.ts'
import { withFiles } from './providers/terraform/evaluate-text.ts'
import { withServer } from './providers/terraform/local-server.ts'

const LIMITS = 'limits: { request_timeout_ms: 60000, source_timeout_ms: 3000, retries: 0 }'

test('modules that do not come in time are gaps: all else of the root is still told', async () => {
  const silent = (): void => undefined
  await withServer(silent, async ({ host, url }) => {
    const sources = [`${host}/shop/net/aws`, `${url}/x.zip`, `git::${url}/x.git`]
    const calls = sources.map((source, i) => `module "m${i}" {\n  source = "${source}"\n}\n`)
    const files = { 'infra/main.tf': `resource "aws_eip" "own" {}\n${calls.join('')}` }
    await withFiles(files, async (folder) => {
      const file = path.join(folder, 'evenkeel.yaml')
      const declared = [{ terraform: { root: 'infra', modules: 'fetch' } }]
      writeFileSync(file, `environments: ${JSON.stringify({ production: { declared } })}\n${LIMITS}\n`)
      mkdirSync(path.join(folder, 'cache'))
      const report = await runCheck(await loadConfig(file, PROVIDERS), {
        signal: new AbortController().signal,
        now: new Date(),
        log: () => undefined,
        env: {
          ...process.env,
          EVENKEEL_PLAIN_HTTP_REGISTRIES: host,
          XDG_CACHE_HOME: path.join(folder, 'cache'),
          HOME: folder,
        },
      })
      assert.deepEqual(
        report.gaps.map(({ code, line }) => [code, line]).toSorted(),
        [2, 5, 8].map((line) => ['MODULE_UNAVAILABLE', line]),
        JSON.stringify(report.gaps),
      )
      for (const { message } of report.gaps) assert.match(message, /within half of limits\.source_timeout_ms/)
      assert.deepEqual(
        report.not_compared.map(({ kind, count }) => [kind, count]),
        [['aws_eip', 1]],
      )
    })
  })
})
