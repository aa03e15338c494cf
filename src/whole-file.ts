import { randomUUID } from 'node:crypto'
import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** Writes a file so that a reader sees the old text or the new one; a device or pipe is written as it is. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const place = await realPlace(file)
  const found = await stat(place).catch(() => undefined)
  if (found && !found.isFile()) return writeFile(place, text)
  const draft = path.join(path.dirname(place), `.${path.basename(place)}.${randomUUID()}`)
  try {
    await writeFile(draft, text, found ? { mode: found.mode } : {})
    await rename(draft, place)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

/** What a path stands for: a link's own goal, not the link, is replaced. */
export async function realPlace(file: string): Promise<string> {
  return realpath(file).catch(() => path.resolve(file))
}

/** The system's code of a failure (`EACCES`), for messages: it quotes nothing. */
export function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
}
