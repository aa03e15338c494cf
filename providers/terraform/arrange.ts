import type { Resource } from '../../src/core/model.ts'
import type { Sides } from '../../src/core/provider.ts'

/**
 * Puts recorded resources where their declarations are: a state without `for` belongs to the only root that there is, and
 * an address that a `moved` block renamed counts as its new one.
 */
export function arrange(sides: Sides): Sides {
  const roots = new Set(sides.declared.flatMap(({ root }) => (root === undefined ? [] : [root])))
  const [only] = roots
  const recorded = sides.recorded.map((resource) => withRoot(resource, roots.size === 1 ? only : undefined))
  return { ...sides, recorded: renamed(sides.declared, recorded) }
}

function withRoot(resource: Resource, only: string | undefined): Resource {
  if (resource.address === undefined || resource.root !== undefined) return resource
  const root = only ?? resource.origin.file ?? resource.origin.request
  return root === undefined ? resource : { ...resource, root }
}

function renamed(declared: readonly Resource[], recorded: readonly Resource[]): readonly Resource[] {
  const present = new Set(recorded.map(keyOf))
  const newer = new Map<string, string>()
  for (const resource of declared) {
    if (resource.address === undefined || present.has(keyOf(resource))) continue
    const former = resource.previous_addresses?.find((address) =>
      present.has(keyOf({ ...resource, address })),
    )
    if (former !== undefined) newer.set(keyOf({ ...resource, address: former }), resource.address)
  }
  if (newer.size === 0) return recorded
  return recorded.map((resource) => {
    const address = newer.get(keyOf(resource))
    return address === undefined ? resource : { ...resource, address }
  })
}

function keyOf({ root, address }: Resource): string {
  return JSON.stringify([root, address])
}
