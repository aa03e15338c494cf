import assert from 'node:assert/strict'
import { test } from 'node:test'
import { provider } from '../../../providers/aws/provider.ts'
import { KIND_BY_NAME } from '../../../providers/aws/kinds.ts'
import type { Resource, Role } from '../../../src/core/model.ts'
import type { Sides } from '../../../src/core/provider.ts'
import { Unknown, type Attributes } from '../../../src/core/value.ts'

/** A resource as it stands after normalising. */
function thing(
  role: Role,
  kind: string,
  id: string,
  attributes: Attributes,
  more: Partial<Resource> = {},
): Resource {
  const normalise = KIND_BY_NAME.get(kind)?.normalise
  return {
    what: 'resource',
    role,
    kind,
    ...(role === 'declared' ? {} : { id }),
    ...(role === 'live' ? {} : { root: 'infra', address: `${kind}.${id}` }),
    name: id,
    tags: {},
    attributes: normalise ? normalise(attributes) : attributes,
    origin: {},
    ...more,
  }
}

function arrange(...resources: Resource[]): Sides {
  const of = (role: Role): Resource[] => resources.filter((resource) => resource.role === role)
  const sides = { declared: of('declared'), recorded: of('recorded'), live: of('live') }
  return provider.arrange?.(sides) ?? sides
}

const idsOf = (list: readonly Resource[], kind: string): (string | undefined)[] =>
  list.filter((resource) => resource.kind === kind).map(({ id }) => id)

function attribute(list: readonly Resource[], kind: string, name: string): unknown {
  return structuredClone(list.find((resource) => resource.kind === kind)?.attributes[name])
}

const INGRESS = 'aws_vpc_security_group_ingress_rule'

function single(id: string, port: number, cidr: string): Resource {
  return thing('live', INGRESS, id, {
    security_group_id: 'sg-1',
    ip_protocol: 'tcp',
    from_port: port,
    to_port: port,
    cidr_ipv4: cidr,
  })
}

function block(port: number, ...cidrs: string[]): Attributes {
  return { protocol: 'tcp', from_port: port, to_port: port, cidr_blocks: cidrs }
}

test('a group with inline rules keeps them; its single rules are not things of their own', () => {
  const group = { name: 'web', vpc_id: 'vpc-1', ingress: [block(443, '10.0.0.0/8')], egress: [] }
  const { live } = arrange(
    thing('recorded', 'aws_security_group', 'sg-1', group),
    thing('live', 'aws_security_group', 'sg-1', {
      ...group,
      ingress: [block(443, '10.0.0.0/8'), block(22, '0.0.0.0/0')],
    }),
    single('sgr-1', 443, '10.0.0.0/8'),
    single('sgr-2', 22, '0.0.0.0/0'),
  )
  assert.deepEqual(idsOf(live, INGRESS), [])
  const ingress = attribute(live, 'aws_security_group', 'ingress')
  assert.ok(Array.isArray(ingress) && ingress.length === 2)
})

test('several ranges in one rule are one live rule, what is more is unmanaged, and the group holds neither', () => {
  const rules = [block(443, '10.0.0.0/8', '192.0.2.0/24')]
  const { live, recorded } = arrange(
    thing('recorded', 'aws_security_group', 'sg-1', { name: 'web', ingress: rules, egress: [] }),
    thing('recorded', 'aws_security_group_rule', 'sgrule-1', {
      type: 'ingress',
      security_group_id: 'sg-1',
      protocol: 'tcp',
      from_port: 443,
      to_port: 443,
      cidr_blocks: ['10.0.0.0/8', '192.0.2.0/24'],
    }),
    thing('live', 'aws_security_group', 'sg-1', {
      name: 'web',
      ingress: [...rules, block(22, '0.0.0.0/0')],
      egress: [],
    }),
    single('sgr-1', 443, '10.0.0.0/8'),
    single('sgr-2', 443, '192.0.2.0/24'),
    single('sgr-3', 22, '0.0.0.0/0'),
  )
  assert.deepEqual(idsOf(live, 'aws_security_group_rule'), ['sgrule-1', 'sgr-3'])
  assert.deepEqual(attribute(live, 'aws_security_group_rule', 'cidr_blocks'), ['10.0.0.0/8', '192.0.2.0/24'])
  assert.deepEqual(idsOf(live, INGRESS), [])
  for (const side of [live, recorded]) assert.deepEqual(attribute(side, 'aws_security_group', 'ingress'), [])
})

