import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { PROVIDERS } from '../providers/index.ts'
import { runCheck } from '../src/check.ts'
import { loadConfig } from '../src/config/load.ts'
import { exitOf } from '../src/core/exit.ts'
import type { Report } from '../src/core/report.ts'

/** Whatever a source cannot open is a gap with its code and place: exit 2, one line, nothing half, the others go on. */

let folder = ''

before(() => {
  // the SDK reads its credentials from the process
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' })
  folder = mkdtempSync(path.join(tmpdir(), 'evenkeel-bad-'))
  const write = (name: string, content: string | Uint8Array): void => {
    const file = path.join(folder, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  write('sound/web.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }\n')
  write('live.json', '{"apiVersion":"v1","kind":"List","items":[]}')
  mkdirSync(path.join(folder, 'empty'))
  write('latin1/a.yaml', Buffer.from('kind: caf\xe9\n', 'latin1'))
  write('latin1-tf/main.tf', Buffer.from('locals { a = "caf\xe9" }\n', 'latin1'))
  write('huge/a.yaml', 'a: 1\n')
  truncateSync(path.join(folder, 'huge/a.yaml'), 50 * 1024 * 1024)
  write('huge-tf/main.tf', 'locals {}\n')
  truncateSync(path.join(folder, 'huge-tf/main.tf'), 50 * 1024 * 1024)
  write('broken-tf/main.tf', 'resource "aws_vpc" "a" {\n  cidr_block = \n}\n')
  write('deep-tf/main.tf', `locals { a = ${'['.repeat(20_000)}1${']'.repeat(20_000)} }\n`)
  write('broken-yaml/a.yaml', 'kind: [unclosed\n')
  write('tf/main.tf', 'resource "aws_vpc" "a" {\n  cidr_block = "10.0.0.0/16"\n}\n')
  write('cut.tfstate', '{"version": 4, "resources": [')
  write('old.tfstate', '{"version": 3, "modules": []}')
  write('aws/describe-vpcs.json', '{"Vpcs": [{"VpcId": "vpc-1"')
  write('other-aws/describe-vpcs.json', '{"Reservations": []}')
  write('cut-live.json', '{"items": [{"kind": "ConfigMap"')
  write(
    'kubeconfig',
    'apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\nusers: []\ncurrent-context: ""\n',
  )
})

after(() => rmSync(folder, { recursive: true, force: true }))

const SOUND = 'declared: [{ manifests: { path: sound } }]'
const TF = 'declared: [{ terraform: { root: tf } }]'

/** roles of one environment in YAML → the code that has to come, and what its message has to name */
const CASES: readonly [name: string, roles: string, code: string, names: RegExp][] = [
  ['a missing manifest folder', 'declared: [{ manifests: { path: nowhere } }]', 'FILE_NOT_FOUND', /nowhere/],
  ['an empty manifest folder', 'declared: [{ manifests: { path: empty } }]', 'FILE_EMPTY', /empty/],
  [
    'a manifest that is not UTF-8',
    'declared: [{ manifests: { path: latin1 } }]',
    'FILE_NOT_UTF8',
    /latin1\/a\.yaml/,
  ],
  ['a manifest of 50 MB', 'declared: [{ manifests: { path: huge } }]', 'FILE_TOO_LARGE', /huge\/a\.yaml/],
  ['broken YAML', 'declared: [{ manifests: { path: broken-yaml } }]', 'MANIFEST_SYNTAX', /a\.yaml:\d+:\d+/],
  ['a missing root', 'declared: [{ terraform: { root: nowhere } }]', 'FILE_NOT_FOUND', /nowhere/],
  ['an empty root', 'declared: [{ terraform: { root: empty } }]', 'FILE_EMPTY', /empty/],
  ['broken HCL', 'declared: [{ terraform: { root: broken-tf } }]', 'HCL_SYNTAX', /main\.tf:2:\d+/],
  ['HCL beyond any depth', 'declared: [{ terraform: { root: deep-tf } }]', 'HCL_TOO_DEEP', /main\.tf:1/],
  [
    'a Terraform file that is not UTF-8',
    'declared: [{ terraform: { root: latin1-tf } }]',
    'HCL_SYNTAX',
    /main\.tf/,
  ],
  ['a Terraform file of 50 MB', 'declared: [{ terraform: { root: huge-tf } }]', 'FILE_TOO_LARGE', /main\.tf/],
  [
    'a missing state',
    `${TF}, recorded: [{ terraform_state: { path: no.tfstate } }]`,
    'FILE_NOT_FOUND',
    /no\.tfstate/,
  ],
  [
    'a state cut short',
    `${TF}, recorded: [{ terraform_state: { path: cut.tfstate } }]`,
    'JSON_SYNTAX',
    /cut\.tfstate/,
  ],
  [
    'a state of another version',
    `${TF}, recorded: [{ terraform_state: { path: old.tfstate } }]`,
    'STATE_VERSION',
    /3/,
  ],
  [
    'a missing recording',
    `${SOUND}, live: [{ kubernetes: { from: no.json } }]`,
    'FILE_NOT_FOUND',
    /no\.json/,
  ],
  [
    'a recording cut short',
    `${SOUND}, live: [{ kubernetes: { from: cut-live.json } }]`,
    'RECORDING_MALFORMED',
    /cut-live/,
  ],
  [
    'a kubeconfig without the context',
    `${SOUND}, live: [{ kubernetes: { kubeconfig: kubeconfig, context: prod } }]`,
    'KUBECONFIG_INVALID',
    /prod/,
  ],
  [
    'a missing kubeconfig',
    `${SOUND}, live: [{ kubernetes: { kubeconfig: nowhere, context: prod } }]`,
    'KUBECONFIG_INVALID',
    /nowhere/,
  ],
  [
    'an answer cut short',
    `${TF}, live: [{ aws: { region: eu-west-1, from: aws } }]`,
    'JSON_SYNTAX',
    /describe-vpcs/,
  ],
  [
    'an answer of another command',
    `${TF}, live: [{ aws: { region: eu-west-1, from: other-aws } }]`,
    'RECORDING_MALFORMED',
    /describe-vpcs/,
  ],
  [
    'a missing recording of AWS',
    `${TF}, live: [{ aws: { region: eu-west-1, from: nowhere } }]`,
    'FILE_NOT_FOUND',
    /nowhere/,
  ],
  [
    'a closed port',
    `${TF}, live: [{ aws: { region: eu-west-1, endpoint: "http://127.0.0.1:9" } }]`,
    'AWS_UNREACHABLE',
    /127\.0\.0\.1/,
  ],
]

async function check(roles: string): Promise<Report> {
  const file = path.join(folder, 'evenkeel.yaml')
  const limits = 'limits: { request_timeout_ms: 3000, source_timeout_ms: 20000, retries: 0 }'
  writeFileSync(file, `environments: { production: { ${roles} } }\n${limits}\n`)
  const config = await loadConfig(file, PROVIDERS)
  return runCheck(config, {
    signal: new AbortController().signal,
    now: new Date(),
    log: () => undefined,
  })
}

for (const [name, roles, code, names] of CASES) {
  test(`${name}: ${code}`, async () => {
    const report = await check(roles)
    const gap = report.gaps.find((candidate) => candidate.code === code)
    assert.ok(gap, JSON.stringify(report.gaps))
    assert.match(gap.message, names)
    for (const { message } of report.gaps) assert.doesNotMatch(message, /\n|\bat \S+ \(.*:\d+:\d+\)/)
    assert.equal(exitOf(report, { fail_on: 'low', no_fail: true }).code, 2)
    assert.deepEqual(report.findings, [])
  })
}

test('a server that answers HTML is no API server', async () => {
  const server = createServer((_, answer) =>
    answer.writeHead(200, { 'content-type': 'text/html' }).end('<html>sign in</html>'),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address: AddressInfo | string | null = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  writeFileSync(
    path.join(folder, 'html-config'),
    `apiVersion: v1
kind: Config
clusters: [{ name: c, cluster: { server: "http://127.0.0.1:${port}", insecure-skip-tls-verify: true } }]
users: [{ name: u, user: {} }]
contexts: [{ name: html, context: { cluster: c, user: u } }]
`,
  )
  const report = await check(`${SOUND}, live: [{ kubernetes: { kubeconfig: html-config, context: html } }]`)
  server.close()
  assert.deepEqual(
    [...new Set(report.gaps.map(({ code }) => code))],
    ['KUBE_MALFORMED'],
    JSON.stringify(report.gaps),
  )
  assert.deepEqual(report.findings, [])
})
