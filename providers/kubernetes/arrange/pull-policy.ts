import type { Resource } from '../../../src/core/model.ts'
import { itemSegment } from '../../../src/core/path.ts'
import { isMap, type Attributes } from '../../../src/core/value.ts'
import { changedAt, withKey } from '../kinds/edit.ts'
import { listAt, textAt } from '../kube-object.ts'
import { isOfItsContainer } from './container-owner.ts'
import { CONTAINER_LISTS, podLocation } from './pod-location.ts'

/**
 * The pull policy of containers whose declaration leaves it out. The server computes it once, from the image of that
 * time, and never again; so another one than today's image would give is drift only where somebody else owns it than
 * the container itself.
 */
export function withPullPolicies(said: Attributes, live: Resource): Attributes {
  const location = podLocation(live.kind)
  if (!location) return said
  let out = said
  for (const list of CONTAINER_LISTS) {
    const running = new Map(
      listAt(live.attributes, ...location, list).map((item) => [textAt(item, 'name') ?? '', item]),
    )
    out = changedAt(out, [...location, list, '*'], (container) => {
      if (!isMap(container) || container['imagePullPolicy'] !== undefined) return container
      const name = textAt(container, 'name') ?? ''
      const policy = textAt(running.get(name), 'imagePullPolicy')
      const image = textAt(container, 'image') ?? ''
      const isExpected =
        policy === defaultPolicy(image) ||
        isOfItsContainer(live, [...location, list, itemSegment([['name', name]])], ['imagePullPolicy'])
      return policy !== undefined && isExpected ? withKey(container, 'imagePullPolicy', policy) : container
    })
  }
  return out
}

/** `latest`, said or not, is fetched anew; a digest is always the same. */
function defaultPolicy(image: string): string {
  if (image.includes('@')) return 'IfNotPresent'
  const tag = /:([^:/]+)$/.exec(image)?.[1]
  return tag === undefined || tag === 'latest' ? 'Always' : 'IfNotPresent'
}
