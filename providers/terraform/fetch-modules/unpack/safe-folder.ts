import { lstat, mkdir, realpath, stat, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { FetchError } from '../fetch-error.ts'

/** Limits of one archive, whatever its own size. */
const ENTRIES_MAX = 100_000
const BYTES_MAX = 512 * 1024 * 1024
const DEPTH_MAX = 64

/**
 * Takes an archive's entries into a new folder, and nothing beside it: no path leads out, no link does, and links are
 * made when all files are there, so that none is written through one.
 */
export class SafeFolder {
  readonly #folder: string
  readonly #links: { readonly own: string; readonly target: string }[] = []
  #entries = 0
  #bytes = 0

  /** @param folder absolute; it exists and is empty */
  constructor(folder: string) {
    this.#folder = folder
  }

  async folder(name: string): Promise<void> {
    await mkdir(this.#place(name), { recursive: true })
  }

  /** @throws FetchError when it is more than all entries may have */
  async file(name: string, content: AsyncIterable<unknown>): Promise<void> {
    const place = this.#place(name)
    const chunks: Uint8Array[] = []
    for await (const chunk of content) {
      if (!(chunk instanceof Uint8Array)) continue
      this.#bytes += chunk.byteLength
      if (this.#bytes > BYTES_MAX) throw new FetchError(`its archive unpacks to more than ${BYTES_MAX} bytes`)
      chunks.push(chunk)
    }
    await mkdir(path.dirname(place), { recursive: true })
    await writeFile(place, Buffer.concat(chunks))
  }

  /** A symbolic link, made at the end. */
  link(name: string, target: string): void {
    this.#links.push({ own: this.#place(name), target })
  }

  /** Makes the links. @throws FetchError where one leads out */
  async finish(): Promise<void> {
    for (const { own, target } of this.#links) {
      if (path.isAbsolute(target) || !this.#holds(path.resolve(path.dirname(own), target))) throw outside(own)
      await mkdir(path.dirname(own), { recursive: true })
      if (!(await lstat(own).catch(() => undefined))) await symlink(target, own)
    }
    // a link that leads through another one may end elsewhere than its text says
    const root = await realpath(this.#folder)
    for (const { own } of this.#links) {
      const real = await realpath(own).catch(() => undefined)
      if (real === undefined ? await leadsOn(own) : !isBelow(root, real)) throw outside(own)
    }
  }

  /** Where an entry belongs. @throws FetchError for a name that leads out, and past the limits */
  #place(name: string): string {
    this.#entries += 1
    if (this.#entries > ENTRIES_MAX) throw new FetchError(`its archive has more than ${ENTRIES_MAX} entries`)
    const steps = name.split('/')
    const isSound =
      !/[\0\\]/.test(name) && !name.startsWith('/') && !steps.includes('..') && !/^[a-z]:/i.test(name)
    if (!isSound || steps.length > DEPTH_MAX) throw outside(name)
    return path.join(this.#folder, name)
  }

  #holds(place: string): boolean {
    return isBelow(this.#folder, place)
  }
}

function isBelow(folder: string, place: string): boolean {
  return place === folder || place.startsWith(folder + path.sep)
}

/** Whether a link that leads nowhere is more than a name that is missing: a circle, or no right to look. */
async function leadsOn(place: string): Promise<boolean> {
  return stat(place).then(
    () => true,
    (error: unknown) => !(error instanceof Error && 'code' in error && error.code === 'ENOENT'),
  )
}

function outside(name: string): FetchError {
  return new FetchError(`its archive writes outside its folder (${JSON.stringify(path.basename(name))})`)
}
