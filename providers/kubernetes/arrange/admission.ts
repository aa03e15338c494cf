import type { Resource } from '../../../src/core/model.ts'
import { itemSegment, keySegment } from '../../../src/core/path.ts'
import { isMap, type Attributes, type Value } from '../../../src/core/value.ts'
import { changedAt, withKey } from '../kinds/edit.ts'
import { listAt, mapAt, textAt } from '../kube-object.ts'
import { isOfItsContainer } from './container-owner.ts'
import type { World } from './world.ts'

/** What admission fills into a pod from limit ranges and runtime classes of its cluster. */
export function withPodAdmission(said: Attributes, live: Resource, world: World): Attributes {
  if (live.kind !== 'core/Pod') return said
  return withRuntimeClass(withLimitRanges(said, live), world)
}

/** `LimitRanger plugin set: cpu, memory request for container web; cpu limit for init container wait` */
const LIMITED = /([a-z0-9./, -]+?) (request|limit) for (init container|container) ([a-z0-9-]+)/g

function withLimitRanges(said: Attributes, live: Resource): Attributes {
  const note = textAt(live.written, 'limit_ranger')?.replace(/^[^:]*:/, '')
  let out = said
  for (const [, resources = '', part, type, name] of note?.matchAll(LIMITED) ?? []) {
    const list = type === 'container' ? 'containers' : 'initContainers'
    const running = listAt(live.attributes, 'spec', list).find((item) => textAt(item, 'name') === name)
    const values = mapAt(running, 'resources', `${part}s`) ?? {}
    const names = resources.split(',').map((resource) => resource.trim())
    const container = ['spec', list, itemSegment([['name', name ?? '']])]
    // what was filled in and has been changed since is not admission's
    const set = Object.entries(values).filter(
      ([resource]) =>
        names.includes(resource) &&
        isOfItsContainer(live, container, ['resources', `${part}s`, keySegment(resource)]),
    )
    out = changedAt(out, ['spec', list, '*'], (item) =>
      isMap(item) && textAt(item, 'name') === name
        ? withResources(item, `${part}s`, Object.fromEntries(set))
        : item,
    )
  }
  return out
}

function withResources(container: Attributes, part: string, values: Attributes): Attributes {
  const resources = mapAt(container, 'resources') ?? {}
  return withKey(container, 'resources', { ...resources, [part]: { ...values, ...mapAt(resources, part) } })
}

function withRuntimeClass(said: Attributes, world: World): Attributes {
  const runtime = world.runtime_classes.get(textAt(said, 'spec', 'runtimeClassName') ?? '')
  const scheduling = mapAt(runtime?.attributes, 'scheduling')
  if (!scheduling) return said
  return changedAt(said, ['spec'], (spec) => {
    if (!isMap(spec)) return spec
    const selector = { ...mapAt(scheduling, 'nodeSelector'), ...mapAt(spec, 'nodeSelector') }
    const own = listAt(spec, 'tolerations')
    const more = listAt(scheduling, 'tolerations').filter((item) => !own.some((other) => isSame(item, other)))
    const tolerations = [...own, ...more]
    const selected = Object.keys(selector).length === 0 ? spec : withKey(spec, 'nodeSelector', selector)
    return tolerations.length === 0 ? selected : withKey(selected, 'tolerations', tolerations)
  })
}

function isSame(a: Value, b: Value): boolean {
  return ['key', 'operator', 'value', 'effect'].every((key) => textAt(a, key) === textAt(b, key))
}
