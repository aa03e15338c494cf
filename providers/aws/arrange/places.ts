import { joinPlaces, placesMeet } from '../../../src/core/match/place.ts'
import type { Resource } from '../../../src/core/model.ts'
import { Unknown, type Value } from '../../../src/core/value.ts'
import { KIND_BY_NAME } from '../kinds.ts'
import { placeOf as addressOf } from './backwards.ts'
import type { Scene } from './scene.ts'

/** what refers to these stands with them; longer chains of references are not needed */
const ROUNDS_MAX = 4
/** Things that the other end of a connection accepts: what they refer to may be elsewhere. */
const ACROSS = /_accepter$/
/** Both ends of these see them, under one id. */
const TWO_ENDED = [
  'aws_vpc_peering_connection',
  'aws_ec2_transit_gateway_peering_attachment',
  'aws_ec2_transit_gateway_vpc_attachment',
]

/**
 * Where declared and recorded things are, as far as more than one of them tells: what one role knows the other does; a
 * route is where its table is; an account that nobody names is the one that is read in that region. True when that
 * bears on who is whom.
 */
export function completePlaces(scene: Scene, kinds: readonly string[]): boolean {
  const of = (role: Resource['role']): Resource[] => kinds.flatMap((kind) => scene.of(kind, role))
  const live = new Set(of('live').flatMap((resource) => resource.place ?? []))
  if (live.size === 0) return false
  const written = [...of('declared'), ...of('recorded')]
  const known = new Map<string, string>()
  const learn = (resource: Resource, place: string | undefined): boolean => {
    const whole = completed(place, live)
    const isNew = whole !== undefined && whole !== scene.place(resource)
    if (isNew) scene.change(resource, { place: whole })
    const key = resource.address === undefined ? undefined : addressOf(resource.root, resource.address)
    if (key !== undefined && whole !== undefined) known.set(key, joinPlaces(known.get(key), whole) ?? whole)
    return isNew
  }
  for (const resource of written) learn(resource, resource.place)
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    let isNew = false
    for (const resource of written) {
      const same =
        resource.address === undefined ? undefined : known.get(addressOf(resource.root, resource.address))
      const place = joinPlaces(scene.place(resource), same) ?? referredPlace(scene, resource, known)
      isNew = learn(resource, place) || isNew
    }
    if (!isNew) break
  }
  silenceOtherEnds(scene)
  return live.size > 1
}

/** A place with its account where one that is read is the only one it can be. */
function completed(place: string | undefined, live: ReadonlySet<string>): string | undefined {
  if (place === undefined) return undefined
  const fits = [...live].filter((each) => placesMeet(each, place))
  return fits.length === 1 ? joinPlaces(place, fits[0]) : place
}

/** Where the first thing is that a thing refers to. */
function referredPlace(
  scene: Scene,
  resource: Resource,
  known: ReadonlyMap<string, string>,
): string | undefined {
  if (ACROSS.test(resource.kind)) return undefined
  const attributes = scene.attributes(resource)
  for (const [name, { refers_to: to }] of Object.entries(KIND_BY_NAME.get(resource.kind)?.fields ?? {})) {
    if (to === undefined || name.startsWith('peer_')) continue
    const place = placeBehind(scene, attributes[name], typeof to === 'string' ? [to] : to, {
      root: resource.root,
      known,
    })
    if (place !== undefined) return place
  }
  return undefined
}

function placeBehind(
  scene: Scene,
  value: Value | undefined,
  kinds: readonly string[],
  { root, known }: { readonly root: string | undefined; readonly known: ReadonlyMap<string, string> },
): string | undefined {
  if (value instanceof Unknown) return value.refers_to && known.get(addressOf(root, value.refers_to.address))
  // a name is one in every region: only what AWS numbers tells where it is
  if (typeof value !== 'string' || !/^[a-z]+-[0-9a-f]{8,}$/.test(value)) return undefined
  for (const kind of kinds) {
    const { declared, recorded, live } = scene.byId(kind, value) ?? {}
    for (const thing of [live, recorded, declared]) {
      const place = thing && scene.place(thing)
      if (place !== undefined) return place
    }
  }
  return undefined
}

/** A connection that is declared at one end is not unmanaged at the other. */
function silenceOtherEnds(scene: Scene): void {
  for (const kind of TWO_ENDED) {
    const claims = [...scene.of(kind, 'declared'), ...scene.of(kind, 'recorded')]
    for (const live of scene.of(kind, 'live')) {
      const same = claims.filter((claim) => claim.id !== undefined && claim.id === live.id)
      const isElsewhere = same.length > 0 && !same.some((claim) => placesMeet(scene.place(claim), live.place))
      if (isElsewhere) scene.change(live, { undeclared: 'silent' })
    }
  }
}
