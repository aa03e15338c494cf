import type { Field } from '../../../src/core/provider.ts'
import { chosen, onByDefault, TAGS } from '../kind.ts'
import type { Mapping } from '../mapping.ts'

/** A machine's disk from its mapping, with the volume put beside it. `volume_id` is for `arrange`, not compared. */
export const DISK: Mapping = {
  device_name: 'DeviceName',
  volume_id: 'Ebs.VolumeId',
  delete_on_termination: 'Ebs.DeleteOnTermination',
  volume_size: 'Volume.Size',
  volume_type: 'Volume.VolumeType',
  iops: 'Volume.Iops',
  throughput: 'Volume.Throughput',
  encrypted: 'Volume.Encrypted',
  kms_key_id: 'Volume.KmsKeyId',
  tags: { tags: 'Volume.Tags' },
}

/** What a difference in a disk means, below `at`. */
export function DISK_FIELDS(at: string): Record<string, Field> {
  return {
    [`${at}.delete_on_termination`]: onByDefault(),
    [`${at}.volume_size`]: { class: 'sizing' },
    [`${at}.volume_type`]: { class: 'sizing' },
    [`${at}.iops`]: { class: 'sizing' },
    [`${at}.throughput`]: { class: 'sizing' },
    [`${at}.encrypted`]: { class: 'security' },
    [`${at}.kms_key_id`]: { class: 'security', ignore: 'parity' },
    [`${at}.tags`]: { ...TAGS, ...chosen },
    [`${at}.volume_id`]: { ignore: 'always' },
    [`${at}.device_name`]: { ignore: 'parity' },
    [`${at}.snapshot_id`]: { ignore: 'always' },
    [`${at}.tags_all`]: { ignore: 'always' },
  }
}