test('from code alone, a rule finds its group by role and its live side by what it lets through', () => {
  const { declared, live } = arrange(
    thing('declared', 'aws_security_group', 'web', { name: 'web', vpc_id: 'vpc-1' }),
    thing('declared', INGRESS, 'https', {
      security_group_id: new Unknown('known after apply', {
        address: 'aws_security_group.web',
        attribute: 'id',
      }),
      ip_protocol: '6',
      from_port: 443,
      to_port: 443,
      cidr_ipv4: '10.0.0.0/8',
    }),
    thing('live', 'aws_security_group', 'sg-1', { name: 'web', vpc_id: 'vpc-1', ingress: [], egress: [] }),
    single('sgr-1', 443, '10.0.0.0/8'),
    single('sgr-2', 22, '10.0.0.0/8'),
  )
  assert.deepEqual(idsOf(declared, INGRESS), ['sgr-1'])
  assert.deepEqual(idsOf(live, INGRESS), ['sgr-1', 'sgr-2'])
})

test('routes: resources that point at a table say that its routes stand for themselves', () => {
  const table = (role: Role, ...cidrs: string[]): Resource =>
    thing(role, 'aws_route_table', 'rtb-1', {
      vpc_id: 'vpc-1',
      route: cidrs.map((cidr) => ({ cidr_block: cidr, gateway_id: 'igw-1' })),
    })
  const route = (role: Role, id: string, cidr: string): Resource =>
    thing(role, 'aws_route', id, {
      route_table_id: 'rtb-1',
      destination_cidr_block: cidr,
      gateway_id: 'igw-1',
    })
  const liveRoute = (cidr: string): Resource => {
    const { id: _, ...rest } = route('live', 'none', cidr)
    return rest
  }
  const standalone = arrange(
    table('recorded', '0.0.0.0/0'),
    route('recorded', 'r-rtb-1123', '0.0.0.0/0'),
    table('live', '0.0.0.0/0', '10.9.0.0/16'),
    liveRoute('0.0.0.0/0'),
    liveRoute('10.9.0.0/16'),
  )
  assert.deepEqual(idsOf(standalone.live, 'aws_route'), ['r-rtb-1123', 'rtb-1_10.9.0.0/16'])
  assert.deepEqual(attribute(standalone.live, 'aws_route_table', 'route'), [])
  const inline = arrange(
    table('recorded', '0.0.0.0/0'),
    table('live', '0.0.0.0/0', '10.9.0.0/16'),
    liveRoute('10.9.0.0/16'),
  )
  assert.deepEqual(idsOf(inline.live, 'aws_route'), [])
  const routes = attribute(inline.live, 'aws_route_table', 'route')
  assert.ok(Array.isArray(routes) && routes.length === 2)
})

test('a moved address, association or volume is the same thing elsewhere', () => {
  const { live } = arrange(
    thing('recorded', 'aws_eip_association', 'eipassoc-1', {
      allocation_id: 'eipalloc-1',
      instance_id: 'i-1',
    }),
    thing('live', 'aws_eip_association', 'eipassoc-2', { allocation_id: 'eipalloc-1', instance_id: 'i-2' }),
    thing('recorded', 'aws_volume_attachment', 'vai-1', {
      volume_id: 'vol-1',
      instance_id: 'i-1',
      device_name: '/dev/sdf',
    }),
    thing('live', 'aws_volume_attachment', '', {
      volume_id: 'vol-1',
      instance_id: 'i-2',
      device_name: '/dev/sdg',
    }),
  )
  assert.deepEqual(idsOf(live, 'aws_eip_association'), ['eipassoc-1'])
  assert.deepEqual(idsOf(live, 'aws_volume_attachment'), ['vai-1'])
  assert.equal(attribute(live, 'aws_volume_attachment', 'instance_id'), 'i-2')
  assert.equal(attribute(live, 'aws_volume_attachment', 'device_name'), '/dev/sdf')
})

test('where an address is bound is said once, by what the declaration names', () => {
  const bound = (role: Role, id: string, more: Attributes): Resource =>
    thing(role, 'aws_eip_association', id, { allocation_id: 'eipalloc-1', ...more })
  const before = { instance_id: '', network_interface_id: 'eni-1', private_ip_address: '10.0.0.1' }
  const after = { instance_id: 'i-2', network_interface_id: 'eni-2', private_ip_address: '10.0.0.2' }
  const moved = arrange(bound('recorded', 'eipassoc-1', before), bound('live', 'eipassoc-2', after))
  const [live] = moved.live
  assert.deepEqual(live?.attributes, {
    allocation_id: 'eipalloc-1',
    network_interface_id: 'eni-2',
    private_ip_address: '10.0.0.1',
  })
  // the code binds it to a machine, so that the machine's interface follows from that
  const machine = arrange(
    thing('declared', 'aws_eip_association', 'x', { allocation_id: 'eipalloc-1', instance_id: 'i-1' }),
    bound('live', 'eipassoc-2', after),
  )
  assert.deepEqual(machine.live[0]?.attributes, { allocation_id: 'eipalloc-1', instance_id: 'i-2' })
})

