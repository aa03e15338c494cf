import { lstatSync, statSync } from 'node:fs'
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
  const kindAt = (path: string): ReturnType<FileAccess['kind']> => {
    const kind = kindOf(boundary.place(inside(path)))
    if (kind === undefined) throw new UncomputedError('FILE_UNREADABLE', `${path}: no right to look at it`)
    return kind
  }
  const kept = new Map<string, Uint8Array>()
  const keep = (path: string, bytes: Uint8Array): Uint8Array => {
    if (bytes.length <= KEPT_BYTES_MAX && kept.size < KEPT_FILES_MAX) kept.set(path, bytes)
    return bytes
  }
  return {
    home: homedir(),
    working_directory: folder,
    kind: kindAt,
    entries(path) {
      const names = listFolder(boundary.place(inside(path)))
      if (names) return names
      throw new UncomputedError('FILE_UNREADABLE', `the folder ${path} cannot be listed: no right to read it`)
    },
    read(path) {
      const known = kept.get(path)
      if (known) return known
      const kind = kindAt(path)
      if (kind === 'none' || kind === 'dangling') return undefined
      if (kind === 'circle') throw unfit(`open ${path}: too many levels of symbolic links`)
      if (kind !== 'file') throw unfit(`${path} is not a regular file`)
      try {
        return keep(path, boundary.read(inside(path)))
      } catch (error) {
        if (!(error instanceof FileFault)) throw error
        const isLarge = error.code === 'FILE_TOO_LARGE'
        const message = error.message.replace(inside(path), path)
        throw new UncomputedError(isLarge ? 'FILE_TOO_LARGE' : 'FILE_UNREADABLE', message)
      }
    },
  }
}

function unfit(why: string): EvaluationError {
  return new EvaluationError('Invalid function argument', `Invalid value for "path" parameter: ${why}.`)
}

/** Undefined where we have no right to know. */
function kindOf(path: string): ReturnType<FileAccess['kind']> | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats) return stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other'
    return lstatSync(path, { throwIfNoEntry: false }) ? 'dangling' : 'none'
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ELOOP') return 'circle'
    return code === 'EACCES' || code === 'EPERM' ? undefined : 'none'
  }
}
