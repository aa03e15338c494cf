import assert from 'node:assert/strict'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { runCli } from '../run-cli.ts'
import { startKube, type Kube } from '../lab/kube.ts'

const MANIFESTS = join(import.meta.dirname, 'kubernetes-shop')

interface Mutation {
  readonly name: string
  /** kubectl's arguments, as a person would type them */
  readonly by: readonly string[]
  readonly finding: string
  readonly resource: string
  readonly path: string | null
}

const patch = (kind: string, name: string, body: unknown): string[] => [
  'patch',
  kind,
  name,
  '--namespace=shop',
  '--type=strategic',
  `--patch=${JSON.stringify(body)}`,
]

const MUTATIONS: readonly Mutation[] = [
  {
    name: 'another image',
    by: ['set', 'image', 'deployment/web', 'web=registry.example.com/shop/web:hotfix', '--namespace=shop'],
    finding: 'changed',
    resource: 'apps/Deployment web',
    path: 'spec.template.spec.containers[name=web].image',
  },
  {
    name: 'a variable added inside the object',
    by: ['set', 'env', 'deployment/web', 'DEBUG=1', '--namespace=shop'],
    finding: 'changed',
    resource: 'apps/Deployment web',
    path: 'spec.template.spec.containers[name=web].env[name=DEBUG]',
  },
  {
    name: 'scaled by hand',
    by: ['scale', 'deployment/web', '--replicas=5', '--namespace=shop'],
    finding: 'changed',
    resource: 'apps/Deployment web',
    path: 'spec.replicas',
  },
  {
    name: 'a line of a file',
    by: patch('configmap', 'web', { data: { 'web.conf': 'threads = 64\ncache = on\n' } }),
    finding: 'changed',
    resource: 'core/ConfigMap web',
    path: 'data["web.conf"]',
  },
  {
    name: 'a secret value',
    by: patch('secret', 'web', { stringData: { PASSWORD: 'another-secret-3' } }),
    finding: 'changed',
    resource: 'core/Secret web',
    path: 'data.PASSWORD',
  },
  {
    name: 'a verb of a role',
    by: [
      'patch',
      'role',
      'reader',
      '--namespace=shop',
      '--type=json',
      '--patch=[{"op":"add","path":"/rules/0/verbs/-","value":"delete"}]',
    ],
    finding: 'changed',
    resource: 'rbac.authorization.k8s.io/Role reader',
    path: 'rules[0].verbs',
  },
  {
    name: 'a policy deleted',
    by: ['delete', 'networkpolicy', 'web', '--namespace=shop'],
    finding: 'missing',
    resource: 'networking.k8s.io/NetworkPolicy web',
    path: null,
  },
  {
    name: 'something made by hand',
    by: ['create', 'configmap', 'scratch', '--from-literal=a=1', '--namespace=shop'],
    finding: 'unmanaged',
    resource: 'core/ConfigMap scratch',
    path: null,
  },
]

interface Finding {
  finding: string
  severity: string
  path: string | null
  resource: { kind: string; name: string }
  by: { writer: string } | null
}

interface Report {
  outcome: string
  findings: Finding[]
  gaps: { code: string; kinds: string[]; message: string }[]
  checks: { compared: number }[]
}

describe('check on a real API server', () => {
  let kube: Kube
  let folder: string

  before(async () => {
    kube = await startKube({ controllers: true })
    folder = await mkdtemp(join(tmpdir(), 'evenkeel-shop-'))
    // the lab takes its own away when it stops, and one test needs it after that
    await copyFile(kube.kubeconfig('reader'), join(folder, 'reader.kubeconfig'))
    await writeFile(
      join(folder, 'evenkeel.yaml'),
      JSON.stringify({
        environments: {
          production: {
            declared: [{ manifests: { path: MANIFESTS, namespace: 'shop' } }],
            live: [{ kubernetes: { kubeconfig: 'reader.kubeconfig', context: 'lab', timeout_ms: 5000 } }],
          },
        },
        secrets: { digest_key: { env: 'DIGEST_KEY' } },
      }),
    )
    await restore()
  })
  after(async () => {
    await kube.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const restore = async (): Promise<void> => {
    await kube.kubectl(['apply', '--filename', join(MANIFESTS, '00-namespace.yaml')])
    await kube.kubectl(['apply', '--filename', MANIFESTS, '--namespace=shop'])
  }

  const check = async (): Promise<{ exit: number | null; report: Report; output: string }> => {
    const config = join(folder, 'evenkeel.yaml')
    const run = await runCli(['check', '--config', config, '--output', 'json'], {
      env: { DIGEST_KEY: 'lab' },
    })
    const report: Report = JSON.parse(run.stdout)
    return { exit: run.code, report, output: run.stdout + run.stderr }
  }

  const loud = (report: Report): Finding[] => report.findings.filter(({ severity }) => severity !== 'info')

  it('finds nothing where nothing was changed', async () => {
    const { exit, report } = await check()
    assert.deepEqual(loud(report), [])
    assert.deepEqual(report.gaps, [])
    assert.equal(report.checks[0]?.compared, 10)
    assert.equal(exit, 0)
  })

  for (const mutation of MUTATIONS) {
    it(`finds ${mutation.name}, and nothing else`, async () => {
      await kube.kubectl(mutation.by)
      const { exit, report, output } = await check()
      assert.deepEqual(
        loud(report).map(({ finding, resource, path }) => [
          finding,
          `${resource.kind} ${resource.name}`,
          path,
        ]),
        [[mutation.finding, mutation.resource, mutation.path]],
      )
      assert.equal(exit, 1)
      assert.ok(!output.includes('another-secret-3') && !output.includes('quite-secret-2'))
      await kube.kubectl(['delete', 'configmap', 'scratch', '--namespace=shop', '--ignore-not-found'])
      await kube.kubectl(['scale', 'deployment/web', '--replicas=2', '--namespace=shop'])
      await kube.kubectl(['set', 'env', 'deployment/web', 'DEBUG-', '--namespace=shop'])
      await restore()
    })
  }

  it('calls nothing missing that it may not read', async () => {
    await kube.denyReader(['configmaps'])
    const { exit, report } = await check()
    assert.equal(exit, 2)
    assert.deepEqual(
      report.gaps.map(({ code, kinds }) => [code, kinds]),
      [['KUBE_FORBIDDEN', ['core/ConfigMap']]],
    )
    assert.deepEqual(loud(report), [])
    await kube.denyReader([])
  })

  it('only ever reads', async () => {
    const verbs = new Set((await kube.requests('reader')).map(({ verb }) => verb))
    assert.deepEqual([...verbs].sort(), ['get', 'list'])
  })

  it('is incomplete within its timeout when the API server is gone', async () => {
    await kube.stop()
    const { exit, report } = await check()
    assert.equal(exit, 2)
    assert.equal(report.gaps[0]?.code, 'KUBE_UNREACHABLE')
    assert.deepEqual(loud(report), [])
  })
})
