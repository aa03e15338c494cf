import { readFile } from 'node:fs/promises'
import { Agent, request } from 'node:https'
import { z } from 'zod'

const CONCURRENCY = 32

/** An object and the path that it is posted to: `/api/v1/namespaces/shop/configmaps`. */
export interface Posted {
  path: string
  object: object
}

const kubeconfig_file = z.object({
  clusters: z.tuple([
    z.object({ cluster: z.object({ server: z.string(), 'certificate-authority-data': z.string() }) }),
  ]),
  users: z.tuple([z.object({ user: z.object({ token: z.string() }) })]),
})

/** Creates thousands of objects in seconds: kubectl would ask one after the other, and slow itself down. */
export async function createAll(kubeconfig: string, posted: readonly Posted[]): Promise<void> {
  const { clusters, users } = kubeconfig_file.parse(JSON.parse(await readFile(kubeconfig, 'utf8')))
  const { server, 'certificate-authority-data': authority } = clusters[0].cluster
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY, ca: Buffer.from(authority, 'base64') })
  const rest = posted.values()
  const work = async (): Promise<void> => {
    for (const { path, object } of rest)
      await post(new URL(path, server), users[0].user.token, agent, JSON.stringify(object))
  }
  try {
    await Promise.all(Array.from({ length: CONCURRENCY }, work))
  } finally {
    agent.destroy()
  }
}

function post(url: URL, token: string, agent: Agent, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume()
      response.on('end', () =>
        response.statusCode === 201
          ? resolve()
          : reject(new Error(`${url.pathname} answered ${response.statusCode}`)),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
