import assert from 'node:assert/strict'
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { PROVIDERS } from '../providers/index.ts'
import { runCheck } from '../src/check.ts'
import { loadConfig } from '../src/config/load.ts'
import { renderText } from '../src/report/text.ts'
import { exitOf } from '../src/core/exit.ts'
import { withFiles } from './providers/terraform/evaluate-text.ts'
import { withServer } from './providers/terraform/local-server.ts'

const NOW = new Date('2026-01-31T00:00:00Z')
const STATE = JSON.stringify({ version: 4, serial: 7, lineage: 'l', resources: [] })

/** What the report's evidence says of the states of a configuration, and its text. */
async function evidence(
  recorded: readonly object[],
  declared: readonly object[] = [],
  written = '2026-01-01',
) {
  return withFiles(
    { 'old.tfstate': STATE, 'infra/main.tf': 'resource "aws_eip" "e" {}\n' },
    async (folder) => {
      mkdirSync(path.join(folder, 'dump'))
      writeFileSync(path.join(folder, 'infra/terraform.tfstate'), STATE)
      for (const file of ['old.tfstate', 'infra/terraform.tfstate'])
        utimesSync(path.join(folder, file), new Date(written), new Date(written))
      const live = [{ aws: { region: 'eu-west-1', from: 'dump', kinds: ['aws_eip'] } }]
      const file = path.join(folder, 'evenkeel.yaml')
      writeFileSync(file, JSON.stringify({ environments: { production: { declared, recorded, live } } }))
      const config = await loadConfig(file, PROVIDERS)
      const signal = new AbortController().signal
      const report = await runCheck(config, { signal, now: NOW, log: () => undefined, env: {} })
      const told = report.evidence.filter(({ role }) => role === 'recorded').map(({ stale }) => stale)
      const exit = exitOf(report, { fail_on: 'low', no_fail: false })
      return { told, text: renderText(report, { exit, fail_on: 'low', colour: false, width: 200 }) }
    },
  )
}

test('a state that is older than its setting allows is told in the evidence', async () => {
  const at = (days: number) => [{ terraform_state: { path: 'old.tfstate', stale_after_days: days } }]
  const old = await evidence(at(29))
  assert.deepEqual(old.told, [{ after_days: 29, is_stale: true }])
  assert.match(old.text, /state old\.tfstate \(serial 7\) {2}last changed more than 29 days ago \(stale\)/)
  // a copy that came lately may hold what is old
  assert.deepEqual((await evidence(at(31))).told, [{ after_days: 31, is_stale: null }])
  assert.deepEqual((await evidence([{ terraform_state: { path: 'old.tfstate' } }])).told, [undefined])
})

test('the same for the state that a backend names, and where the place knows when it changed', async () => {
  const root = { terraform: { root: 'infra', state: 'backend', stale_after_days: 10 } }
  assert.deepEqual((await evidence([], [root])).told, [{ after_days: 10, is_stale: true }])
  await withServer(
    (_request, response) => {
      response.writeHead(200, { 'last-modified': 'Fri, 30 Jan 2026 00:00:00 GMT' }).end(STATE)
    },
    async ({ url }) => {
      const state = { terraform_state: { path: `${url}/s`, stale_after_days: 10 } }
      assert.deepEqual((await evidence([state])).told, [{ after_days: 10, is_stale: false }])
    },
  )
})

test('a root has no age of a state that it does not name', async () => {
  const root = { terraform: { root: 'infra', stale_after_days: 10 } }
  await assert.rejects(
    evidence([], [root]),
    /stale_after_days is about the state: give `state: backend`, too/,
  )
})
