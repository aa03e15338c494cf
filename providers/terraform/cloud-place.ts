import { joinPlaces, placeText } from '../../src/core/match/place.ts'
import { Unknown, type Attributes } from '../../src/core/value.ts'

const ARN = /^arn:[a-z-]+:[a-z0-9-]*:([a-z0-9-]*):(\d{12})?:/
/** `eu-west-1` of `eu-west-1a`, `us-gov-west-1b`, `us-west-2-lax-1a` */
const REGION = /^[a-z]{2,4}(?:-[a-z]+)+-\d+/

/**
 * Where a thing of AWS is, by what its own attributes say: its region (an argument since provider 6), its ARN, its
 * availability zone. Undefined where none of them tells.
 */
export function ownPlace(type: string, attributes: Attributes): string | undefined {
  if (!type.startsWith('aws_')) return undefined
  const { arn, region, availability_zone: zone } = attributes
  const [, arnRegion, account] = (typeof arn === 'string' ? ARN.exec(arn) : null) ?? []
  return joinPlaces(
    placeText(undefined, regionOf(region)),
    placeText(account, arnRegion),
    placeText(undefined, regionOf(zone)),
  )
}

function regionOf(value: unknown): string | undefined {
  return typeof value === 'string' ? REGION.exec(value)?.[0] : undefined
}

/** What the configuration of a thing's provider pins: a region, one account; each undefined where it does not. */
export interface PinnedPlace {
  readonly account: string | undefined
  readonly region: string | undefined
}

/** Where code puts a thing: as it says itself, else as its provider's configuration does. */
export function declaredPlace(type: string, attributes: Attributes, pinned: PinnedPlace): string | undefined {
  if (!type.startsWith('aws_')) return undefined
  const isOpen = attributes['region'] instanceof Unknown
  return joinPlaces(ownPlace(type, attributes), placeText(pinned.account, isOpen ? undefined : pinned.region))
}

/** One thing of a state, and the provider configuration that made it, as the state names that. */
interface Made {
  readonly type: string
  readonly attributes: Attributes
  readonly provider?: string
}

/**
 * Where the things of a state are. What does not say it itself (a route, a switch of the region) is where all others of
 * the same provider configuration are.
 */
export function recordedPlaces(made: readonly Made[]): (string | undefined)[] {
  const seen = new Map<string, { readonly accounts: Set<string>; readonly regions: Set<string> }>()
  const own = made.map(({ type, attributes, provider }) => {
    const place = ownPlace(type, attributes)
    if (place === undefined || provider === undefined) return place
    const known = seen.get(provider) ?? { accounts: new Set(), regions: new Set() }
    const [account = '', region = ''] = place.split('/')
    if (account !== '') known.accounts.add(account)
    if (region !== '') known.regions.add(region)
    seen.set(provider, known)
    return place
  })
  return own.map((place, index) => {
    const provider = made[index]?.provider
    const known = provider === undefined ? undefined : seen.get(provider)
    return known ? joinPlaces(place, placeText(sole(known.accounts), sole(known.regions))) : place
  })
}

function sole(values: ReadonlySet<string>): string | undefined {
  const [only] = values
  return values.size === 1 ? only : undefined
}
