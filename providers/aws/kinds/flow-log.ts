import type { Attributes, Value } from '../../../src/core/value.ts'
import { NO_ARGUMENT, OLD, STATE, TIME } from '../irrelevant.ts'
import { awsKind, chosen, plain, refers } from '../kind.ts'
import type { From } from '../mapping.ts'

/** The API has one `ResourceId`; its prefix says what it watches. */
function watches(prefix: string): From {
  return {
    with: (item: Attributes): Value | undefined => {
      const id = item['ResourceId']
      return typeof id === 'string' && id.slice(0, id.lastIndexOf('-')) === prefix ? id : undefined
    },
    reads: ['ResourceId'],
  }
}

export const flowLog = awsKind({
  name: 'aws_flow_log',
  identity: [
    'vpc_id',
    'subnet_id',
    'eni_id',
    'transit_gateway_id',
    'transit_gateway_attachment_id',
    'tags.Name',
  ],
  hints: ['traffic_type', 'log_destination'],
  fields: {
    vpc_id: refers('aws_vpc'),
    subnet_id: refers('aws_subnet'),
    eni_id: refers('aws_network_interface'),
    transit_gateway_id: refers('aws_ec2_transit_gateway'),
    transit_gateway_attachment_id: refers('aws_ec2_transit_gateway_vpc_attachment'),
    traffic_type: { class: 'security' },
    log_destination_type: { default: 'cloud-watch-logs' },
    log_destination: { class: 'security', ...chosen },
    iam_role_arn: { class: 'security' },
    deliver_cross_account_role: { class: 'security' },
    log_format: chosen,
    max_aggregation_interval: { default: 600 },
    destination_options: { list: 'single' },
    'destination_options.file_format': { default: 'plain-text' },
    'destination_options.hive_compatible_partitions': plain,
    'destination_options.per_hour_partition': plain,
  },
  api: {
    action: 'DescribeFlowLogs',
    id: 'FlowLogId',
    from: {
      vpc_id: watches('vpc'),
      subnet_id: watches('subnet'),
      eni_id: watches('eni'),
      transit_gateway_id: watches('tgw'),
      transit_gateway_attachment_id: watches('tgw-attach'),
      traffic_type: 'TrafficType',
      log_destination_type: 'LogDestinationType',
      log_destination: 'LogDestination',
      iam_role_arn: 'DeliverLogsPermissionArn',
      deliver_cross_account_role: 'DeliverCrossAccountRole',
      log_format: 'LogFormat',
      max_aggregation_interval: 'MaxAggregationInterval',
      destination_options: {
        block: 'DestinationOptions',
        of: {
          file_format: 'FileFormat',
          hive_compatible_partitions: 'HiveCompatiblePartitions',
          per_hour_partition: 'PerHourPartition',
        },
      },
    },
    irrelevant: {
      CreationTime: TIME,
      DeliverLogsErrorMessage: STATE,
      DeliverLogsStatus: STATE,
      FlowLogStatus: STATE,
      LogGroupName: OLD,
      TagFieldSpecifications: NO_ARGUMENT,
    },
  },
})
