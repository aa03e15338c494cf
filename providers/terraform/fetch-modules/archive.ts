import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'

import type { Context } from '../../../src/core/provider.ts'
import type { Answer } from '../remote/get.ts'
import { get, shownUrl } from '../remote/get.ts'
import { FetchError } from './fetch-error.ts'
import type { ArchiveAddress, ArchiveFormat } from './source-address.ts'
import { unpack } from './unpack/unpack.ts'

/** What no run has used for so long is removed when something new comes. */
const UNUSED_MS = 7 * 24 * 3_600_000

/** A page that only names another source: as Terraform follows it. */
export interface Elsewhere {
  readonly source: string
}

/**
 * An archive, unpacked below the cache: by the name that is given for what never changes, else by its content.
 * @param key of a version in a registry; null where the same address may hold something else tomorrow
 * @returns the folder, or the source that the server names instead
 * @throws FetchError, GetFault
 */
export async function fetchArchive(
  address: ArchiveAddress,
  key: string | null,
  home: string,
  context: Context,
): Promise<string | Elsewhere> {
  const kept = key === null ? undefined : join(home, digest(key))
  if (kept !== undefined && existsSync(kept)) return touched(kept)
  const answer = await get(address.format === undefined ? asked(address.url) : address.url, context, {
    allow_http: address.url.startsWith('http:'),
  })
  if (answer.status !== 200 && answer.status !== 204)
    throw new FetchError(`${shownUrl(address.url)} answered HTTP ${answer.status}`)
  const elsewhere = address.format === undefined ? namedElsewhere(answer) : undefined
  if (elsewhere !== undefined) return { source: elsewhere }
  const format = address.format ?? formatOf(answer.bytes)
  if (!format)
    throw new FetchError(`${shownUrl(address.url)} is no archive that can be read: tar.gz and zip can`)
  check(answer.bytes, address.checksum)
  const folder = kept ?? join(home, digest(answer.bytes))
  return existsSync(folder) ? touched(folder) : place(answer.bytes, format, folder, home, context.signal)
}

/** Terraform asks so for a page that names the source. */
function asked(url: string): string {
  const address = new URL(url)
  address.searchParams.set('terraform-get', '1')
  return address.href
}

function namedElsewhere({ headers, bytes, url }: Answer): string | undefined {
  const header = headers.get('x-terraform-get')
  const named =
    header ??
    /<meta\s+name="terraform-get"\s+content="([^"]+)"/i.exec(bytes.subarray(0, 65_536).toString('utf8'))?.[1]
  if (!named) return undefined
  return /^\.{0,2}\//.test(named) ? new URL(named, url).href : named
}

/** By the first bytes. */
function formatOf(bytes: Buffer): ArchiveFormat | undefined {
  if (bytes.subarray(0, 2).equals(Buffer.of(0x1f, 0x8b))) return 'tar.gz'
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) return 'zip'
  return bytes.subarray(257, 262).toString('latin1') === 'ustar' ? 'tar' : undefined
}

const HASHES: Readonly<Record<number, string>> = { 32: 'md5', 40: 'sha1', 64: 'sha256', 128: 'sha512' }

function check(bytes: Buffer, checksum: string | undefined): void {
  if (checksum === undefined) return
  const [, type, wanted = ''] = /^(?:(\w+):)?([0-9a-f]+)$/i.exec(checksum) ?? []
  const algorithm = type ?? HASHES[wanted.length]
  if (algorithm === undefined || !Object.values(HASHES).includes(algorithm))
    throw new FetchError('the checksum in its address is of no kind that can be held against it')
  if (createHash(algorithm).update(bytes).digest('hex') !== wanted.toLowerCase())
    throw new FetchError('its archive is not the one that the checksum in its address names')
}

async function place(
  bytes: Buffer,
  format: ArchiveFormat,
  folder: string,
  home: string,
  signal: AbortSignal,
): Promise<string> {
  await mkdir(home, { recursive: true, mode: 0o700 })
  await removeUnused(home)
  const draft = join(home, `.draft-${randomBytes(8).toString('hex')}`)
  await mkdir(draft, { mode: 0o700 })
  try {
    await unpack(bytes, format, draft, signal)
    // another process may have been quicker: then what it made is as good
    await rename(draft, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error
    })
    return folder
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

async function touched(folder: string): Promise<string> {
  const now = new Date()
  await utimes(folder, now, now).catch(() => undefined)
  return folder
}

async function removeUnused(home: string): Promise<void> {
  const oldest = Date.now() - UNUSED_MS
  for (const name of await readdir(home)) {
    const found = await stat(join(home, name)).catch(() => undefined)
    if (found && found.mtimeMs < oldest) await rm(join(home, name), { recursive: true, force: true })
  }
}

function digest(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}
