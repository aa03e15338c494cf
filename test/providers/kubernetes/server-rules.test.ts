import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { drift } from './reading.ts'

type Plain = Readonly<Record<string, unknown>>

/** What a manifest says, what the server made of it (as a real 1.34.2 did), and the paths that are to be told. */
interface Case {
  readonly what: string
  readonly kind: string
  readonly declared: Plain
  readonly live: Plain
  readonly told?: readonly string[]
  /** who wrote what, of the live object */
  readonly fields?: Plain
  readonly by?: string
}

const pod = (spec: Plain): Plain => ({ spec: { template: { spec } } })
const main = { name: 'main', image: 'x:1' }
const rule = (verb: string): Plain => ({ verbs: [verb], apiGroups: [''], resources: ['pods'] })
const path = (name: string): Plain => ({
  path: '/',
  pathType: 'Prefix',
  backend: { service: { name, port: { number: 80 } } },
})
const failure = (type: string, more: Plain): Plain => ({
  action: type === 'a' ? 'Ignore' : 'FailJob',
  onPodConditions: [{ type, ...more }],
})
const policies = (...rules: readonly Plain[]): Plain => ({
  spec: { template: { spec: { containers: [main] } }, podFailurePolicy: { rules } },
})

const CASES: readonly Case[] = [
  {
    what: 'a zero that the server takes for nothing said',
    kind: 'flowcontrol.apiserver.k8s.io/v1 FlowSchema',
    declared: { spec: { matchingPrecedence: 0, priorityLevelConfiguration: { name: 'a' } } },
    live: { spec: { matchingPrecedence: 1000, priorityLevelConfiguration: { name: 'a' } } },
  },
  {
    what: 'taints by which the cluster says how a node is, and none of ours',
    kind: 'v1 Node',
    declared: { spec: { taints: [{ key: 'own', effect: 'NoExecute' }] } },
    live: {
      spec: {
        podCIDR: '10.0.0.0/24',
        taints: [
          { key: 'own', effect: 'NoExecute' },
          { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' },
          { key: 'more', effect: 'NoSchedule' },
        ],
      },
    },
    told: ['spec.taints[key=more,effect=NoSchedule]'],
  },
  {
    what: 'a source of a claim that only the newer field can have',
    kind: 'v1 PersistentVolumeClaim',
    declared: { spec: { accessModes: ['ReadWriteOnce'], dataSource: { kind: 'ConfigMap', name: 'a' } } },
    live: { spec: { accessModes: ['ReadWriteOnce'] } },
  },
  {
    what: 'what is said of an affinity that is not there',
    kind: 'v1 Service',
    declared: { spec: { ports: [{ port: 80 }], sessionAffinityConfig: { clientIP: { timeoutSeconds: 9 } } } },
    live: { spec: { ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }], sessionAffinity: 'None' } },
  },
  {
    what: 'secrets of an account: their names',
    kind: 'v1 ServiceAccount',
    declared: { secrets: [{ name: 'a', kind: 'Secret', namespace: 'farm' }] },
    live: { secrets: [{ name: 'a' }] },
  },
  {
    what: 'requests of a whole pod, added up of its containers',
    kind: 'v1 Pod',
    declared: { spec: { containers: [main], resources: { limits: { cpu: '2' } } } },
    live: { spec: { containers: [main], resources: { limits: { cpu: '2' }, requests: { cpu: '1' } } } },
  },
  {
    what: 'a claim of devices without a count',
    kind: 'resource.k8s.io/v1 ResourceClaim',
    declared: {
      spec: { devices: { requests: [{ name: 'a', exactly: { deviceClassName: 'd', tolerations: [{}] } }] } },
    },
    live: {
      spec: {
        devices: {
          requests: [
            {
              name: 'a',
              exactly: {
                deviceClassName: 'd',
                allocationMode: 'ExactCount',
                count: 1,
                tolerations: [{ operator: 'Equal' }],
              },
            },
          ],
        },
      },
    },
  },
  {
    what: 'fields of features that the server has turned off',
    kind: 'apps/v1 StatefulSet',
    declared: {
      spec: {
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 2, partition: 1 } },
        template: { spec: { hostnameOverride: 'h', containers: [{ ...main, restartPolicy: 'Always' }] } },
      },
    },
    live: {
      spec: {
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } },
        template: { spec: { containers: [main] } },
      },
    },
  },
  {
    what: 'a restart policy where it is served',
    kind: 'apps/v1 Deployment',
    declared: pod({ containers: [main], initContainers: [{ ...main, name: 'i', restartPolicy: 'Always' }] }),
    live: pod({ containers: [main], initContainers: [{ ...main, name: 'i' }] }),
    told: ['spec.template.spec.initContainers[name=i].restartPolicy'],
  },
  {
    what: 'the last label and the last annotation',
    kind: 'v1 ConfigMap',
    declared: { metadata: { labels: { a: '1' }, annotations: { b: '2' } } },
    live: {},
    told: ['metadata.annotations.b', 'metadata.labels.a'],
  },
  {
    what: 'a rule for one host before the one for all',
    kind: 'networking.k8s.io/v1 Ingress',
    declared: { spec: { rules: [{ http: { paths: [path('a')] } }] } },
    live: {
      spec: {
        rules: [{ host: 'b.example.com', http: { paths: [path('b')] } }, { http: { paths: [path('a')] } }],
      },
    },
    told: ['spec.rules[host=b.example.com]'],
  },
  {
    what: 'a rule that holds nothing',
    kind: 'networking.k8s.io/v1 Ingress',
    declared: { spec: { rules: [{ host: 'a.example.com' }] } },
    live: { spec: { rules: [{ host: 'a.example.com' }, {}] } },
    told: ['spec.rules[1]'],
  },
  {
    what: 'a class that nobody but a hand can have written',
    kind: 'networking.k8s.io/v1 Ingress',
    declared: { spec: { rules: [{ host: 'a.example.com' }] } },
    live: { spec: { ingressClassName: 'other', rules: [{ host: 'a.example.com' }] } },
    fields: { 'f:spec': { 'f:ingressClassName': {} } },
    told: ['spec.ingressClassName'],
    by: 'hand',
  },
  {
    what: 'a class that nobody owns: the default of its time',
    kind: 'networking.k8s.io/v1 Ingress',
    declared: { spec: { rules: [{ host: 'a.example.com' }] } },
    live: { spec: { ingressClassName: 'other', rules: [{ host: 'a.example.com' }] } },
    fields: { 'f:spec': { 'f:rules': {} } },
  },
  {
    what: 'a change of the first of two equal items of an ordered list',
    kind: 'resource.k8s.io/v1 DeviceClass',
    declared: { spec: { selectors: [{ cel: { expression: 'a' } }, { cel: { expression: 'a' } }] } },
    live: { spec: { selectors: [{ cel: { expression: 'b' } }, { cel: { expression: 'a' } }] } },
    told: ['spec.selectors[0].cel.expression'],
  },
  {
    what: 'the first of an ordered list gone, where the server completed the others',
    kind: 'batch/v1 Job',
    declared: policies(failure('a', {}), failure('b', {})),
    live: policies(failure('b', { status: 'True' })),
    told: ['spec.podFailurePolicy.rules[0]'],
  },
  {
    what: 'an item that runs at another place of its list: who wrote the list',
    kind: 'rbac.authorization.k8s.io/v1 Role',
    declared: { rules: [rule('get'), rule('list')] },
    live: { rules: [{ ...rule('list'), resourceNames: ['r'] }, rule('get')] },
    fields: { 'f:rules': {} },
    told: ['rules[1].resourceNames'],
    by: 'hand',
  },
  {
    what: 'an item whose key is the empty text',
    kind: 'farm.example.com/v1 Barn',
    declared: { spec: { doors: [{ name: '', width: 1 }] } },
    live: { spec: { doors: [{ name: '', width: 2 }] } },
    fields: { 'f:spec': { 'f:doors': { 'k:{"name":""}': { 'f:width': {} } } } },
    told: ['spec.doors[0].width'],
    by: 'hand',
  },
  {
    what: 'a subject that is gone has no owner, though another has its name',
    kind: 'rbac.authorization.k8s.io/v1 RoleBinding',
    declared: { roleRef: { kind: 'Role', name: 'r' }, subjects: [{ kind: 'User', name: 'u' }] },
    live: { roleRef: { kind: 'Role', name: 'r' }, subjects: [{ kind: 'User', name: 'u', namespace: 'n' }] },
    fields: { 'f:subjects': {} },
    told: ['subjects[kind=User,name=u]', 'subjects[kind=User,namespace=n,name=u]'],
  },
]

