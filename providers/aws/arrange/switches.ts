import { placesMeet } from '../../../src/core/match/place.ts'
import type { Resource } from '../../../src/core/model.ts'
import { regionSwitches } from '../kinds/region-switch.ts'
import type { Scene } from './scene.ts'

/** Things of which every account has one a region, so that where they are says which they are. */
export const SWITCHES = ['aws_ebs_encryption_by_default', ...regionSwitches.map(({ name }) => name)]

/** what a live one is called that no state has named */
const OWN_ID = 'this'
/** the place of a switch of which nobody knows which region's it is: no source reads that */
const NOWHERE = '/a region that neither code nor state names'

interface Claim {
  readonly declared?: Resource
  readonly recorded?: Resource
}

/** Finds switches by their region. One that could be that of several regions is compared with none. */
export function arrangeSwitches(scene: Scene): void {
  for (const kind of SWITCHES) {
    const open = new Set(scene.of(kind, 'live'))
    const fits = (claim: Claim): Resource[] =>
      [...open].filter((live) => placesMeet(placeOf(scene, claim), live.place))
    const claims = claimsOf(scene, kind).sort((a, b) => fits(a).length - fits(b).length)
    for (const claim of claims) {
      const [first, ...others] = fits(claim)
      if (first && others.length === 0) {
        adopt(scene, first, claim)
        open.delete(first)
      } else if (first)
        for (const resource of [claim.declared, claim.recorded])
          if (resource) scene.change(resource, { place: NOWHERE })
    }
    // nobody has to declare what every region has
    for (const live of open) scene.drop(live)
  }
}

function claimsOf(scene: Scene, kind: string): Claim[] {
  const claims = new Map<string, Claim>()
  for (const role of ['declared', 'recorded'] as const) {
    for (const resource of scene.of(kind, role)) {
      const key = `${resource.root ?? ''} ${resource.address ?? ''}`
      claims.set(key, { ...claims.get(key), [role]: resource })
    }
  }
  return [...claims.values()]
}

function placeOf(scene: Scene, { declared, recorded }: Claim): string | undefined {
  return (declared && scene.place(declared)) ?? (recorded && scene.place(recorded))
}

/** Gives a live one the id under which code and state know it. */
function adopt(scene: Scene, live: Resource, { declared, recorded }: Claim): void {
  const id = (recorded && scene.id(recorded)) ?? scene.id(live) ?? OWN_ID
  scene.change(live, { id })
  if (declared && !recorded) scene.change(declared, { id })
}
