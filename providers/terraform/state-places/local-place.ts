import { stat } from 'node:fs/promises'
import { relative } from 'node:path'

import type { Boundary } from '../files/boundary.ts'
import { readText } from '../state/read-text.ts'
import { StateFault } from '../state/state-content.ts'
import type { StatePlace } from './place.ts'

/** A file. @param path absolute @param shown as the configuration or the code names it */
export function localPlace(path: string, shown: string, folder: string): StatePlace {
  return {
    shown,
    file: relative(folder, path),
    async read({ limits }) {
      const text = await readText(path, limits.max_bytes)
      const written = await stat(path).catch(() => undefined)
      return { text, written_at: written?.mtime.toISOString() }
    },
  }
}

/** A file that code names: it has to lie where the code may read, and where there is none nothing was applied. */
export function backendFile(path: string, shown: string, folder: string, boundary: Boundary): StatePlace {
  const place = localPlace(path, shown, folder)
  return {
    ...place,
    async read(context) {
      if (!boundary.allows(path))
        throw new StateFault('PATH_OUTSIDE', 'it lies outside the folders that this root may read')
      try {
        return await place.read(context)
      } catch (error) {
        if (!(error instanceof StateFault)) throw error
        if (error.code !== 'FILE_NOT_FOUND' && error.code !== 'FILE_EMPTY') throw error
        throw new StateFault('STATE_NOT_FOUND', 'there is no state: nothing was applied here yet')
      }
    },
  }
}
