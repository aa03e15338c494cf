import { ECHO, NO_ARGUMENT, STATE, TAKEN_APART } from '../irrelevant.ts'
import { awsKind, chosen, onByDefault, refers } from '../kind.ts'

const ATTRIBUTE = { action: 'DescribeVpcAttribute', by: 'VpcId' } as const

export const vpc = awsKind({
  name: 'aws_vpc',
  also: ['aws_default_vpc'],
  identity: ['cidr_block', 'tags.Name'],
  fields: {
    cidr_block: { class: 'identity', network: true, ...chosen },
    instance_tenancy: { default: 'default' },
    enable_dns_support: onByDefault(),
    enable_dns_hostnames: chosen,
    enable_network_address_usage_metrics: chosen,
    assign_generated_ipv6_cidr_block: { computed: 'never' },
    ipv6_cidr_block: { ...chosen, ignore: 'parity' },
    dhcp_options_id: refers('aws_vpc_dhcp_options', chosen),
  },
  api: {
    action: 'DescribeVpcs',
    id: 'VpcId',
    owner: 'OwnerId',
    details: [
      { ...ATTRIBUTE, attribute: 'enableDnsSupport', take: ['EnableDnsSupport'] },
      { ...ATTRIBUTE, attribute: 'enableDnsHostnames', take: ['EnableDnsHostnames'] },
      {
        ...ATTRIBUTE,
        attribute: 'enableNetworkAddressUsageMetrics',
        take: ['EnableNetworkAddressUsageMetrics'],
      },
    ],
    from: {
      cidr_block: 'CidrBlock',
      instance_tenancy: 'InstanceTenancy',
      dhcp_options_id: 'DhcpOptionsId',
      ipv6_cidr_block: 'Ipv6CidrBlockAssociationSet[0].Ipv6CidrBlock',
      assign_generated_ipv6_cidr_block: { is: 'Ipv6CidrBlockAssociationSet[0].Ipv6Pool', any_of: ['Amazon'] },
      enable_dns_support: 'EnableDnsSupport.Value',
      enable_dns_hostnames: 'EnableDnsHostnames.Value',
      enable_network_address_usage_metrics: 'EnableNetworkAddressUsageMetrics.Value',
      is_default: 'IsDefault',
    },
    irrelevant: {
      BlockPublicAccessStates: ECHO,
      CidrBlockAssociationSet: TAKEN_APART,
      EncryptionControl: NO_ARGUMENT,
      State: STATE,
    },
  },
})
