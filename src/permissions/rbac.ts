import { stringify } from 'yaml'
import type { ClusterRight } from '../core/permissions.ts'

const NAME = 'evenkeel-reader'
const LABELS = { 'app.kubernetes.io/name': 'evenkeel' }
/** the account of deploy/kubernetes; another one is put in its place */
const SUBJECT = { kind: 'ServiceAccount', name: 'evenkeel', namespace: 'evenkeel' }
const API = 'rbac.authorization.k8s.io'

/**
 * Roles and bindings that grant all of the rights, and nothing else: a Role in each namespace that is named, a
 * ClusterRole for the rest. As YAML documents.
 */
export function rbacManifests(rights: readonly ClusterRight[]): string {
  const everywhere = rights.filter(({ namespaces }) => namespaces === undefined)
  const namespaces = new Set(rights.flatMap((right) => right.namespaces ?? []))
  const objects = everywhere.length > 0 ? pair('ClusterRole', everywhere) : []
  for (const namespace of [...namespaces].sort()) {
    const inside = rights.filter((right) => right.namespaces?.includes(namespace))
    objects.push(...pair('Role', inside, namespace))
  }
  return objects.map((object) => stringify(object, { flowCollectionPadding: false })).join('---\n')
}

function pair(kind: 'ClusterRole' | 'Role', rights: readonly ClusterRight[], namespace?: string): object[] {
  const metadata = { name: NAME, ...(namespace === undefined ? {} : { namespace }), labels: LABELS }
  return [
    { apiVersion: `${API}/v1`, kind, metadata, rules: rulesOf(rights) },
    {
      apiVersion: `${API}/v1`,
      kind: `${kind}Binding`,
      metadata,
      roleRef: { apiGroup: API, kind, name: NAME },
      subjects: [SUBJECT],
    },
  ]
}

/** One rule a group, sorted, so that the same rights give the same text. */
function rulesOf(rights: readonly ClusterRight[]): object[] {
  const byGroup = new Map<string, Set<string>>()
  for (const { group, resource } of rights)
    byGroup.set(group, (byGroup.get(group) ?? new Set()).add(resource))
  return [...byGroup]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, resources]) => ({
      apiGroups: [group],
      resources: [...resources].sort(),
      verbs: ['get', 'list'],
    }))
}
