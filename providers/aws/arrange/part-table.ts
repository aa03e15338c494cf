/**
 * Things that Terraform knows both inside an owner and as resources of their own, or only as the latter, while the API
 * has them inside the owner. Which of the two it is, only the resources that point at the owner tell.
 */
export interface Part {
  readonly kind: string
  /** attributes that say which one it is, the same in every role */
  readonly key: readonly string[]
  /** a weaker key: what is left over on both sides is the same thing, moved */
  readonly loose_key?: readonly string[]
  readonly owner?: {
    readonly kind: string
    /** the part's attribute that holds the owner's id */
    readonly by: string
    readonly inline?: Inline
  }
  /** what an undeclared one is: `style` = unmanaged where its owner's others are resources too, else the owner's affair */
  readonly undeclared: 'style' | 'declared_end' | 'never'
  /** kinds and attributes of the ends, one of which must be declared for `declared_end` */
  readonly ends?: readonly (readonly [kind: string, attribute: string])[]
  /** attributes that say the same place in turn, of which the first that is declared counts, and what comes with a place */
  readonly place?: { readonly of: readonly string[]; readonly brings: readonly string[] }
  /** the id of a live one that has none of its own, of key attributes */
  readonly id?: (attributes: Readonly<Record<string, unknown>>) => string
}

/** How the owner holds its parts: blocks, a set of plain values, or attributes of which only one can be. */
export type Inline =
  | {
      readonly blocks: (part: Readonly<Record<string, unknown>>) => string
      readonly all: readonly string[]
      readonly element: readonly string[]
      readonly part: readonly string[]
    }
  | { readonly set: string; readonly value: string }
  | { readonly attributes: readonly string[] }

const joined =
  (...names: readonly string[]) =>
  (attributes: Readonly<Record<string, unknown>>): string =>
    names
      .map((name) => attributes[name])
      .filter((text) => text !== undefined && text !== null && text !== '')
      .join('_')

function blocks(name: string, element: readonly string[], part: readonly string[] = element): Inline {
  return { blocks: () => name, all: [name], element, part }
}

const ROUTE_TO = ['destination_cidr_block', 'destination_ipv6_cidr_block', 'destination_prefix_list_id']

function endpointPart(kind: string, attribute: string, set: string): Part {
  return {
    kind,
    key: ['vpc_endpoint_id', attribute],
    owner: { kind: 'aws_vpc_endpoint', by: 'vpc_endpoint_id', inline: { set, value: attribute } },
    undeclared: 'never',
    id: joined('vpc_endpoint_id', attribute),
  }
}

/** What stands in a transit gateway's table: known by the table and by what it is about. */
function inHubTable(kind: string, about: string): Part {
  const key = ['transit_gateway_route_table_id', about]
  return {
    kind,
    key,
    undeclared: 'declared_end',
    ends: [['aws_ec2_transit_gateway_route_table', 'transit_gateway_route_table_id']],
    id: joined(...key),
  }
}

