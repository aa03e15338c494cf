import { statSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'

import type { Boundary } from '../../files/boundary.ts'
import { FileFault, listFolder } from '../../files/boundary.ts'
import type { FileAccess } from '../functions/function-spec.ts'
import { EvaluationError, UncomputedError } from '../types/evaluation-error.ts'

/** Files up to this size are read once in a run, so many of them: a template is rendered for every instance. */
const KEPT_BYTES_MAX = 65_536
const KEPT_FILES_MAX = 256

/** What functions see of the file system: paths start in the root's folder, and end where the boundary does. */
export function fileAccess(folder: string, boundary: Boundary): FileAccess {
  const inside = (path: string): string => {
    const whole = resolve(folder, path)
    if (boundary.allows(whole)) return whole
    throw new UncomputedError(
      'PATH_OUTSIDE',
      `${path} lies outside the folders that this root may read (itself, its repository, and what the configuration adds).`,
    )
  }
  const kept = new Map<string, Uint8Array>()
  return {
    home: homedir(),
    working_directory: folder,
    kind: (path) => kindOf(boundary.place(inside(path))),
    entries: (path) => listFolder(boundary.place(inside(path))),
    read(path) {
      const known = kept.get(path)
      if (known) return known
      const whole = inside(path)
      if (kindOf(boundary.place(whole)) === 'none') return undefined
      try {
        const bytes = boundary.read(whole)
        if (bytes.length <= KEPT_BYTES_MAX && kept.size < KEPT_FILES_MAX) kept.set(path, bytes)
        return bytes
      } catch (error) {
        if (!(error instanceof FileFault)) throw error
        throw new EvaluationError(
          'Invalid function argument',
          `Invalid value for "path" parameter: ${error.message}.`,
        )
      }
    },
  }
}

function kindOf(path: string): 'file' | 'folder' | 'other' | 'none' {
  try {
    const stats = statSync(path)
    return stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other'
  } catch {
    return 'none'
  }
}
