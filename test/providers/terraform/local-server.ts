import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'

export interface LocalServer {
  /** `127.0.0.1:PORT` */
  readonly host: string
  readonly url: string
  /** method, path and authorization of each request */
  readonly requests: readonly (readonly [method: string, path: string, authorization: string])[]
}

/** Runs a web server on this machine while something is done. */
export async function withServer<T>(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  use: (server: LocalServer) => Promise<T>,
): Promise<T> {
  const requests: [string, string, string][] = []
  const server = createServer((request, response) => {
    requests.push([request.method ?? '', request.url ?? '', request.headers.authorization ?? ''])
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const host = `127.0.0.1:${port}`
  try {
    return await use({ host, url: `http://${host}`, requests })
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}
