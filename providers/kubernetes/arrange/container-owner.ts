import type { Resource } from '../../../src/core/model.ts'
import { joinPath } from '../../../src/core/path.ts'
import { ownersOf } from '../writers.ts'

/**
 * Whether a container's field, as it runs, came with the container: nobody owns what admission fills in, and whoever
 * wrote the container owns what stands in it from then on. Who changes it later owns it in their place.
 *
 * @param container path of the container @param field path within it
 */
export function isOfItsContainer(
  live: Resource,
  container: readonly string[],
  field: readonly string[],
): boolean {
  const owners = ownersOf(live, joinPath([...container, ...field]))
  const own = new Set(ownersOf(live, joinPath([...container, 'name'])))
  return owners.length === 0 || owners.some((owner) => own.has(owner))
}
