import { awsKind, chosen, plain } from '../kind.ts'

export const placementGroup = awsKind({
  name: 'aws_placement_group',
  identity: ['name'],
  fields: {
    name: { class: 'identity' },
    strategy: plain,
    partition_count: { class: 'sizing', ...chosen },
    spread_level: chosen,
  },
  api: {
    action: 'DescribePlacementGroups',
    id: 'GroupName',
    gone: { at: 'State', states: ['deleting', 'deleted'] },
    from: {
      name: 'GroupName',
      strategy: 'Strategy',
      partition_count: 'PartitionCount',
      spread_level: 'SpreadLevel',
    },
    irrelevant: {},
  },
})

export const capacityReservation = awsKind({
  name: 'aws_ec2_capacity_reservation',
  identity: ['availability_zone', 'instance_type', 'tags.Name'],
  fields: {
    availability_zone: { class: 'identity' },
    instance_type: { class: 'sizing' },
    instance_platform: plain,
    instance_count: { class: 'sizing' },
    instance_match_criteria: { default: 'open' },
    ebs_optimized: plain,
    ephemeral_storage: plain,
    end_date_type: { default: 'unlimited' },
    tenancy: { default: 'default' },
    outpost_arn: plain,
    placement_group_arn: plain,
  },
  api: {
    action: 'DescribeCapacityReservations',
    id: 'CapacityReservationId',
    owner: 'OwnerId',
    gone: { at: 'State', states: ['expired', 'cancelled', 'failed', 'unsupported'] },
    from: {
      availability_zone: 'AvailabilityZone',
      instance_type: 'InstanceType',
      instance_platform: 'InstancePlatform',
      instance_count: 'TotalInstanceCount',
      instance_match_criteria: 'InstanceMatchCriteria',
      ebs_optimized: 'EbsOptimized',
      ephemeral_storage: 'EphemeralStorage',
      end_date_type: 'EndDateType',
      tenancy: 'Tenancy',
      outpost_arn: 'OutpostArn',
      placement_group_arn: 'PlacementGroupArn',
    },
    irrelevant: {},
  },
})

export const dedicatedHost = awsKind({
  name: 'aws_ec2_host',
  identity: ['availability_zone', 'tags.Name'],
  fields: {
    availability_zone: { class: 'identity' },
    instance_type: { class: 'sizing' },
    instance_family: { class: 'sizing' },
    auto_placement: { default: 'on' },
    host_recovery: { default: 'off' },
    asset_id: chosen,
    outpost_arn: plain,
  },
  api: {
    action: 'DescribeHosts',
    id: 'HostId',
    owner: 'OwnerId',
    gone: { at: 'State', states: ['released', 'released-permanent-failure'] },
    from: {
      availability_zone: 'AvailabilityZone',
      instance_type: 'HostProperties.InstanceType',
      instance_family: 'HostProperties.InstanceFamily',
      auto_placement: 'AutoPlacement',
      host_recovery: 'HostRecovery',
      asset_id: 'AssetId',
      outpost_arn: 'OutpostArn',
    },
    irrelevant: {},
  },
})
