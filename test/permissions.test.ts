import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { parse, parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { ACTIONS } from '../providers/aws/actions.ts'
import { runCli, type Ended } from './run-cli.ts'

const project = path.resolve(import.meta.dirname, '..')
const policy_schema = z.object({
  Version: z.literal('2012-10-17'),
  Statement: z.array(
    z.object({ Effect: z.literal('Allow'), Action: z.array(z.string()), Resource: z.string() }),
  ),
})
const role_schema = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
  rules: z
    .array(
      z.object({
        apiGroups: z.array(z.string()),
        resources: z.array(z.string()),
        verbs: z.array(z.string()),
      }),
    )
    .optional(),
})

let folder = ''
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'evenkeel-permissions-'))
})
after(() => rm(folder, { recursive: true, force: true }))

async function permissions(
  live: readonly unknown[],
  args: readonly string[] = [],
  more = {},
): Promise<Ended> {
  const file = path.join(folder, 'evenkeel.yaml')
  await writeFile(file, JSON.stringify({ environments: { production: { live } }, ...more }))
  return runCli(['permissions', ...args, '--config', file])
}

/** What roles grant: `[namespace] group/resource`. */
function grants(text: string): string[] {
  return parseAllDocuments(text).flatMap((document) => {
    const role = role_schema.safeParse(document.toJS())
    return (role.success ? (role.data.rules ?? []) : []).flatMap(({ apiGroups, resources, verbs }) => {
      assert.deepEqual(verbs, ['get', 'list'])
      const space = role.data?.metadata.namespace
      return resources.map(
        (resource) => `${space === undefined ? '' : `${space} `}${apiGroups[0]}/${resource}`,
      )
    })
  })
}

test('one policy for all AWS sources, of the actions that their kinds are read with', async () => {
  const { stdout, code } = await permissions([
    { aws: { region: 'eu-west-1', kinds: ['aws_subnet'] } },
    { aws: { region: 'us-east-1', kinds: ['aws_vpc'] } },
    { aws: { region: 'us-east-2', from: 'recording' } },
  ])
  assert.equal(code, 0)
  const { Statement } = policy_schema.parse(JSON.parse(stdout))
  assert.deepEqual(
    Statement.map(({ Action, Resource }) => [Action, Resource]),
    [[['ec2:DescribeSubnets', 'ec2:DescribeVpcAttribute', 'ec2:DescribeVpcs'], '*']],
  )
})

test('all kinds take every action of the table, and reading ones only', async () => {
  const { stdout } = await permissions([{ aws: { region: 'eu-west-1' } }])
  const [statement] = policy_schema.parse(JSON.parse(stdout)).Statement
  assert.deepEqual(
    statement?.Action,
    Object.keys(ACTIONS)
      .map((name) => `ec2:${name}`)
      .sort(),
  )
  assert.ok(statement?.Action.every((action) => /^ec2:(Describe|Get|Search)[A-Z]/.test(action)))
})

test('a role is told of: who assumes it needs a right of its own', async () => {
  const role_arn = 'arn:aws-us-gov:iam::111111111111:role/reader'
  const { stdout, stderr } = await permissions([
    { aws: { region: 'us-gov-west-1', role_arn, kinds: ['aws_eip'] } },
  ])
  assert.ok(policy_schema.parse(JSON.parse(stdout)).Statement[0]?.Action.includes('sts:GetCallerIdentity'))
  assert.match(stderr, /sts:AssumeRole/)
  assert.ok(stderr.includes(role_arn))
})

test('a cluster: the role of deploy/kubernetes is what its configuration needs', async () => {
  const map = z
    .object({ data: z.object({ 'evenkeel.yaml': z.string() }) })
    .parse(parse(await readFile(path.join(project, 'deploy/kubernetes/config.yaml'), 'utf8')))
  const file = path.join(folder, 'deployed.yaml')
  await writeFile(file, map.data['evenkeel.yaml'])
  const { stdout, code } = await runCli(['permissions', '--config', file])
  assert.equal(code, 0)
  const access = await readFile(path.join(project, 'deploy/kubernetes/access.yaml'), 'utf8')
  assert.deepEqual(grants(stdout).sort(), grants(access).sort())
})

