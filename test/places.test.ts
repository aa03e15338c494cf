import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Item, Resource } from '../src/core/model.ts'
import { joinPlaces, placesMeet, placeText } from '../src/core/match/place.ts'
import type { Report } from '../src/core/report.ts'
import { box, checkToys } from './laws/toy.ts'
import { runCli } from './run-cli.ts'

const HERE = '111111111111/eu-west-1'
const THERE = '111111111111/us-east-1'

function said(report: Report): unknown[] {
  return report.findings.map(({ finding, resource }) => [finding, resource?.id])
}

function at(place: string, resource: Resource): Resource {
  return { ...resource, place }
}

const coverage = (place: string): Item => ({ what: 'coverage', kinds: ['*'], place })

test('places: what is not known fits anything', () => {
  assert.equal(placeText(undefined, undefined), undefined)
  assert.ok(placesMeet(undefined, HERE))
  assert.ok(placesMeet('/eu-west-1', HERE))
  assert.ok(placesMeet('111111111111/', HERE))
  assert.ok(!placesMeet('/us-east-1', HERE))
  assert.ok(!placesMeet('222222222222/eu-west-1', HERE))
  assert.equal(joinPlaces('/eu-west-1', undefined, '1/us-east-1'), '1/eu-west-1')
})

test('what is declared where no source reads is not compared, never missing', async () => {
  const report = await checkToys({
    production: {
      declared: [at(HERE, box('declared', 'a', {})), at(THERE, box('declared', 'b', {}))],
      live: [coverage(HERE), at(HERE, box('live', 'a', {}))],
    },
  })
  assert.deepEqual(said(report), [])
  assert.deepEqual(report.not_compared, [
    { environment: 'production', kind: 'toy_box', count: 1, reason: `no live source reads ${THERE}` },
  ])
  assert.equal(report.outcome, 'clean')
})

test('one id in two regions is two things', async () => {
  const report = await checkToys({
    production: {
      declared: [
        at(HERE, box('declared', 'same', { door: 'open' })),
        at(THERE, box('declared', 'same', { door: 'shut' })),
      ],
      live: [
        coverage(HERE),
        coverage(THERE),
        at(THERE, box('live', 'same', { door: 'shut' })),
        at(HERE, box('live', 'same', { door: 'open' })),
      ],
    },
  })
  assert.deepEqual(said(report), [])
})

test('a gap of one region hides nothing of another', async () => {
  const report = await checkToys({
    production: {
      declared: [at(HERE, box('declared', 'a', {})), at(THERE, box('declared', 'b', {}))],
      live: [
        coverage(HERE),
        { what: 'gap', code: 'AWS_FORBIDDEN', message: 'no', kinds: ['toy_box'], place: THERE },
      ],
    },
  })
  assert.deepEqual(said(report), [['missing', 'a']])
  assert.deepEqual(report.not_compared, [])
})

test('parity: the same thing in another region is the same thing', async () => {
  const side = (place: string, name: string): Item[] => [
    coverage(place),
    at(place, box('live', name, { label: 'x' })),
  ]
  const report = await checkToys(
    {
      production: { live: [...side(HERE, 'p-1'), at(HERE, box('live', 'p-2', { label: 'only' }))] },
      staging: { live: side(THERE, 's-1') },
    },
    { parity: [{ environments: ['production', 'staging'], aliases: [], namespaces: {}, expect: [] }] },
  )
  assert.deepEqual(said(report), [['missing', 'p-2']])
})

const MAIN = `
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111111111111"]
}
provider "aws" {
  alias  = "far"
  region = "us-east-1"
}
resource "aws_vpc" "near" {
  cidr_block = "10.0.0.0/16"
  tags       = { Name = "main" }
}
resource "aws_vpc" "far" {
  provider   = aws.far
  cidr_block = "10.1.0.0/16"
  tags       = { Name = "main" }
}
resource "aws_key_pair" "near" {
  key_name   = "deploy"
  public_key = "ssh-ed25519 AAAA"
}
resource "aws_key_pair" "far" {
  provider   = aws.far
  key_name   = "deploy"
  public_key = "ssh-ed25519 BBBB"
}
resource "aws_ebs_encryption_by_default" "near" {
  enabled = true
}
resource "aws_ebs_encryption_by_default" "far" {
  provider = aws.far
  enabled  = false
}
resource "aws_internet_gateway" "far" {
  provider = aws.far
  vpc_id   = aws_vpc.far.id
  tags     = { Name = "main" }
}
`

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evenkeel-places-'))
  await mkdir(join(folder, 'infra'))
  await writeFile(join(folder, 'infra/main.tf'), MAIN)
  await record('near', { vpc: 'vpc-0000000a', cidr: '10.0.0.0/16', encrypts: true, gateways: [] })
  await record('far', {
    vpc: 'vpc-0000000b',
    cidr: '10.1.0.0/16',
    encrypts: false,
    gateways: [{ InternetGatewayId: 'igw-0000000b', Attachments: [{ VpcId: 'vpc-0000000b' }] }],
  })
})
after(() => rm(folder, { recursive: true, force: true }))

