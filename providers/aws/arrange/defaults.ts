import type { Resource } from '../../../src/core/model.ts'
import { placesMeet } from '../../../src/core/match/place.ts'
import { isList, Unknown, type Value } from '../../../src/core/value.ts'
import type { Scene } from './scene.ts'

/** What AWS makes with an account, a VPC or a gateway: silent unless somebody declares it. */
const MADE_BY_AWS = ['aws_vpc', 'aws_subnet', 'aws_network_acl', 'aws_ec2_transit_gateway_route_table']

/** The parts that a VPC is born with, by the attribute under which Terraform's VPC names them. */
const BORN: readonly (readonly [kind: string, attribute: string, mark: string])[] = [
  ['aws_network_acl', 'default_network_acl_id', 'is_default'],
  ['aws_route_table', 'main_route_table_id', 'is_main'],
  ['aws_route_table', 'default_route_table_id', 'is_main'],
  ['aws_security_group', 'default_security_group_id', 'is_default'],
]

/** How a declaration that takes over such a part names it. */
const TAKEN_OVER: Readonly<Record<string, readonly [family: string, attribute: string, of_vpc: string]>> = {
  aws_default_network_acl: ['aws_network_acl', 'default_network_acl_id', 'default_network_acl_id'],
  aws_default_route_table: ['aws_route_table', 'default_route_table_id', 'default_route_table_id'],
  aws_default_security_group: ['aws_security_group', 'vpc_id', 'default_security_group_id'],
}

/** Marks what AWS makes by itself, before anything is matched. */
export function markDefaults(scene: Scene): void {
  for (const group of scene.of('aws_security_group', 'live')) {
    // AWS keeps this name for the group that a VPC is born with
    if (scene.attributes(group)['name'] === 'default') scene.set(group, { is_default: true })
  }
  const silent = (resource: Resource): void => scene.change(resource, { undeclared: 'silent' })
  for (const kind of [...MADE_BY_AWS, 'aws_security_group', 'aws_route_table']) {
    for (const live of scene.of(kind, 'live')) {
      const { is_default, is_main } = scene.attributes(live)
      if (is_default === true || is_main === true) silent(live)
    }
  }
  const defaults = new Set(
    scene
      .of('aws_vpc', 'live')
      .filter((vpc) => scene.attributes(vpc)['is_default'] === true)
      .map(({ id }) => id),
  )
  for (const gateway of scene.of('aws_internet_gateway', 'live')) {
    const { vpc_id: vpc } = scene.attributes(gateway)
    if (typeof vpc === 'string' && defaults.has(vpc)) silent(gateway)
  }
  for (const options of scene.of('aws_vpc_dhcp_options', 'live'))
    if (isAwsDhcp(scene, options)) silent(options)
}

/** The set that an account has from the start: AWS's own domain and name server, and no tag. */
function isAwsDhcp(scene: Scene, options: Resource): boolean {
  const { domain_name: domain, domain_name_servers: servers } = scene.attributes(options)
  return (
    Object.keys(options.tags).length === 0 &&
    (domain === undefined || /(^ec2|\.compute)\.internal$/.test(String(domain))) &&
    JSON.stringify(servers) === '["AmazonProvidedDNS"]'
  )
}

/** Lets a live VPC know the parts that it was born with, as the state does. */
export function nameBornParts(scene: Scene): void {
  const vpcs = new Map(scene.of('aws_vpc', 'live').map((vpc) => [vpc.id, vpc]))
  for (const [kind, attribute, mark] of BORN) {
    for (const live of scene.of(kind, 'live')) {
      const { vpc_id: id, [mark]: isBorn } = scene.attributes(live)
      const vpc = isBorn === true && typeof id === 'string' ? vpcs.get(id) : undefined
      if (vpc && live.id !== undefined) scene.set(vpc, { [attribute]: live.id })
    }
  }
}

/** Gives declarations that take over a VPC's first parts the id of those, where no state tells; true when any was given. */
export function identifyDefaults(scene: Scene): boolean {
  let isNew = false
  for (const [kind, [family, attribute, ofVpc]] of Object.entries(TAKEN_OVER)) {
    for (const declared of scene.of(family, 'declared')) {
      if (declared.kind !== kind || scene.id(declared) !== undefined || scene.roles(declared).recorded)
        continue
      const id = takenId(scene, scene.settle(scene.attributes(declared)[attribute], declared.root), ofVpc)
      if (typeof id !== 'string') continue
      scene.change(declared, { id })
      isNew = true
    }
  }
  return identifyAccountDefaults(scene) || isNew
}

