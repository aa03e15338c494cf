import type { ClusterRight, Permissions } from '../../src/core/permissions.ts'
import { builtInScope } from './schema/cluster-scoped.ts'
import { SECRET_KIND } from './cluster/live-resources.ts'
import { BUILT_IN_KINDS } from './schema/types.ts'
import { SUPPORTING_KINDS } from './cluster/scope.ts'
import type { ClusterSettings } from './settings.ts'
import { isMachinery } from './undeclared.ts'

/** Kinds of requests and answers, of which no server keeps objects to list. */
const NEVER_LISTED: ReadonlySet<string> = new Set([
  'apps/Scale',
  'authentication.k8s.io/TokenRequest',
  'autoscaling/Scale',
  'core/Binding',
  'core/PodStatusResult',
  'core/RangeAllocation',
  'policy/Eviction',
])

/**
 * The least rights that reading the configured kinds takes: to list them, and those that say how others are to be read.
 * Recordings need none.
 */
export function permissions(settings: ClusterSettings, hasDigestKey: boolean): Permissions | undefined {
  if (settings.from !== undefined) return undefined
  const { kinds, namespaces, cluster_scope } = settings
  const readsSecrets = hasDigestKey || kinds?.includes(SECRET_KIND) === true
  const wanted = (kinds ?? BUILT_IN_KINDS.filter((kind) => !isMachinery(kind) && !NEVER_LISTED.has(kind)))
    .filter((kind) => kind !== SECRET_KIND || readsSecrets)
    .filter(
      (kind) => builtInScope(kind) !== 'cluster' || cluster_scope !== false || kind === 'core/Namespace',
    )
  // Helm's releases are Secrets
  const all = new Set([...wanted, ...SUPPORTING_KINDS, ...(readsSecrets && !kinds ? [SECRET_KIND] : [])])
  const rights = [...all].sort().map((kind): ClusterRight => {
    const isInside = namespaces !== undefined && builtInScope(kind) !== 'cluster' && wanted.includes(kind)
    return { ...resourceOf(kind), ...(isInside && { namespaces }) }
  })
  return { language: 'rbac', rights, notes: notesOn(kinds) }
}

function notesOn(kinds: readonly string[] | undefined): string[] {
  const support = 'definitions and classes are not compared: they say how other objects are to be read'
  if (!kinds)
    return [
      support,
      'no `kinds` are configured: these are all that Kubernetes itself has; custom resources that run need a rule each',
    ]
  const custom = kinds.filter((kind) => builtInScope(kind) === undefined)
  return custom.length > 0
    ? [
        support,
        `the plural names of ${custom.join(', ')} are guessed: compare them with kubectl api-resources`,
      ]
    : [support]
}

/** `networking.k8s.io/NetworkPolicy` → networkpolicies, by the rule that Kubernetes itself guesses by. */
function resourceOf(kind: string): { group: string; resource: string } {
  const at = kind.lastIndexOf('/')
  const group = kind.slice(0, at)
  const name = kind.slice(at + 1).toLowerCase()
  return { group: group === 'core' ? '' : group, resource: plural(name) }
}

function plural(name: string): string {
  if (name.endsWith('endpoints')) return name
  if (name.endsWith('s')) return `${name}es`
  return name.endsWith('y') ? `${name.slice(0, -1)}ies` : `${name}s`
}
