import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { provider } from '../../../providers/aws/provider.ts'
import type { Item } from '../../../src/core/model.ts'
import { Unknown } from '../../../src/core/value.ts'
import { bareContext } from '../../contract/provider-contract.ts'

/** What is read from recorded answers, by file. */
async function read(files: Readonly<Record<string, unknown>>): Promise<Item[]> {
  const from = await mkdtemp(join(tmpdir(), 'evenkeel-hub-'))
  try {
    for (const [name, content] of Object.entries(files))
      await writeFile(join(from, `${name}.json`), JSON.stringify(content))
    const source = provider.sources['aws']
    assert.ok(source)
    const items: Item[] = []
    for await (const item of source.collect({ region: 'eu-central-1', from }, bareContext({})))
      items.push(item)
    return items
  } finally {
    await rm(from, { recursive: true, force: true })
  }
}

function attributesOf(items: readonly Item[], kind: string): unknown[] {
  return items.flatMap((item) =>
    item.what === 'resource' && item.kind === kind ? [structuredClone(item.attributes)] : [],
  )
}

test('the routes of a transit gateway’s table: those that somebody wrote, and what drops what it gets', async () => {
  const items = await read({
    'describe-transit-gateway-route-tables': {
      TransitGatewayRouteTables: [{ TransitGatewayRouteTableId: 'tgw-rtb-1', TransitGatewayId: 'tgw-1' }],
    },
    'search-transit-gateway-routes': {
      'tgw-rtb-1': {
        Routes: [
          {
            DestinationCidrBlock: '10.8.0.0/16',
            Type: 'static',
            State: 'active',
            TransitGatewayAttachments: [{ TransitGatewayAttachmentId: 'tgw-attach-1' }],
          },
          { DestinationCidrBlock: '10.9.0.0/16', Type: 'static', State: 'blackhole' },
          { DestinationCidrBlock: '10.1.0.0/16', Type: 'propagated', State: 'active' },
          { DestinationCidrBlock: '10.2.0.0/16', Type: 'static', PrefixListId: 'pl-1', State: 'active' },
          { DestinationCidrBlock: '10.3.0.0/16', Type: 'static', State: 'deleted' },
        ],
      },
    },
  })
  const of = { transit_gateway_route_table_id: 'tgw-rtb-1' }
  assert.deepEqual(attributesOf(items, 'aws_ec2_transit_gateway_route'), [
    {
      ...of,
      destination_cidr_block: '10.8.0.0/16',
      transit_gateway_attachment_id: 'tgw-attach-1',
      blackhole: false,
    },
    { ...of, destination_cidr_block: '10.9.0.0/16', blackhole: true },
  ])
})

test('an entry of a network ACL whose answer leaves ICMP out has not said that it is 0', async () => {
  const entry = { Egress: false, RuleAction: 'allow', CidrBlock: '10.0.0.0/8' }
  const items = await read({
    'describe-network-acls': {
      NetworkAcls: [
        {
          NetworkAclId: 'acl-1',
          Entries: [
            { ...entry, RuleNumber: 1, Protocol: '1', IcmpTypeCode: { Type: 8, Code: -1 } },
            { ...entry, RuleNumber: 2, Protocol: '1' },
            { ...entry, RuleNumber: 3, Protocol: '6', PortRange: { From: 22, To: 22 } },
          ],
        },
      ],
    },
  })
  const types = items.flatMap((item) =>
    item.what === 'resource' && item.kind === 'aws_network_acl_rule' ? [item.attributes['icmp_type']] : [],
  )
  assert.equal(types[0], 8)
  assert.ok(types[1] instanceof Unknown)
  assert.equal(types[2], undefined)
})
