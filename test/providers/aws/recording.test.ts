import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { provider } from '../../../providers/aws/provider.ts'
import type { Item, Resource } from '../../../src/core/model.ts'
import type { Context } from '../../../src/core/provider.ts'
import { bareContext } from '../../contract/provider-contract.ts'

const ACCOUNT = '111111111111'
let folder = ''

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evenkeel-recording-'))
  await record('good', {
    'sts-get-caller-identity': { UserId: 'u', Account: ACCOUNT, Arn: 'arn:aws:iam::1:root' },
    'describe-vpcs': {
      Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16', OwnerId: ACCOUNT, New: { a: [1] } }],
    },
    'describe-vpc-attribute.enableDnsSupport': {
      'vpc-1': { VpcId: 'vpc-1', EnableDnsSupport: { Value: true } },
    },
    'describe-subnets': {
      Subnets: [
        { SubnetId: 'subnet-1', VpcId: 'vpc-1', OwnerId: ACCOUNT, Tags: [{ Key: 'Name', Value: 'a' }] },
        { SubnetId: 'subnet-2', VpcId: 'vpc-9', OwnerId: '999999999999' },
      ],
    },
  })
})
after(() => rm(folder, { recursive: true, force: true }))

async function record(name: string, files: Readonly<Record<string, unknown>>): Promise<string> {
  const path = join(folder, name)
  await mkdir(path, { recursive: true })
  for (const [file, content] of Object.entries(files))
    await writeFile(
      join(path, `${file}.json`),
      typeof content === 'string' ? content : JSON.stringify(content),
    )
  return path
}

async function read(
  from: string | string[],
  more: Partial<Context> = {},
  account_id = ACCOUNT,
): Promise<Item[]> {
  const source = provider.sources['aws']
  assert.ok(source)
  const items: Item[] = []
  const settings = { region: 'eu-west-1', from, account_id }
  for await (const item of source.collect(settings, bareContext({ folder, ...more }))) items.push(item)
  return items
}

function gaps(items: readonly Item[]): string[] {
  return items.flatMap((item) => (item.what === 'gap' ? [`${item.code} ${item.kinds[0] ?? ''}`] : []))
}

function declared(kind: string): Resource {
  return {
    what: 'resource',
    role: 'declared',
    kind,
    address: `${kind}.x`,
    name: 'x',
    tags: {},
    attributes: {},
    origin: {},
  }
}

test('what is recorded is read: the account’s own things, unknown members or not', async () => {
  const items = await read('good')
  const ids = items.flatMap((item) => (item.what === 'resource' && item.id !== undefined ? [item.id] : []))
  assert.deepEqual(ids, ['vpc-1', 'subnet-1'])
  assert.deepEqual(
    items.filter((item) => item.what === 'fact').map(({ name, value }) => `${name} ${value}`),
    ['region eu-west-1', `account ${ACCOUNT}`],
  )
})

test('a command without a file was not asked: a gap of what is declared, nothing for the rest', async () => {
  assert.deepEqual(gaps(await read('good')), [])
  const items = await read('good', { declared: [declared('aws_nat_gateway')] })
  assert.ok(gaps(items).includes('RECORDING_MISSING aws_nat_gateway'))
  const covered = items.flatMap((item) => (item.what === 'coverage' ? item.kinds : []))
  assert.ok(covered.includes('aws_subnet'))
  assert.ok(!covered.includes('aws_nat_gateway') && !covered.includes('aws_eip'))
})

test('another account stops the source: by its identity, else by the owners', async () => {
  assert.deepEqual(gaps(await read('good', {}, '222222222222')), ['AWS_ACCOUNT_MISMATCH aws_vpc'])
  await record('anonymous', { 'describe-vpcs': { Vpcs: [{ VpcId: 'vpc-1', OwnerId: ACCOUNT }] } })
  assert.deepEqual(gaps(await read('anonymous', {}, '222222222222')), ['AWS_ACCOUNT_MISMATCH aws_vpc'])
})

