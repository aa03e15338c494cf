import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Connection } from '../../../providers/kubernetes/client.ts'
import { kubeObject, type KubeObject } from '../../../providers/kubernetes/kube-object.ts'
import { KubeFault } from '../../../providers/kubernetes/cluster/kube-fault.ts'
import { settlingOf } from '../../../providers/kubernetes/settling.ts'
import { serverVersion, VersionsSeen } from '../../../providers/kubernetes/version-facts.ts'
import type { Fact } from '../../../src/core/model.ts'
import type { Attributes } from '../../../src/core/value.ts'
import { bareContext } from '../../contract/provider-contract.ts'

function object(kind: string, name: string, metadata: Attributes, rest: Attributes = {}): KubeObject {
  const [group = '', type = ''] = kind.split('/')
  const apiVersion = group === 'core' ? 'v1' : `${group}/v1`
  const read = kubeObject({
    apiVersion,
    kind: type,
    metadata: { name, namespace: 'shop', ...metadata },
    ...rest,
  })
  assert.ok(read)
  return read
}

function seen(...objects: readonly KubeObject[]): string[] {
  const versions = new VersionsSeen()
  for (const one of objects) versions.add(one)
  return [...versions.facts()].map(({ name, value, version_of: of }) =>
    [of?.kind, of?.namespace, name, of?.path, value, of?.given]
      .filter((part) => part !== undefined)
      .join(' '),
  )
}

const digest = (character: string): string => `sha256:${character.repeat(64)}`

interface PodOptions {
  readonly image?: string
  readonly id?: string
  readonly hash?: string
  readonly owner?: string
}
function pod({
  image = 'web:1',
  id = `docker.io/web@${digest('a')}`,
  hash = '5d9',
  owner = 'ReplicaSet',
}: PodOptions): KubeObject {
  const name = owner === 'ReplicaSet' ? `web-${hash}` : 'web'
  return object(
    'core/Pod',
    `pod-${hash}`,
    { labels: { 'pod-template-hash': hash }, ownerReferences: [{ kind: owner, name, controller: true }] },
    {
      spec: { containers: [{ name: 'web', image }] },
      status: { containerStatuses: [{ name: 'web', image, imageID: id }] },
    },
  )
}

test('what an image turned out to be, by the workload that keeps the pods', () => {
  const path = 'spec.template.spec.containers[name=web].image'
  const web = `apps/Deployment shop web ${path} ${digest('a')} web:1`
  assert.deepEqual(seen(pod({}), pod({})), [web])
  assert.deepEqual(seen(pod({ owner: 'StatefulSet' })), [web.replace('Deployment', 'StatefulSet')])
  assert.deepEqual(seen(pod({ owner: 'DaemonSet', id: `docker-pullable://web@${digest('a')}` })), [
    web.replace('Deployment', 'DaemonSet'),
  ])
})

test('nothing is told where pods disagree, of pinned images, of images without a name, of other pods', () => {
  assert.deepEqual(seen(pod({}), pod({ id: `web@${digest('b')}` })), [], 'two digests')
  assert.deepEqual(seen(pod({}), pod({ image: 'web:2', hash: '7f7' })), [], 'two templates')
  assert.deepEqual(seen(pod({}), pod({ image: 'web:2', hash: '7f7' }), pod({})), [], 'in any order')
  assert.deepEqual(seen(pod({ image: `web@${digest('a')}` })), [])
  assert.deepEqual(seen(pod({ id: digest('c') })), [])
  assert.deepEqual(seen(pod({ owner: 'Job' })), [])
  assert.deepEqual(
    seen(object('core/Pod', 'bare', {}, { spec: { containers: [{ name: 'web', image: 'web:1' }] } })),
    [],
  )
})

function released(
  name: string,
  chart: string,
  app: string,
  annotations: Attributes = { 'meta.helm.sh/release-name': 'shop' },
): KubeObject {
  return object('core/Service', name, {
    labels: { 'helm.sh/chart': chart, 'app.kubernetes.io/version': app },
    annotations,
  })
}

