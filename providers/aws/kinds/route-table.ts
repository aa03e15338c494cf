import { isList, isMap, type Attributes, type Value } from '../../../src/core/value.ts'
import type { Field } from '../../../src/core/provider.ts'
import { awsKind, chosen, refers, refersToSet } from '../kind.ts'
import type { Mapping } from '../mapping.ts'

/** Where a route may lead, and the kinds that its id can be of. */
const TARGETS: Readonly<Record<string, Field>> = {
  gateway_id: refers(['aws_internet_gateway', 'aws_vpn_gateway', 'aws_vpc_endpoint']),
  nat_gateway_id: refers('aws_nat_gateway'),
  egress_only_gateway_id: refers('aws_egress_only_internet_gateway'),
  vpc_peering_connection_id: refers('aws_vpc_peering_connection'),
  transit_gateway_id: refers('aws_ec2_transit_gateway'),
  vpc_endpoint_id: refers('aws_vpc_endpoint'),
  network_interface_id: refers('aws_network_interface'),
  carrier_gateway_id: refers('aws_ec2_carrier_gateway'),
  local_gateway_id: {},
  core_network_arn: {},
}

const TARGET_MEMBERS: Mapping = {
  gateway_id: { with: (item) => (isEndpoint(item) ? undefined : item['GatewayId']), reads: ['GatewayId'] },
  vpc_endpoint_id: {
    with: (item) => (isEndpoint(item) ? item['GatewayId'] : undefined),
    reads: ['GatewayId'],
  },
  nat_gateway_id: 'NatGatewayId',
  egress_only_gateway_id: 'EgressOnlyInternetGatewayId',
  vpc_peering_connection_id: 'VpcPeeringConnectionId',
  transit_gateway_id: 'TransitGatewayId',
  network_interface_id: 'NetworkInterfaceId',
  carrier_gateway_id: 'CarrierGatewayId',
  local_gateway_id: 'LocalGatewayId',
  core_network_arn: 'CoreNetworkArn',
}

function isEndpoint(item: Attributes): boolean {
  return String(item['GatewayId'] ?? '').startsWith('vpce-')
}

/** Nobody's routes: the local ones, what a VPN gateway propagates, and those that a gateway endpoint puts into its tables. */
function isOwn(route: Attributes): boolean {
  if (route['GatewayId'] === 'local' || route['Origin'] === 'EnableVgwRoutePropagation') return false
  return !(isEndpoint(route) && typeof route['DestinationPrefixListId'] === 'string')
}

/** A prefixed set of the same fields. */
function below(at: string, fields: Readonly<Record<string, Field>>): Record<string, Field> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [`${at}.${name}`, field]))
}

function ownRoutes(item: Attributes): Attributes {
  const routes = item['Routes']
  return isList(routes) ? { ...item, Routes: routes.filter((route) => isMap(route) && isOwn(route)) } : item
}

export const routeTable = awsKind({
  name: 'aws_route_table',
  also: ['aws_default_route_table'],
  identity: ['vpc_id', 'tags.Name'],
  fields: {
    vpc_id: refers('aws_vpc', { class: 'identity', ...chosen }),
    propagating_vgws: refersToSet('aws_vpn_gateway', chosen),
    route: {
      list: { keyed_by: ['cidr_block', 'ipv6_cidr_block', 'destination_prefix_list_id'] },
      class: 'security',
    },
    'route[*].destination_prefix_list_id': refers('aws_ec2_managed_prefix_list'),
    'route[*].instance_id': { ignore: 'always' },
    ...below('route[*]', TARGETS),
  },
  normalise: (attributes) => withoutLocal(attributes),
  api: {
    action: 'DescribeRouteTables',
    id: 'RouteTableId',
    owner: 'OwnerId',
    prepare: ownRoutes,
    from: {
      vpc_id: 'VpcId',
      is_main: { with: (item) => isMain(item['Associations']), reads: ['Associations'] },
      propagating_vgws: 'PropagatingVgws[].GatewayId',
      route: {
        blocks: 'Routes',
        of: {
          cidr_block: 'DestinationCidrBlock',
          ipv6_cidr_block: 'DestinationIpv6CidrBlock',
          destination_prefix_list_id: 'DestinationPrefixListId',
          ...TARGET_MEMBERS,
        },
      },
    },
  },
})

