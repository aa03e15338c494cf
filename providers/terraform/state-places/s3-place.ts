import type { StatePlace } from './place.ts'
import { s3Permissions } from './s3-permissions.ts'

/** An object of a bucket, and how to get at it; what is not said the SDK finds as it always does. */
export interface S3Settings {
  readonly bucket: string
  readonly key: string
  readonly region?: string | undefined
  readonly profile?: string | undefined
  readonly endpoint?: string | undefined
  readonly sts_endpoint?: string | undefined
  readonly path_style?: boolean | undefined
  readonly role?: Role | undefined
  readonly keys?: Keys | undefined
  /** base64, of an object that is encrypted with the customer's own key */
  readonly customer_key?: string | undefined
  /** it is the state of a workspace, which may not be there yet */
  readonly in_workspace?: boolean
}

export interface Role {
  readonly arn: string
  readonly external_id?: string | undefined
  readonly session_name?: string | undefined
}

interface Keys {
  readonly access_key: string
  readonly secret_key: string
  readonly token?: string | undefined
}

/** A state in S3, or in what speaks its language. */
export function s3Place(settings: S3Settings): StatePlace {
  return {
    shown: `s3://${settings.bucket}/${settings.key}`,
    permissions: s3Permissions(settings),
    async read(context) {
      const { readObject } = await import('./client.ts')
      return readObject(settings, context)
    },
  }
}
