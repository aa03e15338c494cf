import type { Resource } from '../../../src/core/model.ts'
import { isList, isMap, type Attributes, type Value } from '../../../src/core/value.ts'
import type { Scene } from './scene.ts'

/**
 * Things that exist because of another one, which names them: a machine's first interface and its own disks, the
 * interfaces of gateways and endpoints, an image's snapshots, the machine of a spot request. They are no news when nobody declares them, and go with
 * a controller where the owner does.
 */
export function silenceOwned(scene: Scene): void {
  const owners = new Map<string, Resource | undefined>()
  for (const machine of scene.of('aws_instance', 'live')) {
    const attributes = scene.attributes(machine)
    owners.set(String(attributes['primary_network_interface_id']), machine)
    const disks = [...listOf(attributes['ebs_block_device'])].filter(
      (disk) => disk['delete_on_termination'] === true,
    )
    for (const disk of [...listOf(attributes['root_block_device']), ...disks])
      owners.set(String(disk['volume_id']), machine)
  }
  for (const gateway of [...scene.of('aws_nat_gateway', 'live'), ...scene.of('aws_vpc_endpoint', 'live')])
    for (const id of textsOf(scene.attributes(gateway)['network_interface_ids'])) owners.set(id, gateway)
  for (const image of scene.of('aws_ami', 'live'))
    for (const disk of listOf(scene.attributes(image)['ebs_block_device']))
      owners.set(String(disk['snapshot_id']), image)
  for (const kind of ['aws_network_interface', 'aws_ebs_volume', 'aws_ebs_snapshot']) {
    for (const live of scene.of(kind, 'live')) {
      if (live.id === undefined || scene.undeclared(live) !== undefined) continue
      const attributes = scene.attributes(live)
      if (owners.has(live.id) || isForeignMade(attributes) || goesWithMachine(scene, attributes))
        scene.change(live, { undeclared: 'silent' })
    }
  }
  const requests = new Set(scene.of('aws_spot_instance_request', 'live').map(({ id }) => id))
  for (const machine of scene.of('aws_instance', 'live')) {
    const { spot_request_id: request } = scene.attributes(machine)
    if (typeof request === 'string' && requests.has(request)) scene.change(machine, { undeclared: 'silent' })
  }
  for (const endpoint of scene.of('aws_vpc_endpoint', 'live'))
    if (scene.attributes(endpoint)['requester_managed'] === true)
      scene.change(endpoint, { undeclared: 'silent' })
}

/**
 * A machine that is shutting down is gone already, while its first interface and the disks that end with it are still
 * there for a while; the same where machines are not read at all.
 */
function goesWithMachine(scene: Scene, attributes: Attributes): boolean {
  const isPart = (held: Attributes): boolean =>
    held['delete_on_termination'] === true || held['device_index'] === 0
  const isGone = (id: Value | undefined): boolean =>
    typeof id === 'string' && scene.byId('aws_instance', id)?.live === undefined
  return (
    listOf(attributes['attachment']).some((held) => isPart(held) && isGone(held['instance'])) ||
    listOf(attributes['attachments']).some((held) => isPart(held) && isGone(held['instance_id']))
  )
}

/** Where a NAT gateway holds an address, the gateway's declaration says so; the address's interface is an echo of that. */
export function leaveAddressesToGateways(scene: Scene): void {
  const interfaces = new Set(
    scene
      .of('aws_nat_gateway', 'live')
      .flatMap((gateway) => textsOf(scene.attributes(gateway)['network_interface_ids'])),
  )
  for (const address of scene.of('aws_eip', 'live')) {
    const held = scene.attributes(address)['network_interface']
    if (typeof held !== 'string' || !interfaces.has(held)) continue
    const { declared, recorded } = scene.roles(address)
    for (const resource of [address, declared, recorded])
      if (resource) scene.set(resource, { network_interface: undefined })
  }
}

/** Interfaces that a service made for itself: load balancers, functions, databases. */
function isForeignMade(attributes: Attributes): boolean {
  const type = attributes['interface_type']
  return (
    attributes['requester_managed'] === true ||
    (typeof type === 'string' && !['interface', 'efa', 'efa-only', 'trunk', 'branch'].includes(type))
  )
}

function listOf(value: Value | undefined): Attributes[] {
  return isList(value) ? value.filter(isMap) : []
}

function textsOf(value: Value | undefined): string[] {
  return isList(value) ? value.filter((each) => typeof each === 'string') : []
}
