import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { PROVIDERS } from '../providers/index.ts'
import { runCheck } from '../src/check.ts'
import { loadConfig } from '../src/config/load.ts'
import type { Report } from '../src/core/report.ts'
import { withFiles } from './providers/terraform/evaluate-text.ts'

const PROVIDER = 'provider["registry.terraform.io/hashicorp/aws"]'
const STATE = JSON.stringify({
  version: 4,
  serial: 1,
  lineage: 'l',
  resources: [
    {
      mode: 'managed',
      type: 'aws_eip',
      name: 'e',
      provider: PROVIDER,
      instances: [{ attributes: { id: 'eipalloc-1', domain: 'vpc' } }],
    },
  ],
})
const ADDRESS = { AllocationId: 'eipalloc-1', PublicIp: '192.0.2.1', Domain: 'vpc' }

/** Two roots, of which `a` declares an address that its state records and that is there. */
async function check(recorded: readonly object[], more: readonly object[] = []): Promise<Report> {
  const files = {
    'a/main.tf': 'resource "aws_eip" "e" {\n  domain = "vpc"\n}\n',
    'a/terraform.tfstate': STATE,
    'b/main.tf': 'resource "aws_eip" "other" {\n  count = 0\n}\n',
    'dump/describe-addresses.json': JSON.stringify({ Addresses: [ADDRESS] }),
  }
  return withFiles(files, async (folder) => {
    const declared = [{ terraform: { root: 'a' } }, ...more]
    const live = [{ aws: { region: 'eu-west-1', from: 'dump', kinds: ['aws_eip'] } }]
    const file = path.join(folder, 'evenkeel.yaml')
    writeFileSync(file, JSON.stringify({ environments: { production: { declared, recorded, live } } }))
    const config = await loadConfig(file, PROVIDERS)
    const signal = new AbortController().signal
    return runCheck(config, { signal, now: new Date(), log: () => undefined, env: {} })
  })
}

const OTHER = { terraform: { root: 'b' } }
const state = (more: object = {}): object => ({ terraform_state: { path: 'a/terraform.tfstate', ...more } })

function told(report: Report): readonly string[] {
  return report.gaps
    .filter(({ code }) => code === 'STATE_ROOT')
    .map(({ message }) => message.replace(/^.*?evenkeel\.yaml:\d+:\d+: /, ''))
}

test('a state belongs to the only root, or to the one that it names', async () => {
  for (const report of [
    await check([state()]),
    await check([state({ for: 'a' })]),
    await check([state({ for: 'a' })], [OTHER]),
  ])
    assert.deepEqual([told(report), report.findings], [[], []])
})

test('what the code lost and a state still has is let go by the code: nobody is told to import it', async () => {
  const report = await check([state({ for: 'b' })], [OTHER])
  const finding = report.findings.find(({ resource }) => resource?.root === 'b')
  assert.deepEqual([finding?.finding, finding?.cause], ['unmanaged', 'not_applied'])
  assert.deepEqual(
    finding?.remedy.map(({ text }) => text),
    [
      'keep it: put its block back into the code, as aws_eip.e',
      'let it go: terraform apply -target=aws_eip.e destroys it',
    ],
  )
})

test('a state of which nobody can tell the root is a gap: nothing that it records was taken out of the code', async () => {
  const several = await check([state()], [OTHER])
  assert.deepEqual(told(several), ['say by `for` which of the declared roots it belongs to: a, b'])
  const misspelt = await check([state({ for: 'A' })], [OTHER])
  assert.deepEqual(told(misspelt), ['`for` names "A", which is no declared root; there are: a, b'])
  for (const report of [several, misspelt]) {
    assert.equal(report.outcome, 'incomplete')
    assert.deepEqual(report.findings, [])
  }
})

test('a second state of one root is a gap, by whichever way the first came', async () => {
  const twice = await check([state({ for: 'a' }), { terraform_state: { path: 'no.tfstate', for: 'a' } }])
  assert.deepEqual(told(twice), ['what belongs to "a" is read as a/terraform.tfstate already'])
  const own = { terraform: { root: 'a', name: 'own', state: 'backend' } }
  const both = await check([state({ for: 'own' })], [own])
  assert.deepEqual(told(both), ['what belongs to "own" is read as the state of own already'])
})

test('without declared roots a state stands for the code, under any name', async () => {
  const report = await withFiles({ 'a.tfstate': STATE }, async (folder) => {
    const file = path.join(folder, 'evenkeel.yaml')
    const recorded = [{ terraform_state: { path: 'a.tfstate', for: 'x' } }]
    writeFileSync(file, JSON.stringify({ environments: { production: { recorded } } }))
    const signal = new AbortController().signal
    return runCheck(await loadConfig(file, PROVIDERS), { signal, now: new Date(), log: () => undefined })
  })
  assert.deepEqual(report.gaps, [])
})
