import { statSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'

import type { Boundary } from '../../files/boundary.ts'
import { FileFault, listFolder } from '../../files/boundary.ts'
import type { FileAccess } from '../functions/function-spec.ts'
import { OutsideError } from '../expression/evaluation.ts'
import { EvaluationError } from '../types/evaluation-error.ts'

/** What functions see of the file system: paths start in the root's folder, and end where the boundary does. */
export function fileAccess(folder: string, boundary: Boundary): FileAccess {
  const inside = (path: string): string => {
    const whole = resolve(folder, path)
    if (boundary.allows(whole)) return whole
    throw new OutsideError(
      `${path} lies outside the folders that this root may read (itself, its repository, and what the configuration adds).`,
    )
  }
  return {
    home: homedir(),
    working_directory: folder,
    kind: (path) => kindOf(boundary.place(inside(path))),
    entries: (path) => listFolder(boundary.place(inside(path))),
    read(path) {
      const whole = inside(path)
      if (kindOf(boundary.place(whole)) === 'none') return undefined
      try {
        return boundary.read(whole)
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