/** A declared local route says what AWS does anyway. */
function withoutLocal(attributes: Attributes): Attributes {
  const routes = attributes['route']
  if (!isList(routes)) return attributes
  return {
    ...attributes,
    route: routes
      .filter((route) => !(isMap(route) && route['gateway_id'] === 'local'))
      .map((route) => (isMap(route) ? withoutEmpty(route) : route)),
  }
}

/** The provider writes "" for what a route does not have; as a key that would be a value. */
function withoutEmpty(block: Attributes): Attributes {
  return Object.fromEntries(Object.entries(block).filter(([, value]) => value !== '' && value !== null))
}

function isMain(associations: Value | undefined): boolean {
  return isList(associations) && associations.some((each) => isMap(each) && each['Main'] === true)
}

export const route = awsKind({
  name: 'aws_route',
  identity: [
    'route_table_id',
    'destination_cidr_block',
    'destination_ipv6_cidr_block',
    'destination_prefix_list_id',
  ],
  fields: {
    route_table_id: refers('aws_route_table'),
    destination_cidr_block: { class: 'security' },
    destination_ipv6_cidr_block: { class: 'security' },
    destination_prefix_list_id: refers('aws_ec2_managed_prefix_list'),
    ...Object.fromEntries(
      Object.entries(TARGETS).map(([name, field]) => [name, { ...field, class: 'security' } as const]),
    ),
    state: chosen,
  },
  api: {
    action: 'DescribeRouteTables',
    owner: '^.OwnerId',
    prepare: ownRoutes,
    inner: 'Routes',
    from: {
      route_table_id: '^.RouteTableId',
      destination_cidr_block: 'DestinationCidrBlock',
      destination_ipv6_cidr_block: 'DestinationIpv6CidrBlock',
      destination_prefix_list_id: 'DestinationPrefixListId',
      ...TARGET_MEMBERS,
      state: 'State',
    },
  },
})

export const routeTableAssociation = awsKind({
  name: 'aws_route_table_association',
  identity: ['subnet_id', 'gateway_id'],
  fields: {
    subnet_id: refers('aws_subnet'),
    gateway_id: refers(['aws_internet_gateway', 'aws_vpn_gateway']),
    route_table_id: refers('aws_route_table', { class: 'security' }),
  },
  api: {
    action: 'DescribeRouteTables',
    owner: '^.OwnerId',
    inner: 'Associations',
    id: 'RouteTableAssociationId',
    where: { at: 'Main', equals: false },
    gone: { at: 'AssociationState.State', states: ['disassociating', 'disassociated', 'failed'] },
    from: { subnet_id: 'SubnetId', gateway_id: 'GatewayId', route_table_id: 'RouteTableId' },
  },
})

/** Which table is a VPC's main one; what it was before stands in the state alone. */
export const mainRouteTableAssociation = awsKind({
  name: 'aws_main_route_table_association',
  identity: ['vpc_id'],
  fields: {
    vpc_id: refers('aws_vpc'),
    route_table_id: refers('aws_route_table', { class: 'security' }),
  },
  api: {
    action: 'DescribeRouteTables',
    owner: '^.OwnerId',
    inner: 'Associations',
    id: 'RouteTableAssociationId',
    where: { at: 'Main', equals: true },
    from: { vpc_id: '^.VpcId', route_table_id: 'RouteTableId' },
  },
})

export const routePropagation = awsKind({
  name: 'aws_vpn_gateway_route_propagation',
  identity: ['vpn_gateway_id', 'route_table_id'],
  fields: { vpn_gateway_id: refers('aws_vpn_gateway'), route_table_id: refers('aws_route_table') },
  api: {
    action: 'DescribeRouteTables',
    owner: '^.OwnerId',
    inner: 'PropagatingVgws',
    from: { vpn_gateway_id: 'GatewayId', route_table_id: '^.RouteTableId' },
  },
})
