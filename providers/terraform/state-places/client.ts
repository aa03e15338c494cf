import { Readable, addAbortSignal } from 'node:stream'

import type { GetObjectCommand, GetObjectCommandInput, S3Client, S3ClientConfig } from '@aws-sdk/client-s3'

import type { Context } from '../../../src/core/provider.ts'
import { StateFault } from '../state/state-content.ts'
import type { PlacedText } from './place.ts'
import type { S3Settings } from './s3-place.ts'
import { s3Fault } from './s3-fault.ts'
import { stateText } from './state-text.ts'

/** The SDK follows a bucket to its own region from here. */
const FIRST_REGION = 'us-east-1'
const CONNECT_MS = 10_000
const ATTEMPTS_MAX = 6

/** Reads one object whole, within the limits. The SDK is loaded here, on first use. @throws StateFault */
export async function readObject(settings: S3Settings, context: Context): Promise<PlacedText> {
  try {
    const { S3Client, GetObjectCommand } = await import('@aws-sdk/client-s3')
    const client = new S3Client(await configOf(settings, context))
    try {
      context.called()
      return await answerOf(client, new GetObjectCommand(inputOf(settings)), context)
    } finally {
      client.destroy()
    }
  } catch (error) {
    throw error instanceof StateFault ? error : s3Fault(error, context.signal)
  }
}

async function answerOf(client: S3Client, command: GetObjectCommand, context: Context): Promise<PlacedText> {
  const { max_bytes, request_timeout_ms } = context.limits
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(request_timeout_ms)])
  const {
    Body: body,
    ContentLength: length,
    LastModified: written,
  } = await client.send(command, {
    abortSignal: signal,
  })
  const tooLarge = (): StateFault =>
    new StateFault('FILE_TOO_LARGE', `it has more than ${max_bytes} bytes (limits.max_bytes)`)
  // on Node it is a stream; one that is left alone throws its end as an event
  if (!(body instanceof Readable)) throw new StateFault('STATE_UNREACHABLE', 'the answer has no body')
  body.on('error', () => undefined)
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    if (length !== undefined && length > max_bytes) throw tooLarge()
    for await (const chunk of addAbortSignal(signal, body)) {
      if (!(chunk instanceof Uint8Array)) continue
      size += chunk.byteLength
      if (size > max_bytes) throw tooLarge()
      chunks.push(chunk)
    }
  } finally {
    body.destroy()
  }
  return { text: stateText(Buffer.concat(chunks)), written_at: written?.toISOString() }
}

function inputOf({ bucket, key, customer_key }: S3Settings): GetObjectCommandInput {
  return {
    Bucket: bucket,
    Key: key,
    ...(customer_key !== undefined && { SSECustomerAlgorithm: 'AES256', SSECustomerKey: customer_key }),
  }
}

async function configOf(settings: S3Settings, context: Context): Promise<S3ClientConfig> {
  const { endpoint, path_style, profile } = settings
  const common = commonOf(settings, context)
  return {
    ...common,
    followRegionRedirects: true,
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint, forcePathStyle: path_style ?? isLocal(endpoint) }),
    ...(path_style !== undefined && { forcePathStyle: path_style }),
    ...(await credentialsOf(settings, context, common)),
  }
}

function commonOf({ region }: S3Settings, { limits, env }: Context) {
  return {
    region: region ?? env('AWS_REGION') ?? env('AWS_DEFAULT_REGION') ?? FIRST_REGION,
    maxAttempts: Math.min(ATTEMPTS_MAX, limits.retries + 1),
    requestHandler: {
      requestTimeout: limits.request_timeout_ms,
      connectionTimeout: Math.min(limits.request_timeout_ms, CONNECT_MS),
      throwOnRequestTimeout: true,
    },
  }
}

/** Keys that are given, or a role that is taken with them or with what the SDK finds; nothing = as the SDK finds them. */
async function credentialsOf(
  settings: S3Settings,
  context: Context,
  common: ReturnType<typeof commonOf>,
): Promise<Pick<S3ClientConfig, 'credentials'>> {
  const { keys, role, profile } = settings
  const own = keys && {
    accessKeyId: keys.access_key,
    secretAccessKey: keys.secret_key,
    ...(keys.token !== undefined && { sessionToken: keys.token }),
  }
  if (!role) return own ? { credentials: own } : {}
  const { STSClient, AssumeRoleCommand } = await import('@aws-sdk/client-sts')
  const endpoint = settings.sts_endpoint ?? (isLocal(settings.endpoint) ? settings.endpoint : undefined)
  const client = new STSClient({
    ...common,
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
    ...(own && { credentials: own }),
  })
  context.called()
  const command = new AssumeRoleCommand({
    RoleArn: role.arn,
    RoleSessionName: role.session_name ?? 'evenkeel',
    ...(role.external_id !== undefined && { ExternalId: role.external_id }),
  })
  const { Credentials: given } = await client.send(command, { abortSignal: context.signal })
  client.destroy()
  if (!given?.AccessKeyId || !given.SecretAccessKey)
    throw new StateFault('STATE_FORBIDDEN', 'AssumeRole answered no credentials')
  return {
    credentials: {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      ...(given.SessionToken !== undefined && { sessionToken: given.SessionToken }),
    },
  }
}

/** A stand-in on this machine answers every service at one address, and has no names for buckets. */
function isLocal(endpoint: string | undefined): boolean {
  const host = endpoint === undefined ? undefined : URL.parse(endpoint)?.hostname
  return host !== undefined && /^(?:localhost|127\..*|\[::1\])$/.test(host)
}
