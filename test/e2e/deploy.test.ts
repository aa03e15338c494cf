import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { parse } from 'yaml'
import { z } from 'zod'
import { SUPPORTING_KINDS } from '../../providers/kubernetes/cluster/scope.ts'
import { runToEnd } from '../lab/command.ts'
import { startKube, type Kube } from '../lab/kube.ts'

const project = join(import.meta.dirname, '..', '..')
const account = 'system:serviceaccount:evenkeel:evenkeel'

const config_map = z.object({ data: z.object({ 'evenkeel.yaml': z.string() }) })
const configuration = z.object({
  environments: z.object({
    production: z.object({
      live: z.tuple([z.object({ kubernetes: z.object({ kinds: z.array(z.string()) }) })]),
    }),
  }),
})
const rules_review = z.object({
  status: z.object({
    incomplete: z.boolean(),
    resourceRules: z.array(
      z.object({
        verbs: z.array(z.string()),
        apiGroups: z.array(z.string()),
        resources: z.array(z.string()),
      }),
    ),
  }),
})
const report_schema = z.object({
  outcome: z.string(),
  findings: z.array(z.object({ finding: z.string(), path: z.string().nullable() })),
  gaps: z.array(z.unknown()),
  checks: z.array(z.object({ compared: z.number() })),
})

interface Checked {
  code: number | null
  report: z.infer<typeof report_schema>
}

/** What the user of these manifests declares: as the README says, it comes to the pod by a ConfigMap. */
const declared = (replicas: number): string => `
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "registry.example/web:1" }] }
`

