import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'

/** What a server's certificate is judged by, and what is shown to it; all as PEM. */
export interface TlsSettings {
  /** in place of the authorities that the machine trusts */
  readonly ca?: string | undefined
  readonly certificate?: string | undefined
  readonly key?: string | undefined
  readonly skip_verification: boolean
}

/** A GET with a certificate of one's own, which fetch has no words for. Redirects are answers. Rejects with the network's error. */
export async function tlsRequest(
  url: string,
  headers: Readonly<Record<string, string>>,
  tls: TlsSettings,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly headers: Headers; readonly body: IncomingMessage }> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = {
      headers,
      signal,
      agent: false,
      rejectUnauthorized: !tls.skip_verification,
      ...(tls.ca !== undefined && { ca: tls.ca }),
      ...(tls.certificate !== undefined && { cert: tls.certificate }),
      ...(tls.key !== undefined && { key: tls.key }),
    }
    request(url, options, resolve).on('error', reject).end()
  })
  const told = new Headers()
  for (const [name, value] of Object.entries(answer.headers))
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) told.append(name, one)
  return { status: answer.statusCode ?? 0, headers: told, body: answer }
}
