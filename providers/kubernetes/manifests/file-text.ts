import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Code } from '../../../src/core/errors.ts'
import type { Gap } from '../../../src/core/model.ts'

/** A file that cannot be used, as the gap that it leaves. */
export class FileFault extends Error {
  readonly gap: Gap

  /** @param place line and column from 1, where they are known */
  constructor(code: Code, file: string, reason: string, place?: { line: number; column: number }) {
    super(reason)
    this.gap = fileGap(code, file, reason, place)
  }
}

export function fileGap(
  code: Code,
  file: string,
  reason: string,
  place?: { line: number; column: number },
  kinds: readonly string[] = ['*'],
): Gap {
  const at = place ? `${file}:${place.line}:${place.column}` : file
  return {
    what: 'gap',
    code,
    message: `${at}: ${reason}`,
    kinds,
    file,
    ...(place ? { line: place.line, column: place.column } : {}),
  }
}

/** how many files are read while the one before them is parsed */
const AHEAD = 8

/** The texts of files that are asked for in their order: the next ones are read while one is looked at. */
export class FilesAhead {
  readonly #files: Iterator<FilePlace>
  readonly #max_bytes: number
  readonly #texts = new Map<FilePlace, Promise<string>>()

  constructor(places: readonly FilePlace[], max_bytes: number) {
    this.#files = places.filter(({ form }) => form === 'file').values()
    this.#max_bytes = max_bytes
  }

  /** @throws FileFault */
  text(place: FilePlace): Promise<string> {
    while (this.#texts.size < AHEAD) {
      const next = this.#files.next()
      if (next.done) break
      const text = readText(next.value.path, next.value.shown, this.#max_bytes)
      // a fault is told when its turn comes
      text.catch(() => undefined)
      this.#texts.set(next.value, text)
    }
    const text = this.#texts.get(place) ?? readText(place.path, place.shown, this.#max_bytes)
    this.#texts.delete(place)
    return text
  }
}

interface FilePlace {
  readonly form: string
  readonly path: string
  readonly shown: string
}

/** A file's text. @param shown its name in messages @throws FileFault */
export async function readText(path: string, shown: string, maxBytes: number): Promise<string> {
  const bytes = await readBytes(path, shown, maxBytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new FileFault('FILE_NOT_UTF8', shown, 'not UTF-8 text; save it as UTF-8')
  }
}

async function readBytes(path: string, shown: string, maxBytes: number): Promise<Uint8Array> {
  try {
    // O_NONBLOCK: a named pipe without a writer would otherwise hold the open for ever
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const stat = await handle.stat()
      if (!stat.isFile()) throw new FileFault('FILE_UNREADABLE', shown, 'not a regular file')
      if (stat.size > maxBytes)
        throw new FileFault(
          'FILE_TOO_LARGE',
          shown,
          `${stat.size} bytes; the limit is ${maxBytes}: split the file, or raise limits.max_bytes`,
        )
      return await handle.readFile()
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (error instanceof FileFault) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    throw code === 'ENOENT' || code === 'ENOTDIR'
      ? new FileFault('FILE_NOT_FOUND', shown, 'no such file')
      : new FileFault('FILE_UNREADABLE', shown, `cannot be read (${code})`)
  }
}
