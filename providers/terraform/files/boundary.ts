import type { Stats } from 'node:fs'
import { lstatSync, readdirSync, realpathSync, statSync, readFileSync } from 'node:fs'
import { dirname, resolve, sep } from 'node:path'

import type { Code } from '../../../src/core/errors.ts'

/** Why a file could not be had; `code` is the gap's. The message names the path as the code wrote it. */
export class FileFault extends Error {
  readonly code: Code

  constructor(code: Code, message: string) {
    super(message)
    this.name = 'FileFault'
    this.code = code
  }
}

/** No file that code reads may be larger: state and templates are far below. */
const FILE_BYTES_MAX = 16 * 1024 * 1024

/**
 * The folders that a root's code may read from: the root itself, the nearest `.git` above it, and what the configuration
 * adds. A path is judged by where it leads, symlinks resolved.
 */
export class Boundary {
  readonly #folders: string[]
  readonly #mounts = new Map<string, string>()

  constructor(folders: readonly string[]) {
    this.#folders = folders.flatMap((folder) => realPath(folder) ?? [])
  }

  /** Puts a folder from elsewhere in the place of a path: code finds it there, and may read it. Both are absolute. */
  mount(path: string, folder: string): void {
    this.#mounts.set(resolve(path), folder)
    const real = realPath(folder)
    if (real !== undefined) this.#folders.push(real)
  }

  /** Where a path really is: below a mount, in the folder that stands there. */
  place(path: string): string {
    const whole = resolve(path)
    for (const [mounted, folder] of this.#mounts)
      if (whole === mounted || whole.startsWith(withSeparator(mounted)))
        return folder + whole.slice(mounted.length)
    return path
  }

  /** Whether a file that exists lies inside; for one that does not, where its folder leads. */
  allows(path: string): boolean {
    const place = this.place(path)
    const real = realPath(place) ?? nearestReal(place)
    return this.#folders.some((folder) => real === folder || real.startsWith(withSeparator(folder)))
  }

  /** @throws FileFault when the path is outside, absent, no regular file, or too large */
  read(path: string): Buffer {
    this.check(path)
    return readRegularFile(this.place(path))
  }

  /** @throws FileFault when the path leads outside */
  check(path: string): void {
    if (!this.allows(path))
      throw new FileFault('PATH_OUTSIDE', `${path} lies outside the folders that this root may read`)
  }
}

/** A file that the user names, wherever it lies. @throws FileFault when it is absent, no regular file, or too large */
export function readRegularFile(path: string): Buffer {
  const stats = statsOf(path)
  if (!stats.isFile()) throw new FileFault('FILE_UNREADABLE', `${path} is not a regular file`)
  if (stats.size > FILE_BYTES_MAX)
    throw new FileFault('FILE_TOO_LARGE', `${path} has ${stats.size} bytes, the limit is ${FILE_BYTES_MAX}`)
  try {
    return readFileSync(path)
  } catch (error) {
    throw new FileFault('FILE_UNREADABLE', `${path} cannot be read: ${reasonOf(error)}`)
  }
}

/** The boundary of a root: itself, its repository, and the folders given. */
export function boundaryOf(root: string, more: readonly string[]): Boundary {
  const repository = repositoryOf(root)
  return new Boundary([root, ...(repository === undefined ? [] : [repository]), ...more])
}

/** The names in a folder in byte order; undefined when it cannot be listed. */
export function listFolder(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  } catch {
    return undefined
  }
}

/** Whether a root is written for OpenTofu: Terraform would not read all of it. */
export function isTofu(root: string): boolean {
  return listFolder(root)?.some((name) => /\.tofu(?:\.json)?$/.test(name)) ?? false
}

function repositoryOf(root: string): string | undefined {
  let folder = realPath(root) ?? resolve(root)
  for (;;) {
    if (exists(resolve(folder, '.git'))) return folder
    const above = dirname(folder)
    if (above === folder) return undefined
    folder = above
  }
}

function exists(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch {
    return false
  }
}

function statsOf(path: string): Stats {
  try {
    return statSync(path)
  } catch (error) {
    if (/^(?:ENOENT|ENOTDIR)$/.test(codeOf(error)))
      throw new FileFault('FILE_NOT_FOUND', `no file exists at ${JSON.stringify(path)}`)
    throw new FileFault('FILE_UNREADABLE', `${path} cannot be read: ${reasonOf(error)}`)
  }
}

/** Where a path leads, links resolved; undefined where it cannot be followed. */
export function realPath(path: string): string | undefined {
  try {
    // the platform's own: one call in place of one a folder
    return realpathSync.native(path)
  } catch {
    return undefined
  }
}

/** Where a path that does not exist would lie: below the nearest folder that does. */
function nearestReal(path: string): string {
  const whole = resolve(path)
  let above = dirname(whole)
  while (realPath(above) === undefined && dirname(above) !== above) above = dirname(above)
  return (realPath(above) ?? above) + whole.slice(above.length)
}

function withSeparator(folder: string): string {
  return folder.endsWith(sep) ? folder : folder + sep
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'no right to read it'],
  ['EPERM', 'no right to read it'],
  ['ELOOP', 'its links lead in a circle'],
  ['ENAMETOOLONG', 'its name is too long'],
])

function reasonOf(error: unknown): string {
  const code = codeOf(error)
  return REASONS.get(code) ?? code
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
}
