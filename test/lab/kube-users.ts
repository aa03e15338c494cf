import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'

/** `admin` may do everything; `reader` is whom evenkeel should be: get and list, and nothing else. */
export type KubeUser = 'admin' | 'reader'

/** The users of a cluster, each with a token of its own. */
export const kube_users: readonly KubeUser[] = ['admin', 'reader']

const READER_ROLE = 'lab-reader'
const RIGHTS_DEADLINE_MS = 20_000

const subject_access_review = z.object({ status: z.object({ allowed: z.boolean() }) })

type Kubectl = (args: readonly string[], input?: string) => Promise<string>

/** Who has a token: the users, and the controllers, who must not be taken for one of them. */
type Holder = KubeUser | 'controllers'

/** A fresh token for every holder. */
export function newTokens(): Record<Holder, string> {
  const token = (): string => randomBytes(24).toString('hex')
  return { admin: token(), reader: token(), controllers: token() }
}

/** The API server's token file. */
export function tokenFile(tokens: Record<Holder, string>): string {
  return [
    `${tokens.admin},admin,admin,"system:masters"`,
    `${tokens.controllers},controllers,controllers,"system:masters"`,
    `${tokens.reader},reader,reader`,
    '',
  ].join('\n')
}

/** A kubeconfig that knows one cluster and one user; its only context is `lab`. */
export function kubeconfigText(url: string, authority: string, user: string, token: string): string {
  // JSON is YAML, and needs no rules for quoting
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'lab',
        cluster: { server: url, 'certificate-authority-data': Buffer.from(authority).toString('base64') },
      },
    ],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: 'lab', context: { cluster: 'lab', user } }],
    'current-context': 'lab',
  })
}

/**
 * Lets the reader get and list everything but `denied`: names as `kubectl api-resources -o name` has them
 * (`configmaps`, `deployments.apps`). Done when the API server decides by it. An unknown name throws: a right
 * that was never there cannot be taken away.
 */
export async function grantReader(kubectl: Kubectl, denied: readonly string[]): Promise<void> {
  const resources = await listableResources(kubectl)
  const unknown = denied.filter((name) => !resources.includes(name))
  if (unknown.length > 0) throw new Error(`the cluster serves no ${unknown.join(', ')}`)
  await kubectl(['apply', '-f', '-'], JSON.stringify(readerRole(resources, denied)))
  const kept = resources.find((name) => !denied.includes(name))
  const until = performance.now() + RIGHTS_DEADLINE_MS
  for (const [names, expected] of [
    [denied, false],
    [kept === undefined ? [] : [kept], true],
  ] as const) {
    for (const name of names) {
      while ((await readerMayList(kubectl, name)) !== expected) {
        if (performance.now() > until)
          throw new Error(`the reader's rights on ${name} did not become ${expected}`)
        await sleep(50)
      }
    }
  }
}

async function listableResources(kubectl: Kubectl): Promise<string[]> {
  const text = await kubectl(['api-resources', '--verbs=list', '-o', 'name'])
  return text.split('\n').filter((name) => name !== '')
}

function readerRole(resources: readonly string[], denied: readonly string[]): unknown {
  const verbs = ['get', 'list']
  const rules =
    denied.length === 0
      ? [{ apiGroups: ['*'], resources: ['*'], verbs }]
      : resources
          .filter((name) => !denied.includes(name))
          .map(groupAndPlural)
          .map(({ group, plural }) => ({ apiGroups: [group], resources: [plural], verbs }))
  const api = 'rbac.authorization.k8s.io'
  return {
    apiVersion: 'v1',
    kind: 'List',
    items: [
      { apiVersion: `${api}/v1`, kind: 'ClusterRole', metadata: { name: READER_ROLE }, rules },
      {
        apiVersion: `${api}/v1`,
        kind: 'ClusterRoleBinding',
        metadata: { name: READER_ROLE },
        roleRef: { apiGroup: api, kind: 'ClusterRole', name: READER_ROLE },
        subjects: [{ apiGroup: api, kind: 'User', name: 'reader' }],
      },
    ],
  }
}

async function readerMayList(kubectl: Kubectl, name: string): Promise<boolean> {
  const { group, plural } = groupAndPlural(name)
  const answer: unknown = JSON.parse(
    await kubectl(
      ['create', '-f', '-', '-o', 'json'],
      JSON.stringify({
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: { user: 'reader', resourceAttributes: { verb: 'list', group, resource: plural } },
      }),
    ),
  )
  return subject_access_review.parse(answer).status.allowed
}

function groupAndPlural(name: string): { group: string; plural: string } {
  const dot = name.indexOf('.')
  return dot === -1 ? { group: '', plural: name } : { group: name.slice(dot + 1), plural: name.slice(0, dot) }
}
