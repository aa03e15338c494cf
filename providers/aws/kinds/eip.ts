import { AWS, ECHO } from '../irrelevant.ts'
import { awsKind, chosen, plain, refers } from '../kind.ts'

export const eip = awsKind({
  name: 'aws_eip',
  identity: ['tags.Name'],
  hints: ['public_ip', 'instance'],
  fields: {
    domain: { ...chosen, default: 'vpc' },
    public_ip: { ...chosen, ignore: 'parity' },
    instance: refers('aws_instance', chosen),
    network_interface: refers('aws_network_interface', chosen),
    public_ipv4_pool: chosen,
    customer_owned_ipv4_pool: plain,
    network_border_group: chosen,
  },
  normalise: ({ network_interface: held, ...rest }) =>
    held === undefined || rest['instance'] ? rest : { ...rest, network_interface: held },
  api: {
    action: 'DescribeAddresses',
    id: 'AllocationId',
    from: {
      domain: 'Domain',
      public_ip: 'PublicIp',
      instance: 'InstanceId',
      network_interface: 'NetworkInterfaceId',
      public_ipv4_pool: {
        with: (item) => (item['PublicIpv4Pool'] === 'amazon' ? undefined : item['PublicIpv4Pool']),
        reads: ['PublicIpv4Pool'],
      },
      customer_owned_ipv4_pool: 'CustomerOwnedIpv4Pool',
      network_border_group: 'NetworkBorderGroup',
    },
    irrelevant: {
      AssociationId: ECHO,
      CarrierIp: AWS,
      CustomerOwnedIp: AWS,
      NetworkInterfaceOwnerId: ECHO,
      PrivateIpAddress: ECHO,
      ServiceManaged: AWS,
      SubnetId: ECHO,
    },
  },
})

/** Where it is bound is said once: `arrange` keeps the machine or the interface, as the declaration has it. */
export const eipAssociation = awsKind({
  name: 'aws_eip_association',
  untagged: true,
  identity: ['allocation_id'],
  fields: {
    allocation_id: refers('aws_eip'),
    instance_id: refers('aws_instance', { class: 'security', ...chosen }),
    network_interface_id: refers('aws_network_interface', { class: 'security', ...chosen }),
    private_ip_address: { ...chosen, ignore: 'parity' },
  },
  api: {
    action: 'DescribeAddresses',
    id: 'AssociationId',
    where: { at: 'AssociationId', set: true },
    from: {
      allocation_id: 'AllocationId',
      instance_id: 'InstanceId',
      network_interface_id: 'NetworkInterfaceId',
      private_ip_address: 'PrivateIpAddress',
    },
  },
})
