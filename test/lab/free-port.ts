import { createServer, type Server } from 'node:net'

/** `count` different TCP ports of 127.0.0.1 that nobody listened on a moment ago. */
export async function freePorts(count: number): Promise<number[]> {
  // all are held until the last is found: else the system may give the same one twice
  const held = await Promise.all(Array.from({ length: count }, listen))
  const ports = held.map(({ port }) => port)
  await Promise.all(held.map(({ server }) => new Promise((resolve) => server.close(resolve))))
  return ports
}

function listen(): Promise<{ server: Server; port: number }> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('a TCP server has no port'))
      else resolve({ server, port: address.port })
    })
  })
}