const BAD: readonly (readonly [what: string, code: string, content: string | object])[] = [
  ['cut short', 'JSON_SYNTAX', '{"Subnets": [{"SubnetId": "subn'],
  ['empty', 'FILE_EMPTY', ''],
  ['of another action', 'RECORDING_MALFORMED', { Volumes: [] }],
  ['a list', 'RECORDING_MALFORMED', '[1, 2]'],
  ['a first page', 'RECORDING_MALFORMED', { Subnets: [], NextToken: 'x' }],
]
for (const [what, code, content] of BAD) {
  test(`a recorded answer that is ${what} is a gap of its kind alone`, async () => {
    const path = join(folder, code + what)
    await cp(join(folder, 'good'), path, { recursive: true })
    await record(code + what, { 'describe-subnets': content })
    const items = await read(path, { declared: [declared('aws_subnet')] })
    assert.deepEqual(gaps(items), [`${code} aws_subnet`])
    assert.ok(items.some((item) => item.what === 'resource' && item.id === 'vpc-1'))
  })
}

test('unknown types inside an answer do no harm', async () => {
  await record('odd', {
    'describe-subnets': { Subnets: [7, null, 'x', { SubnetId: 5, VpcId: ['a'], Tags: 'no', CidrBlock: {} }] },
  })
  const items = await read('odd')
  assert.deepEqual(gaps(items), [])
  assert.equal(items.filter((item) => item.what === 'resource').length, 1)
})

test('a later folder has the first word, and a folder that is not there is a gap', async () => {
  await record('newer', { 'describe-subnets': { Subnets: [] } })
  const items = await read(['good', 'newer'])
  assert.ok(!items.some((item) => item.what === 'resource' && item.kind === 'aws_subnet'))
  assert.match(gaps(await read('nowhere'))[0] ?? '', /^FILE_NOT_FOUND /)
})

test('an image that is no resource of ours has a name and a day, and what is under way says so', async () => {
  const from = await record('images', {
    'sts-get-caller-identity': { UserId: 'u', Account: ACCOUNT, Arn: 'arn:aws:iam::1:root' },
    'describe-images': {
      Images: [
        {
          ImageId: 'ami-1',
          Name: 'ubuntu-24.04',
          OwnerId: '999999999999',
          CreationDate: '2026-01-02T03:04:05.000Z',
        },
        { ImageId: 'ami-2', OwnerId: '999999999999' },
      ],
    },
    'describe-nat-gateways': {
      NatGateways: [
        { NatGatewayId: 'nat-1', State: 'pending' },
        { NatGatewayId: 'nat-2', State: 'available' },
      ],
    },
    'describe-vpc-peering-connections': {
      VpcPeeringConnections: [
        { VpcPeeringConnectionId: 'pcx-1', Status: { Code: 'pending-acceptance' } },
        { VpcPeeringConnectionId: 'pcx-2', Status: { Code: 'provisioning' } },
      ],
    },
  })
  const items = await read(from)
  const described = items.filter((item) => item.what === 'fact' && item.describes)
  assert.deepEqual(described, [
    { what: 'fact', name: 'ami-1', value: 'ubuntu-24.04, made on 2026-01-02', describes: true },
  ])
  const resources = items.filter((item): item is Resource => item.what === 'resource')
  assert.deepEqual(
    resources
      .filter(({ kind }) => /nat|peering_connection$/.test(kind))
      .map(({ id, settling }) => [id, settling]),
    [
      ['nat-1', 'it is in the state pending'],
      ['nat-2', undefined],
      ['pcx-1', undefined],
      ['pcx-2', 'it is in the state provisioning'],
    ],
  )
})

test('a pipe that nobody writes to holds nothing up', { skip: process.platform === 'win32' }, async () => {
  const path = await record('pipe', { 'sts-get-caller-identity': { Account: ACCOUNT } })
  execFileSync('mkfifo', [join(path, 'describe-vpcs.json')])
  assert.match(gaps(await read('pipe')).join(), /FILE_UNREADABLE aws_/)
})
