import { isList, isMap, type Attributes, type Value } from '../../../src/core/value.ts'
import { awsKind, plain, refers } from '../kind.ts'
import type { From } from '../mapping.ts'

/** One setting of the set: a list of values, or its only one. */
function setting(key: string, isList: boolean): From {
  return {
    with: (item) => {
      const values = valuesOf(item, key)
      return isList ? values : values[0]
    },
    reads: ['DhcpConfigurations'],
  }
}

function valuesOf(item: Attributes, key: string): Value[] {
  const all = isList(item['DhcpConfigurations']) ? item['DhcpConfigurations'].filter(isMap) : []
  const values = all.find((each) => each['Key'] === key)?.['Values']
  return isList(values) ? values.map((each) => (isMap(each) ? (each['Value'] ?? null) : each)) : []
}

export const dhcpOptions = awsKind({
  name: 'aws_vpc_dhcp_options',
  also: ['aws_default_vpc_dhcp_options'],
  identity: ['tags.Name'],
  hints: ['domain_name', 'domain_name_servers'],
  fields: {
    domain_name: { class: 'security' },
    domain_name_servers: { class: 'security' },
    ntp_servers: plain,
    netbios_name_servers: plain,
    netbios_node_type: { scalar: 'text' },
    ipv6_address_preferred_lease_time: { scalar: 'text' },
  },
  api: {
    action: 'DescribeDhcpOptions',
    id: 'DhcpOptionsId',
    owner: 'OwnerId',
    from: {
      domain_name: setting('domain-name', false),
      domain_name_servers: setting('domain-name-servers', true),
      ntp_servers: setting('ntp-servers', true),
      netbios_name_servers: setting('netbios-name-servers', true),
      netbios_node_type: setting('netbios-node-type', false),
      ipv6_address_preferred_lease_time: setting('ipv6-address-preferred-lease-time', false),
    },
  },
})

export const dhcpOptionsAssociation = awsKind({
  name: 'aws_vpc_dhcp_options_association',
  untagged: true,
  identity: ['vpc_id'],
  fields: {
    vpc_id: refers('aws_vpc'),
    dhcp_options_id: refers('aws_vpc_dhcp_options', { class: 'security' }),
  },
  api: {
    action: 'DescribeVpcs',
    owner: 'OwnerId',
    where: { at: 'DhcpOptionsId', set: true },
    from: { vpc_id: 'VpcId', dhcp_options_id: 'DhcpOptionsId' },
  },
})
