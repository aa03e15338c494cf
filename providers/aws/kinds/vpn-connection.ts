import { ECHO, NO_ARGUMENT, TIME } from '../irrelevant.ts'
import { awsKind, chosen, plain, refers } from '../kind.ts'

const GONE = { at: 'State', states: ['deleting', 'deleted'] } as const

/** The tunnels' options and keys are left alone: they hold secrets. */
export const vpnConnection = awsKind({
  name: 'aws_vpn_connection',
  identity: ['customer_gateway_id', 'tags.Name'],
  fields: {
    customer_gateway_id: refers('aws_customer_gateway', { class: 'security' }),
    vpn_gateway_id: refers('aws_vpn_gateway', { class: 'security' }),
    transit_gateway_id: refers('aws_ec2_transit_gateway', { class: 'security' }),
    type: plain,
    static_routes_only: chosen,
    enable_acceleration: chosen,
    local_ipv4_network_cidr: { class: 'security', ...chosen },
    remote_ipv4_network_cidr: { class: 'security', ...chosen },
    local_ipv6_network_cidr: { class: 'security', ...chosen },
    remote_ipv6_network_cidr: { class: 'security', ...chosen },
    outside_ip_address_type: chosen,
  },
  api: {
    action: 'DescribeVpnConnections',
    id: 'VpnConnectionId',
    gone: GONE,
    from: {
      customer_gateway_id: 'CustomerGatewayId',
      vpn_gateway_id: 'VpnGatewayId',
      transit_gateway_id: 'TransitGatewayId',
      type: 'Type',
      static_routes_only: 'Options.StaticRoutesOnly',
      enable_acceleration: 'Options.EnableAcceleration',
      local_ipv4_network_cidr: 'Options.LocalIpv4NetworkCidr',
      remote_ipv4_network_cidr: 'Options.RemoteIpv4NetworkCidr',
      local_ipv6_network_cidr: 'Options.LocalIpv6NetworkCidr',
      remote_ipv6_network_cidr: 'Options.RemoteIpv6NetworkCidr',
      outside_ip_address_type: 'Options.OutsideIpAddressType',
    },
    irrelevant: {
      Category: ECHO,
      CoreNetworkArn: ECHO,
      CoreNetworkAttachmentArn: ECHO,
      CustomerGatewayConfiguration: 'holds the tunnels’ keys',
      GatewayAssociationState: ECHO,
      PreSharedKeyArn: NO_ARGUMENT,
      Routes: 'things of their own',
      VgwTelemetry: TIME,
      VpnConcentratorId: NO_ARGUMENT,
    },
  },
})

export const vpnConnectionRoute = awsKind({
  name: 'aws_vpn_connection_route',
  identity: ['vpn_connection_id', 'destination_cidr_block'],
  fields: {
    vpn_connection_id: refers('aws_vpn_connection'),
    destination_cidr_block: { class: 'security' },
  },
  api: {
    action: 'DescribeVpnConnections',
    inner: 'Routes',
    gone: GONE,
    where: { at: 'Source', equals: 'Static' },
    from: { vpn_connection_id: '^.VpnConnectionId', destination_cidr_block: 'DestinationCidrBlock' },
  },
})
