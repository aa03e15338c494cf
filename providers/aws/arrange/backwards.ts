import type { Resource } from '../../../src/core/model.ts'
import { Unknown, type Attributes } from '../../../src/core/value.ts'
import { PARTS } from './part-table.ts'
import { keyText } from './parts.ts'
import type { Scene } from './scene.ts'

/**
 * What points at a declaration may tell which live thing it is: where a declaration fits several, but a NAT gateway
 * or an attachment that refers to it has been found, the live side of that names one of them. Gives ids only where all
 * that point there agree; true when any was given.
 */
export function tellByReferrers(scene: Scene, kinds: Iterable<string>): boolean {
  const open = new Map<string, { readonly declared: Resource; readonly ids: ReadonlySet<string> }>()
  for (const { declared, candidates } of scene.ambiguous) {
    if (declared?.address === undefined) continue
    const ids = new Set(candidates.flatMap(({ id }) => (id === undefined ? [] : [id])))
    open.set(placeOf(declared.root, declared.address), { declared, ids })
  }
  if (open.size === 0) return false
  const proposals = new Map<string, Set<string>>()
  const propose = (referrer: Resource, live: Attributes): void => {
    for (const [name, value] of Object.entries(scene.attributes(referrer))) {
      if (!(value instanceof Unknown) || value.refers_to?.attribute !== 'id') continue
      const place = placeOf(referrer.root, value.refers_to.address)
      const real = live[name]
      if (typeof real !== 'string' || !open.get(place)?.ids.has(real)) continue
      proposals.set(place, (proposals.get(place) ?? new Set()).add(real))
    }
  }
  for (const kind of kinds) {
    for (const referrer of scene.of(kind, 'declared')) {
      const { live } = scene.roles(referrer)
      if (live) propose(referrer, scene.attributes(live))
    }
  }
  for (const { kind, key } of PARTS) proposeByParts(scene, kind, key, propose)
  return accept(scene, open, proposals)
}

export function placeOf(root: string | undefined, address: string): string {
  return `${root ?? ''}\u0000${address}`
}

/** A part is found by what is known of its key, where that fits one declaration and one live part only. */
function proposeByParts(
  scene: Scene,
  kind: string,
  key: readonly string[],
  propose: (referrer: Resource, live: Attributes) => void,
): void {
  const live = scene.of(kind, 'live')
  const indexes = new Map<string, Map<string, Resource[]>>()
  for (const referrer of scene.of(kind, 'declared')) {
    const attributes = scene.attributes(referrer)
    const settled = key.map((name) => scene.settle(attributes[name], referrer.root))
    const known = key.filter((_, at) => !(settled[at] instanceof Unknown) && settled[at] !== undefined)
    if (known.length === 0 || known.length === key.length) continue
    const names = known.join(',')
    let index = indexes.get(names)
    if (!index) {
      index = Map.groupBy(live, (each) => keyText(known.map((name) => scene.attributes(each)[name])) ?? '')
      indexes.set(names, index)
    }
    const text = keyText(known.map((name) => scene.settle(attributes[name], referrer.root)))
    const found = text === undefined ? undefined : index.get(text)
    const [only] = found ?? []
    if (only && found?.length === 1) propose(referrer, scene.attributes(only))
  }
}

function accept(
  scene: Scene,
  open: ReadonlyMap<string, { readonly declared: Resource }>,
  proposals: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  const wanted = new Map<string, number>()
  for (const ids of proposals.values()) for (const id of ids) wanted.set(id, (wanted.get(id) ?? 0) + 1)
  let isNew = false
  for (const [place, ids] of proposals) {
    const [id] = ids
    const thing = open.get(place)
    if (ids.size !== 1 || id === undefined || wanted.get(id) !== 1 || !thing) continue
    scene.change(thing.declared, { id })
    isNew = true
  }
  return isNew
}
