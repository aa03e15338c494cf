import type { Resource } from '../../../src/core/model.ts'
import { isList, isMap, Unknown, type Value } from '../../../src/core/value.ts'
import type { Scene } from './scene.ts'

const AN_ID = /^[a-z]+(?:-[a-z]+)*-[0-9a-f]{8,17}$/

/**
 * From code alone a reference to something that is gone cannot be told from the dead id that AWS still shows in its
 * place: that the thing is missing is said once, at the thing. Such references are left open.
 */
export function openDangling(scene: Scene, kinds: Iterable<string>): void {
  const alive = new Set<string>()
  const byId = new Map<string, Resource>()
  const names = [...kinds]
  for (const kind of names) {
    for (const live of scene.of(kind, 'live')) {
      if (live.id !== undefined) alive.add(live.id)
      byId.set(`${kind} ${scene.id(live) ?? ''}`, live)
    }
  }
  const isDead = (value: Value | undefined): boolean => {
    if (typeof value === 'string') return AN_ID.test(value) && !alive.has(value)
    if (isList(value)) return value.some(isDead)
    return isMap(value) && Object.values(value).some(isDead)
  }
  for (const kind of names) {
    for (const declared of scene.of(kind, 'declared')) {
      const roles = scene.roles(declared)
      const live = roles.live ?? byId.get(`${kind} ${scene.id(declared) ?? '?'}`)
      if (!live || roles.recorded) continue
      const real = scene.attributes(live)
      for (const [name, value] of Object.entries(scene.attributes(declared)))
        if (isDead(real[name])) scene.set(declared, { [name]: opened(scene, value, declared.root) })
    }
  }
}

function opened(scene: Scene, value: Value, root: string | undefined): Value {
  if (value instanceof Unknown)
    return value.refers_to?.attribute === 'id' && scene.settle(value, root) === value
      ? new Unknown(`${value.refers_to.address} does not exist`)
      : value
  if (isList(value)) return value.map((each) => opened(scene, each, root))
  if (!isMap(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, opened(scene, each, root)]))
}
