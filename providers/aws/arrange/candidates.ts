import type { Resource } from '../../../src/core/model.ts'
import { isList, isMap, Unknown, type Attributes, type Value } from '../../../src/core/value.ts'
import { KIND_BY_NAME } from '../kinds.ts'
import type { Scene } from './scene.ts'

/**
 * Where a declaration's identity fits several live things, what else the code says may tell them apart. Gives ids only
 * where exactly one candidate has everything that is known, and no other declaration wants it; true when any was given.
 */
export function tellApart(scene: Scene): boolean {
  const wanted = new Map<Resource, Resource[]>()
  for (const { declared, candidates } of scene.ambiguous) {
    if (!declared) continue
    const fits = candidates.filter((live) => agrees(scene, declared, live))
    const [only] = fits
    if (fits.length === 1 && only) wanted.set(only, [...(wanted.get(only) ?? []), declared])
  }
  let isNew = false
  for (const [live, declarations] of wanted) {
    const [declared] = declarations
    if (declarations.length !== 1 || !declared || live.id === undefined) continue
    scene.change(declared, { id: live.id })
    isNew = true
  }
  return isNew
}

function agrees(scene: Scene, declared: Resource, live: Resource): boolean {
  const [code, real] = [scene.attributes(declared), scene.attributes(live)]
  const hints = KIND_BY_NAME.get(declared.kind)?.hints ?? []
  return hints.every((path) => {
    const said = settled(scene, at(code, path), declared.root)
    if (path.endsWith('_prefix')) {
      const name = at(real, path.slice(0, -'_prefix'.length))
      return typeof said !== 'string' || (typeof name === 'string' && name.startsWith(said))
    }
    return said === undefined || textOf(said) === textOf(at(real, path) ?? null)
  })
}

function at(attributes: Attributes, path: string): Value | undefined {
  let value: Value | undefined = attributes
  for (const name of path.split('.')) value = isMap(value) ? value[name] : undefined
  return value
}

/** What the code says, with references put in; undefined where it says nothing that is known. */
function settled(scene: Scene, value: Value | undefined, root: string | undefined): Value | undefined {
  const known = scene.settle(value, root)
  if (known === undefined || known === null || known === '' || known instanceof Unknown) return undefined
  if (!isList(known)) return known
  const items = known.map((item) => scene.settle(item, root))
  return items.some((item) => item instanceof Unknown || item === undefined)
    ? undefined
    : items.map((item) => item ?? null)
}

/** Order of a list means nothing here. */
function textOf(value: Value): string {
  return isList(value) ? JSON.stringify(value.map(textOf).sort()) : JSON.stringify(value)
}
