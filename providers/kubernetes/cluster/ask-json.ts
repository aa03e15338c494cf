import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../../../src/core/provider.ts'
import { isMap, type Attributes } from '../../../src/core/value.ts'
import type { Answer, Connection } from '../client.ts'
import { exactJson } from './exact-json.ts'
import { textAt } from '../kube-object.ts'
import { KubeFault } from './kube-fault.ts'

const FIRST_WAIT_MS = 250
const MAX_WAIT_MS = 30_000
const JSON_TYPE = 'application/json'

/** A map that the API server answered with, and its status. A status other than 200 is one the caller asked to see. */
export interface JsonAnswer {
  readonly status: number
  readonly body: Attributes
}

/**
 * Asks, and asks again where the server says that it is busy or has lost its footing.
 *
 * @param seen statuses besides 200 that are an answer to the caller
 * @throws KubeFault
 */
export async function askJson(
  connection: Connection,
  path: string,
  context: Context,
  options: { accept?: string; seen?: readonly number[] } = {},
): Promise<JsonAnswer> {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await connection.get(path, options.accept ?? JSON_TYPE)
    if (answer.status === 401 && attempt === 0) {
      await connection.renew()
      continue
    }
    const isBusy = answer.status === 429 || answer.status >= 500
    if (isBusy && attempt < context.limits.retries) {
      await pause(answer, attempt, context)
      continue
    }
    const body = bodyOf(answer)
    if (answer.status === 200 || options.seen?.includes(answer.status)) {
      if (body) return { status: answer.status, body }
      throw new KubeFault(
        'KUBE_MALFORMED',
        `${path.split('?')[0]} answered ${shapeOf(answer)}`,
        answer.status,
      )
    }
    throw refusal(answer, body, path)
  }
}

async function pause(answer: Answer, attempt: number, context: Context): Promise<void> {
  const asked = Number(answer.headers['retry-after'])
  const wait_ms = Number.isFinite(asked) && asked > 0 ? asked * 1000 : FIRST_WAIT_MS * 2 ** attempt
  try {
    await sleep(Math.min(wait_ms, MAX_WAIT_MS), undefined, { signal: context.signal })
  } catch {
    throw new KubeFault('KUBE_TIMEOUT', 'the source’s deadline passed while the API server was busy')
  }
}

function bodyOf(answer: Answer): Attributes | undefined {
  const value = exactJson(answer.text)
  return !(value instanceof SyntaxError) && isMap(value) ? value : undefined
}

function shapeOf(answer: Answer): string {
  const type = answer.headers['content-type'] ?? 'no content type'
  return /^\s*</.test(answer.text)
    ? `a web page (${type}): is this the address of the API server?`
    : `something that is no JSON object (${type}, ${answer.text.length} characters)`
}

function refusal(answer: Answer, body: Attributes | undefined, path: string): KubeFault {
  const { status } = answer
  const place = path.split('?')[0] ?? path
  const said = textAt(body, 'message')
  if (!body)
    return new KubeFault('KUBE_MALFORMED', `${place} answered ${status} with ${shapeOf(answer)}`, status)
  if (status === 401)
    return new KubeFault(
      'KUBE_UNAUTHORIZED',
      `the API server did not accept the credentials for ${place}`,
      status,
    )
  if (status === 403) return new KubeFault('KUBE_FORBIDDEN', said ?? `${place} is forbidden`, status)
  return new KubeFault(
    'KUBE_UNREACHABLE',
    `${place} answered ${status}: ${said ?? 'no reason given'}`,
    status,
  )
}
