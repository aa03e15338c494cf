import type { AttributeSchema } from '../../schema/table.ts'
import { STRING, mapOf } from '../types/types.ts'
import {
  NULL,
  entriesOf,
  isWhollyKnown,
  map,
  string,
  unknown,
  unmarked,
  withAllMarks,
} from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { isIgnored } from './provider-settings.ts'
import type { ProviderSettings } from './provider-settings.ts'

/**
 * `tags_all`: the provider's default tags with the resource's own over them; undefined where it is computed. `settable` says
 * whether code could set it.
 */
export function plannedTags(
  configured: ReadonlyMap<string, Value>,
  provider: ProviderSettings | null,
  { settable }: AttributeSchema,
): Value | undefined {
  const own = configured.get('tags') ?? NULL
  const merged = mergedTags(own, provider, settable)
  // the SDK, where the argument could be set, computes what is empty; the newer framework plans it so
  return merged ?? (provider && !settable ? map(new Map(), STRING) : undefined)
}

/**
 * Default tags with a resource's own over them, without those that the provider ignores; a null is nothing to the SDK, empty to
 * the framework. Undefined where there are none.
 */
function mergedTags(own: Value, provider: ProviderSettings | null, isOfSdk: boolean): Value | undefined {
  const defaults = provider?.default_tags ?? null
  const layers = [defaults, own].filter((layer) => layer !== null && !layer.isNull) as readonly Value[]
  const merged = new Map<string, Value>()
  for (const layer of layers) {
    if (!isWhollyKnown(layer)) return unknown(mapOf(STRING), { reason: 'known after apply' })
    entriesOf(unmarked(layer)).forEach((value, key) => {
      if (!value.isNull) merged.set(key, value)
      else if (layer === own && !isOfSdk) merged.set(key, string(''))
    })
  }
  if (provider) {
    const { ignored_tags: ignored } = provider
    if (!ignored) return unknown(mapOf(STRING), { reason: 'nobody knows which tags the provider ignores' })
    for (const key of merged.keys()) if (isIgnored(key, ignored)) merged.delete(key)
  }
  if (merged.size === 0) return undefined
  return withAllMarks(
    map(merged, STRING),
    layers.map((layer) => layer.marks),
  )
}