describe('what a server makes of what it is given', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evenkeel-rules-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  for (const { what, kind, declared, live, fields, told = [], by } of CASES) {
    it(`${what}: ${told.length === 0 ? 'nothing' : told.join(', ')}`, async () => {
      const [apiVersion, name] = kind.split(' ')
      const place = /(?:FlowSchema|Node|DeviceClass)$/.test(kind) ? {} : { namespace: 'farm' }
      const object = (content: Plain, managed: Plain = {}): Plain => {
        const metadata: unknown = content['metadata'] ?? {}
        return {
          apiVersion,
          kind: name,
          ...content,
          metadata: { name: 'it', ...place, ...Object(metadata), ...managed },
        }
      }
      const entry = { manager: 'hand', operation: 'Update', time: '2026-01-02T03:04:05Z', fieldsV1: fields }
      const running = object(live, fields && { managedFields: [entry] })
      await writeFile(join(folder, 'manifest.json'), JSON.stringify(object(declared)))
      await writeFile(join(folder, 'live.json'), JSON.stringify({ kind: 'List', items: [running] }))
      const found = (await drift(folder, 'manifest.json', 'live.json')).filter(({ is_folded }) => !is_folded)
      assert.deepEqual(found.map((verdict) => verdict.path).toSorted(), told.toSorted())
      if (by !== undefined) assert.equal(found[0]?.by?.writer, by)
      for (const verdict of found) if (verdict.values['live'] === null) assert.equal(verdict.by, undefined)
    })
  }
})
