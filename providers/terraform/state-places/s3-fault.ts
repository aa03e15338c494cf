import type { Code } from '../../../src/core/errors.ts'
import { StateFault } from '../state/state-content.ts'

/** What the SDK's errors come to, by name. The first that fits counts. */
const RULES: readonly (readonly [pattern: RegExp, code: Code, words: string])[] = [
  [/^NoSuchKey$/, 'STATE_NOT_FOUND', 'there is no such object'],
  [/^(?:NoSuchBucket|NotFound)$/, 'STATE_NOT_FOUND', 'there is no such bucket'],
  [
    /^(?:AccessDenied|AllAccessDisabled|Forbidden)$/,
    'STATE_FORBIDDEN',
    'access is denied: s3:GetObject is needed',
  ],
  [
    /^(?:InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|InvalidToken|CredentialsProviderError|TokenProviderError|AuthFailure|InvalidClientTokenId|UnrecognizedClientException)$/,
    'STATE_FORBIDDEN',
    'the credentials are refused, or there are none',
  ],
  [
    /^(?:TimeoutError|RequestTimeout|AbortError)$/,
    'STATE_TIMEOUT',
    'no whole answer in time (limits.request_timeout_ms)',
  ],
]

/** Why an object could not be read; the SDK's words are not repeated, they may quote what was sent. */
export function s3Fault(error: unknown, signal: AbortSignal): StateFault {
  if (signal.aborted) return new StateFault('STATE_TIMEOUT', 'the source’s deadline passed')
  const names = namesOf(error)
  for (const [pattern, code, words] of RULES)
    if (names.some((name) => pattern.test(name))) return new StateFault(code, words)
  const status = property(property(error, '$metadata'), 'httpStatusCode')
  if (status === 403 || status === 401)
    return new StateFault('STATE_FORBIDDEN', 'access is denied: s3:GetObject is needed')
  if (status === 404) return new StateFault('STATE_NOT_FOUND', 'there is no such object')
  const told = names.find((name) => name !== 'Error') ?? 'the request failed'
  return new StateFault(
    'STATE_UNREACHABLE',
    `${told}${typeof status === 'number' ? ` (HTTP ${status})` : ''}: check region, endpoint and network`,
  )
}

function namesOf(error: unknown): readonly string[] {
  const names: string[] = []
  for (let at = error, depth = 0; depth < 4 && typeof at === 'object' && at !== null; depth += 1) {
    for (const key of ['name', 'Code', 'code']) {
      const value = property(at, key)
      if (typeof value === 'string') names.push(value)
    }
    at = property(at, 'cause')
  }
  return names
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && key in value ? Reflect.get(value, key) : undefined
}
