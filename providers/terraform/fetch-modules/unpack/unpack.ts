import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'

import { FetchError } from '../fetch-error.ts'
import type { ArchiveFormat } from '../source-address.ts'
import { SafeFolder } from './safe-folder.ts'

/** Unpacks an archive into a new folder. @throws FetchError for what it may not hold, and for what is no archive */
export async function unpack(
  bytes: Buffer,
  format: ArchiveFormat,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const target = new SafeFolder(folder)
  try {
    if (format === 'zip') await unzip(bytes, target, signal)
    else await untar(bytes, format === 'tar.gz', target, signal)
    await target.finish()
  } catch (error) {
    if (error instanceof FetchError) throw error
    if (signal.aborted) throw new FetchError('its archive was not unpacked in time')
    throw new FetchError(
      `its archive cannot be read (${error instanceof Error ? error.message : 'malformed'})`,
    )
  }
}

/** as file systems have it; a header may hold a longer one */
const NAME_MAX = 4096

async function untar(
  bytes: Buffer,
  isZipped: boolean,
  target: SafeFolder,
  signal: AbortSignal,
): Promise<void> {
  const { extract } = await import('tar-stream')
  const entries = extract()
  const source = Readable.from([bytes])
  const feeding = isZipped
    ? pipeline(source, createGunzip(), entries, { signal })
    : pipeline(source, entries, { signal })
  // its failure shows in the loop as well; here it must not be nobody's
  feeding.catch(() => undefined)
  for await (const entry of entries) {
    const { name, type, linkname } = entry.header
    if (name.length > NAME_MAX) throw new FetchError(`its archive holds a name of ${name.length} characters`)
    const own = name.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '')
    if (type === 'symlink') target.link(own, linkname ?? '')
    else if (type === 'directory') await target.folder(own)
    else if (type === 'file' || type === 'contiguous-file') await target.file(own, entry)
    else throw new FetchError(`its archive holds a ${String(type)}, which is neither file, folder nor link`)
    entry.resume()
  }
  await feeding
}

/** The type of a Unix file in the upper half of an entry's attributes. */
const TYPE_MASK = 0o170000
const SYMLINK = 0o120000
const SYMLINK_BYTES_MAX = 4096

async function unzip(bytes: Buffer, target: SafeFolder, signal: AbortSignal): Promise<void> {
  const { fromBufferPromise } = await import('yauzl')
  const zip = await fromBufferPromise(bytes, { validateEntrySizes: true })
  for await (const entry of zip.eachEntry()) {
    signal.throwIfAborted()
    const { fileName: name } = entry
    if (name.endsWith('/')) {
      await target.folder(name.replace(/\/+$/, ''))
      continue
    }
    const content = await zip.openReadStreamPromise(entry)
    if (((entry.externalFileAttributes >>> 16) & TYPE_MASK) !== SYMLINK) await target.file(name, content)
    else if (entry.uncompressedSize > SYMLINK_BYTES_MAX)
      throw new FetchError('its archive holds a broken link')
    else target.link(name, Buffer.concat(await content.toArray()).toString('utf8'))
  }
}
