import { AWS, ECHO, NAME, NO_ARGUMENT, STATE, TIME } from '../irrelevant.ts'
import { awsKind, chosen, onByDefault, refers, refersToSet } from '../kind.ts'

const PERMISSIONS = {
  action: 'DescribeVpcEndpointServicePermissions',
  by: 'ServiceId',
  take: ['AllowedPrincipals'],
} as const
const GONE = { at: 'ServiceState', states: ['Deleting', 'Deleted', 'Failed'] } as const

/** A service that others reach by endpoints of their own. */
export const endpointService = awsKind({
  name: 'aws_vpc_endpoint_service',
  identity: ['tags.Name', 'network_load_balancer_arns', 'gateway_load_balancer_arns'],
  fields: {
    acceptance_required: { class: 'security' },
    allowed_principals: { list: 'set', class: 'security', ...chosen },
    network_load_balancer_arns: { list: 'set', class: 'security', ignore: 'parity' },
    gateway_load_balancer_arns: { list: 'set', class: 'security', ignore: 'parity' },
    private_dns_name: chosen,
    supported_ip_address_types: { list: 'set', ...chosen },
    supported_regions: { list: 'set', class: 'security', ...chosen },
  },
  api: {
    action: 'DescribeVpcEndpointServiceConfigurations',
    id: 'ServiceId',
    label: 'ServiceName',
    gone: GONE,
    details: [PERMISSIONS],
    from: {
      acceptance_required: 'AcceptanceRequired',
      allowed_principals: 'AllowedPrincipals[].Principal',
      network_load_balancer_arns: 'NetworkLoadBalancerArns',
      gateway_load_balancer_arns: 'GatewayLoadBalancerArns',
      private_dns_name: 'PrivateDnsName',
      supported_ip_address_types: 'SupportedIpAddressTypes',
      supported_regions: 'SupportedRegions[].Region',
    },
    irrelevant: {
      AvailabilityZoneIds: ECHO,
      AvailabilityZones: ECHO,
      BaseEndpointDnsNames: AWS,
      ManagesVpcEndpoints: AWS,
      PayerResponsibility: NO_ARGUMENT,
      PrivateDnsNameConfiguration: STATE,
      RemoteAccessEnabled: ECHO,
      ServiceType: ECHO,
    },
  },
})

/** One of those who may reach it. */
export const endpointServicePrincipal = awsKind({
  name: 'aws_vpc_endpoint_service_allowed_principal',
  untagged: true,
  identity: ['vpc_endpoint_service_id', 'principal_arn'],
  fields: {
    vpc_endpoint_service_id: refers('aws_vpc_endpoint_service'),
    principal_arn: { class: 'security' },
  },
  api: {
    action: 'DescribeVpcEndpointServiceConfigurations',
    details: [{ ...PERMISSIONS, of: 'aws_vpc_endpoint_service' }],
    inner: 'AllowedPrincipals',
    id: 'ServicePermissionId',
    from: { vpc_endpoint_service_id: '^.ServiceId', principal_arn: 'Principal' },
  },
})

/** A door into private subnets by EC2 Instance Connect. */
export const instanceConnectEndpoint = awsKind({
  name: 'aws_ec2_instance_connect_endpoint',
  identity: ['subnet_id'],
  hints: ['tags.Name'],
  fields: {
    subnet_id: refers('aws_subnet', { class: 'security' }),
    security_group_ids: refersToSet('aws_security_group', { class: 'security', ...chosen }),
    preserve_client_ip: onByDefault(),
    ip_address_type: chosen,
  },
  api: {
    action: 'DescribeInstanceConnectEndpoints',
    rare: true,
    id: 'InstanceConnectEndpointId',
    owner: 'OwnerId',
    gone: {
      at: 'State',
      states: ['delete-in-progress', 'delete-complete', 'delete-failed', 'create-failed'],
    },
    from: {
      subnet_id: 'SubnetId',
      security_group_ids: 'SecurityGroupIds',
      preserve_client_ip: 'PreserveClientIp',
      ip_address_type: 'IpAddressType',
    },
    irrelevant: {
      AvailabilityZone: ECHO,
      AvailabilityZoneId: ECHO,
      CreatedAt: TIME,
      DnsName: AWS,
      FipsDnsName: AWS,
      InstanceConnectEndpointArn: NAME,
      NetworkInterfaceIds: AWS,
      PublicDnsNames: AWS,
      StateMessage: STATE,
      VpcId: ECHO,
    },
  },
})
