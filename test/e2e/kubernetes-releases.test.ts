import assert from 'node:assert/strict'
import { copyFile, cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { startKube, type Kube } from '../lab/kube.ts'
import { checkerOf, lineOf, type Checker } from './kube-check.ts'

const CHART = join(import.meta.dirname, 'kubernetes-chart')
const KUSTOMIZATION = join(import.meta.dirname, 'kubernetes-harbour', 'overlay')

describe('what tools installed, on a real API server', () => {
  let kube: Kube
  let checker: Checker
  before(async () => {
    kube = await startKube({ controllers: true })
    checker = await checkerOf(kube)
    await cp(CHART, join(checker.folder, 'chart'), { recursive: true })
    await copyFile(join(CHART, 'values-production.yaml'), join(checker.folder, 'production.yaml'))
  })
  after(async () => {
    await kube.stop()
    await checker.remove()
  })

  const values = (): string => join(checker.folder, 'production.yaml')
  const install = () =>
    kube.helm([
      'upgrade',
      '--install',
      'eu',
      join(checker.folder, 'chart'),
      '--namespace=fair',
      '--create-namespace',
      `--values=${values()}`,
    ])
  const checkChart = async () => {
    const { findings, ...more } = await checker.check(
      [{ manifests: { path: 'chart', namespace: 'fair', release: 'eu', values: ['production.yaml'] } }],
      // the definition is cluster-wide, and so is the lab's own role
      { cluster_scope: false },
    )
    return {
      ...more,
      findings,
      lines: findings.map((finding) => `${finding.cause} ${lineOf(finding)}`).sort(),
    }
  }

  it('a chart that helm installed: nothing, for the release knows the password that was generated', async () => {
    await install()
    const { lines, gaps, compared, not_comparable, output } = await checkChart()
    assert.deepEqual(lines, [])
    assert.deepEqual(gaps, [])
    assert.equal(compared, 8)
    assert.equal(not_comparable, 0)
    const release = JSON.parse(
      await kube.kubectl(['get', 'secret/eu-fair', '--namespace=fair', '--output=json']),
    )
    const password = Buffer.from(release.data.PASSWORD, 'base64').toString()
    assert.equal(password.length, 24)
    assert.ok(!output.includes(password) && !output.includes(release.data.PASSWORD))
  })

  it('values that were changed and not rolled out are not applied', async () => {
    const text = await readFile(values(), 'utf8')
    await writeFile(
      values(),
      text.replace('replicas: 3', 'replicas: 4').replace('good morning', 'good night'),
    )
    assert.deepEqual((await checkChart()).lines, [
      'not_applied changed apps/Deployment eu-fair spec.replicas',
      'not_applied changed apps/Deployment eu-fair spec.template.metadata.annotations["checksum/config"]',
      'not_applied changed core/ConfigMap eu-fair data.greeting',
    ])
    await install()
    assert.deepEqual((await checkChart()).lines, [])
  })

  it('an object that was edited by hand left its release, and so did one that was deleted or changed in secret', async () => {
    await kube.kubectl(['scale', 'deployment/eu-fair', '--replicas=9', '--namespace=fair'])
    await kube.kubectl(['delete', 'ingress/eu-fair', '--namespace=fair'])
    await kube.kubectl([
      'patch',
      'secret/eu-fair',
      '--namespace=fair',
      '--patch={"stringData":{"PASSWORD":"by-hand"}}',
    ])
    await kube.kubectl(['set', 'env', 'statefulset/eu-db', 'DEBUG=1', '--namespace=fair'])
    const { lines, findings } = await checkChart()
    assert.deepEqual(lines, [
      'out_of_band changed apps/Deployment eu-fair spec.replicas',
      'out_of_band changed apps/StatefulSet eu-db spec.template.spec.containers[name=db].env[name=DEBUG]',
      'out_of_band changed core/Secret eu-fair data.PASSWORD',
      'out_of_band missing networking.k8s.io/Ingress eu-fair',
    ])
    assert.equal(
      findings.find(({ path }) => path === 'spec.replicas')?.source?.file,
      'chart/templates/web.yaml',
    )
  })

  it('a release that was taken out of the code is still running', async () => {
    await writeFile(
      join(checker.folder, 'none.yaml'),
      'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: eu-fair, namespace: fair }\n',
    )
    const { findings } = await checker.check([{ manifests: { path: 'none.yaml' } }], { cluster_scope: false })
    const web = findings.find(({ resource }) => resource.kind === 'apps/Deployment')
    assert.deepEqual([web?.finding, web?.cause], ['unmanaged', 'not_applied'])
    assert.ok(!findings.some(({ resource }) => resource.name.startsWith('sh.helm.release')))
  })

  it('a kustomization that kubectl applied: nothing; its generator changed: not applied', async () => {
    await kube.kubectl(['create', 'namespace', 'harbour'])
    await cp(KUSTOMIZATION, join(checker.folder, 'overlay'), { recursive: true })
    await kube.kubectl(['apply', '--kustomize', join(checker.folder, 'overlay')])
    const check = async () =>
      (await checker.check([{ manifests: { path: 'overlay' } }], { cluster_scope: false })).findings
    assert.deepEqual(await check(), [])
    const file = join(checker.folder, 'overlay/kustomization.yaml')
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('count: 2', 'count: 5'))
    assert.deepEqual(
      (await check()).map((finding) => [finding.cause, lineOf(finding)]),
      [['not_applied', 'changed apps/Deployment east-yard spec.replicas']],
    )
  })
})
