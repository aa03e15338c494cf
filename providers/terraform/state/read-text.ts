import { readFile, stat } from 'node:fs/promises'

import type { Gap } from '../../../src/core/model.ts'
import { StateFault } from './state-content.ts'

/** A state's or plan's text. @throws StateFault */
export async function readText(path: string, limit: number): Promise<string> {
  const size = await sizeOf(path)
  if (size > limit)
    throw new StateFault('FILE_TOO_LARGE', `it has ${size} bytes, the limit is ${limit} (limits.max_bytes)`)
  if (size === 0) throw new StateFault('FILE_EMPTY', 'the file is empty')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
  } catch (error) {
    if (error instanceof TypeError) throw new StateFault('FILE_NOT_UTF8', 'it is not UTF-8 text')
    throw new StateFault('FILE_UNREADABLE', `it cannot be read: ${reasonOf(error)}`)
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path)
    if (found.isFile()) return found.size
  } catch (error) {
    const reason = reasonOf(error)
    if (reason === 'ENOENT' || reason === 'ENOTDIR')
      throw new StateFault('FILE_NOT_FOUND', 'there is no such file')
    throw new StateFault('FILE_UNREADABLE', `it cannot be read: ${reason}`)
  }
  throw new StateFault('FILE_UNREADABLE', 'it is not a regular file')
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
}

/** The JSON of a state or plan; what is wrong is told by its line, never by the text around it. @throws StateFault */
export function parseStateJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
    const line = at === undefined ? undefined : text.slice(0, Number(at)).split('\n').length
    throw new StateFault(
      'JSON_SYNTAX',
      line === undefined ? 'the JSON is cut short' : `the JSON is malformed at line ${line}`,
    )
  }
}

/** The gap of a state or plan that cannot be read. @param shown the place as reports name it @param file the same, where it is one */
export function faultGap(fault: StateFault, shown: string, file?: string): Gap {
  const message = `${shown}: ${fault.message}`
  return { what: 'gap', code: fault.code, message, kinds: ['*'], ...(file !== undefined && { file }) }
}
