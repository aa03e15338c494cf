import type { Resource } from '../../../src/core/model.ts'
import { isMap } from '../../../src/core/value.ts'
import type { Scene } from './scene.ts'

/** A tag that is a resource of its own is no difference of the thing that bears it. */
export function takeOutSingleTags(scene: Scene, kinds: Iterable<string>): void {
  const keys = new Map<string, Set<string>>()
  for (const role of ['declared', 'recorded'] as const) {
    for (const tag of scene.of('aws_ec2_tag', role)) {
      const { resource_id: bearer, key } = scene.attributes(tag)
      const id = scene.settle(bearer, tag.root)
      if (typeof id === 'string' && typeof key === 'string')
        keys.set(id, (keys.get(id) ?? new Set()).add(key))
    }
  }
  if (keys.size === 0) return
  for (const kind of kinds) {
    for (const role of ['recorded', 'live'] as const)
      for (const resource of scene.of(kind, role))
        takeOut(scene, resource, keys.get(scene.id(resource) ?? ''))
  }
}

function takeOut(scene: Scene, resource: Resource, keys: ReadonlySet<string> | undefined): void {
  const { tags } = scene.attributes(resource)
  if (!keys || !isMap(tags)) return
  scene.set(resource, {
    tags: Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.has(key))),
  })
}
