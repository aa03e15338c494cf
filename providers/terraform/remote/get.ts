import { BlockList, isIP } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Context } from '../../../src/core/provider.ts'
import type { TlsSettings } from './tls-request.ts'
import { tlsRequest } from './tls-request.ts'

/** What a GET came to. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Buffer
  /** where it came from at last */
  readonly url: string
}

/** Why there is no answer. The message names the address without what may be secret in it. */
export class GetFault extends Error {
  readonly reason: 'unreachable' | 'timeout' | 'too_large' | 'refused'

  constructor(reason: GetFault['reason'], message: string) {
    super(message)
    this.name = 'GetFault'
    this.reason = reason
  }
}

export interface GetOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** for the body; default `limits.max_bytes` */
  readonly bytes_max?: number
  /** `http:` is refused for the first address as well, unless the caller took it from code that says so */
  readonly allow_http?: boolean
  /** for servers that ask for a certificate, or have one of their own authority; its key goes to the first host alone */
  readonly tls?: TlsSettings | undefined
}

type Bounds = Pick<Context, 'limits' | 'signal' | 'called'>

const REDIRECTS_MAX = 10
const BACKOFF_MS = 200
const BUSY = new Set([429, 500, 502, 503, 504])

/**
 * Reads an address: each try within the request's deadline, all within the source's, no more bytes than the limit, again
 * where the server was busy. Redirects are followed, never to plain http, and credentials stay with their host.
 * @throws GetFault
 */
export async function get(url: string, context: Bounds, options: GetOptions = {}): Promise<Answer> {
  for (let attempt = 0; ; attempt += 1) {
    const isLast = attempt >= context.limits.retries
    try {
      const answer = await follow(url, context, options)
      if (isLast || !BUSY.has(answer.status)) return answer
    } catch (error) {
      if (!(error instanceof GetFault)) throw error
      if (isLast || error.reason !== 'unreachable') throw error
    }
    await sleep(BACKOFF_MS * 2 ** attempt, undefined, { signal: context.signal }).catch(() => undefined)
    if (context.signal.aborted)
      throw new GetFault('timeout', `${shownUrl(url)}: the source’s deadline passed`)
  }
}

/** An address as reports may show it: without credentials, query and fragment. */
export function shownUrl(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url)
    return `${protocol}//${host}${pathname}`
  } catch {
    return url.replace(/[?#].*$/s, '').replace(/\/\/[^/]*@/, '//')
  }
}

async function follow(url: string, context: Bounds, options: GetOptions): Promise<Answer> {
  let { url: at, headers } = withoutUser(url, options.headers ?? {})
  let { tls } = options
  for (let hop = 0; hop <= REDIRECTS_MAX; hop += 1) {
    const isHttp = new URL(at).protocol === 'http:'
    if (isHttp && !options.allow_http)
      throw new GetFault('refused', `${shownUrl(at)}: only https is asked, this is plain http`)
    const bytes_max = options.bytes_max ?? context.limits.max_bytes
    const answer = await once({ url: at, headers, tls, bytes_max }, context)
    const location = answer.headers.get('location')
    if (answer.status < 300 || answer.status >= 400 || location === null) return answer
    const next = redirected(location, at)
    // who is asked for next is not who the credentials are for
    if (next.origin !== new URL(at).origin) {
      headers = withoutCredentials(headers)
      tls = tls && { ...tls, certificate: undefined, key: undefined }
    }
    at = next.href
  }
  throw new GetFault('refused', `${shownUrl(url)}: redirected more than ${REDIRECTS_MAX} times`)
}

/** Credentials in an address go where fetch takes them: into a header. */
function withoutUser(
  url: string,
  headers: Readonly<Record<string, string>>,
): { readonly url: string; readonly headers: Readonly<Record<string, string>> } {
  const address = URL.parse(url)
  if (!address) throw new GetFault('refused', `${shownUrl(url)}: it is no address`)
  const [user, password] = [address.username, address.password]
  if (user === '' && password === '') return { url, headers }
  address.username = ''
  address.password = ''
  const both = `${unescaped(user)}:${unescaped(password)}`
  const authorization = `Basic ${Buffer.from(both).toString('base64')}`
  return { url: address.href, headers: { authorization, ...headers } }
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Where clouds answer a machine about itself, and with it its credentials: nobody outside sends us there. */
const LINK_LOCAL = new BlockList()
LINK_LOCAL.addSubnet('169.254.0.0', 16, 'ipv4')
LINK_LOCAL.addSubnet('fe80::', 10, 'ipv6')
LINK_LOCAL.addAddress('fd00:ec2::254', 'ipv6')

/** Whether an address names its host by a number that is valid on this link alone. */
export function isLinkLocal(url: URL): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const family = isIP(host)
  return family !== 0 && LINK_LOCAL.check(host, family === 6 ? 'ipv6' : 'ipv4')
}

function redirected(location: string, from: string): URL {
  const next = URL.parse(location, from)
  if (next && isLinkLocal(next))
    throw new GetFault('refused', `${shownUrl(from)}: redirected to an address of this machine's own link`)
  if (next && (next.protocol === 'https:' || next.protocol === new URL(from).protocol)) return next
  throw new GetFault('refused', `${shownUrl(from)}: redirected to what is not https`)
}

function withoutCredentials(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'),
  )
}

interface Ask {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly tls: TlsSettings | undefined
  readonly bytes_max: number
}

async function once({ url, headers, tls, bytes_max }: Ask, context: Bounds): Promise<Answer> {
  const deadline = AbortSignal.timeout(context.limits.request_timeout_ms)
  const signal = AbortSignal.any([context.signal, deadline])
  context.called()
  try {
    const response =
      tls && url.startsWith('https:')
        ? await tlsRequest(url, headers, tls, signal)
        : await fetch(url, { redirect: 'manual', headers: { ...headers }, signal })
    const bytes = await bodyOf(url, response, bytes_max)
    return { status: response.status, headers: response.headers, bytes, url }
  } catch (error) {
    if (error instanceof GetFault) throw error
    if (signal.aborted)
      throw new GetFault('timeout', `${shownUrl(url)}: no whole answer in time (limits.request_timeout_ms)`)
    throw new GetFault('unreachable', `${shownUrl(url)}: ${reasonOf(error)}`)
  }
}

interface Arriving {
  readonly headers: Headers
  readonly body: AsyncIterable<Uint8Array> | null
}

/** Leaving the loop ends the answer: what is too large is not read to its end. */
async function bodyOf(url: string, { headers, body }: Arriving, bytes_max: number): Promise<Buffer> {
  const announced = Number(headers.get('content-length') ?? 0)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (Math.max(size, announced) > bytes_max)
      throw new GetFault('too_large', `${shownUrl(url)}: more than ${bytes_max} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The network's own word, which fetch puts into the cause. Other messages may quote the address: they are not told. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  for (const one of [cause, error])
    if (one instanceof Error && 'code' in one && typeof one.code === 'string') return one.code
  return 'it cannot be reached'
}
