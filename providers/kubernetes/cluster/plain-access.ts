import { readFileSync } from 'node:fs'
import type { RequestOptions } from 'node:https'
import { load } from 'js-yaml'
import { z } from 'zod'

/** Where an API server is, and what a request to it needs. */
export interface Access {
  readonly server: string
  readonly options: RequestOptions
}

const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/)
const named = <T extends z.ZodType>(key: string, content: T) =>
  z.array(z.looseObject({ name: z.string(), [key]: z.unknown() })).transform((list, faults) => {
    const names = list.map(({ name }) => name)
    if (new Set(names).size < names.length) faults.addIssue('a name stands twice')
    return new Map(list.map((item) => [item.name, content.safeParse(item[key])]))
  })

const plain_cluster = z.strictObject({
  server: z.string().startsWith('https://'),
  'certificate-authority-data': base64.optional(),
  'insecure-skip-tls-verify': z.boolean().optional(),
  'tls-server-name': z.string().min(1).optional(),
})
const plain_user = z.union([
  z.strictObject({ token: z.string().min(1) }),
  z.strictObject({ 'client-certificate-data': base64, 'client-key-data': base64 }),
])
const plain_context = z.looseObject({ cluster: z.string(), user: z.string() })
const plain_file = z.looseObject({
  clusters: named('cluster', plain_cluster),
  users: named('user', plain_user),
  contexts: named('context', plain_context),
  'current-context': z.string().optional(),
})

/**
 * What a kubeconfig that holds everything itself says: a token or a certificate, and the cluster's own certificate. For
 * all else (programs, files, proxies, several kubeconfigs) there is the SDK, which takes a third of a second and 90 MB to
 * load; so whatever is not known here is undefined, and never a fault.
 */
export function plainAccess(file: string, context: string | undefined): Access | undefined {
  const config = plain_file.safeParse(contentOf(file)).data
  const chosen = config?.contexts.get(context ?? config['current-context'] ?? '')?.data
  const cluster = chosen && config?.clusters.get(chosen.cluster)?.data
  const user = chosen && config?.users.get(chosen.user)?.data
  if (!cluster || !user) return undefined
  const authority = cluster['certificate-authority-data']
  const name = cluster['tls-server-name']
  return {
    server: cluster.server,
    options: {
      ...(authority === undefined ? {} : { ca: Buffer.from(authority, 'base64') }),
      ...(cluster['insecure-skip-tls-verify'] === true ? { rejectUnauthorized: false } : {}),
      ...(name === undefined ? {} : { servername: name }),
      ...('token' in user
        ? { headers: { Authorization: `Bearer ${user.token}` } }
        : {
            cert: Buffer.from(user['client-certificate-data'], 'base64'),
            key: Buffer.from(user['client-key-data'], 'base64'),
          }),
    },
  }
}

function contentOf(file: string): unknown {
  try {
    return load(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** The pod's own account; undefined outside a cluster. @param folder with its token and the cluster's certificate */
export function podAccess(folder: string, env: (name: string) => string | undefined): Access | undefined {
  const [host, port] = [env('KUBERNETES_SERVICE_HOST'), env('KUBERNETES_SERVICE_PORT')]
  if (!host || port !== '443') return undefined
  try {
    const token = readFileSync(`${folder}/token`, 'utf8').trim()
    const ca = readFileSync(`${folder}/ca.crt`)
    if (token === '') return undefined
    const shown = host.includes(':') ? `[${host}]` : host
    return {
      server: `https://${shown}:${port}`,
      options: { ca, headers: { Authorization: `Bearer ${token}` } },
    }
  } catch {
    return undefined
  }
}
