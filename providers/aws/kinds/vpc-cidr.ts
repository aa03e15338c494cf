import { isMap, type Attributes } from '../../../src/core/value.ts'
import { awsKind, chosen, refers } from '../kind.ts'

/** Further IPv4 ranges of a VPC; the first belongs to the VPC itself. */
export const vpcCidr = awsKind({
  name: 'aws_vpc_ipv4_cidr_block_association',
  identity: ['vpc_id', 'cidr_block'],
  fields: { vpc_id: refers('aws_vpc'), cidr_block: { class: 'identity', network: true, ...chosen } },
  api: {
    action: 'DescribeVpcs',
    owner: '^.OwnerId',
    inner: 'CidrBlockAssociationSet',
    id: 'AssociationId',
    gone: { at: 'CidrBlockState.State', states: ['disassociating', 'disassociated', 'failed'] },
    from: { vpc_id: '^.VpcId', cidr_block: 'CidrBlock', silent: { with: isFirst, reads: ['CidrBlock'] } },
  },
})

/** The range that the VPC was made with is the VPC's own. */
function isFirst(item: Attributes): boolean {
  const vpc = item['^']
  return isMap(vpc) && vpc['CidrBlock'] === item['CidrBlock']
}

export const vpcCidrV6 = awsKind({
  name: 'aws_vpc_ipv6_cidr_block_association',
  identity: ['vpc_id', 'ipv6_cidr_block'],
  fields: { vpc_id: refers('aws_vpc'), ipv6_cidr_block: { class: 'identity', network: true, ...chosen } },
  api: {
    action: 'DescribeVpcs',
    owner: '^.OwnerId',
    inner: 'Ipv6CidrBlockAssociationSet',
    id: 'AssociationId',
    gone: { at: 'Ipv6CidrBlockState.State', states: ['disassociating', 'disassociated', 'failed'] },
    from: { vpc_id: '^.VpcId', ipv6_cidr_block: 'Ipv6CidrBlock' },
  },
})
