import { isMap, type Attributes } from '../../../src/core/value.ts'
import { AWS, ECHO, NAME, NO_ARGUMENT, STATE, TAKEN_APART } from '../irrelevant.ts'
import { awsKind, chosen, onByDefault, plain, refers, refersToSet } from '../kind.ts'

export const networkInterface = awsKind({
  name: 'aws_network_interface',
  identity: ['subnet_id', 'tags.Name'],
  hints: ['description', 'private_ips', 'security_groups'],
  fields: {
    subnet_id: refers('aws_subnet', { class: 'identity' }),
    description: { class: 'metadata' },
    security_groups: refersToSet('aws_security_group', { class: 'security', ...chosen }),
    private_ips: { list: 'set', ...chosen, ignore: 'parity' },
    ipv6_addresses: { list: 'set', ...chosen, ignore: 'parity' },
    ipv4_prefixes: { list: 'set', ...chosen, ignore: 'parity' },
    ipv6_prefixes: { list: 'set', ...chosen, ignore: 'parity' },
    source_dest_check: onByDefault({ class: 'security' }),
    interface_type: chosen,
    attachment: { list: { keyed_by: ['device_index'] }, ...chosen },
    'attachment[*].instance': refers('aws_instance'),
    'attachment[*].attachment_id': { ignore: 'always' },
    'attachment[*].delete_on_termination': { ignore: 'always' },
  },
  api: {
    action: 'DescribeNetworkInterfaces',
    id: 'NetworkInterfaceId',
    owner: 'OwnerId',
    prepare: (item) => ({ ...item, Held: heldBy(item) }),
    from: {
      subnet_id: 'SubnetId',
      description: 'Description',
      security_groups: 'Groups[].GroupId',
      private_ips: 'PrivateIpAddresses[].PrivateIpAddress',
      ipv6_addresses: 'Ipv6Addresses[].Ipv6Address',
      ipv4_prefixes: 'Ipv4Prefixes[].Ipv4Prefix',
      ipv6_prefixes: 'Ipv6Prefixes[].Ipv6Prefix',
      source_dest_check: 'SourceDestCheck',
      interface_type: 'InterfaceType',
      attachment: {
        blocks: 'Held',
        of: {
          device_index: 'DeviceIndex',
          instance: 'InstanceId',
          delete_on_termination: 'DeleteOnTermination',
        },
      },
      requester_managed: 'RequesterManaged',
    },
    irrelevant: {
      AssociatedSubnets: NO_ARGUMENT,
      Association: ECHO,
      Attachment: TAKEN_APART,
      AvailabilityZone: ECHO,
      AvailabilityZoneId: ECHO,
      ConnectionTrackingConfiguration: NO_ARGUMENT,
      DenyAllIgwTraffic: AWS,
      Ipv6Address: NAME,
      Ipv6Native: ECHO,
      MacAddress: AWS,
      Operator: AWS,
      OutpostArn: ECHO,
      PrivateDnsName: AWS,
      PrivateIpAddress: NAME,
      PublicDnsName: ECHO,
      PublicIpDnsNameOptions: NO_ARGUMENT,
      RequesterId: AWS,
      Status: STATE,
      VpcId: ECHO,
    },
  },
})

/** The machine that holds an interface; other services hold theirs under their own account. */
function heldBy(item: Attributes): Attributes[] {
  const attachment = item['Attachment']
  return isMap(attachment) && typeof attachment['InstanceId'] === 'string' && attachment['InstanceId'] !== ''
    ? [attachment]
    : []
}

export const networkInterfaceAttachment = awsKind({
  name: 'aws_network_interface_attachment',
  untagged: true,
  identity: ['network_interface_id'],
  fields: {
    network_interface_id: refers('aws_network_interface'),
    instance_id: refers('aws_instance', { class: 'security' }),
    device_index: plain,
  },
  api: {
    action: 'DescribeNetworkInterfaces',
    id: 'Attachment.AttachmentId',
    owner: 'OwnerId',
    where: { at: 'Attachment.InstanceId', set: true },
    from: {
      network_interface_id: 'NetworkInterfaceId',
      instance_id: 'Attachment.InstanceId',
      device_index: 'Attachment.DeviceIndex',
    },
  },
})

/** One group put on an interface that other code owns. */
export const interfaceGroup = awsKind({
  name: 'aws_network_interface_sg_attachment',
  identity: ['network_interface_id', 'security_group_id'],
  fields: {
    network_interface_id: refers('aws_network_interface'),
    security_group_id: refers('aws_security_group', { class: 'security' }),
  },
  api: {
    action: 'DescribeNetworkInterfaces',
    owner: '^.OwnerId',
    inner: 'Groups',
    from: { network_interface_id: '^.NetworkInterfaceId', security_group_id: 'GroupId' },
  },
})
