import type { Resource } from '../../../src/core/model.ts'
import { isList, isMap, Unknown, type Value } from '../../../src/core/value.ts'
import { placeOf } from './backwards.ts'
import type { Scene } from './scene.ts'

const AN_ID = /^[a-z]+(?:-[a-z]+)*-[0-9a-f]{8,17}$/

/**
 * From code alone a reference to something that is gone cannot be told from the dead id that AWS still shows in its
 * place: that the thing is missing is said once, at the thing. And what points at one of several candidates points at
 * nothing known. Such references are left open.
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
  const ambiguous = new Set(
    scene.ambiguous.map(({ declared }) => placeOf(declared?.root, declared?.address ?? '?')),
  )
  const isDead = (value: Value | undefined): boolean => {
    if (typeof value === 'string') return AN_ID.test(value) && !alive.has(value)
    if (isList(value)) return value.some(isDead)
    return isMap(value) && Object.values(value).some(isDead)
  }
  for (const kind of names) {
    for (const declared of scene.of(kind, 'declared')) {
      const roles = scene.roles(declared)
      if (roles.recorded) continue
      const live = roles.live ?? byId.get(`${kind} ${scene.id(declared) ?? '?'}`)
      const real = live ? scene.attributes(live) : {}
      for (const [name, value] of Object.entries(scene.attributes(declared))) {
        const isOpen = (reference: Unknown): boolean =>
          isDead(real[name]) || ambiguous.has(placeOf(declared.root, reference.refers_to?.address ?? ''))
        const next = opened(scene, value, declared.root, isOpen)
        if (next !== value) scene.set(declared, { [name]: next })
      }
    }
  }
}

/** The value with such references left open; the very same where there are none. */
function opened(
  scene: Scene,
  value: Value,
  root: string | undefined,
  isOpen: (reference: Unknown) => boolean,
): Value {
  if (value instanceof Unknown)
    return value.refers_to?.attribute === 'id' && scene.settle(value, root) === value && isOpen(value)
      ? new Unknown(`${value.refers_to.address} is not known to exist`)
      : value
  if (!isList(value) && !isMap(value)) return value
  if (isList(value)) {
    const items = value.map((each) => opened(scene, each, root, isOpen))
    return items.some((each, index) => each !== value[index]) ? items : value
  }
  const entries = Object.entries(value).map(([name, each]): [string, Value] => [
    name,
    opened(scene, each, root, isOpen),
  ])
  return entries.some(([name, each]) => each !== value[name]) ? Object.fromEntries(entries) : value
}
