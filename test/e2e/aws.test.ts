import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import {
  CreateTagsCommand,
  DeleteVolumeCommand,
  EC2Client,
  ModifyInstanceAttributeCommand,
  ModifySubnetAttributeCommand,
  ModifyVpcAttributeCommand,
  RevokeSecurityGroupIngressCommand,
  StartInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2'
import { runCli } from '../run-cli.ts'
import { startMoto, type Moto } from '../lab/moto.ts'
import { ec2Error, startFaultProxy, type FaultProxy } from './aws-lab/fault-proxy.ts'
import { ACCOUNT, allow, makeShop, REGION, writeRoot, type ShopIds } from './aws-lab/shop.ts'

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' }

interface Finding {
  readonly finding: string
  readonly severity: string
  readonly cause: string
  readonly path: string | null
  readonly by: unknown
  readonly notes: readonly string[]
  readonly resource: { readonly address: string | null; readonly kind: string }
}

interface Report {
  readonly outcome: string
  readonly findings: readonly Finding[]
  readonly gaps: readonly {
    readonly code: string
    readonly kinds: readonly string[]
    readonly message: string
  }[]
  readonly checks: readonly { readonly compared: number }[]
}

interface Run {
  readonly code: number | null
  readonly report: Report
}

describe('six resources on a real EC2 API', () => {
  let moto: Moto
  let proxy: FaultProxy
  let ec2: EC2Client
  let ids: ShopIds
  let folder: string

  before(async () => {
    moto = await startMoto({ account_id: ACCOUNT })
    proxy = await startFaultProxy(moto.url)
    ec2 = new EC2Client({ region: REGION, endpoint: moto.url, credentials: CREDENTIALS })
    ids = await makeShop(ec2)
    folder = await mkdtemp(join(tmpdir(), 'evenkeel-aws-'))
    await writeRoot(folder, ids)
  })
  after(async () => {
    ec2?.destroy()
    await proxy?.stop()
    await moto?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  /** One check through the command line. */
  async function check(
    live: Readonly<Record<string, unknown>> = {},
    more: Readonly<Record<string, unknown>> = {},
    sources: Readonly<Record<string, unknown>> = {},
  ): Promise<Run> {
    const aws = { region: REGION, account_id: ACCOUNT, endpoint: proxy.url, ...live }
    const config = {
      environments: {
        production: {
          declared: [{ terraform: { name: 'infra', root: '.' } }],
          recorded: [{ terraform_state: { path: 'terraform.tfstate' } }],
          live: [{ aws }],
          ...sources,
        },
      },
      ...more,
    }
    const file = join(folder, 'evenkeel.yaml')
    await writeFile(file, JSON.stringify(config))
    const ended = await runCli(['check', '--config', file, '--output', 'json'], {
      timeout_ms: 60_000,
      env: {
        ...process.env,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_EC2_METADATA_DISABLED: 'true',
      },
    })
    assert.ok(ended.stdout.startsWith('{'), `no report: ${ended.stderr}`)
    const report: Report = JSON.parse(ended.stdout)
    return { code: ended.code, report }
  }

  /** What a run says, one line a finding. */
  const lines = ({ report }: Run): string[] =>
    report.findings
      .filter(({ severity }) => severity !== 'info')
      .map(({ finding, resource, path }) =>
        `${finding} ${resource.address ?? resource.kind} ${path ?? ''}`.trim(),
      )

  it('is clean after the apply: exit 0, every resource compared', async () => {
    const run = await check()
    assert.deepEqual(lines(run), [])
    assert.deepEqual(run.report.gaps, [])
    assert.equal(run.code, 0)
    assert.equal(run.report.checks[0]?.compared, 6)
  })

  it('is clean from code alone, and from state alone', async () => {
    const state = [{ terraform_state: { path: 'terraform.tfstate' } }]
    for (const sources of [{ recorded: [] }, { declared: [], recorded: state }]) {
      const run = await check({}, {}, sources)
      assert.deepEqual(lines(run), [])
      assert.equal(run.code, 0)
    }
  })

  const rule = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }
  const mutations: readonly {
    readonly what: string
    readonly expect: string
    readonly severity?: string
    readonly apply: () => Promise<unknown>
    readonly undo: () => Promise<unknown>
  }[] = [
    {
      what: 'a port opened to the world',
      expect: 'changed aws_security_group.web ingress[protocol=tcp,from_port=22,to_port=22,cidr=0.0.0.0/0]',
      severity: 'critical',
      apply: () => allow(ec2, ids.web, 22, { IpRanges: [{ CidrIp: '0.0.0.0/0' }] }),
      undo: () =>
        ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: ids.web, IpPermissions: [rule] })),
    },
    {
      what: 'DNS hostnames switched off',
      expect: 'changed aws_vpc.main enable_dns_hostnames',
      apply: () =>
        ec2.send(new ModifyVpcAttributeCommand({ VpcId: ids.vpc, EnableDnsHostnames: { Value: false } })),
      undo: () =>
        ec2.send(new ModifyVpcAttributeCommand({ VpcId: ids.vpc, EnableDnsHostnames: { Value: true } })),
    },
    {
      what: 'a tag of the provider changed',
      expect: 'changed aws_subnet.a tags.Team',
      severity: 'low',
      apply: () => tag(ids.subnet, 'Team', 'nobody'),
      undo: () => tag(ids.subnet, 'Team', 'shop'),
    },
    {
      what: 'public addresses given out',
      expect: 'changed aws_subnet.a map_public_ip_on_launch',
      apply: () =>
        ec2.send(
          new ModifySubnetAttributeCommand({ SubnetId: ids.subnet, MapPublicIpOnLaunch: { Value: true } }),
        ),
      undo: () =>
        ec2.send(
          new ModifySubnetAttributeCommand({ SubnetId: ids.subnet, MapPublicIpOnLaunch: { Value: false } }),
        ),
    },
    {
      what: 'the machine resized',
      expect: 'changed aws_instance.web instance_type',
      apply: () => resize('m5.large'),
      undo: () => resize('t3.small'),
    },
    {
      what: 'the volume deleted',
      expect: 'missing aws_ebs_volume.orders',
      apply: () => ec2.send(new DeleteVolumeCommand({ VolumeId: ids.volume })),
      undo: async () => undefined,
    },
  ]

  function tag(resource: string, Key: string, Value: string): Promise<unknown> {
    return ec2.send(new CreateTagsCommand({ Resources: [resource], Tags: [{ Key, Value }] }))
  }

  async function resize(type: string): Promise<void> {
    const InstanceIds = [ids.machine]
    await ec2.send(new StopInstancesCommand({ InstanceIds }))
    await ec2.send(
      new ModifyInstanceAttributeCommand({ InstanceId: ids.machine, InstanceType: { Value: type } }),
    )
    await ec2.send(new StartInstancesCommand({ InstanceIds }))
  }

  it('reads only what its name says: Describe, Get, and the caller’s identity', async () => {
    proxy.asked.length = 0
    await check()
    assert.ok(proxy.asked.length > 20)
    assert.deepEqual(
      proxy.asked.filter((action) => !/^(Describe|Get|Search)[A-Z]/.test(action)),
      [],
    )
    // images in use are asked about by their ids, besides the account's own
    assert.equal(proxy.asked.filter((action) => action === 'DescribeImages').length, 2)
    // moto answers some of these with a 500, which is tried again
    const is_unknown = /Attribute$|Images$|Versions$|CapacityReservations$|PlacementGroups$/
    const whole = proxy.asked.filter((action) => !is_unknown.test(action))
    assert.equal(new Set(whole).size, whole.length, 'nothing is asked twice')
  })

  it('asks for exactly what `permissions` grants', async () => {
    const kinds = ['aws_vpc', 'aws_subnet', 'aws_security_group', 'aws_security_group_rule', 'aws_instance']
    const granted = async (live: Readonly<Record<string, unknown>>): Promise<Set<string>> => {
      const aws = { region: REGION, account_id: ACCOUNT, ...live }
      const file = join(folder, 'rights.yaml')
      await writeFile(file, JSON.stringify({ environments: { production: { live: [{ aws }] } } }))
      const { stdout, code } = await runCli(['permissions', '--config', file])
      assert.equal(code, 0)
      const policy: { Statement: { Action: string[] }[] } = JSON.parse(stdout)
      return new Set(
        policy.Statement.flatMap(({ Action }) => Action.map((name) => name.replace(/^\w+:/, ''))),
      )
    }
    proxy.asked.length = 0
    await check({ kinds })
    assert.deepEqual([...new Set(proxy.asked)].sort(), [...(await granted({ kinds }))].sort())
    proxy.asked.length = 0
    await check()
    const all = await granted({})
    assert.deepEqual(
      proxy.asked.filter((action) => !all.has(action)),
      [],
    )
  })

  it('with CloudTrail: who made a change and when, asked about what was found alone', async () => {
    const event = (name: string, arn: string, requestParameters: unknown): unknown => ({
      EventName: name,
      EventTime: 1_790_000_000,
      ReadOnly: 'false',
      Username: 'x',
      CloudTrailEvent: JSON.stringify({ userIdentity: { arn }, requestParameters }),
    })
    const body = JSON.stringify({
      Events: [
        event('CreateTags', 'arn:aws:iam::111111111111:user/tagger', {}),
        event('AuthorizeSecurityGroupIngress', 'arn:aws:sts::111111111111:assumed-role/admin/alice', {}),
      ],
    })
    proxy.asked.length = 0
    await check({ cloudtrail: true })
    assert.ok(!proxy.asked.includes('LookupEvents'))
    await allow(ec2, ids.web, 22, { IpRanges: [{ CidrIp: '0.0.0.0/0' }] })
    proxy.faults.set('LookupEvents', [{ status: 200, body }])
    const run = await check({ cloudtrail: true })
    proxy.faults.set('LookupEvents', [{ status: 400, body: '{"__type":"AccessDeniedException"}' }])
    const denied = await check({ cloudtrail: true })
    proxy.faults.clear()
    await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: ids.web, IpPermissions: [rule] }))
    assert.equal(proxy.asked.filter((action) => action === 'LookupEvents').length, 2)
    assert.deepEqual(run.report.findings[0]?.by, {
      writer: 'assumed-role/admin/alice',
      operation: 'AuthorizeSecurityGroupIngress',
      no_later_than: '2026-09-21T14:13:20Z',
    })
    assert.equal(denied.report.outcome, 'findings')
    assert.equal(denied.report.findings[0]?.by, null)
    assert.match(denied.report.findings[0]?.notes.join() ?? '', /who changed it is not known: LookupEvents/)
  })

  it('a denied action is a gap of its kind, and nothing of it is missing', async () => {
    proxy.faults.set('DescribeSubnets', [ec2Error(403, 'UnauthorizedOperation', 'You are not authorized')])
    const run = await check()
    proxy.faults.clear()
    assert.equal(run.code, 2)
    assert.equal(run.report.outcome, 'incomplete')
    assert.deepEqual(
      run.report.gaps.map(({ code, kinds }) => [code, kinds]),
      [['AWS_FORBIDDEN', ['aws_default_subnet', 'aws_subnet']]],
    )
    assert.deepEqual(lines(run), [])
  })

  const faults: readonly (readonly [
    what: string,
    code: string,
    fault: Parameters<FaultProxy['faults']['set']>[1],
  ])[] = [
    ['throttling without end', 'AWS_THROTTLED', [ec2Error(503, 'RequestLimitExceeded')]],
    [
      'a page for people',
      'AWS_UNSUPPORTED',
      [{ status: 500, body: '<!doctype html><html><body>oh</body></html>' }],
    ],
    [
      'half an answer',
      'AWS_MALFORMED',
      [{ status: 200, body: '<DescribeVolumesResponse><volumeSet><item>' }],
    ],
    ['a broken connection', 'AWS_UNREACHABLE', ['reset']],
    ['an expired token', 'AWS_CREDENTIALS', [ec2Error(400, 'RequestExpired', 'Request has expired.')]],
  ]
  for (const [what, code, fault] of faults) {
    it(`${what} is a gap of the kinds that it hides`, async () => {
      proxy.faults.set('DescribeVolumes', fault)
      const run = await check({}, { limits: { retries: 1 } })
      proxy.faults.clear()
      assert.equal(run.code, 2)
      assert.deepEqual(
        [...new Set(run.report.gaps.map((gap) => gap.code))],
        [code],
        JSON.stringify(run.report.gaps),
      )
      assert.ok(run.report.gaps.some((gap) => gap.kinds.includes('aws_ebs_volume')))
      assert.ok(run.report.gaps.every((gap) => !gap.kinds.includes('aws_vpc')))
      assert.deepEqual(lines(run), [])
    })
  }

  it('a clock that is off, and keys of nobody, say what to look at', async () => {
    const skewed =
      'Signature not yet current: 20260101T002000Z is still later than 20260101T000500Z (+ 15 min.)'
    for (const [code, message, remedy] of [
      ['RequestTimeTooSkewed', skewed, /clock/],
      ['SignatureDoesNotMatch', skewed, /clock/],
      [
        'AuthFailure',
        'AWS was not able to validate the provided access credentials',
        /clock.*region is enabled/,
      ],
      ['InvalidClientTokenId', 'The security token included in the request is invalid.', /credentials/],
    ] as const) {
      proxy.faults.set('GetCallerIdentity', [ec2Error(403, code, message)])
      const run = await check({}, { limits: { retries: 0 } })
      proxy.faults.clear()
      assert.equal(run.code, 2)
      assert.deepEqual(
        run.report.gaps.map((gap) => gap.code),
        ['AWS_CREDENTIALS'],
        code,
      )
      assert.match(run.report.gaps[0]?.message ?? '', remedy)
      assert.deepEqual(lines(run), [])
    }
  })

  it('a region that does not exist is one gap', async () => {
    const nowhere = {
      region: 'eu-nowhere-1',
      endpoint: 'http://ec2.eu-nowhere-1.invalid',
      account_id: undefined,
    }
    const run = await check(nowhere, { limits: { retries: 0 } })
    assert.equal(run.code, 2)
    assert.equal(run.report.gaps.length, 1)
    assert.equal(run.report.gaps[0]?.code, 'AWS_UNREACHABLE')
    assert.match(run.report.gaps[0]?.message ?? '', /and \d+ more: .*there is such a region/)
  })

  it('throttling that ends is waited out', async () => {
    const throttle = ec2Error(503, 'RequestLimitExceeded')
    proxy.faults.set('DescribeSubnets', [throttle, throttle, 'pass'])
    const run = await check()
    proxy.faults.clear()
    assert.equal(run.code, 0)
  })

  it('a closed port and another account are gaps', async () => {
    const closed = await check({ endpoint: 'http://127.0.0.1:9' }, { limits: { retries: 0 } })
    assert.equal(closed.code, 2)
    assert.deepEqual([...new Set(closed.report.gaps.map(({ code }) => code))], ['AWS_UNREACHABLE'])
    const other = await check({ account_id: '222222222222' })
    assert.equal(other.code, 2)
    assert.deepEqual(
      other.report.gaps.map(({ code }) => code),
      ['AWS_ACCOUNT_MISMATCH'],
    )
    assert.deepEqual([...lines(closed), ...lines(other)], [])
  })

  for (const { what, expect, severity, apply, undo } of mutations) {
    it(`${what}: one finding, exit 1`, async () => {
      await apply()
      const run = await check()
      await undo()
      assert.deepEqual(lines(run), [expect])
      assert.equal(run.code, 1)
      assert.equal(run.report.findings[0]?.cause, 'out_of_band')
      if (severity !== undefined) assert.equal(run.report.findings[0]?.severity, severity)
    })
  }
})
