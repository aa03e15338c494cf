import { createHmac } from 'node:crypto'

import { provider } from '../../../providers/terraform/provider.ts'
import type { Item, Resource } from '../../../src/core/model.ts'
import type { Context } from '../../../src/core/provider.ts'
import { Secret } from '../../../src/core/value.ts'

/** What a reader of this provider gets in tests. */
export function contextFor(folder: string, more: Partial<Context> = {}): Context {
  return {
    environment: 'test',
    role: 'declared',
    source: 'test',
    folder,
    declared: [],
    recorded: [],
    limits: {
      request_timeout_ms: 1_000,
      source_timeout_ms: 30_000,
      max_bytes: 1_000_000,
      max_pages: 10,
      max_resources: 100_000,
      concurrency: 1,
      retries: 0,
    },
    signal: new AbortController().signal,
    now: new Date(0),
    has_digest_key: true,
    secret: digest,
    env: () => undefined,
    called: () => undefined,
    note: () => undefined,
    ...more,
  }
}

export function digest(text: string): Secret {
  return new Secret(createHmac('sha256', 'key').update(text).digest('hex'))
}

/** Everything that a source yields. */
export async function collect(type: string, settings: unknown, context: Context): Promise<readonly Item[]> {
  const source = provider.sources[type]
  if (!source) throw new Error(`there is no source ${type}`)
  const items: Item[] = []
  for await (const item of source.collect(source.settings.parse(settings), context)) items.push(item)
  return items
}

export function resourcesOf(items: readonly Item[]): readonly Resource[] {
  return items.filter((item) => item.what === 'resource')
}