/** Every such thing but the rules of security groups, which have a file of their own. */
export const PARTS: readonly Part[] = [
  {
    kind: 'aws_route',
    key: ['route_table_id', ...ROUTE_TO],
    owner: {
      kind: 'aws_route_table',
      by: 'route_table_id',
      inline: blocks('route', ['cidr_block', 'ipv6_cidr_block', 'destination_prefix_list_id'], ROUTE_TO),
    },
    undeclared: 'style',
    id: joined('route_table_id', ...ROUTE_TO),
  },
  {
    kind: 'aws_network_acl_rule',
    key: ['network_acl_id', 'egress', 'rule_number'],
    owner: {
      kind: 'aws_network_acl',
      by: 'network_acl_id',
      inline: {
        blocks: (part) => (part['egress'] === true ? 'egress' : 'ingress'),
        all: ['ingress', 'egress'],
        element: ['rule_no'],
        part: ['rule_number'],
      },
    },
    undeclared: 'style',
    id: ({ network_acl_id: acl, rule_number: number, egress }) =>
      `${String(acl)}:${String(number)}:${egress === true ? 'egress' : 'ingress'}`,
  },
  {
    kind: 'aws_ec2_managed_prefix_list_entry',
    key: ['prefix_list_id', 'cidr'],
    owner: { kind: 'aws_ec2_managed_prefix_list', by: 'prefix_list_id', inline: blocks('entry', ['cidr']) },
    undeclared: 'style',
    id: ({ prefix_list_id: list, cidr }) => `${String(list)},${String(cidr)}`,
  },
  {
    kind: 'aws_vpn_gateway_route_propagation',
    key: ['vpn_gateway_id', 'route_table_id'],
    owner: {
      kind: 'aws_route_table',
      by: 'route_table_id',
      inline: { set: 'propagating_vgws', value: 'vpn_gateway_id' },
    },
    undeclared: 'style',
    id: joined('vpn_gateway_id', 'route_table_id'),
  },
  endpointPart('aws_vpc_endpoint_route_table_association', 'route_table_id', 'route_table_ids'),
  endpointPart('aws_vpc_endpoint_subnet_association', 'subnet_id', 'subnet_ids'),
  endpointPart('aws_vpc_endpoint_security_group_association', 'security_group_id', 'security_group_ids'),
  {
    kind: 'aws_network_acl_association',
    key: ['subnet_id'],
    owner: {
      kind: 'aws_network_acl',
      by: 'network_acl_id',
      inline: { set: 'subnet_ids', value: 'subnet_id' },
    },
    undeclared: 'never',
  },
  {
    kind: 'aws_network_interface_sg_attachment',
    key: ['network_interface_id', 'security_group_id'],
    owner: {
      kind: 'aws_network_interface',
      by: 'network_interface_id',
      inline: { set: 'security_groups', value: 'security_group_id' },
    },
    undeclared: 'never',
    id: joined('security_group_id', 'network_interface_id'),
  },
  {
    kind: 'aws_network_interface_attachment',
    key: ['network_interface_id'],
    owner: {
      kind: 'aws_network_interface',
      by: 'network_interface_id',
      inline: { attributes: ['attachment'] },
    },
    undeclared: 'never',
  },
  {
    kind: 'aws_internet_gateway_attachment',
    key: ['internet_gateway_id'],
    owner: { kind: 'aws_internet_gateway', by: 'internet_gateway_id', inline: { attributes: ['vpc_id'] } },
    undeclared: 'never',
    id: joined('internet_gateway_id', 'vpc_id'),
  },
  {
    kind: 'aws_vpn_gateway_attachment',
    key: ['vpn_gateway_id'],
    owner: { kind: 'aws_vpn_gateway', by: 'vpn_gateway_id', inline: { attributes: ['vpc_id'] } },
    undeclared: 'never',
    id: joined('vpn_gateway_id', 'vpc_id'),
  },
  {
    kind: 'aws_eip_association',
    key: ['allocation_id'],
    owner: {
      kind: 'aws_eip',
      by: 'allocation_id',
      inline: { attributes: ['instance', 'network_interface', 'private_ip'] },
    },
    place: { of: ['instance_id', 'network_interface_id'], brings: ['private_ip_address'] },
    undeclared: 'never',
  },
  {
    kind: 'aws_volume_attachment',
    key: ['volume_id', 'instance_id'],
    loose_key: ['volume_id'],
    owner: {
      kind: 'aws_instance',
      by: 'instance_id',
      inline: blocks('ebs_block_device', ['volume_id']),
    },
    undeclared: 'declared_end',
    ends: [['aws_ebs_volume', 'volume_id']],
    id: joined('volume_id', 'instance_id'),
  },
  {
    kind: 'aws_route_table_association',
    key: ['subnet_id', 'gateway_id'],
    undeclared: 'declared_end',
    ends: [
      ['aws_subnet', 'subnet_id'],
      ['aws_internet_gateway', 'gateway_id'],
      ['aws_vpn_gateway', 'gateway_id'],
    ],
  },
  {
    kind: 'aws_vpc_endpoint_policy',
    key: ['vpc_endpoint_id'],
    owner: { kind: 'aws_vpc_endpoint', by: 'vpc_endpoint_id', inline: { attributes: ['policy'] } },
    undeclared: 'never',
    id: joined('vpc_endpoint_id'),
  },
  {
    kind: 'aws_vpc_peering_connection_options',
    key: ['vpc_peering_connection_id'],
    owner: {
      kind: 'aws_vpc_peering_connection',
      by: 'vpc_peering_connection_id',
      inline: { attributes: ['accepter', 'requester'] },
    },
    undeclared: 'never',
    id: joined('vpc_peering_connection_id'),
  },
  {
    kind: 'aws_vpn_connection_route',
    key: ['vpn_connection_id', 'destination_cidr_block'],
    undeclared: 'declared_end',
    ends: [['aws_vpn_connection', 'vpn_connection_id']],
    id: joined('destination_cidr_block', 'vpn_connection_id'),
  },
  { kind: 'aws_ec2_tag', key: ['resource_id', 'key'], undeclared: 'never', id: joined('resource_id', 'key') },
  { kind: 'aws_main_route_table_association', key: ['vpc_id'], undeclared: 'never' },
  {
    kind: 'aws_vpc_dhcp_options_association',
    key: ['vpc_id'],
    owner: { kind: 'aws_vpc', by: 'vpc_id', inline: { attributes: ['dhcp_options_id'] } },
    undeclared: 'never',
    id: joined('dhcp_options_id', 'vpc_id'),
  },
  {
    kind: 'aws_vpc_ipv4_cidr_block_association',
    key: ['vpc_id', 'cidr_block'],
    undeclared: 'declared_end',
    ends: [['aws_vpc', 'vpc_id']],
  },
  {
    kind: 'aws_vpc_ipv6_cidr_block_association',
    key: ['vpc_id', 'ipv6_cidr_block'],
    loose_key: ['vpc_id'],
    owner: { kind: 'aws_vpc', by: 'vpc_id', inline: { attributes: ['ipv6_cidr_block'] } },
    undeclared: 'never',
  },
  {
    kind: 'aws_snapshot_create_volume_permission',
    key: ['snapshot_id', 'account_id', 'group'],
    undeclared: 'declared_end',
    ends: [['aws_ebs_snapshot', 'snapshot_id']],
    id: ({ snapshot_id: snapshot, account_id: account, group }) =>
      [snapshot, account ?? group].map(String).join('-'),
  },
  {
    kind: 'aws_ami_launch_permission',
    key: ['image_id', 'account_id', 'group', 'organization_arn', 'organizational_unit_arn'],
    undeclared: 'declared_end',
    ends: [['aws_ami', 'image_id']],
    id: joined('image_id', 'account_id', 'group', 'organization_arn', 'organizational_unit_arn'),
  },
  {
    kind: 'aws_ec2_traffic_mirror_filter_rule',
    key: ['traffic_mirror_filter_id', 'traffic_direction', 'rule_number'],
    undeclared: 'declared_end',
    ends: [['aws_ec2_traffic_mirror_filter', 'traffic_mirror_filter_id']],
  },
  {
    kind: 'aws_vpc_endpoint_service_allowed_principal',
    key: ['vpc_endpoint_service_id', 'principal_arn'],
    owner: {
      kind: 'aws_vpc_endpoint_service',
      by: 'vpc_endpoint_service_id',
      inline: { set: 'allowed_principals', value: 'principal_arn' },
    },
    undeclared: 'style',
  },
  {
    kind: 'aws_ec2_subnet_cidr_reservation',
    key: ['subnet_id', 'cidr_block'],
    undeclared: 'declared_end',
    ends: [['aws_subnet', 'subnet_id']],
  },
  inHubTable('aws_ec2_transit_gateway_route_table_association', 'transit_gateway_attachment_id'),
  inHubTable('aws_ec2_transit_gateway_route_table_propagation', 'transit_gateway_attachment_id'),
  inHubTable('aws_ec2_transit_gateway_route', 'destination_cidr_block'),
  inHubTable('aws_ec2_transit_gateway_prefix_list_reference', 'prefix_list_id'),
]
