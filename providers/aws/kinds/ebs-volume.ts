import { AWS, ECHO, NAME, NO_ARGUMENT, TIME } from '../irrelevant.ts'
import { awsKind, chosen, plain, refers } from '../kind.ts'

const sizing = { class: 'sizing', ...chosen } as const

export const ebsVolume = awsKind({
  name: 'aws_ebs_volume',
  identity: ['tags.Name'],
  hints: ['availability_zone', 'snapshot_id', 'size', 'type'],
  fields: {
    availability_zone: { class: 'identity' },
    size: sizing,
    type: sizing,
    iops: sizing,
    throughput: sizing,
    encrypted: { class: 'security', ...chosen },
    kms_key_id: { class: 'security', ...chosen, ignore: 'parity' },
    snapshot_id: refers('aws_ebs_snapshot', chosen),
    multi_attach_enabled: plain,
    outpost_arn: plain,
  },
  api: {
    action: 'DescribeVolumes',
    id: 'VolumeId',
    gone: { at: 'State', states: ['deleting', 'deleted'] },
    from: {
      availability_zone: 'AvailabilityZone',
      size: 'Size',
      type: 'VolumeType',
      iops: 'Iops',
      throughput: 'Throughput',
      encrypted: 'Encrypted',
      kms_key_id: 'KmsKeyId',
      snapshot_id: 'SnapshotId',
      multi_attach_enabled: 'MultiAttachEnabled',
      outpost_arn: 'OutpostArn',
      attachments: {
        blocks: 'Attachments',
        of: {
          instance_id: 'InstanceId',
          device_name: 'Device',
          delete_on_termination: 'DeleteOnTermination',
        },
      },
    },
    irrelevant: {
      AvailabilityZoneId: ECHO,
      CreateTime: TIME,
      FastRestored: AWS,
      Operator: AWS,
      OwnerId: AWS,
      SourceVolumeId: AWS,
      SseType: ECHO,
      VolumeArn: NAME,
      VolumeInitializationRate: NO_ARGUMENT,
    },
  },
})

/** A volume's place in a machine: Terraform's own id of it is a checksum, so `arrange` gives it the state's. */
export const volumeAttachment = awsKind({
  name: 'aws_volume_attachment',
  identity: ['volume_id', 'instance_id'],
  fields: {
    volume_id: refers('aws_ebs_volume', { class: 'identity' }),
    instance_id: refers('aws_instance', { class: 'identity' }),
    device_name: plain,
  },
  api: {
    action: 'DescribeVolumes',
    inner: 'Attachments',
    gone: { at: 'State', states: ['detaching', 'detached'] },
    from: {
      volume_id: 'VolumeId',
      instance_id: 'InstanceId',
      device_name: 'Device',
      delete_on_termination: 'DeleteOnTermination',
    },
  },
})
