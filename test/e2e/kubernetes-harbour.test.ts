import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { startKube, type Kube } from '../lab/kube.ts'
import { HAND_CHANGES } from './harbour-changes.ts'
import { checkerOf, lineOf, type Checker } from './kube-check.ts'

const MANIFESTS = join(import.meta.dirname, 'kubernetes-harbour')
const DECLARED = [{ manifests: { path: MANIFESTS, namespace: 'harbour' } }]

describe('a harbour in every spelling, on a real API server', () => {
  let kube: Kube
  let checker: Checker
  before(async () => {
    kube = await startKube({ controllers: true })
    checker = await checkerOf(kube)
    await apply()
  })
  after(async () => {
    await kube.stop()
    await checker.remove()
  })

  const apply = async (): Promise<void> => {
    await kube.kubectl(['apply', '--filename', join(MANIFESTS, '00-cluster.yaml')])
    await kube.kubectl(['wait', '--for=condition=Established', 'crd/ships.harbour.example.com'])
    const folders = ['10-shared', '20-workloads'].map((name) => `--filename=${join(MANIFESTS, name)}`)
    await kube.kubectl(['apply', '--recursive', '--namespace=harbour', ...folders])
    await kube.kubectl(['apply', '--kustomize', join(MANIFESTS, 'overlay')])
  }
  /** The lab's own role is nobody's. */
  const check = async () => {
    const checked = await checker.check(DECLARED)
    const findings = checked.findings.filter(({ resource }) => resource.name !== 'lab-reader')
    return { ...checked, findings, lines: findings.map(lineOf).sort() }
  }

  it('has nothing to say where nothing was changed', async () => {
    const { lines, gaps, compared, not_comparable, output } = await check()
    assert.deepEqual(lines, [])
    assert.deepEqual(gaps, [])
    assert.ok(compared >= 60, `${compared} objects compared`)
    assert.equal(not_comparable, 0)
    assert.doesNotMatch(output, /harbour-canary/)
  })

  it('sees a kind that is installed between two runs, and that is not there before', async () => {
    const crd = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'whales.sea.example.com' },
      spec: {
        group: 'sea.example.com',
        scope: 'Namespaced',
        names: { kind: 'Whale', plural: 'whales' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: {
                  spec: { type: 'object', properties: { tons: { type: 'integer', default: 30 } } },
                },
              },
            },
          },
        ],
      },
    }
    await kube.kubectl(['apply', '--filename=-'], JSON.stringify(crd))
    await kube.kubectl(['wait', '--for=condition=Established', 'crd/whales.sea.example.com'])
    const whale = { apiVersion: 'sea.example.com/v1', kind: 'Whale', metadata: { name: 'moby' }, spec: {} }
    await kube.kubectl(['create', '--namespace=harbour', '--filename=-'], JSON.stringify(whale))
    assert.deepEqual((await check()).lines, [
      'unmanaged apiextensions.k8s.io/CustomResourceDefinition whales.sea.example.com',
      'unmanaged sea.example.com/Whale moby',
    ])
    await kube.kubectl(['delete', 'crd/whales.sea.example.com'])
    assert.deepEqual((await check()).lines, [])
  })

  it(`finds ${HAND_CHANGES.length} changes by hand, each once and at its path, and nothing else`, async () => {
    for (const { by } of HAND_CHANGES) await kube.kubectl(['--namespace=harbour', ...by])
    const { lines, findings, exit, output } = await check()
    const expected = HAND_CHANGES.flatMap(({ line }) => line ?? [])
    assert.ok(expected.length >= 30)
    assert.deepEqual(lines, expected.toSorted())
    // what kubectl noted of the last apply is gone with the object
    const causes = { changed: 'out_of_band', missing: 'differs', unmanaged: 'undeclared' }
    for (const finding of findings) {
      const cause = Object.entries(causes).find(([name]) => name === finding.finding)?.[1]
      assert.equal(finding.cause, cause, lineOf(finding))
      const isThere = finding.finding === 'changed' && finding.values['live'] !== null
      if (isThere) assert.match(finding.by?.writer ?? '', /^kubectl/, lineOf(finding))
    }
    assert.equal(exit, 1)
    assert.doesNotMatch(output, /harbour-canary/)
  })

  it('misses all that a deleted namespace took with it, and nothing beside', async () => {
    await kube.kubectl([
      'patch',
      'ship/anna',
      '--namespace=harbour',
      '--type=merge',
      '--patch={"metadata":{"finalizers":null}}',
    ])
    await kube.kubectl(['delete', 'namespace', 'harbour', '--timeout=60s'])
    const { findings, gaps } = await check()
    assert.deepEqual(gaps, [])
    const missing = findings.filter(({ finding }) => finding === 'missing')
    const gone = new Set(missing.map(({ resource }) => resource.namespace ?? resource.kind))
    assert.deepEqual([...gone].sort(), ['core/Namespace', 'harbour'])
    assert.ok(missing.length >= 50, `${missing.length} missing`)
    const others = findings.filter(({ finding }) => finding !== 'missing')
    assert.ok(others.every(({ resource }) => resource.namespace === null))
  })
})
