import { ByKind } from '../../../src/core/match/by-kind.ts'
import type { Resource } from '../../../src/core/model.ts'
import type { Sides } from '../../../src/core/provider.ts'
import type { Attributes } from '../../../src/core/value.ts'
import { SUPPORTING_MARK } from '../cluster/live-resources.ts'
import { mapAt } from '../kube-object.ts'
import { namespaceIfAny } from '../manifests.ts'
import { identity } from '../cluster/versions.ts'
import { withoutNulls } from '../schema/nulls.ts'
import { typeOf } from '../schema/types.ts'
import { withPodAdmission } from './admission.ts'
import { autoscaled, type Autoscaled } from './autoscaled.ts'
import { claimOwners } from './claims.ts'
import { withDefaultClass, withoutAllocated } from './defaults-of-cluster.ts'
import { isInjected, withoutBundles, withoutControllerFinalizers } from './injected.ts'
import { currentRecord } from './record.ts'
import { withPullPolicies } from './pull-policy.ts'
import { withSchemaDefaults } from './schema-defaults.ts'
import { worldOf, type World } from './world.ts'

/**
 * What only the environment as a whole tells: defaults that come from other objects of the cluster, what autoscalers,
 * admission and operators set, and where a declaration belongs whose kind's scope was not known before.
 */
export function arrange(read: Sides): Sides {
  if (![...read.declared, ...read.live].some(isOurs)) return read
  const world = worldOf(read)
  const sides = withoutIdleNulls(read, world)
  const scalers = autoscaled([...sides.live, ...sides.declared], world)
  const ownerOf = claimOwners([...sides.live, ...sides.declared])
  const live = sides.live.filter((resource) => mapAt(resource.written)?.[SUPPORTING_MARK] !== true)
  const liveById = byIdentity(live)
  const arrangeSaid = (resource: Resource): Resource => {
    if (!isOurs(resource)) return resource
    const settled = withDefaults(settledScope(resource, world), world)
    const running = liveById.get(settled.kind, idOf(settled))
    return withIgnores(running ? completed(settled, running, world) : settled, scalers)
  }
  const declared = sides.declared.map(arrangeSaid)
  const remembered = sides.recorded.map(arrangeSaid)
  const said = byIdentity([...remembered, ...declared])
  const running = live.map((resource) => {
    if (!isOurs(resource)) return resource
    const own = said.get(resource.kind, idOf(resource))?.attributes
    if (own) return withAttributes(resource, trimmed(resource, own))
    // what is allocated says nothing about another environment either
    if (resource.kind === 'core/Service') return withAttributes(resource, trimmed(resource, {}))
    const owner = ownerOf(resource)
    return owner === undefined ? resource : { ...resource, controller: owner, undeclared: 'folded' as const }
  })
  return { declared, recorded: currentRecords(remembered, declared, running), live: running }
}

/** Custom resources as the server stores them: which nulls count, only their definitions tell. */
function withoutIdleNulls({ declared, recorded, live }: Sides, { definitions }: World): Sides {
  const schemas = new Map(
    [...definitions].map(([kind, definition]) => [kind, [...definition.schemas.values()]] as const),
  )
  const stored = (resource: Resource): Resource =>
    isOurs(resource) && typeOf(resource.kind) === undefined
      ? withAttributes(resource, withoutNulls(resource.attributes, schemas.get(resource.kind) ?? []))
      : resource
  return { declared: declared.map(stored), recorded: recorded.map(stored), live: live.map(stored) }
}

/** Our resources of a side by what they are; of several the last one. */
function byIdentity(resources: readonly Resource[]): Pick<ByKind<Resource>, 'get'> {
  const found = new ByKind<Resource>()
  for (const resource of resources) if (isOurs(resource)) found.set(resource.kind, idOf(resource), resource)
  return found
}

function idOf({ id, name }: Resource): string {
  return id ?? name
}

function currentRecords(
  recorded: readonly Resource[],
  declared: readonly Resource[],
  live: readonly Resource[],
): readonly Resource[] {
  if (recorded.length === 0) return recorded
  const [said, runs] = [byIdentity(declared), byIdentity(live)]
  return recorded.map((resource) => {
    const { kind } = resource
    const [own, running] = [said.get(kind, idOf(resource)), runs.get(kind, idOf(resource))]
    return isOurs(resource) && own && running
      ? withAttributes(resource, currentRecord(resource.attributes, own.attributes, running.attributes))
      : resource
  })
}

/** Kubernetes' kinds have their group in their name. */
function isOurs(resource: Resource): boolean {
  return resource.kind.includes('/')
}

function keyOf(resource: Resource): string {
  return identity(resource.kind, idOf(resource))
}

function withAttributes(resource: Resource, attributes: Attributes): Resource {
  return attributes === resource.attributes ? resource : { ...resource, attributes }
}

function settledScope(resource: Resource, world: World): Resource {
  const namespace = namespaceIfAny(resource)
  const scope = world.definitions.get(resource.kind)?.scope
  const isNamespaced = scope === undefined ? world.namespaced.has(resource.kind) : scope === 'namespaced'
  if (namespace === undefined || !isNamespaced) return resource
  return { ...resource, namespace, id: `${namespace}/${resource.name}` }
}

function withDefaults(resource: Resource, world: World): Resource {
  const definition = world.definitions.get(resource.kind)
  if (!definition) return resource
  const version = resource.api_version?.split('/').at(-1) ?? ''
  return withAttributes(resource, withSchemaDefaults(resource.attributes, definition, version))
}

/** A declaration as the cluster at hand completes it. */
function completed(said: Resource, live: Resource, world: World): Resource {
  const policies = withPullPolicies(said.attributes, live)
  const admitted = withPodAdmission(policies, live, world)
  const classed = withDefaultClass(admitted, live, world)
  return withAttributes(said, isInjected(classed) ? withoutBundles(classed) : classed)
}

/** A live object without what the cluster gave it where its declaration is silent. */
function trimmed(live: Resource, said: Attributes): Attributes {
  const own = withAttributes(live, withoutAllocated(live, said))
  const bare = withoutControllerFinalizers(own, said)
  return isInjected(said) ? withoutBundles(bare) : bare
}

function withIgnores(resource: Resource, scalers: Autoscaled): Resource {
  const scaled = scalers.size === 0 ? undefined : scalers.get(keyOf(resource))
  return scaled ? { ...resource, ignores: [...(resource.ignores ?? []), scaled] } : resource
}