test('charts and applications of a release, by its labels', () => {
  assert.deepEqual(
    seen(
      released('a', 'web-api-1.2.3', '4.5'),
      released('b', 'web-api-1.2.3', '4.5'),
      released('c', 'redis-7.0.0-rc.1', '7'),
    ),
    [
      'helm_release shop shop charts[name=web-api].version web-api-1.2.3',
      'helm_release shop shop charts[name=web-api].app_version 4.5',
      'helm_release shop shop charts[name=redis].version redis-7.0.0-rc.1',
      'helm_release shop shop charts[name=redis].app_version 7',
    ],
  )
  assert.deepEqual(
    seen(released('a', 'web-1.2.3', '4'), released('b', 'web-1.2.4', '5')),
    [],
    'an upgrade half done',
  )
  assert.deepEqual(seen(released('a', 'web-1.2.3', '4', {})), [], 'not of Helm')
  assert.deepEqual(seen(released('a', 'web', '4')), [], 'no version')
})

async function version(get: Connection['get']): Promise<Fact[]> {
  const connection: Connection = { get, renew: () => Promise.resolve(), close: () => undefined }
  const facts: Fact[] = []
  for await (const fact of serverVersion(connection, bareContext({ role: 'live' }))) facts.push(fact)
  return facts
}

test("the server's version, where it tells one", async () => {
  const answer = (status: number, text: string) => () => Promise.resolve({ status, headers: {}, text })
  const [fact] = await version(answer(200, '{"major":"1","minor":"34+","gitVersion":"v1.34.2-eks-1"}'))
  assert.deepEqual([fact?.value, fact?.version_of?.counts], ['v1.34.2-eks-1', 'v1.34'])
  for (const [status, text] of [
    [403, '{}'],
    [200, '<html>'],
    [200, '{}'],
    [200, '{"gitVersion":"latest"}'],
  ] as const)
    assert.deepEqual(await version(answer(status, text)), [])
  assert.deepEqual(await version(() => Promise.reject(new KubeFault('KUBE_TIMEOUT', 'slow'))), [])
})

test('an object in the middle of a change', () => {
  const workload = (kind: string, spec: Attributes, status: Attributes, generation = 2): string | undefined =>
    settlingOf(
      object(`apps/${kind}`, 'web', { generation }, { spec, status: { observedGeneration: 2, ...status } }),
    )
  const progressing = (status: string, reason: string) => ({
    conditions: [{ type: 'Progressing', status, reason }],
  })
  const rolling = { ...progressing('True', 'ReplicaSetUpdated'), replicas: 4, updatedReplicas: 1 }
  const under_way = 'a rollout is under way'
  assert.equal(workload('Deployment', { replicas: 3 }, rolling), under_way)
  assert.equal(workload('Deployment', { replicas: 3 }, { ...rolling, updatedReplicas: 3 }), under_way)
  assert.equal(
    workload('Deployment', { replicas: 3 }, { ...rolling, replicas: 3, updatedReplicas: 3 }),
    undefined,
  )
  assert.equal(workload('Deployment', { replicas: 3, paused: true }, rolling), undefined)
  for (const [status, reason] of [
    ['False', 'ProgressDeadlineExceeded'],
    ['True', 'NewReplicaSetAvailable'],
  ] as const)
    assert.equal(
      workload('Deployment', { replicas: 3 }, { ...rolling, ...progressing(status, reason) }),
      undefined,
    )
  assert.match(workload('Deployment', {}, {}, 3) ?? '', /has not taken up the last change/)
  const revisions = { updateRevision: 'b', currentRevision: 'a', updatedReplicas: 1 }
  assert.equal(workload('StatefulSet', { replicas: 3 }, revisions), under_way)
  const partition = { type: 'RollingUpdate', rollingUpdate: { partition: 2 } }
  assert.equal(workload('StatefulSet', { replicas: 3, updateStrategy: partition }, revisions), undefined)
  assert.equal(
    workload('StatefulSet', { replicas: 3, updateStrategy: { type: 'OnDelete' } }, revisions),
    undefined,
  )
  assert.equal(workload('DaemonSet', {}, { desiredNumberScheduled: 3, updatedNumberScheduled: 1 }), under_way)
  assert.equal(workload('DaemonSet', {}, { desiredNumberScheduled: 3, updatedNumberScheduled: 3 }), undefined)
  assert.equal(
    settlingOf(object('core/Service', 'a', { deletionTimestamp: '2026-01-01T00:00:00Z' })),
    'it is being deleted',
  )
  assert.equal(settlingOf(object('core/Service', 'a', {})), undefined)
})