test('what goes with a machine that is shutting down is no news', () => {
  const held = (index: number, ends: boolean): Attributes => ({
    subnet_id: 'subnet-1',
    attachment: [{ device_index: index, instance: 'i-gone', delete_on_termination: ends }],
  })
  const disk = (ends: boolean): Attributes => ({
    size: 8,
    attachments: [{ instance_id: 'i-gone', device_name: '/dev/sdf', delete_on_termination: ends }],
  })
  const { live } = arrange(
    thing('live', 'aws_network_interface', 'eni-first', held(0, true)),
    thing('live', 'aws_network_interface', 'eni-further', held(1, false)),
    thing('live', 'aws_ebs_volume', 'vol-root', disk(true)),
    thing('live', 'aws_ebs_volume', 'vol-stays', disk(false)),
  )
  assert.deepEqual(
    live.filter(({ undeclared }) => undeclared !== 'silent').map(({ id }) => id),
    ['eni-further', 'vol-stays'],
  )
})

test('what AWS makes is silent, what a controller makes is folded with its name', () => {
  const { live } = arrange(
    thing('live', 'aws_vpc', 'vpc-1', { is_default: true }),
    thing('live', 'aws_security_group', 'sg-1', { name: 'default', vpc_id: 'vpc-1' }),
    thing('live', 'aws_route_table', 'rtb-1', { vpc_id: 'vpc-1', is_main: true }),
    thing('live', 'aws_internet_gateway', 'igw-1', { vpc_id: 'vpc-1' }),
    thing('live', 'aws_network_interface', 'eni-1', { interface_type: 'nat_gateway' }),
    thing('live', 'aws_instance', 'i-1', {}, { tags: { 'aws:autoscaling:groupName': 'burst' } }),
    thing('live', 'aws_instance', 'i-2', {
      root_block_device: [{ volume_id: 'vol-1' }],
      primary_network_interface_id: 'eni-2',
    }),
    thing('live', 'aws_ebs_volume', 'vol-1', {}),
    thing('live', 'aws_network_interface', 'eni-2', {}),
    thing('live', 'aws_ebs_volume', 'vol-2', {}),
  )
  const fate = Object.fromEntries(live.map(({ id, undeclared }) => [id, undeclared ?? 'unmanaged']))
  assert.deepEqual(fate, {
    'vpc-1': 'silent',
    'sg-1': 'silent',
    'rtb-1': 'silent',
    'igw-1': 'silent',
    'eni-1': 'silent',
    'i-1': 'folded',
    'i-2': 'unmanaged',
    'vol-1': 'silent',
    'eni-2': 'silent',
    'vol-2': 'unmanaged',
  })
  assert.equal(live.find(({ id }) => id === 'i-1')?.controller, 'the auto-scaling group burst')
})

test('twins are told apart by what else the code says, and by what refers to them', () => {
  const eip = (role: Role, id: string): Resource => thing(role, 'aws_eip', id, { domain: 'vpc' })
  const nat = (role: Role, id: string, subnet: string, allocation: Attributes): Resource =>
    thing(role, 'aws_nat_gateway', id, { subnet_id: subnet, ...allocation })
  const refersTo = (address: string): Attributes => ({
    allocation_id: new Unknown('known after apply', { address, attribute: 'id' }),
  })
  const { declared } = arrange(
    eip('declared', 'a'),
    eip('declared', 'b'),
    nat('declared', 'a', 'subnet-1', refersTo('aws_eip.a')),
    nat('declared', 'b', 'subnet-2', refersTo('aws_eip.b')),
    eip('live', 'eipalloc-1'),
    eip('live', 'eipalloc-2'),
    nat('live', 'nat-1', 'subnet-1', { allocation_id: 'eipalloc-2' }),
    nat('live', 'nat-2', 'subnet-2', { allocation_id: 'eipalloc-1' }),
  )
  assert.deepEqual(idsOf(declared, 'aws_eip'), ['eipalloc-2', 'eipalloc-1'])
})

test('arranging twice changes nothing more', () => {
  const group = { name: 'web', ingress: [block(443, '10.0.0.0/8')], egress: [] }
  const once = arrange(
    thing('recorded', 'aws_security_group', 'sg-1', group),
    thing('live', 'aws_security_group', 'sg-1', group),
    single('sgr-1', 443, '10.0.0.0/8'),
  )
  assert.deepEqual(provider.arrange?.(once), once)
})
