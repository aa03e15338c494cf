import { isList, type Value } from '../../../src/core/value.ts'
import { AWS, NO_ARGUMENT, STATE, TIME } from '../irrelevant.ts'
import { awsKind, chosen, plain, refers, refersToSet } from '../kind.ts'

const GONE = ['deleting', 'deleted', 'Deleting', 'Deleted', 'failed', 'expired', 'rejected']

export const vpcEndpoint = awsKind({
  name: 'aws_vpc_endpoint',
  identity: ['vpc_id', 'service_name'],
  hints: ['tags.Name', 'vpc_endpoint_type'],
  fields: {
    vpc_id: refers('aws_vpc', { class: 'identity' }),
    service_name: { class: 'identity' },
    service_network_arn: plain,
    resource_configuration_arn: plain,
    service_region: chosen,
    vpc_endpoint_type: { default: 'Gateway' },
    policy: { scalar: 'policy', class: 'security', ...chosen },
    route_table_ids: refersToSet('aws_route_table', { class: 'security', ...chosen }),
    subnet_ids: refersToSet('aws_subnet', { class: 'security', ...chosen }),
    security_group_ids: refersToSet('aws_security_group', { class: 'security', ...chosen }),
    private_dns_enabled: chosen,
    ip_address_type: chosen,
    dns_options: { list: 'single', ...chosen },
  },
  api: {
    action: 'DescribeVpcEndpoints',
    id: 'VpcEndpointId',
    owner: 'OwnerId',
    gone: { at: 'State', states: GONE },
    from: {
      vpc_id: 'VpcId',
      service_name: 'ServiceName',
      service_network_arn: 'ServiceNetworkArn',
      resource_configuration_arn: 'ResourceConfigurationArn',
      service_region: 'ServiceRegion',
      vpc_endpoint_type: 'VpcEndpointType',
      policy: 'PolicyDocument',
      route_table_ids: 'RouteTableIds',
      subnet_ids: 'SubnetIds',
      security_group_ids: 'Groups[].GroupId',
      private_dns_enabled: 'PrivateDnsEnabled',
      ip_address_type: 'IpAddressType',
      dns_options: {
        block: 'DnsOptions',
        of: {
          dns_record_ip_type: 'DnsRecordIpType',
          private_dns_only_for_inbound_resolver_endpoint: 'PrivateDnsOnlyForInboundResolverEndpoint',
        },
      },
      network_interface_ids: 'NetworkInterfaceIds',
      requester_managed: 'RequesterManaged',
    },
    irrelevant: {
      CreationTimestamp: TIME,
      DnsEntries: AWS,
      FailureReason: STATE,
      Ipv4Prefixes: AWS,
      Ipv6Prefixes: AWS,
      LastError: STATE,
      PayerResponsibilities: NO_ARGUMENT,
    },
  },
})

/** One resource each for what an endpoint holds a set of. */
function part(name: string, attribute: string, to: string, member: string): ReturnType<typeof awsKind> {
  const isGroup = member === 'Groups'
  return awsKind({
    name,
    identity: ['vpc_endpoint_id', attribute],
    fields: { vpc_endpoint_id: refers('aws_vpc_endpoint'), [attribute]: refers(to, { class: 'security' }) },
    api: {
      action: 'DescribeVpcEndpoints',
      owner: '^.OwnerId',
      prepare: isGroup ? (item) => item : (item) => ({ ...item, [member]: wrapped(item[member], attribute) }),
      inner: member,
      from: { vpc_endpoint_id: '^.VpcEndpointId', [attribute]: isGroup ? 'GroupId' : attribute },
    },
  })
}

/** A list of ids as items. */
function wrapped(ids: Value | undefined, attribute: string): Value {
  return isList(ids) ? ids.map((id) => ({ [attribute]: id })) : []
}

export const endpointRouteTable = part(
  'aws_vpc_endpoint_route_table_association',
  'route_table_id',
  'aws_route_table',
  'RouteTableIds',
)
export const endpointSubnet = part(
  'aws_vpc_endpoint_subnet_association',
  'subnet_id',
  'aws_subnet',
  'SubnetIds',
)
export const endpointGroup = part(
  'aws_vpc_endpoint_security_group_association',
  'security_group_id',
  'aws_security_group',
  'Groups',
)

/** The policy as a resource of its own. */
export const endpointPolicy = awsKind({
  name: 'aws_vpc_endpoint_policy',
  untagged: true,
  identity: ['vpc_endpoint_id'],
  fields: {
    vpc_endpoint_id: refers('aws_vpc_endpoint'),
    policy: { scalar: 'policy', class: 'security', ...chosen },
  },
  api: {
    action: 'DescribeVpcEndpoints',
    owner: 'OwnerId',
    gone: { at: 'State', states: GONE },
    from: { vpc_endpoint_id: 'VpcEndpointId', policy: 'PolicyDocument' },
  },
})
