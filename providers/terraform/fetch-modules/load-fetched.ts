import { join, posix } from 'node:path'

import type { Boundary } from '../files/boundary.ts'
import type { Loaded } from '../module/load.ts'
import { loadTree } from '../module/load.ts'
import type { ModuleFetcher } from './module-fetcher.ts'

/** Modules call modules: no sane root goes through more rounds of fetching. */
const ROUNDS_MAX = 64

/**
 * Reads a root with what it lacks fetched: each module stands where `terraform init` would have put it, without anything
 * being written there.
 */
export async function loadFetched(root: string, boundary: Boundary, fetcher: ModuleFetcher): Promise<Loaded> {
  const installed = new Map<string, { readonly source: string; readonly folder: string }>()
  const failed = new Map<string, string>()
  for (let round = 0; ; round += 1) {
    const loaded = loadTree(root, boundary, { installed, failed })
    const missing = loaded.missing.filter(({ key }) => !installed.has(key) && !failed.has(key))
    if (missing.length === 0 || round === ROUNDS_MAX) return loaded
    const fetched = await Promise.all(missing.map(({ source, version }) => fetcher.fetch(source, version)))
    for (const [i, { key, source }] of missing.entries()) {
      const module = fetched[i]
      if (!module || 'why' in module) {
        failed.set(key, module?.why ?? 'it is not there')
        continue
      }
      const place = posix.join('.terraform/modules', key)
      boundary.mount(join(root, place), module.whole)
      installed.set(key, { source, folder: posix.join(place, module.subfolder) })
    }
  }
}
