import type { ResourceConfig } from '../../module/config.ts'
import { openObject } from '../expression/open-object.ts'
import type { ProviderSettings } from '../module/provider-settings.ts'
import { isWhollyKnown, object } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { PURE_DATA, WHOLE_SIZE } from './pure-data.ts'

/**
 * A data source as a reference sees it: what the code sets, and what can be computed without asking anybody. The rest is
 * unknown: reading it is the provider's.
 */
export function readData(
  config: ResourceConfig,
  address: string,
  configured: ReadonlyMap<string, Value>,
  provider: ProviderSettings | null,
  deferred: boolean,
): Value {
  const values = new Map([...configured].filter(([, value]) => !value.isNull))
  const pure = config.mode === 'data' ? PURE_DATA[config.type] : undefined
  const known = [...configured.values()].every(isWhollyKnown)
  if (pure && known && !deferred)
    for (const [name, value] of pure(configured, provider)) values.set(name, value)
  const all = object(values)
  return values.size === WHOLE_SIZE[config.type] ? all : openObject(all, address)
}