interface Region {
  readonly vpc: string
  readonly cidr: string
  readonly encrypts: boolean
  readonly gateways: readonly Readonly<Record<string, unknown>>[]
}

async function record(name: string, { vpc, cidr, encrypts, gateways }: Region): Promise<void> {
  const Tags = [{ Key: 'Name', Value: 'main' }]
  const OwnerId = '111111111111'
  const files = {
    'sts-get-caller-identity': { Account: OwnerId },
    'describe-vpcs': { Vpcs: [{ VpcId: vpc, CidrBlock: cidr, OwnerId, Tags, State: 'available' }] },
    'describe-vpc-attribute.enableDnsSupport': { [vpc]: { EnableDnsSupport: { Value: true } } },
    'describe-vpc-attribute.enableDnsHostnames': { [vpc]: { EnableDnsHostnames: { Value: false } } },
    'describe-vpc-attribute.enableNetworkAddressUsageMetrics': {
      [vpc]: { EnableNetworkAddressUsageMetrics: { Value: false } },
    },
    'describe-security-groups': { SecurityGroups: [] },
    'describe-route-tables': { RouteTables: [] },
    'describe-network-acls': { NetworkAcls: [] },
    'describe-dhcp-options': { DhcpOptions: [] },
    'describe-internet-gateways': { InternetGateways: gateways.map((each) => ({ ...each, OwnerId, Tags })) },
    'describe-key-pairs': { KeyPairs: [{ KeyName: 'deploy', KeyType: 'ed25519', KeyFingerprint: name }] },
    'get-ebs-encryption-by-default': { EbsEncryptionByDefault: encrypts },
  }
  await mkdir(join(folder, name))
  for (const [file, content] of Object.entries(files))
    await writeFile(join(folder, name, `${file}.json`), JSON.stringify(content))
}

async function checkRegions(
  ...regions: readonly (readonly [from: string, region: string])[]
): Promise<Report> {
  const live = regions.map(([from, region]) => ({ aws: { from, region, account_id: '111111111111' } }))
  const file = join(folder, 'evenkeel.yaml')
  const environment = { declared: [{ terraform: { root: 'infra' } }], live }
  await writeFile(file, JSON.stringify({ environments: { production: environment } }))
  const { stdout, stderr } = await runCli(['check', '--config', file, '--output', 'json'])
  assert.ok(stdout.startsWith('{'), stderr)
  return JSON.parse(stdout)
}

test('code of two regions, one of them read: the other stands in not_compared', async () => {
  const report = await checkRegions(['near', 'eu-west-1'])
  assert.deepEqual([report.findings, report.gaps], [[], []])
  assert.deepEqual(
    report.not_compared.map(({ kind, count, reason }) => [kind, count, reason]),
    ['aws_ebs_encryption_by_default', 'aws_internet_gateway', 'aws_key_pair', 'aws_vpc'].map((kind) => [
      kind,
      1,
      'no live source reads us-east-1',
    ]),
  )
})

test('code of two regions, both read: names that both regions have are not mixed up', async () => {
  const report = await checkRegions(['near', 'eu-west-1'], ['far', 'us-east-1'])
  assert.deepEqual([report.findings, report.gaps, report.not_compared], [[], [], []])
  const swapped = await checkRegions(['far', 'eu-west-1'], ['near', 'us-east-1'])
  const encryption = swapped.findings.filter(
    ({ resource }) => resource?.kind === 'aws_ebs_encryption_by_default',
  )
  assert.deepEqual(encryption.map(({ resource, path }) => `${resource?.address} ${path}`).sort(), [
    'aws_ebs_encryption_by_default.far enabled',
    'aws_ebs_encryption_by_default.near enabled',
  ])
})
