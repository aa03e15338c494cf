import type { Coverage, Resource } from '../../../src/core/model.ts'
import type { ScopeOfKind } from '../schema/cluster-scoped.ts'
import type { KubeObject } from '../kube-object.ts'
import { namespaceIfAny } from '../manifests.ts'
import { SYSTEM_NAMESPACES } from '../undeclared.ts'

/** What a source of live objects looks at (DESIGN.md section 7, "Coverage"). */
export interface Scope {
  /** undefined = every namespace that is not the cluster's own */
  readonly namespaces: ReadonlySet<string> | undefined
  readonly has_cluster: boolean
  /** namespaces that are declared themselves: each covers itself */
  readonly declared_namespaces: ReadonlySet<string>
  /** undefined = every kind */
  readonly kinds: ReadonlySet<string> | undefined
}

export interface ScopeSettings {
  readonly namespaces?: readonly string[] | undefined
  readonly cluster_scope: 'auto' | boolean
  readonly kinds?: readonly string[] | undefined
}

/** @param declared what the code of the environment declares; kinds of other providers do not count */
export function scopeOf(settings: ScopeSettings, declared: readonly Resource[]): Scope {
  const own = declared.filter((resource) => resource.kind.includes('/'))
  const spaces = own.flatMap((resource) => resource.namespace ?? [])
  const clusterWide = own.filter((resource) => resource.namespace === undefined)
  const isNeeded = own.length === 0 || clusterWide.some((resource) => resource.kind !== 'core/Namespace')
  return {
    namespaces: settings.namespaces
      ? new Set(settings.namespaces)
      : own.length === 0
        ? undefined
        : new Set(spaces),
    has_cluster: settings.cluster_scope === 'auto' ? isNeeded : settings.cluster_scope,
    declared_namespaces: new Set(
      clusterWide.filter((resource) => resource.kind === 'core/Namespace').map((resource) => resource.name),
    ),
    kinds: settings.kinds && new Set(settings.kinds),
  }
}

/** Whether an object lies where the source looks. */
export function isInScope(scope: Scope, object: Pick<KubeObject, 'kind' | 'name' | 'namespace'>): boolean {
  if (scope.kinds && !scope.kinds.has(object.kind)) return false
  if (object.namespace !== undefined)
    return scope.namespaces?.has(object.namespace) ?? !SYSTEM_NAMESPACES.has(object.namespace)
  return scope.has_cluster || (object.kind === 'core/Namespace' && scope.declared_namespaces.has(object.name))
}

/** What the source says about where it has looked. */
export function coverageOf(scope: Scope): Coverage[] {
  const coverage: Coverage[] = [
    {
      what: 'coverage',
      kinds: scope.kinds ? [...scope.kinds] : ['*'],
      ...(scope.namespaces ? { namespaces: [...scope.namespaces] } : {}),
      cluster_scope: scope.has_cluster,
    },
  ]
  const ownNamespaces =
    !scope.has_cluster && scope.declared_namespaces.size > 0 && (scope.kinds?.has('core/Namespace') ?? true)
  if (ownNamespaces)
    coverage.push({ what: 'coverage', kinds: ['core/Namespace'], namespaces: [], cluster_scope: true })
  return coverage
}

/**
 * Kinds that say how other objects are to be read: schemas, and what a field left out stands for. They are taken along
 * from outside the scope, too, and never compared then.
 */
export const SUPPORTING_KINDS: ReadonlySet<string> = new Set([
  'apiextensions.k8s.io/CustomResourceDefinition',
  'storage.k8s.io/StorageClass',
  'networking.k8s.io/IngressClass',
  'node.k8s.io/RuntimeClass',
])

/**
 * Declarations whose kind's scope the manifests did not tell, as the cluster tells it. A kind that the cluster does not
 * have was looked for all the same.
 */
export function settled(
  declared: readonly Resource[],
  scopes: ReadonlyMap<string, ScopeOfKind>,
): { declared: Resource[]; unserved: Coverage[] } {
  const known: Resource[] = []
  const unserved = new Set<string>()
  for (const resource of declared) {
    const namespace = namespaceIfAny(resource)
    const scope = scopes.get(resource.kind)
    if (namespace !== undefined && scope === undefined) unserved.add(resource.kind)
    else if (namespace === undefined || scope !== 'namespaced') known.push(resource)
    else known.push({ ...resource, namespace, id: `${namespace}/${resource.name}` })
  }
  return {
    declared: known,
    unserved:
      unserved.size === 0
        ? []
        : [{ what: 'coverage', kinds: [...unserved], namespaces: [], cluster_scope: true }],
  }
}
