import type { Code } from '../../src/core/errors.ts'
import { Fault } from './answer.ts'

/** What an error of the SDK comes to, by its name, by its code, and by the status of the answer. The first that fits counts. */
const RULES: readonly (readonly [pattern: RegExp, code: Code, remedy: string])[] = [
  [
    /^(UnauthorizedOperation|AccessDenied(Exception)?|Client\.UnauthorizedOperation|Forbidden)$/,
    'AWS_FORBIDDEN',
    'grant the action to the reader (evenkeel permissions prints the policy)',
  ],
  [
    /^(RequestLimitExceeded|Throttling(Exception)?|ThrottledException|TooManyRequestsException|RequestThrottled(Exception)?|SlowDown|EC2ThrottledException|BandwidthLimitExceeded|Client\.RequestLimitExceeded)$/,
    'AWS_THROTTLED',
    'run it less often, or at another time',
  ],
  [
    /^(RequestExpired|SignatureDoesNotMatch|InvalidSignatureException|RequestTimeTooSkewed|RequestInTheFuture)$/,
    'AWS_CREDENTIALS',
    'check this machine’s clock and the secret key',
  ],
  [
    /^(AuthFailure|OptInRequired)$/,
    'AWS_CREDENTIALS',
    'check the credentials, this machine’s clock, and that the region is enabled for the account',
  ],
  [
    /^(InvalidClientTokenId|ExpiredToken(Exception)?|UnrecognizedClientException|CredentialsProviderError|TokenRefreshRequired|MissingAuthenticationToken|InvalidAccessKeyId|Blocked|PendingVerification|ProviderError|TokenProviderError|CredentialsError)$/,
    'AWS_CREDENTIALS',
    'give credentials by the environment, a profile or a role, or renew them',
  ],
  [
    /^(ENOTFOUND|EAI_AGAIN)$/,
    'AWS_UNREACHABLE',
    'no host has that name: check that there is such a region, the endpoint and the network',
  ],
  [
    /^(ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|EPIPE|ECONNABORTED|NetworkingError|UnknownEndpoint|EndpointError|CERT_\w+|DEPTH_ZERO\w*|SELF_SIGNED\w*|UNABLE_TO_\w+|ERR_TLS\w*|EPROTO)$/,
    'AWS_UNREACHABLE',
    'check the region, the endpoint and the network',
  ],
  [
    /^(TimeoutError|RequestTimeout(Exception)?|ETIMEDOUT|ESOCKETTIMEDOUT|AbortError)$/,
    'AWS_TIMEOUT',
    'raise timeout_ms, or look at the network',
  ],
  [
    /^(InvalidAction|UnknownOperationException|UnsupportedOperation|NotImplemented|UnknownOperation|OperationNotSupported)$/,
    'AWS_UNSUPPORTED',
    'leave the kind out by `kinds`',
  ],
]

/** A fault of one request. @param signal ended when the source's own deadline passed */
export function faultOf(error: unknown, action: string, signal: AbortSignal): Fault {
  const names = namesOf(error)
  const status = statusOf(error)
  const by = (code: Code, remedy: string): Fault =>
    new Fault(code, `${action}: ${words(error)}${status === undefined ? '' : ` (HTTP ${status})`}; ${remedy}`)
  if (signal.aborted) return by('AWS_TIMEOUT', 'the source’s deadline passed')
  for (const [pattern, code, remedy] of RULES)
    if (names.some((name) => pattern.test(name))) return by(code, remedy)
  if (status === 403) return by('AWS_FORBIDDEN', 'grant the action to the reader')
  if (status === 401) return by('AWS_CREDENTIALS', 'renew the credentials')
  if (status === 429 || status === 503) return by('AWS_THROTTLED', 'run it less often')
  if (status === 501 || status === 404 || (status === 500 && isNotXml(error)))
    return by('AWS_UNSUPPORTED', 'the endpoint does not implement the action')
  return by('AWS_MALFORMED', 'ask again; if it stays so, look at what stands at the endpoint')
}

function property(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null && name in error ? Reflect.get(error, name) : undefined
}

/** Every name and code of an error and of its causes. */
function namesOf(error: unknown): string[] {
  const names: string[] = []
  let current = error
  for (let depth = 0; depth < 4 && typeof current === 'object' && current !== null; depth += 1) {
    for (const name of ['name', 'Code', 'code', 'errno']) {
      const value = property(current, name)
      if (typeof value === 'string') names.push(value)
    }
    current = property(current, 'cause') ?? firstError(current)
  }
  return names
}

function firstError(error: unknown): unknown {
  const all = property(error, 'errors')
  return Array.isArray(all) ? all[0] : undefined
}

function statusOf(error: unknown): number | undefined {
  const status =
    property(property(error, '$metadata'), 'httpStatusCode') ??
    property(property(error, '$response'), 'statusCode')
  return typeof status === 'number' ? status : undefined
}

/** An endpoint that does not know an action tends to answer a page for people. */
function isNotXml(error: unknown): boolean {
  const names = namesOf(error)
  return (
    names.length === 0 ||
    !names.some((name) => /^(InternalError|InternalFailure|ServiceUnavailable|Unavailable)$/.test(name))
  )
}

/** The error's own words: one line, bounded. */
function words(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error)
  // the string that was signed holds the session's token
  const line = text
    .replace(/ *The Canonical String for this request.*/s, '')
    .replace(/\s+/g, ' ')
    .trim()
  return line.length > 300 ? `${line.slice(0, 300)}…` : line
}
