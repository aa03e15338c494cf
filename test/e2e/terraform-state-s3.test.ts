import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { PROVIDERS } from '../../providers/index.ts'
import { runCheck } from '../../src/check.ts'
import { loadConfig } from '../../src/config/load.ts'
import type { Report } from '../../src/core/report.ts'
import { startMoto, type Moto } from '../lab/moto.ts'

const KEYS = { AWS_ACCESS_KEY_ID: 'canary-key', AWS_SECRET_ACCESS_KEY: 'canary-secret' }

function state(id: string): string {
  const resources = [
    { mode: 'managed', type: 'aws_eip', name: 'e', provider: 'p', instances: [{ attributes: { id } }] },
  ]
  return JSON.stringify({ version: 4, serial: 1, lineage: 'l', resources })
}

describe('Terraform states in a bucket', () => {
  let moto: Moto
  let folder = ''
  before(async () => {
    Object.assign(process.env, KEYS)
    moto = await startMoto({ account_id: '111111111111' })
    const client = new S3Client({ endpoint: moto.url, region: 'eu-west-1', forcePathStyle: true })
    const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const
    await client.send(new CreateBucketCommand({ Bucket: 'states', CreateBucketConfiguration }))
    for (const [Key, Body] of [
      ['infra.tfstate', state('eip-default')],
      ['env:/prod/infra.tfstate', state('eip-prod')],
      ['own/prod/infra.tfstate', state('eip-own')],
      ['empty.tfstate', new Uint8Array()],
      ['large.tfstate', 'x'.repeat(2_000_000)],
      ['encrypted.tfstate', '{"serial":1,"lineage":"x","meta":{},"encrypted_data":"eyJ"}'],
    ] as const)
      await client.send(new PutObjectCommand({ Bucket: 'states', Key, Body }))
    client.destroy()
  })
  after(() => moto.stop())
  after(() => rmSync(folder, { recursive: true, force: true }))

  async function check(files: Readonly<Record<string, string>>): Promise<Report> {
    rmSync(folder, { recursive: true, force: true })
    folder = mkdtempSync(join(tmpdir(), 'evenkeel-s3-'))
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    const config = await loadConfig(join(folder, 'evenkeel.yaml'), PROVIDERS)
    const signal = new AbortController().signal
    const report = await runCheck(config, {
      signal,
      now: new Date(0),
      log: () => undefined,
      env: process.env,
    })
    assert.doesNotMatch(JSON.stringify(report), /canary/)
    return report
  }

  const root = (body: string): string =>
    `resource "aws_eip" "e" {}\nterraform {\n  backend "s3" {\n${body}\n    region = "eu-west-1"\n    endpoints = { s3 = "${moto.url}" }\n  }\n}\n`

  /** The ids that the state records: an address without the live thing is told with it. */
  async function told(main: string, more = ''): Promise<string[]> {
    const report = await check({
      'evenkeel.yaml': `limits: { max_bytes: 1000000, retries: 0 }\nenvironments:\n  p:\n    declared: [{ terraform: { root: infra, state: backend${more} } }]\n    live: [{ aws: { region: eu-west-1, from: dump, kinds: [aws_eip] } }]\n`,
      'infra/main.tf': main,
      'infra/prod.tfbackend': 'key = "infra.tfstate"\n',
      'dump/describe-addresses.json': '{"Addresses": []}',
    })
    return [
      ...report.findings.map(({ finding, resource }) => `${finding} ${String(resource?.id)}`),
      ...report.gaps.map(({ code, source }) => `${code} ${source}`),
    ]
  }

  test('by the backend block, its files and the workspace', async () => {
    const whole = '    bucket = "states"\n    key = "infra.tfstate"'
    assert.deepEqual(await told(root(whole)), ['missing eip-default'])
    assert.deepEqual(await told(root(whole), ', workspace: prod'), ['missing eip-prod'])
    assert.deepEqual(await told(root(`${whole}\n    workspace_key_prefix = "own"`), ', workspace: prod'), [
      'missing eip-own',
    ])
    const partial = ', backend_config: [prod.tfbackend]'
    assert.deepEqual(await told(root('    bucket = "states"'), partial), ['missing eip-default'])
    const role = `${whole}\n    assume_role = { role_arn = "arn:aws:iam::111111111111:role/reader" }`
    assert.deepEqual(await told(root(role)), ['missing eip-default'])
  })

  test('what is not there, too large, encrypted or elsewhere is a gap, never an empty state', async () => {
    const gap = async (bucket: string, key: string): Promise<string | undefined> =>
      (await told(root(`    bucket = "${bucket}"\n    key = "${key}"`))).at(-1)
    assert.equal(await gap('states', 'none.tfstate'), 'STATE_NOT_FOUND the state of infra')
    assert.equal(await gap('no-such-bucket', 'x'), 'STATE_NOT_FOUND the state of infra')
    assert.equal(await gap('states', 'empty.tfstate'), 'STATE_NOT_FOUND the state of infra')
    assert.equal(await gap('states', 'large.tfstate'), 'FILE_TOO_LARGE the state of infra')
    assert.equal(await gap('states', 'encrypted.tfstate'), 'STATE_ENCRYPTED the state of infra')
    const nowhere = `resource "aws_eip" "e" {}\nterraform {\n  backend "s3" {\n    bucket = "states"\n    key = "k"\n    endpoints = { s3 = "http://127.0.0.1:1" }\n  }\n}\n`
    assert.equal((await told(nowhere)).at(-1), 'STATE_UNREACHABLE the state of infra')
  })

  test('terraform_state names an object itself', async () => {
    const report = await check({
      'evenkeel.yaml': `environments:\n  p:\n    recorded: [{ terraform_state: { path: "s3://states/env:/prod/infra.tfstate", region: eu-west-1, endpoint: "${moto.url}" } }]\n    live: [{ aws: { region: eu-west-1, from: dump, kinds: [aws_eip] } }]\n`,
      'dump/describe-addresses.json': '{"Addresses": []}',
    })
    assert.deepEqual(
      report.findings.map(({ finding, resource }) => [finding, resource?.id]),
      [['missing', 'eip-prod']],
    )
  })
})
