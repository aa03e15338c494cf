import { isList, type Attributes, type Value } from '../../../src/core/value.ts'
import { AWS, ECHO, NO_ARGUMENT, STATE, TIME } from '../irrelevant.ts'
import { awsKind, chosen, plain, refers, refersToSet } from '../kind.ts'

const GONE = { at: 'State', states: ['deleting', 'deleted', 'failed'] } as const

export const internetGateway = awsKind({
  name: 'aws_internet_gateway',
  identity: ['tags.Name'],
  hints: ['vpc_id'],
  fields: { vpc_id: refers('aws_vpc', { class: 'security', ...chosen }) },
  api: {
    action: 'DescribeInternetGateways',
    id: 'InternetGatewayId',
    owner: 'OwnerId',
    from: { vpc_id: 'Attachments[0].VpcId' },
  },
})

export const internetGatewayAttachment = awsKind({
  name: 'aws_internet_gateway_attachment',
  identity: ['internet_gateway_id'],
  fields: {
    internet_gateway_id: refers('aws_internet_gateway'),
    vpc_id: refers('aws_vpc', { class: 'security' }),
  },
  api: {
    action: 'DescribeInternetGateways',
    owner: '^.OwnerId',
    inner: 'Attachments',
    from: { internet_gateway_id: '^.InternetGatewayId', vpc_id: 'VpcId' },
  },
})

export const egressOnlyGateway = awsKind({
  name: 'aws_egress_only_internet_gateway',
  identity: ['vpc_id', 'tags.Name'],
  fields: { vpc_id: refers('aws_vpc', { class: 'security' }) },
  api: {
    action: 'DescribeEgressOnlyInternetGateways',
    id: 'EgressOnlyInternetGatewayId',
    from: { vpc_id: 'Attachments[0].VpcId' },
  },
})

export const natGateway = awsKind({
  name: 'aws_nat_gateway',
  identity: ['subnet_id', 'tags.Name'],
  hints: ['allocation_id'],
  fields: {
    subnet_id: refers('aws_subnet', { class: 'identity' }),
    allocation_id: refers('aws_eip'),
    connectivity_type: { default: 'public' },
    private_ip: { ...chosen, ignore: 'parity' },
    secondary_allocation_ids: refersToSet('aws_eip', chosen),
    secondary_private_ip_addresses: { list: 'set', ...chosen, ignore: 'parity' },
  },
  api: {
    action: 'DescribeNatGateways',
    id: 'NatGatewayId',
    gone: GONE,
    prepare: (item) => ({ ...item, Further: further(item['NatGatewayAddresses']) }),
    from: {
      subnet_id: 'SubnetId',
      allocation_id: 'NatGatewayAddresses[0].AllocationId',
      connectivity_type: 'ConnectivityType',
      private_ip: 'NatGatewayAddresses[0].PrivateIp',
      secondary_allocation_ids: 'Further[].AllocationId',
      secondary_private_ip_addresses: 'Further[].PrivateIp',
      network_interface_ids: 'NatGatewayAddresses[].NetworkInterfaceId',
    },
    irrelevant: {
      AttachedAppliances: ECHO,
      AutoProvisionZones: NO_ARGUMENT,
      AutoScalingIps: NO_ARGUMENT,
      AvailabilityMode: NO_ARGUMENT,
      CreateTime: TIME,
      DeleteTime: TIME,
      FailureCode: STATE,
      FailureMessage: STATE,
      ProvisionedBandwidth: AWS,
      RouteTableId: ECHO,
      VpcId: ECHO,
    },
  },
})

function further(addresses: Value | undefined): Value {
  return isList(addresses) ? addresses.slice(1) : []
}

export const vpnGateway = awsKind({
  name: 'aws_vpn_gateway',
  identity: ['tags.Name'],
  hints: ['vpc_id'],
  fields: {
    vpc_id: refers('aws_vpc', { class: 'security', ...chosen }),
    amazon_side_asn: { scalar: 'text', ...chosen },
    availability_zone: plain,
  },
  normalise: ({ amazon_side_asn: asn, ...rest }) =>
    asn === undefined || asn === null || String(asn) === '0' ? rest : { ...rest, amazon_side_asn: asn },
  api: {
    action: 'DescribeVpnGateways',
    id: 'VpnGatewayId',
    gone: GONE,
    prepare: attachedOnly,
    from: {
      vpc_id: 'VpcAttachments[0].VpcId',
      amazon_side_asn: 'AmazonSideAsn',
      availability_zone: 'AvailabilityZone',
    },
    irrelevant: {
      Type: AWS,
    },
  },
})

/** A detached VPC lingers in the gateway's answer. */
function attachedOnly(item: Attributes): Attributes {
  const all = item['VpcAttachments']
  const isHeld = (each: Value): boolean =>
    typeof each === 'object' &&
    each !== null &&
    'State' in each &&
    each.State !== 'detached' &&
    each.State !== 'detaching'
  return isList(all) ? { ...item, VpcAttachments: all.filter(isHeld) } : item
}

export const vpnGatewayAttachment = awsKind({
  name: 'aws_vpn_gateway_attachment',
  identity: ['vpn_gateway_id'],
  fields: { vpn_gateway_id: refers('aws_vpn_gateway'), vpc_id: refers('aws_vpc', { class: 'security' }) },
  api: {
    action: 'DescribeVpnGateways',
    prepare: attachedOnly,
    inner: 'VpcAttachments',
    from: { vpn_gateway_id: '^.VpnGatewayId', vpc_id: 'VpcId' },
  },
})

export const customerGateway = awsKind({
  name: 'aws_customer_gateway',
  identity: ['ip_address', 'type'],
  hints: ['tags.Name', 'bgp_asn'],
  fields: {
    bgp_asn: { scalar: 'text' },
    bgp_asn_extended: { scalar: 'text' },
    ip_address: { class: 'security' },
    type: plain,
    device_name: plain,
    certificate_arn: { class: 'security' },
  },
  api: {
    action: 'DescribeCustomerGateways',
    id: 'CustomerGatewayId',
    gone: GONE,
    from: {
      bgp_asn: 'BgpAsn',
      bgp_asn_extended: 'BgpAsnExtended',
      ip_address: 'IpAddress',
      type: 'Type',
      device_name: 'DeviceName',
      certificate_arn: 'CertificateArn',
    },
  },
})

export const carrierGateway = awsKind({
  name: 'aws_ec2_carrier_gateway',
  identity: ['vpc_id'],
  fields: { vpc_id: refers('aws_vpc') },
  api: {
    action: 'DescribeCarrierGateways',
    id: 'CarrierGatewayId',
    owner: 'OwnerId',
    gone: GONE,
    from: { vpc_id: 'VpcId' },
  },
})
