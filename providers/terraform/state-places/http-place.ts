import type { Code } from '../../../src/core/errors.ts'
import { GetFault, get, shownUrl } from '../remote/get.ts'
import type { TlsSettings } from '../remote/tls-request.ts'
import { StateFault } from '../state/state-content.ts'
import type { StatePlace } from './place.ts'
import { stateText } from './state-text.ts'

export interface HttpSettings {
  readonly url: string
  readonly username?: string | undefined
  readonly password?: string | undefined
  /** the code itself names a plain http address */
  readonly allow_http: boolean
  readonly tls?: TlsSettings | undefined
}

const CODES: Readonly<Record<GetFault['reason'], Code>> = {
  unreachable: 'STATE_UNREACHABLE',
  timeout: 'STATE_TIMEOUT',
  too_large: 'FILE_TOO_LARGE',
  refused: 'STATE_UNREACHABLE',
}

/** A state that a web server answers, as Terraform's http backend asks for it. */
export function httpPlace(settings: HttpSettings): StatePlace {
  return {
    shown: shownUrl(settings.url),
    async read(context) {
      const headers = authorization(settings)
      try {
        const answer = await get(settings.url, context, {
          headers,
          allow_http: settings.allow_http,
          tls: settings.tls,
        })
        checkStatus(answer.status)
        const written = Date.parse(answer.headers.get('last-modified') ?? '')
        return {
          text: stateText(answer.bytes),
          written_at: Number.isNaN(written) ? undefined : new Date(written).toISOString(),
        }
      } catch (error) {
        if (!(error instanceof GetFault)) throw error
        // who reports it names the address already
        throw new StateFault(CODES[error.reason], error.message.replace(`${shownUrl(settings.url)}: `, ''))
      }
    },
  }
}

function authorization({ username, password }: HttpSettings): Readonly<Record<string, string>> {
  if (username === undefined && password === undefined) return {}
  const both = Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64')
  return { authorization: `Basic ${both}` }
}

/** @throws StateFault for every status but 200 */
function checkStatus(status: number): void {
  if (status === 200) return
  if (status === 204 || status === 404 || status === 410)
    throw new StateFault('STATE_NOT_FOUND', `there is no state (HTTP ${status})`)
  if (status === 401 || status === 403)
    throw new StateFault('STATE_FORBIDDEN', `the server refused (HTTP ${status}): check the credentials`)
  throw new StateFault('STATE_UNREACHABLE', `the server answered HTTP ${status}`)
}
