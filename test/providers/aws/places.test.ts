import assert from 'node:assert/strict'
import { test } from 'node:test'
import { provider } from '../../../providers/aws/provider.ts'
import type { Resource, Role } from '../../../src/core/model.ts'
import type { Sides } from '../../../src/core/provider.ts'
import { Unknown, type Attributes } from '../../../src/core/value.ts'

const NEAR = '111111111111/eu-west-1'
const FAR = '111111111111/us-east-1'

function thing(
  role: Role,
  kind: string,
  id: string | undefined,
  place: string | undefined,
  attributes: Attributes = {},
): Resource {
  return {
    what: 'resource',
    role,
    kind,
    ...(id === undefined ? {} : { id }),
    ...(role === 'live' ? {} : { root: 'infra', address: `${kind}.${String(attributes['label'] ?? id)}` }),
    ...(place === undefined ? {} : { place }),
    name: String(id),
    tags: {},
    attributes,
    origin: {},
  }
}

function arrange(...resources: Resource[]): Sides {
  const of = (role: Role): Resource[] => resources.filter((resource) => resource.role === role)
  const sides = { declared: of('declared'), recorded: of('recorded'), live: of('live') }
  return provider.arrange?.(sides) ?? sides
}

test('a thing without a place of its own is where the thing is that it refers to', () => {
  const { recorded, declared } = arrange(
    thing('live', 'aws_vpc', 'vpc-0000000a', NEAR),
    thing('recorded', 'aws_route_table', 'rtb-0000000b', FAR, { label: 'far' }),
    thing('recorded', 'aws_route', 'r-1', undefined, { route_table_id: 'rtb-0000000b' }),
    thing('declared', 'aws_subnet', undefined, undefined, { label: 's', vpc_id: 'vpc-0000000a' }),
    thing('declared', 'aws_route', undefined, undefined, {
      label: 'd',
      route_table_id: new Unknown('known after apply', { address: 'aws_route_table.far', attribute: 'id' }),
    }),
  )
  assert.deepEqual(
    recorded.map(({ place }) => place),
    [FAR, FAR],
  )
  assert.deepEqual(
    declared.map(({ place }) => place),
    [NEAR, FAR],
  )
})

test('the account of a region that is read once is that one', () => {
  const { declared } = arrange(
    thing('live', 'aws_vpc', 'vpc-0000000a', NEAR),
    thing('live', 'aws_vpc', 'vpc-0000000b', FAR),
    thing('declared', 'aws_vpc', undefined, '/us-east-1', { label: 'far' }),
    thing('declared', 'aws_vpc', undefined, '/ap-south-1', { label: 'elsewhere' }),
  )
  assert.deepEqual(
    declared.map(({ place }) => place),
    [FAR, '/ap-south-1'],
  )
})

test('a peering seen from its other end is nobody’s news', () => {
  const { live } = arrange(
    thing('live', 'aws_vpc_peering_connection', 'pcx-00000001', NEAR),
    thing('live', 'aws_vpc_peering_connection', 'pcx-00000001', FAR),
    thing('recorded', 'aws_vpc_peering_connection', 'pcx-00000001', NEAR),
  )
  assert.deepEqual(
    live.map(({ undeclared }) => undeclared),
    [undefined, 'silent'],
  )
})

test('a region’s own switch: found by its region, by what is left over, or not at all', () => {
  const kind = 'aws_ebs_encryption_by_default'
  const both = [
    thing('live', kind, undefined, NEAR, { enabled: true }),
    thing('live', kind, undefined, FAR, { enabled: false }),
  ]
  const known = arrange(
    ...both,
    thing('declared', kind, undefined, undefined, { label: 'first' }),
    thing('recorded', kind, 'terraform-2', FAR, { label: 'second' }),
  )
  assert.deepEqual(
    known.live.map(({ id, place }) => [id, place]),
    [
      ['this', NEAR],
      ['terraform-2', FAR],
    ],
  )
  const open = arrange(...both, thing('recorded', kind, 'terraform-1', undefined, { label: 'first' }))
  assert.deepEqual(open.live, [])
  assert.match(open.recorded[0]?.place ?? '', /neither code nor state names/)
})

test('the default VPC of a region is that of no other', () => {
  const isDefault = { is_default: true }
  const { declared } = arrange(
    thing('live', 'aws_vpc', 'vpc-0000000a', NEAR, isDefault),
    thing('live', 'aws_vpc', 'vpc-0000000b', FAR, isDefault),
    thing('declared', 'aws_default_vpc', undefined, '/us-east-1', { label: 'd' }),
  )
  assert.equal(declared[0]?.id, 'vpc-0000000b')
})

test('a region’s other switches and the machine of a spot request are nobody’s news', () => {
  const state = 'block-new-sharing'
  const { live, recorded } = arrange(
    thing('live', 'aws_ec2_image_block_public_access', undefined, NEAR, { state }),
    thing('recorded', 'aws_ec2_image_block_public_access', 'eu-west-1', NEAR, { state }),
    thing('live', 'aws_spot_instance_request', 'sir-00000001', NEAR),
    thing('recorded', 'aws_spot_instance_request', 'sir-00000001', NEAR),
    thing('live', 'aws_instance', 'i-00000001', NEAR, { spot_request_id: 'sir-00000001' }),
    thing('live', 'aws_instance', 'i-00000002', NEAR, { spot_request_id: 'sir-00000002' }),
  )
  assert.deepEqual(
    live.map(({ id, undeclared }) => [id, undeclared]),
    [
      [recorded[0]?.id, undefined],
      ['sir-00000001', undefined],
      ['i-00000001', 'silent'],
      ['i-00000002', undefined],
    ],
  )
})
