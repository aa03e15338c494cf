import { isList, Unknown, type Attributes, type Value } from '../../../src/core/value.ts'
import { awsKind, plain, refers } from '../kind.ts'

/** Addresses of a subnet that AWS gives to nobody by itself. */
export const subnetReservation = awsKind({
  name: 'aws_ec2_subnet_cidr_reservation',
  untagged: true,
  identity: ['subnet_id', 'cidr_block'],
  fields: {
    subnet_id: refers('aws_subnet'),
    cidr_block: { scalar: 'cidr', network: true },
    reservation_type: plain,
    description: { class: 'metadata' },
  },
  api: {
    action: 'DescribeSubnets',
    rare: true,
    owner: '^.OwnerId',
    details: [
      {
        action: 'GetSubnetCidrReservations',
        by: 'SubnetId',
        take: ['SubnetIpv4CidrReservations', 'SubnetIpv6CidrReservations'],
        of: 'aws_subnet',
      },
    ],
    prepare: (item) => ({ ...item, Reservations: reservationsOf(item) }),
    inner: 'Reservations',
    id: 'SubnetCidrReservationId',
    from: {
      subnet_id: '^.SubnetId',
      cidr_block: 'Cidr',
      reservation_type: 'ReservationType',
      description: 'Description',
    },
  },
})

function reservationsOf(subnet: Attributes): Value {
  const lists = [subnet['SubnetIpv4CidrReservations'], subnet['SubnetIpv6CidrReservations']]
  const open = lists.find((list) => list instanceof Unknown)
  return open ?? lists.flatMap((list) => (isList(list) ? list : []))
}
