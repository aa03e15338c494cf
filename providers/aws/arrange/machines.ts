import type { Resource } from '../../../src/core/model.ts'
import { isList, isMap, type Attributes, type Draft, type Value } from '../../../src/core/value.ts'
import type { Scene } from './scene.ts'

/** What a machine shows of its first interface; where that is a resource of its own, differences belong there. */
const INTERFACE_ECHOES = [
  'vpc_security_group_ids',
  'subnet_id',
  'source_dest_check',
  'private_ip',
  'secondary_private_ips',
  'ipv6_addresses',
]

interface Roles {
  readonly declared?: Resource
  readonly recorded?: Resource
  readonly live?: Resource
}

/** Disks, interfaces and their tags: what belongs to the machine's own declaration, and what is an echo of others. */
export function arrangeMachines(scene: Scene): void {
  const separate = separateVolumes(scene)
  const done = new Set<Resource>()
  for (const role of ['declared', 'recorded', 'live'] as const) {
    for (const machine of scene.of('aws_instance', role)) {
      const roles: Roles = { ...scene.roles(machine) }
      const all = [roles.declared, roles.recorded, roles.live].filter((each) => each !== undefined)
      if (all.some((each) => done.has(each))) continue
      for (const each of all) done.add(each)
      arrangeInterfaces(scene, roles)
      arrangeDisks(scene, roles, separate)
    }
  }
}

/** Ids of the volumes that attachments of their own put into machines. */
function separateVolumes(scene: Scene): ReadonlySet<string> {
  const ids = (['declared', 'recorded'] as const).flatMap((role) =>
    scene
      .of('aws_volume_attachment', role)
      .map((attachment) => scene.settle(scene.attributes(attachment)['volume_id'], attachment.root)),
  )
  return new Set(ids.filter((id) => typeof id === 'string'))
}

function blocksOf(scene: Scene, resource: Resource | undefined, name: string): Attributes[] {
  const value = resource && scene.attributes(resource)[name]
  return isList(value) ? value.filter(isMap) : []
}

function arrangeInterfaces(scene: Scene, { declared, recorded, live }: Roles): void {
  const named = [
    ...blocksOf(scene, declared, 'network_interface'),
    ...blocksOf(scene, recorded, 'network_interface'),
  ]
  if (named.length === 0) {
    if (live) scene.set(live, { network_interface: undefined })
    return
  }
  const indexes = new Set(named.map((block) => block['device_index'] ?? 0))
  if (live)
    scene.set(live, {
      network_interface: blocksOf(scene, live, 'network_interface').filter((block) =>
        indexes.has(block['device_index'] ?? 0),
      ),
    })
  if (indexes.has(0)) {
    const none = Object.fromEntries(INTERFACE_ECHOES.map((name) => [name, undefined]))
    for (const resource of [declared, recorded, live]) if (resource) scene.set(resource, none)
  }
  const root = declared?.root
  for (const block of named) {
    const thing = scene.byId('aws_network_interface', scene.settle(block['network_interface_id'], root))
    for (const resource of [thing?.declared, thing?.recorded, thing?.live])
      if (resource) scene.set(resource, { attachment: undefined })
  }
}

function arrangeDisks(scene: Scene, roles: Roles, separate: ReadonlySet<string>): void {
  const { declared, recorded, live } = roles
  const own = (resource: Resource | undefined): Attributes[] =>
    blocksOf(scene, resource, 'ebs_block_device').filter((disk) => !separate.has(String(disk['volume_id'])))
  // the tags of all disks count here, also of those that only the image brought
  const tags = live && liveVolumeTags(scene, roles, separate)
  if (recorded && isList(scene.attributes(recorded)['ebs_block_device']))
    scene.set(recorded, { ebs_block_device: own(recorded) })
  if (live && isList(scene.attributes(live)['ebs_block_device'])) {
    const named = new Set([...own(recorded), ...own(declared)].map((disk) => disk['device_name']))
    scene.set(live, { ebs_block_device: own(live).filter((disk) => named.has(disk['device_name'])) })
  }
  const wantsTags = [declared, recorded].some((each) => each && isMap(scene.attributes(each)['volume_tags']))
  if (live && tags !== undefined && wantsTags) scene.set(live, { volume_tags: tags })
  if (wantsTags) withoutDiskTags(scene, roles)
  else if (declared) addDefaultTags(scene, declared)
}

/** The provider puts its default tags on the disks of a machine as well. */
function addDefaultTags(scene: Scene, declared: Resource): void {
  const { default_tags: defaults } = scene.attributes(declared)
  if (!isMap(defaults)) return
  for (const name of ['root_block_device', 'ebs_block_device']) {
    const disks = scene.attributes(declared)[name]
    if (!isList(disks)) continue
    scene.set(declared, {
      [name]: disks.map((disk) => {
        if (!isMap(disk)) return disk
        const tags = disk['tags'] ?? {}
        return isMap(tags) ? { ...disk, tags: { ...defaults, ...tags } } : disk
      }),
    })
  }
}

/** With `volume_tags` one map says the tags of all disks together: the disks' own maps are echoes of it. */
function withoutDiskTags(scene: Scene, { declared, recorded, live }: Roles): void {
  for (const resource of [declared, recorded, live]) {
    if (!resource) continue
    for (const name of ['root_block_device', 'ebs_block_device']) {
      const disks = scene.attributes(resource)[name]
      if (isList(disks))
        scene.set(resource, {
          [name]: disks.map((disk) => {
            if (!isMap(disk)) return disk
            const { tags: _, ...rest } = disk
            return rest
          }),
        })
    }
  }
}

/**
 * The tags of a machine's own disks in one map. Disks with an attachment of their own are compared as volumes, so what
 * only they can have given counts as it was recorded.
 */
function liveVolumeTags(
  scene: Scene,
  { declared, recorded, live }: Roles,
  separate: ReadonlySet<string>,
): Value {
  const said = mapOf(declared && scene.attributes(declared)['volume_tags'])
  const before = mapOf(recorded && scene.attributes(recorded)['volume_tags'])
  const source = recorded ?? declared
  const defaults = mapOf(source && scene.attributes(source)['default_tags'])
  const disks = [
    ...blocksOf(scene, live, 'root_block_device'),
    ...blocksOf(scene, live, 'ebs_block_device').filter((disk) => !separate.has(String(disk['volume_id']))),
  ]
  const tags: Draft = {}
  for (const disk of disks) {
    for (const [key, value] of Object.entries(mapOf(disk['tags']))) {
      if (defaults[key] === value && !(key in before) && !(key in said)) continue
      if (tags[key] !== before[key] || !(key in tags)) tags[key] = value
    }
  }
  if (separate.size > 0)
    for (const [key, value] of Object.entries(before)) if (!(key in tags) && !(key in said)) tags[key] = value
  return tags
}

function mapOf(value: Value | undefined): Attributes {
  return isMap(value) ? value : {}
}
