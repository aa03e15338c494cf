import { TIME } from '../irrelevant.ts'
import { awsKind, chosen, refers } from '../kind.ts'

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
    accepter: { list: 'single', class: 'security', ...chosen },
    requester: { list: 'single', class: 'security', ...chosen },
  },
  api: {
    action: 'DescribeVpcPeeringConnections',
    id: 'VpcPeeringConnectionId',
    gone: { at: 'Status.Code', states: ['deleted', 'deleting', 'rejected', 'expired', 'failed'] },
    from: {
      vpc_id: 'RequesterVpcInfo.VpcId',
      peer_vpc_id: 'AccepterVpcInfo.VpcId',
      peer_owner_id: 'AccepterVpcInfo.OwnerId',
      peer_region: 'AccepterVpcInfo.Region',
      accepter: { block: 'AccepterVpcInfo', of: OPTIONS },
      requester: { block: 'RequesterVpcInfo', of: OPTIONS },
    },
    irrelevant: {
      ExpirationTime: TIME,
    },
  },
})