describe('the manifests of deploy/kubernetes', () => {
  let kube: Kube
  let evenkeelYaml: string

  before(async () => {
    kube = await startKube({ controllers: true })
    await kube.kubectl(['apply', '--kustomize', join(project, 'deploy/kubernetes')])
    const answer = await kube.kubectl([
      'get',
      'configmap',
      'evenkeel-config',
      '--namespace=evenkeel',
      '--output=json',
    ])
    evenkeelYaml = config_map.parse(JSON.parse(answer)).data['evenkeel.yaml']
  })
  after(() => kube.stop())

  const can = (verb: string, resource: string): Promise<boolean> =>
    kube.kubectl(['auth', 'can-i', verb, resource, `--as=${account}`, '--all-namespaces']).then(
      () => true,
      (error: Error) => {
        if (/ended with 1:\n(Warning: .*\n)*no\b/.test(error.message)) return false
        throw error
      },
    )

  it('let the ServiceAccount list what the configuration names and what reading it takes, nothing else', async () => {
    const { kinds } = configuration.parse(parse(evenkeelYaml)).environments.production.live[0].kubernetes
    const served = await listableKinds(kube)
    const allowed: string[] = []
    for (const { kind, resource } of served) {
      if (await can('list', resource)) allowed.push(kind)
    }
    assert.ok(kinds.length > 10)
    assert.deepEqual(allowed.toSorted(), [...kinds, ...SUPPORTING_KINDS].toSorted())
  })

  it('let it write nothing, and read no Secret', async () => {
    for (const verb of ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete']) {
      assert.equal(await can(verb, 'secrets'), false, `${verb} secrets`)
    }
    for (const verb of ['create', 'update', 'patch', 'delete', 'deletecollection']) {
      assert.equal(await can(verb, 'deployments.apps'), false, `${verb} deployments`)
    }
    for (const resource of ['pods/exec', 'pods/log', 'serviceaccounts/token']) {
      assert.equal(await can('create', resource), false, resource)
    }
    const question = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectRulesReview',
      spec: { namespace: 'shop' },
    }
    const answer = await kube.kubectl(
      ['create', `--as=${account}`, '--validate=false', '--filename=-', '--output=json'],
      JSON.stringify(question),
    )
    const { status } = rules_review.parse(JSON.parse(answer))
    assert.equal(status.incomplete, false)
    // asking about oneself is a "create" that everybody may do
    const others = status.resourceRules.filter(
      ({ resources }) => !resources.every((name) => name.startsWith('selfsubject')),
    )
    assert.deepEqual([...new Set(others.flatMap(({ verbs }) => verbs))].toSorted(), ['get', 'list'])
    assert.equal(
      others.some(({ resources, apiGroups }) => [...resources, ...apiGroups].includes('*')),
      false,
    )
  })

  it('make pods that the restricted standard lets in', async () => {
    await kube.kubectl(['create', 'job', 'now', '--namespace=evenkeel', '--from=cronjob/evenkeel'])
    const until = performance.now() + 30_000
    let pods = ''
    let events = ''
    while (pods === '' && !/FailedCreate/.test(events) && performance.now() < until) {
      await sleep(100)
      pods = await kube.kubectl(['get', 'pods', '--namespace=evenkeel', '--output=name'])
      events = await kube.kubectl(['get', 'events', '--namespace=evenkeel'])
    }
    assert.match(pods, /^pod\/now-/, events)
    assert.doesNotMatch(events, /violates PodSecurity/)
  })

  it('refuse a pod there that is less restricted', async () => {
    await assert.rejects(
      kube.kubectl(['run', 'loose', '--image=registry.example/loose', '--namespace=evenkeel']),
      /violates PodSecurity "restricted:latest"/,
    )
  })

  it('give a configuration that checks this cluster with these rights', async () => {
    await kube.kubectl(['apply', '--filename=-'], declared(2))
    const same = await checkAs('evenkeel', evenkeelYaml)
    assert.deepEqual([same.report.gaps, same.report.findings, same.code], [[], [], 0])
    assert.deepEqual(
      same.report.checks.map(({ compared }) => compared),
      [2],
    )

    await kube.kubectl(['scale', 'deployment/web', '--namespace=shop', '--replicas=5'])
    const moved = await checkAs('evenkeel', evenkeelYaml)
    await kube.kubectl(['scale', 'deployment/web', '--namespace=shop', '--replicas=2'])
    assert.deepEqual(moved.report.findings, [{ finding: 'changed', path: 'spec.replicas' }])
    assert.equal(moved.code, 1)

    const requests = await kube.requests(account)
    assert.ok(requests.length > 0)
    assert.deepEqual(
      requests.filter(({ verb, status }) => !['get', 'list'].includes(verb) || status >= 400),
      [],
    )
  })

  it('check a single namespace, as the README says, with rights on nothing else', async () => {
    await kube.kubectl(['create', 'serviceaccount', 'one-team', '--namespace=evenkeel'])
    await kube.kubectl([
      'create',
      'rolebinding',
      'one-team',
      '--namespace=shop',
      '--clusterrole=evenkeel-reader',
      '--serviceaccount=evenkeel:one-team',
    ])
    const narrow = evenkeelYaml
      .replace(/^( *)- core\/Namespace\n/m, '')
      .replace(/^( *)kinds:$/m, '$1namespaces: [shop]\n$1cluster_scope: false\n$1kinds:')
    const { report, code } = await checkAs('one-team', narrow)
    // the binding itself stands in the namespace and in no manifest: truly unmanaged, and a sign that it was looked at
    assert.deepEqual([report.gaps, report.findings, code], [[], [{ finding: 'unmanaged', path: null }], 1])
    assert.deepEqual(
      report.checks.map(({ compared }) => compared),
      [1],
    )
  })

  /** A run in a pod's place: the configuration beside the mounted ConfigMap, the rights of that ServiceAccount. */
  const checkAs = async (name: string, yaml: string): Promise<Checked> => {
    const folder = await mkdtemp(join(tmpdir(), 'evenkeel-deploy-'))
    try {
      await mountConfigMap(join(folder, 'declared'), { 'web.yaml': declared(2) })
      await writeFile(join(folder, 'evenkeel.yaml'), yaml.replace('/declared', join(folder, 'declared')))
      const kubeconfig = await kube.serviceAccountKubeconfig('evenkeel', name)
      const result = await runToEnd(
        process.execPath,
        [join(project, 'src/cli.ts'), 'check', '--output', 'json'],
        {
          folder,
          environment: { KUBECONFIG: kubeconfig },
        },
      )
      assert.notEqual(result.stdout, '', result.stderr)
      return { code: result.code, report: report_schema.parse(JSON.parse(result.stdout)) }
    } finally {
      await rm(folder, { recursive: true })
    }
  }
})

/** A folder as the kubelet mounts a ConfigMap: the files are links, over `..data`, into a folder with a time in its name. */
async function mountConfigMap(folder: string, data: Record<string, string>): Promise<void> {
  const version = '..2026_01_01_00_00_00.123456789'
  await mkdir(join(folder, version), { recursive: true })
  await symlink(version, join(folder, '..data'))
  for (const [name, text] of Object.entries(data)) {
    await writeFile(join(folder, version, name), text)
    await symlink(join('..data', name), join(folder, name))
  }
}

async function listableKinds(kube: Kube): Promise<{ kind: string; resource: string }[]> {
  const text = await kube.kubectl(['api-resources', '--verbs=list', '--no-headers'])
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const words = line.split(/\s+/)
      const [version = '', , kind = ''] = words.slice(-3)
      const [group, resource] = [version.includes('/') ? version.split('/')[0] : undefined, words[0] ?? '']
      return {
        kind: `${group ?? 'core'}/${kind}`,
        resource: group === undefined ? resource : `${resource}.${group}`,
      }
    })
}
