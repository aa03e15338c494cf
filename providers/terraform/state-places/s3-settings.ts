import type { StateSettings } from '../settings.ts'
import type { S3Settings } from './s3-place.ts'

/** The object that a `terraform_state` names; undefined where it names none, or lies elsewhere. */
export function s3Settings(settings: StateSettings): S3Settings | undefined {
  const { path, region, profile, endpoint, role_arn, external_id } = settings
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/is.exec(path) ?? []
  if (bucket === undefined || key === undefined) return undefined
  const role = role_arn === undefined ? undefined : { arn: role_arn, external_id }
  return { bucket, key, region, profile, endpoint, role }
}
