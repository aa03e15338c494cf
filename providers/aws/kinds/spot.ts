import { COUNT, ECHO, NO_ARGUMENT, STATE, TIME } from '../irrelevant.ts'
import { awsKind, chosen, plain, refers } from '../kind.ts'

const SIZING = { class: 'sizing' } as const

/** What a request asks for; the machine that it gets is one of its own. */
export const spotInstanceRequest = awsKind({
  name: 'aws_spot_instance_request',
  identity: ['tags.Name'],
  hints: ['instance_type', 'ami', 'subnet_id'],
  fields: {
    ami: refers('aws_ami', { class: 'version', ...chosen }),
    availability_zone: { class: 'identity', ...chosen },
    instance_interruption_behavior: { default: 'terminate' },
    instance_type: { ...SIZING, ...chosen },
    key_name: refers('aws_key_pair', { class: 'security', ...chosen }),
    launch_group: plain,
    spot_price: { scalar: 'number', ...SIZING, ...chosen },
    spot_type: { default: 'persistent' },
    subnet_id: refers('aws_subnet', { class: 'identity', ...chosen }),
  },
  api: {
    action: 'DescribeSpotInstanceRequests',
    rare: true,
    id: 'SpotInstanceRequestId',
    gone: { at: 'State', states: ['cancelled', 'closed', 'failed'] },
    from: {
      ami: 'LaunchSpecification.ImageId',
      availability_zone: 'LaunchedAvailabilityZone',
      instance_interruption_behavior: 'InstanceInterruptionBehavior',
      instance_type: 'LaunchSpecification.InstanceType',
      key_name: 'LaunchSpecification.KeyName',
      launch_group: 'LaunchGroup',
      spot_price: 'SpotPrice',
      spot_type: 'Type',
      subnet_id: 'LaunchSpecification.SubnetId',
    },
    irrelevant: {
      ActualBlockHourlyPrice: COUNT,
      AvailabilityZoneGroup: NO_ARGUMENT,
      BlockDurationMinutes: NO_ARGUMENT,
      CreateTime: TIME,
      Fault: STATE,
      InstanceId: ECHO,
      LaunchedAvailabilityZoneId: ECHO,
      ProductDescription: ECHO,
      Status: STATE,
      ValidFrom: TIME,
      ValidUntil: TIME,
    },
  },
})

/** What a fleet asks for as a whole; its launch specifications cannot be changed without making it anew. */
export const spotFleetRequest = awsKind({
  name: 'aws_spot_fleet_request',
  identity: ['tags.Name'],
  hints: ['iam_fleet_role', 'target_capacity'],
  fields: {
    allocation_strategy: { default: 'lowestPrice' },
    excess_capacity_termination_policy: { default: 'Default' },
    fleet_type: { default: 'maintain' },
    iam_fleet_role: { class: 'security' },
    instance_interruption_behaviour: { default: 'terminate' },
    instance_pools_to_use_count: { default: 1, ...SIZING },
    on_demand_allocation_strategy: { default: 'lowestPrice' },
    on_demand_target_capacity: SIZING,
    spot_price: { scalar: 'number', ...SIZING, ...chosen },
    target_capacity: SIZING,
  },
  api: {
    action: 'DescribeSpotFleetRequests',
    rare: true,
    id: 'SpotFleetRequestId',
    gone: { at: 'SpotFleetRequestState', states: ['cancelled', 'failed', 'cancelled_terminating'] },
    from: {
      allocation_strategy: 'SpotFleetRequestConfig.AllocationStrategy',
      excess_capacity_termination_policy: 'SpotFleetRequestConfig.ExcessCapacityTerminationPolicy',
      fleet_type: 'SpotFleetRequestConfig.Type',
      iam_fleet_role: 'SpotFleetRequestConfig.IamFleetRole',
      instance_interruption_behaviour: 'SpotFleetRequestConfig.InstanceInterruptionBehavior',
      instance_pools_to_use_count: 'SpotFleetRequestConfig.InstancePoolsToUseCount',
      on_demand_allocation_strategy: 'SpotFleetRequestConfig.OnDemandAllocationStrategy',
      on_demand_target_capacity: 'SpotFleetRequestConfig.OnDemandTargetCapacity',
      spot_price: 'SpotFleetRequestConfig.SpotPrice',
      target_capacity: 'SpotFleetRequestConfig.TargetCapacity',
    },
    irrelevant: { ActivityStatus: STATE, CreateTime: TIME },
  },
})
