import { AWS, COUNT, ECHO, STATE, TIME } from '../irrelevant.ts'
import { awsKind, chosen, plain, refers } from '../kind.ts'

export const ebsSnapshot = awsKind({
  name: 'aws_ebs_snapshot',
  also: ['aws_ebs_snapshot_copy', 'aws_ebs_snapshot_import'],
  identity: ['tags.Name'],
  hints: ['description', 'volume_id'],
  fields: {
    volume_id: refers('aws_ebs_volume', { class: 'identity', ...chosen }),
    description: { class: 'metadata' },
    encrypted: { class: 'security', ...chosen },
    kms_key_id: { class: 'security', ...chosen, ignore: 'parity' },
    outpost_arn: plain,
    storage_tier: chosen,
  },
  api: {
    action: 'DescribeSnapshots',
    args: { OwnerIds: ['self'] },
    id: 'SnapshotId',
    owner: 'OwnerId',
    gone: { at: 'State', states: ['error'] },
    from: {
      volume_id: 'VolumeId',
      description: 'Description',
      encrypted: 'Encrypted',
      kms_key_id: 'KmsKeyId',
      outpost_arn: 'OutpostArn',
      storage_tier: 'StorageTier',
      volume_size: 'VolumeSize',
    },
    irrelevant: {
      AvailabilityZone: ECHO,
      CompletionDurationMinutes: AWS,
      CompletionTime: TIME,
      DataEncryptionKeyId: AWS,
      FullSnapshotSizeInBytes: COUNT,
      OwnerAlias: AWS,
      Progress: STATE,
      RestoreExpiryTime: TIME,
      SseType: ECHO,
      StartTime: TIME,
      StateMessage: STATE,
      TransferType: AWS,
    },
  },
})

/** Who may make volumes of a snapshot; Terraform knows accounts only, a public one stands here as the group `all`. */
export const snapshotPermission = awsKind({
  name: 'aws_snapshot_create_volume_permission',
  identity: ['snapshot_id', 'account_id', 'group'],
  fields: {
    snapshot_id: refers('aws_ebs_snapshot', { class: 'security' }),
    account_id: { class: 'security' },
    group: { class: 'security' },
  },
  api: {
    action: 'DescribeSnapshots',
    args: { OwnerIds: ['self'] },
    owner: '^.OwnerId',
    details: [
      {
        action: 'DescribeSnapshotAttribute',
        attribute: 'createVolumePermission',
        by: 'SnapshotId',
        take: ['CreateVolumePermissions'],
        of: 'aws_ebs_snapshot',
      },
    ],
    inner: 'CreateVolumePermissions',
    from: { snapshot_id: '^.SnapshotId', account_id: 'UserId', group: 'Group' },
  },
})
