import pLimit from 'p-limit'
import type { Context } from '../../../src/core/provider.ts'
import type { Attributes, Value } from '../../../src/core/value.ts'
import { askJson } from './ask-json.ts'
import type { Connection } from '../client.ts'
import { KubeFault } from './kube-fault.ts'
import { kindName, listAt, textAt, valueAt } from '../kube-object.ts'

/** A kind that the server has, at the version that it prefers. */
export interface ServedKind {
  /** group/Kind */
  readonly kind: string
  /** `apps`, empty for the core group */
  readonly group: string
  /** `deployments` */
  readonly plural: string
  readonly is_namespaced: boolean
  /** versions that it is served at, the preferred one first */
  readonly versions: readonly string[]
}

/** What the server has, and groups that it could not tell about. */
export interface Discovery {
  readonly kinds: readonly ServedKind[]
  readonly broken_groups: readonly string[]
}

const AGGREGATED = [
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/json',
].join(',')

interface Found {
  readonly group: string
  readonly version: string
  readonly plural: string
  readonly kind: string
  readonly is_namespaced: boolean
}

/** Every kind that can be listed, in all groups and versions: aggregated where the server can, else group by group. */
export async function discover(connection: Connection, context: Context): Promise<Discovery> {
  const [core, groups] = await Promise.all(
    ['/api', '/apis'].map((path) => askJson(connection, path, context, { accept: AGGREGATED })),
  )
  const broken = new Set<string>()
  const found: Found[] = []
  const plain: { group: string; version: string }[] = []
  for (const { body } of [core, groups].flatMap((answer) => answer ?? [])) {
    if (textAt(body, 'kind') === 'APIGroupDiscoveryList') found.push(...aggregated(body, broken))
    else plain.push(...plainVersions(body))
  }
  found.push(...(await readPlain(plain, connection, context, broken)))
  return { kinds: merged(found), broken_groups: [...broken] }
}

function aggregated(body: Attributes, broken: Set<string>): Found[] {
  return listAt(body, 'items').flatMap((item) => {
    const group = textAt(item, 'metadata', 'name') ?? ''
    return listAt(item, 'versions').flatMap((entry) => {
      // a group behind a server that does not answer is told from memory, or not at all
      if (textAt(entry, 'freshness') === 'Stale') broken.add(group)
      const version = textAt(entry, 'version') ?? ''
      return listAt(entry, 'resources').flatMap((resource) => {
        const kind = textAt(resource, 'responseKind', 'kind')
        return describe(
          resource,
          { group, version },
          textAt(resource, 'resource'),
          kind,
          textAt(resource, 'scope') !== 'Cluster',
        )
      })
    })
  })
}

function describe(
  resource: Value,
  at: { group: string; version: string },
  plural: string | undefined,
  kind: string | undefined,
  isNamespaced: boolean,
): Found[] {
  const canList = listAt(resource, 'verbs').includes('list')
  if (!canList || plural === undefined || kind === undefined || plural.includes('/')) return []
  return [{ ...at, plural, kind, is_namespaced: isNamespaced }]
}

/** The group versions of an old server's answer, the preferred one of a group first. */
function plainVersions(body: Attributes): { group: string; version: string }[] {
  if (textAt(body, 'kind') === 'APIVersions')
    return listAt(body, 'versions').flatMap((version) =>
      typeof version === 'string' ? [{ group: '', version }] : [],
    )
  return listAt(body, 'groups').flatMap((item) => {
    const preferred = textAt(item, 'preferredVersion', 'version')
    const versions = listAt(item, 'versions').flatMap((version) => textAt(version, 'version') ?? [])
    const ordered = [...versions].sort((a, b) => Number(b === preferred) - Number(a === preferred))
    return ordered.map((version) => ({ group: textAt(item, 'name') ?? '', version }))
  })
}

async function readPlain(
  versions: readonly { group: string; version: string }[],
  connection: Connection,
  context: Context,
  broken: Set<string>,
): Promise<Found[]> {
  const limit = pLimit(context.limits.concurrency)
  const lists = await Promise.all(
    versions.map((at) =>
      limit(async () => {
        try {
          const { body } = await askJson(connection, apiPath(at.group, at.version), context)
          return listAt(body, 'resources').flatMap((resource) =>
            describe(
              resource,
              at,
              textAt(resource, 'name'),
              textAt(resource, 'kind'),
              valueAt(resource, 'namespaced') === true,
            ),
          )
        } catch (error) {
          if (!(error instanceof KubeFault)) throw error
          broken.add(at.group)
          return []
        }
      }),
    ),
  )
  return lists.flat()
}

export function apiPath(group: string, version: string): string {
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`
}

function merged(found: readonly Found[]): ServedKind[] {
  const kinds = new Map<string, ServedKind & { versions: string[] }>()
  for (const { group, version, plural, kind, is_namespaced } of found) {
    const key = `${group}/${plural}`
    const known = kinds.get(key)
    if (known) known.versions.push(version)
    else
      kinds.set(key, {
        kind: kindName(group === '' ? 'v1' : `${group}/${version}`, kind),
        group,
        plural,
        is_namespaced,
        versions: [version],
      })
  }
  return [...kinds.values()]
}
