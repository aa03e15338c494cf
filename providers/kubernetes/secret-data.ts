import {
  draft,
  isMap,
  Unknown,
  type Attributes,
  type Draft,
  type Secret,
  type Value,
} from '../../src/core/value.ts'
import { copyOf } from './kinds/edit.ts'

/** Keys that the system fills into the token of a service account. */
const TOKEN_KEYS: readonly string[] = ['token', 'ca.crt', 'namespace']

/**
 * The content of a Secret with each value replaced by its keyed digest: `stringData` is written into `data` and wins, a
 * null is nothing, and two spellings in base64 of the same bytes are one value.
 */
export function secretData(content: Attributes, reading: { secret(text: string): Secret }): Draft {
  const out = copyOf(content)
  const data = draft()
  for (const [key, value] of entriesOf(content['data']))
    data[key] = value instanceof Unknown ? value : reading.secret(canonicalBase64(String(value)))
  for (const [key, value] of entriesOf(content['stringData']))
    data[key] =
      value instanceof Unknown ? value : reading.secret(Buffer.from(String(value), 'utf8').toString('base64'))
  delete out['stringData']
  if (out['type'] === 'kubernetes.io/service-account-token') for (const key of TOKEN_KEYS) delete data[key]
  const open = [content['data'], content['stringData']].find((map) => map instanceof Unknown)
  if (open) out['data'] = open
  else if (Object.keys(data).length === 0) delete out['data']
  else out['data'] = data
  return out
}

function entriesOf(map: Value | undefined): [string, Value][] {
  return isMap(map) ? Object.entries(map).filter(([, value]) => value !== null) : []
}

function canonicalBase64(text: string): string {
  const bytes = Buffer.from(text, 'base64')
  const again = bytes.toString('base64')
  // what is not base64 would lose something on the way; it stands for itself
  return again.replace(/=+$/, '') === text.replaceAll(/\s|=+$/g, '') ? again : text
}