test('named namespaces get a Role each; what has none a ClusterRole; Secrets only where they are read', async () => {
  const live = [{ kubernetes: { namespaces: ['shop', 'web'], kinds: ['core/Service', 'core/Namespace'] } }]
  const { stdout } = await permissions(live)
  const own = grants(stdout).filter((grant) => !/definitions|classes/.test(grant))
  assert.deepEqual(own, ['/namespaces', 'shop /services', 'web /services'])
  const all = await permissions([{ kubernetes: {} }])
  assert.ok(!grants(all.stdout).includes('/secrets'))
  assert.match(all.stdout, /^# .*custom resources/m)
  const keyed = await permissions([{ kubernetes: {} }], [], { secrets: { digest_key: { env: 'KEY' } } })
  assert.ok(grants(keyed.stdout).includes('/secrets'))
})

test('both are one stream, or one alone when asked for', async () => {
  const live = [
    { aws: { region: 'eu-west-1', kinds: ['aws_eip'] } },
    { kubernetes: { kinds: ['apps/Deployment'] } },
  ]
  const both = parseAllDocuments((await permissions(live)).stdout).map((document) => document.toJS())
  assert.equal(policy_schema.parse(both[0]).Statement[0]?.Action[0], 'ec2:DescribeAddresses')
  assert.equal(both.length, 3)
  const aws = await permissions(live, ['--for', 'aws'])
  policy_schema.parse(JSON.parse(aws.stdout))
  const cluster = await permissions(live, ['--for', 'kubernetes'])
  assert.ok(grants(cluster.stdout).includes('apps/deployments'))
})

test('nothing to grant, and an environment that is not there, are wrong use', async () => {
  const none = await permissions([{ aws: { region: 'eu-west-1', from: 'recording' } }])
  assert.equal(none.code, 64)
  const strange = await permissions([{ aws: { region: 'eu-west-1' } }], ['nowhere'])
  assert.equal(strange.code, 64)
  assert.match(strange.stderr, /nowhere/)
})

test('states in S3: their objects alone, by path or by the backend of a root; a workspace may be missing', async () => {
  const root = path.join(folder, 'infra')
  await mkdir(root, { recursive: true })
  await writeFile(
    path.join(root, 'main.tf'),
    'terraform {\n  backend "s3" {\n    bucket = "b"\n    key    = "infra.tfstate"\n    region = "cn-north-1"\n  }\n}\n',
  )
  const file = path.join(folder, 'states.yaml')
  const declared = [
    { terraform: { root: 'infra', state: 'backend' } },
    { terraform: { name: 'again', root: 'infra', workspace: 'blue', state: 'backend' } },
  ]
  const recorded = [
    { terraform_state: { path: 's3://a/x/y.tfstate', role_arn: 'arn:aws:iam::111111111111:role/state' } },
    { terraform_state: { path: 'local.tfstate', for: 'again' } },
  ]
  const live = [{ aws: { region: 'eu-west-1', from: 'recording' } }]
  await writeFile(file, JSON.stringify({ environments: { production: { declared, recorded, live } } }))
  const { stdout, stderr, code } = await runCli(['permissions', '--config', file])
  assert.equal(code, 0, stderr)
  assert.match(stderr, /role\/state; whoever runs evenkeel needs sts:AssumeRole/)
  assert.deepEqual(
    policy_schema.parse(JSON.parse(stdout)).Statement.map(({ Action, Resource }) => [Action, Resource]),
    [
      [['s3:ListBucket'], 'arn:aws-cn:s3:::b'],
      [['s3:GetObject'], 'arn:aws-cn:s3:::b/env:/blue/infra.tfstate'],
      [['s3:GetObject'], 'arn:aws-cn:s3:::b/infra.tfstate'],
      [['s3:GetObject'], 'arn:aws:s3:::a/x/y.tfstate'],
    ],
  )
})

test('what the code alone tells is named where the code is not read: a state of a root at a revision, a backend nobody reads', async () => {
  const root = path.join(folder, 'elsewhere')
  await mkdir(root, { recursive: true })
  await writeFile(path.join(root, 'main.tf'), 'terraform {\n  backend "gcs" {\n    bucket = "b"\n  }\n}\n')
  const file = path.join(folder, 'revisions.yaml')
  const git = { path: '.', ref: 'v1' }
  const declared = [
    { git: { ...git, terraform: { root: 'infra', state: 'backend' } } },
    { git: { ...git, terraform: { roots: 'stacks/*', state: 'backend' } } },
    { git: { ...git, terraform: { root: 'stateless' } } },
    { terraform: { root: 'elsewhere', state: 'backend' } },
  ]
  const live = [{ aws: { region: 'eu-west-1', kinds: ['aws_eip'] } }]
  const asked = async (...args: string[]): Promise<readonly string[]> => {
    const { stdout, stderr, code } = await runCli(['permissions', ...args, '--config', file])
    assert.equal(code, 0, stderr)
    policy_schema.parse(JSON.parse(stdout))
    return stderr.trim().split('\n')
  }
  await writeFile(file, JSON.stringify({ environments: { production: { declared, live } } }))
  const lines = await asked()
  assert.equal(lines.length, 3)
  assert.match(
    lines[0] ?? '',
    /^production, infra \(.*revisions\.yaml:1:\d+\): what it needs is not in this output: .*S3/,
  )
  assert.match(lines[1] ?? '', /^production, stacks\/\* \(/)
  assert.match(lines[2] ?? '', /^production, the state of elsewhere \(.*gcs/)
  await writeFile(file, JSON.stringify({ environments: { production: { declared } } }))
  const none = await runCli(['permissions', '--config', file])
  assert.equal(none.code, 64)
  assert.match(none.stderr, /^production, infra/)
})
