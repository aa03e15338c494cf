import { ECHO, NAME, NO_ARGUMENT, STATE, TIME } from '../irrelevant.ts'
import { awsKind, chosen, refers, refersToSet } from '../kind.ts'

const GONE = {
  at: 'State',
  states: ['deleting', 'deleted', 'failed', 'failing', 'rejected', 'rejecting'],
} as const
const ENABLED = { default: 'enable' } as const
const DISABLED = { default: 'disable' } as const

export const transitGateway = awsKind({
  name: 'aws_ec2_transit_gateway',
  identity: ['tags.Name'],
  hints: ['description', 'amazon_side_asn'],
  fields: {
    description: { class: 'metadata' },
    amazon_side_asn: { scalar: 'text', default: 64512 },
    auto_accept_shared_attachments: { ...DISABLED, class: 'security' },
    default_route_table_association: { ...ENABLED, class: 'security' },
    default_route_table_propagation: { ...ENABLED, class: 'security' },
    dns_support: ENABLED,
    multicast_support: DISABLED,
    security_group_referencing_support: { ...DISABLED, class: 'security' },
    transit_gateway_cidr_blocks: { list: 'set' },
    vpn_ecmp_support: ENABLED,
  },
  api: {
    action: 'DescribeTransitGateways',
    id: 'TransitGatewayId',
    owner: 'OwnerId',
    gone: GONE,
    from: {
      description: 'Description',
      amazon_side_asn: 'Options.AmazonSideAsn',
      auto_accept_shared_attachments: 'Options.AutoAcceptSharedAttachments',
      default_route_table_association: 'Options.DefaultRouteTableAssociation',
      default_route_table_propagation: 'Options.DefaultRouteTablePropagation',
      dns_support: 'Options.DnsSupport',
      multicast_support: 'Options.MulticastSupport',
      security_group_referencing_support: 'Options.SecurityGroupReferencingSupport',
      transit_gateway_cidr_blocks: 'Options.TransitGatewayCidrBlocks',
      vpn_ecmp_support: 'Options.VpnEcmpSupport',
    },
    irrelevant: {
      CreationTime: TIME,
      TransitGatewayArn: NAME,
    },
  },
})

export const transitGatewayVpcAttachment = awsKind({
  name: 'aws_ec2_transit_gateway_vpc_attachment',
  also: ['aws_ec2_transit_gateway_vpc_attachment_accepter'],
  identity: ['transit_gateway_id', 'vpc_id'],
  fields: {
    transit_gateway_id: refers('aws_ec2_transit_gateway', { ...chosen, class: 'identity' }),
    vpc_id: refers('aws_vpc', { ...chosen, class: 'identity' }),
    subnet_ids: refersToSet('aws_subnet', { ...chosen, class: 'security' }),
    appliance_mode_support: DISABLED,
    dns_support: ENABLED,
    ipv6_support: DISABLED,
    security_group_referencing_support: chosen,
  },
  api: {
    action: 'DescribeTransitGatewayVpcAttachments',
    id: 'TransitGatewayAttachmentId',
    gone: GONE,
    from: {
      transit_gateway_id: 'TransitGatewayId',
      vpc_id: 'VpcId',
      subnet_ids: 'SubnetIds',
      appliance_mode_support: 'Options.ApplianceModeSupport',
      dns_support: 'Options.DnsSupport',
      ipv6_support: 'Options.Ipv6Support',
      security_group_referencing_support: 'Options.SecurityGroupReferencingSupport',
    },
    irrelevant: {
      CreationTime: TIME,
      VpcOwnerId: ECHO,
    },
  },
})

export const transitGatewayPeering = awsKind({
  name: 'aws_ec2_transit_gateway_peering_attachment',
  also: ['aws_ec2_transit_gateway_peering_attachment_accepter'],
  identity: ['transit_gateway_id', 'peer_transit_gateway_id'],
  fields: {
    transit_gateway_id: refers('aws_ec2_transit_gateway', chosen),
    peer_transit_gateway_id: { class: 'security', ...chosen },
    peer_account_id: { class: 'security', ...chosen },
    peer_region: chosen,
  },
  api: {
    action: 'DescribeTransitGatewayPeeringAttachments',
    id: 'TransitGatewayAttachmentId',
    gone: GONE,
    from: {
      transit_gateway_id: 'RequesterTgwInfo.TransitGatewayId',
      peer_transit_gateway_id: 'AccepterTgwInfo.TransitGatewayId',
      peer_account_id: 'AccepterTgwInfo.OwnerId',
      peer_region: 'AccepterTgwInfo.Region',
    },
    irrelevant: {
      AccepterTransitGatewayAttachmentId: ECHO,
      CreationTime: TIME,
      Options: NO_ARGUMENT,
      Status: STATE,
    },
  },
})

export const transitGatewayRouteTable = awsKind({
  name: 'aws_ec2_transit_gateway_route_table',
  identity: ['transit_gateway_id', 'tags.Name'],
  fields: { transit_gateway_id: refers('aws_ec2_transit_gateway') },
  api: {
    action: 'DescribeTransitGatewayRouteTables',
    id: 'TransitGatewayRouteTableId',
    gone: GONE,
    from: {
      transit_gateway_id: 'TransitGatewayId',
      is_default: {
        with: (item) =>
          item['DefaultAssociationRouteTable'] === true || item['DefaultPropagationRouteTable'] === true,
        reads: ['DefaultAssociationRouteTable', 'DefaultPropagationRouteTable'],
      },
    },
    irrelevant: {
      CreationTime: TIME,
    },
  },
})

/** What is bound to a table, or propagates into it: one resource each, named by both. */
function bond(name: string, action: string, list: string): ReturnType<typeof awsKind> {
  return awsKind({
    name,
    identity: ['transit_gateway_route_table_id', 'transit_gateway_attachment_id'],
    fields: {
      transit_gateway_route_table_id: refers('aws_ec2_transit_gateway_route_table', { class: 'security' }),
      transit_gateway_attachment_id: refers(
        ['aws_ec2_transit_gateway_vpc_attachment', 'aws_ec2_transit_gateway_peering_attachment'],
        { class: 'security' },
      ),
      resource_type: chosen,
    },
    api: {
      action: 'DescribeTransitGatewayRouteTables',
      gone: { at: 'State', states: ['disassociating', 'disassociated', 'disabling', 'disabled'] },
      details: [{ action, by: 'TransitGatewayRouteTableId', take: [list], every: true }],
      inner: list,
      from: {
        transit_gateway_route_table_id: '^.TransitGatewayRouteTableId',
        transit_gateway_attachment_id: 'TransitGatewayAttachmentId',
        resource_type: 'ResourceType',
      },
    },
  })
}

export const transitGatewayAssociation = bond(
  'aws_ec2_transit_gateway_route_table_association',
  'GetTransitGatewayRouteTableAssociations',
  'Associations',
)
export const transitGatewayPropagation = bond(
  'aws_ec2_transit_gateway_route_table_propagation',
  'GetTransitGatewayRouteTablePropagations',
  'TransitGatewayRouteTablePropagations',
)