function takenId(scene: Scene, value: Value | undefined, ofVpc: string): Value | undefined {
  if (value instanceof Unknown || typeof value !== 'string' || !value.startsWith('vpc-')) return value
  const live = scene.byId('aws_vpc', value)?.live
  return live && scene.attributes(live)[ofVpc]
}

/** The account's default VPC, and its subnet of a zone. */
function identifyAccountDefaults(scene: Scene): boolean {
  let isNew = false
  for (const [kind, family] of [
    ['aws_default_vpc', 'aws_vpc'],
    ['aws_default_subnet', 'aws_subnet'],
  ] as const) {
    for (const declared of scene.of(family, 'declared')) {
      if (declared.kind !== kind || scene.id(declared) !== undefined || scene.roles(declared).recorded)
        continue
      const zone = scene.attributes(declared)['availability_zone']
      const [only, ...others] = scene.of(family, 'live').filter((live) => {
        const attributes = scene.attributes(live)
        return (
          attributes['is_default'] === true &&
          placesMeet(scene.place(declared), live.place) &&
          (family === 'aws_vpc' || attributes['availability_zone'] === zone)
        )
      })
      if (only?.id === undefined || others.length > 0) continue
      scene.change(declared, { id: only.id })
      isNew = true
    }
  }
  return isNew
}

/** What the provider gives these where the code says nothing, other than for their ordinary kin. */
const OWN_DEFAULTS: Readonly<Record<string, readonly (readonly [family: string, attribute: string])[]>> = {
  aws_default_subnet: [['aws_subnet', 'map_public_ip_on_launch']],
  aws_default_vpc: [
    ['aws_vpc', 'enable_dns_hostnames'],
    ['aws_vpc', 'enable_dns_support'],
  ],
}

/** A declared default that does not say a switch has it on. */
export function fillOwnDefaults(scene: Scene): void {
  for (const [kind, switches] of Object.entries(OWN_DEFAULTS)) {
    for (const [family, attribute] of switches) {
      for (const declared of scene.of(family, 'declared')) {
        const value = scene.attributes(declared)[attribute]
        const isUnset = value === undefined || value === null
        if (declared.kind === kind && isUnset) scene.set(declared, { [attribute]: true })
      }
    }
  }
}

/** After matching: the table that was main before, and what a declared default leaves to AWS. */
export function settleDefaults(scene: Scene): void {
  for (const main of scene.of('aws_main_route_table_association', 'recorded')) {
    const first = scene.byId('aws_route_table', scene.attributes(main)['original_route_table_id'])?.live
    if (first) scene.change(first, { undeclared: 'silent' })
  }
  silenceReplacedMains(scene)
  for (const acl of scene.of('aws_network_acl', 'live')) {
    if (scene.attributes(acl)['is_default'] !== true) continue
    // its subnets are whatever is bound to no other list
    const { declared, recorded } = scene.roles(acl)
    for (const resource of [acl, declared, recorded])
      if (resource) scene.set(resource, { subnet_ids: undefined })
  }
}

/**
 * Without state nothing names the table that was main before: where the code makes another one main, and one table of
 * the VPC is as bare as AWS made it, it is that one.
 */
function silenceReplacedMains(scene: Scene): void {
  const replaced = new Set<Value | undefined>()
  for (const main of scene.of('aws_main_route_table_association', 'declared'))
    if (!scene.roles(main).recorded) replaced.add(scene.settle(scene.attributes(main)['vpc_id'], main.root))
  if (replaced.size === 0) return
  const bound = new Set(
    scene
      .of('aws_route_table_association', 'live')
      .map((association) => scene.attributes(association)['route_table_id']),
  )
  const bare = scene.of('aws_route_table', 'live').filter((table) => {
    const { vpc_id: vpc, is_main, route } = scene.attributes(table)
    if (!replaced.has(vpc) || is_main === true || bound.has(table.id)) return false
    const { declared, recorded } = scene.roles(table)
    return (
      !declared && !recorded && isList(route) && route.length === 0 && Object.keys(table.tags).length === 0
    )
  })
  for (const tables of Map.groupBy(bare, (table) => scene.attributes(table)['vpc_id']).values()) {
    const [only] = tables
    if (only && tables.length === 1) scene.change(only, { undeclared: 'silent' })
  }
}
