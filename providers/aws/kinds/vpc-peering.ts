import { TIME } from '../irrelevant.ts'
import { awsKind, chosen, refers } from '../kind.ts'

const GONE = { at: 'Status.Code', states: ['deleted', 'deleting', 'rejected', 'expired', 'failed'] } as const
const OPTIONS = { allow_remote_vpc_dns_resolution: 'PeeringOptions.AllowDnsResolutionFromRemoteVpc' }

export const vpcPeering = awsKind({
  name: 'aws_vpc_peering_connection',
  also: ['aws_vpc_peering_connection_accepter'],
  identity: ['vpc_id', 'peer_vpc_id'],
  fields: {
    vpc_id: refers('aws_vpc', { class: 'identity', ...chosen }),
    peer_vpc_id: refers('aws_vpc', { class: 'identity', ...chosen }),
    peer_owner_id: { class: 'security', ...chosen },
    peer_region: chosen,
    // what either end is, by more than its id: whether it leads into another environment
    requester_owner_id: { computed: 'never' },
    requester_cidr_block: { computed: 'never' },
    accepter_cidr_block: { computed: 'never' },
    accepter: { list: 'single', class: 'security', ...chosen },
    requester: { list: 'single', class: 'security', ...chosen },
  },
  api: {
    action: 'DescribeVpcPeeringConnections',
    id: 'VpcPeeringConnectionId',
    gone: GONE,
    from: {
      vpc_id: 'RequesterVpcInfo.VpcId',
      peer_vpc_id: 'AccepterVpcInfo.VpcId',
      peer_owner_id: 'AccepterVpcInfo.OwnerId',
      peer_region: 'AccepterVpcInfo.Region',
      requester_owner_id: 'RequesterVpcInfo.OwnerId',
      requester_cidr_block: 'RequesterVpcInfo.CidrBlock',
      accepter_cidr_block: 'AccepterVpcInfo.CidrBlock',
      accepter: { block: 'AccepterVpcInfo', of: OPTIONS },
      requester: { block: 'RequesterVpcInfo', of: OPTIONS },
    },
    irrelevant: {
      ExpirationTime: TIME,
    },
  },
})

/** What either side lets the other resolve, as a resource of its own. */
export const vpcPeeringOptions = awsKind({
  name: 'aws_vpc_peering_connection_options',
  untagged: true,
  identity: ['vpc_peering_connection_id'],
  fields: {
    vpc_peering_connection_id: refers('aws_vpc_peering_connection'),
    accepter: { list: 'single', class: 'security', ...chosen },
    requester: { list: 'single', class: 'security', ...chosen },
  },
  api: {
    action: 'DescribeVpcPeeringConnections',
    gone: GONE,
    from: {
      vpc_peering_connection_id: 'VpcPeeringConnectionId',
      accepter: { block: 'AccepterVpcInfo', of: OPTIONS },
      requester: { block: 'RequesterVpcInfo', of: OPTIONS },
    },
  },
})
