import type { Attributes } from '../../../src/core/value.ts'
import { isMap } from '../../../src/core/value.ts'

/** The tags of a resource that are known texts: all that the cloud has where that is known (`tags_all`). */
export function plainTags(attributes: Attributes): Readonly<Record<string, string>> {
  const all = attributes['tags_all'] ?? attributes['tags']
  const tags: Record<string, string> = {}
  if (isMap(all))
    for (const [key, value] of Object.entries(all)) if (typeof value === 'string') tags[key] = value
  return tags
}
