import type { Permissions } from '../../../src/core/permissions.ts'
import { partitionOf } from '../evaluate/data/partitions.ts'
import type { S3Settings } from './s3-place.ts'

/**
 * The least rights that reading a state in S3 takes. Without the right to list, S3 calls an object that is not there
 * forbidden: a workspace may well have no state yet.
 */
export function s3Permissions(settings: S3Settings): Permissions {
  const { bucket, key, region, role, in_workspace } = settings
  const arn = `arn:${partitionOf(region ?? '').partition}:s3:::${bucket}`
  const list = { actions: ['s3:ListBucket'], resources: [arn] }
  return {
    language: 'iam',
    rights: [
      { actions: ['s3:GetObject'], resources: [`${arn}/${key}`] },
      ...(in_workspace === true ? [list] : []),
    ],
    ...(role && { role: role.arn }),
  }
}
