import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { CreateTagsCommand, EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2'
import { provider } from '../providers/aws/provider.ts'
import { bareContext } from '../test/contract/provider-contract.ts'
import { LIMITS } from '../test/e2e/aws-lab/limits.ts'
import { ACCOUNT, makeShop, REGION } from '../test/e2e/aws-lab/shop.ts'
import { startMoto, type Moto } from '../test/lab/moto.ts'
import { readBare } from './aws-bare.ts'
import type { Figure } from './kubernetes.ts'
import { median, timeOnce, timePairs } from './pairs.ts'

const MACHINES = 40

/** Offline by the recordings of the oracle; on moto against bare SDK calls, and against Terraform where it is installed. */
export async function awsFigures(built: string, runs: number): Promise<Figure[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'evenkeel-bench-aws-'))
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' })
  try {
    const figures = offline(built, folder, runs)
    const moto = await startMoto({ account_id: ACCOUNT })
    try {
      figures.push(await paging(moto, runs))
    } finally {
      await moto.stop()
    }
    return [...figures, ...(await againstTerraform(built, folder, runs))]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Code, state and recorded answers of 95 resources, a whole process. */
function offline(built: string, folder: string, runs: number): Figure[] {
  const oracle = path.resolve(
    process.env['EVENKEEL_ORACLE'] ?? path.join(import.meta.dirname, '../../shared/oracle'),
  )
  const shop = path.join(oracle, 'aws/shop-production')
  const name = 'check of 95 recorded AWS resources'
  if (!existsSync(shop)) return [{ name, figure: 'not measured: no oracle here', aim: '< 0.6 s' }]
  const terraform = {
    name: 'infra',
    root: path.join(oracle, 'aws/shop'),
    var_files: ['env/production.tfvars'],
  }
  const config = writeConfig(folder, 'offline', {
    declared: [{ terraform }],
    recorded: [{ terraform_state: { path: path.join(shop, 'terraform.tfstate') } }],
    live: [{ aws: { region: REGION, from: path.join(shop, 'describe') } }],
  })
  const command = {
    program: process.execPath,
    args: [built, 'check', '--config', config, '--quiet'],
    expects: [0],
  }
  timeOnce(command)
  const times = Array.from({ length: Math.max(5, runs) }, () => timeOnce(command))
  return [{ name, figure: `${(median(times) / 1000).toFixed(2)} s`, aim: '< 0.6 s' }]
}

function writeConfig(folder: string, name: string, production: object, more: object = {}): string {
  const file = path.join(folder, `${name}.yaml`)
  writeFileSync(file, JSON.stringify({ environments: { production }, ...more }))
  return file
}

/** Reading everything, against the same requests without anything done with the answers; in turn, in one process. */
async function paging(moto: Moto, runs: number): Promise<Figure> {
  const ec2 = new EC2Client({ region: REGION, endpoint: moto.url })
  await makeShop(ec2)
  const { Instances } = await ec2.send(
    new RunInstancesCommand({
      ImageId: 'ami-12c6146b',
      InstanceType: 't3.nano',
      MinCount: MACHINES,
      MaxCount: MACHINES,
    }),
  )
  const Resources = (Instances ?? []).flatMap(({ InstanceId }) => InstanceId ?? [])
  await ec2.send(new CreateTagsCommand({ Resources, Tags: [{ Key: 'Team', Value: 'fleet' }] }))
  ec2.destroy()
  const ours: { ms: number; calls: number }[] = []
  const bare: { ms: number; calls: number }[] = []
  for (let run = 0; run <= runs; run += 1) {
    ours.push(await timed(() => readAll(moto.url)))
    bare.push(await timed(() => readBare(moto.url, REGION, ACCOUNT, LIMITS.concurrency)))
  }
  // the first of each loads the SDK
  const ratio = median(ours.slice(1).map(({ ms }, index) => ms / (bare[index + 1]?.ms ?? Number.NaN)))
  const seconds = (all: typeof ours): string => (median(all.slice(1).map(({ ms }) => ms)) / 1000).toFixed(2)
  const counts = `${ours[1]?.calls} / ${bare[1]?.calls} requests`
  return {
    name: 'moto: reading / bare SDK calls',
    figure: `${ratio.toFixed(2)} x  (${seconds(ours)} / ${seconds(bare)} s, ${counts})`,
    aim: '< 1.3 x',
  }
}

async function timed(work: () => Promise<number>): Promise<{ ms: number; calls: number }> {
  const started = performance.now()
  const calls = await work()
  return { ms: performance.now() - started, calls }
}

async function readAll(endpoint: string): Promise<number> {
  let calls = 0
  const context = bareContext({
    limits: LIMITS,
    signal: AbortSignal.timeout(LIMITS.source_timeout_ms),
    called: () => (calls += 1),
  })
  const settings = { region: REGION, account_id: ACCOUNT, endpoint }
  const source = provider.sources['aws']
  if (!source) throw new TypeError('the provider has no source')
  let items = 0
  for await (const item of source.collect(settings, context)) items += item.what === 'resource' ? 1 : 0
  if (items < MACHINES) throw new Error(`${items} resources were read`)
  return calls
}

/** About 95 resources that Terraform itself applies: a whole check against `terraform plan -refresh-only`. */
async function againstTerraform(built: string, folder: string, runs: number): Promise<Figure[]> {
  const name = 'moto: terraform plan -refresh-only / check'
  const not = (why: string): Figure[] => [{ name, figure: `not measured: ${why}`, aim: '> 10 x' }]
  if (spawnSync('terraform', ['version']).status !== 0) return not('no terraform here')
  const moto = await startMoto({ account_id: ACCOUNT })
  try {
    const root = path.join(folder, 'main.tf')
    writeFileSync(root, CODE)
    Object.assign(process.env, { AWS_ENDPOINT_URL: moto.url, TF_IN_AUTOMATION: '1' })
    const plugins = process.env['EVENKEEL_TF_PLUGINS'] ?? '/opt/tf-plugins'
    const init = ['init', '-input=false', ...(existsSync(plugins) ? [`-plugin-dir=${plugins}`] : [])]
    const run = (args: readonly string[]) => spawnSync('terraform', args, { cwd: folder, encoding: 'utf8' })
    if (run(init).status !== 0)
      return not('terraform init failed; EVENKEEL_TF_PLUGINS may name a plugin folder')
    const applied = run(['apply', '-auto-approve', '-input=false', '-no-color'])
    if (applied.status !== 0) return not(`terraform apply failed: ${firstError(applied.stderr)}`)
    const environment = {
      declared: [{ terraform: { name: 'infra', root: '.' } }],
      recorded: [{ terraform_state: { path: 'terraform.tfstate' } }],
      // Terraform reads what it declares; so does this check: moto takes a second for its hundreds of images
      live: [{ aws: { region: REGION, account_id: ACCOUNT, endpoint: moto.url, kinds: DECLARED } }],
    }
    const config = writeConfig(folder, 'evenkeel', environment, { limits: { retries: 0 } })
    const plan = {
      program: 'terraform',
      args: ['plan', '-refresh-only', '-input=false'],
      cwd: folder,
      expects: [0],
    }
    const check = {
      program: process.execPath,
      args: [built, 'check', '--config', config, '--quiet'],
      expects: [0],
    }
    const { a_ms, b_ms, ratio } = timePairs(plan, check, Math.min(runs, 3))
    const figure = `${ratio.toFixed(1)} x  (${(a_ms / 1000).toFixed(2)} / ${(b_ms / 1000).toFixed(2)} s)`
    return [{ name, figure, aim: '> 10 x' }]
  } finally {
    delete process.env['AWS_ENDPOINT_URL']
    await moto.stop()
  }
}

/** What Terraform says went wrong, in a line. */
function firstError(text: string): string {
  return /Error: .*/.exec(text)?.[0] ?? 'it said nothing'
}

const DECLARED = [
  'aws_vpc',
  'aws_subnet',
  'aws_route_table',
  'aws_route_table_association',
  'aws_security_group',
  'aws_vpc_security_group_ingress_rule',
  'aws_instance',
  'aws_ebs_volume',
  'aws_eip',
]
const CODE = `
provider "aws" {
  region = "${REGION}"
}
resource "aws_vpc" "main" {
  cidr_block = "10.9.0.0/16"
}
resource "aws_subnet" "main" {
  count      = 12
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
}
resource "aws_route_table" "main" {
  count  = 12
  vpc_id = aws_vpc.main.id
}
resource "aws_route_table_association" "main" {
  count          = 12
  subnet_id      = aws_subnet.main[count.index].id
  route_table_id = aws_route_table.main[count.index].id
}
resource "aws_security_group" "main" {
  count       = 12
  name        = "group-\${count.index}"
  description = "one of many"
  vpc_id      = aws_vpc.main.id
}
resource "aws_vpc_security_group_ingress_rule" "main" {
  count             = 12
  security_group_id = aws_security_group.main[count.index].id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "10.0.0.0/8"
}
resource "aws_instance" "main" {
  count                  = 12
  ami                    = "ami-12c6146b"
  instance_type          = "t3.small"
  subnet_id              = aws_subnet.main[count.index].id
  vpc_security_group_ids = [aws_security_group.main[count.index].id]
}
resource "aws_ebs_volume" "main" {
  count             = 12
  availability_zone = "${REGION}a"
  size              = 8 + count.index
  type              = "gp3"
}
resource "aws_eip" "main" {
  count = 10
}
`
