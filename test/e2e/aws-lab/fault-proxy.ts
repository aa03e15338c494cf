import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What to do to a request for an action: an answer of our own, or a broken connection. */
export type Fault = { readonly status: number; readonly body: string } | 'reset'

export interface FaultProxy {
  readonly url: string
  /** actions that were asked, in order */
  readonly asked: string[]
  /** the faults by action; an entry is taken each time the action is asked, the last one stays */
  readonly faults: Map<string, readonly (Fault | 'pass')[]>
  stop(): Promise<void>
}

/** A proxy before an EC2 API that lets chosen actions fail. @param rewrite what becomes of a request's body */
export async function startFaultProxy(
  target: string,
  rewrite: (body: string) => string = (body) => body,
): Promise<FaultProxy> {
  const faults = new Map<string, readonly (Fault | 'pass')[]>()
  const asked: string[] = []
  const server: Server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const body = Buffer.from(rewrite(Buffer.concat(chunks).toString()))
      const called = String(incoming.headers['x-amz-target'] ?? '')
      const action = new URLSearchParams(body.toString()).get('Action') ?? called.replace(/.*\./, '')
      asked.push(action)
      const [fault = 'pass', ...rest] = faults.get(action) ?? []
      if (rest.length > 0) faults.set(action, rest)
      if (fault === 'reset') return incoming.socket.destroy()
      if (fault !== 'pass')
        return outgoing.writeHead(fault.status, { 'content-type': 'text/xml' }).end(fault.body)
      const { method, headers, url } = incoming
      const sent = { ...headers, 'content-length': String(body.length) }
      const onward = request(new URL(url ?? '/', target), { method, headers: sent }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      })
      onward.on('error', () => outgoing.destroy())
      onward.end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    faults,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** An error as EC2 answers it. */
export function ec2Error(status: number, code: string, message = 'no'): Fault {
  return {
    status,
    body: `<?xml version="1.0"?><Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>1</RequestID></Response>`,
  }
}
