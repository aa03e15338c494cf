import { readFile } from 'node:fs/promises'
import { z } from 'zod'

/** One request that the API server answered. */
export interface KubeRequest {
  user: string
  /** `get`, `list`, `watch`, `create`, … : the API server's own word. */
  verb: string
  /** Path and query. */
  uri: string
  /** The HTTP status. */
  status: number
}

/** The audit policy by which the API server writes down what it is asked by anybody but its own parts. */
export function auditPolicy(): string {
  return JSON.stringify({
    apiVersion: 'audit.k8s.io/v1',
    kind: 'Policy',
    omitStages: ['RequestReceived', 'ResponseStarted'],
    rules: [
      { level: 'None', users: ['controllers', 'system:apiserver'] },
      { level: 'None', userGroups: ['system:serviceaccounts:kube-system'] },
      { level: 'Metadata' },
    ],
  })
}

const audit_event = z.object({
  verb: z.string(),
  requestURI: z.string(),
  user: z.object({ username: z.string() }),
  responseStatus: z.object({ code: z.number() }).optional(),
})

/** Reads the audit log. */
export async function readRequests(log: string): Promise<KubeRequest[]> {
  const lines = (await readFile(log, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '')
  return lines.map((line) => {
    const event = audit_event.parse(JSON.parse(line))
    return {
      user: event.user.username,
      verb: event.verb,
      uri: event.requestURI,
      status: event.responseStatus?.code ?? 0,
    }
  })
}
