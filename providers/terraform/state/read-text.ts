import { readFile, stat } from 'node:fs/promises'

import type { Gap } from '../../../src/core/model.ts'
import { parseJson } from '../json/parse-json.ts'
import { StateFault } from './state-content.ts'

/** A state's or plan's text. @throws StateFault */
export async function readText(path: string, limit: number): Promise<string> {
  const size = await sizeOf(path)
  if (size > limit)
    throw new StateFault('FILE_TOO_LARGE', `it has ${size} bytes, the limit is ${limit} (limits.max_bytes)`)
  if (size === 0) throw new StateFault('FILE_EMPTY', 'the file is empty')
  const bytes = await bytesOf(path)
  if (bytes.subarray(0, ZIP.length).equals(ZIP))
    throw new StateFault(
      'STATE_SYNTAX',
      'this is a saved plan itself: give what `terraform show -json` prints of it',
    )
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new StateFault('FILE_NOT_UTF8', 'it is not UTF-8 text')
  }
}

/** How Terraform keeps a plan. */
const ZIP = Buffer.from('PK\u0003\u0004')

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
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

/** No resource nests so deep; what walks through its values stays far from the end of the stack. */
const DEPTH_MAX = 500

/** The JSON of a state or plan; what is wrong is told by its place, never by the text around it. @throws StateFault */
export function parseStateJson(text: string): unknown {
  const json = text.replace(/^\uFEFF/, '')
  if (isDeep(json)) throw new StateFault('JSON_SYNTAX', `it is nested deeper than ${DEPTH_MAX} levels`)
  try {
    return JSON.parse(json)
  } catch {
    throw new StateFault('JSON_SYNTAX', whatIsWrong(json))
  }
}

function whatIsWrong(json: string): string {
  const found = parseJson(json, '')
  if (!('code' in found)) return 'the JSON is malformed'
  const { line, column } = found.range.start
  const at = json.split('\n', line - 1).reduce((sum, text) => sum + text.length + 1, 0) + column - 1
  const isCut = at >= json.trimEnd().length || (json.charCodeAt(at) === QUOTE && stringEnd(json, at) < 0)
  if (isCut) return 'the JSON is cut short'
  return `the JSON is malformed at line ${line}, column ${column}`
}

/** Whether brackets outside of strings nest past the limit. */
function isDeep(json: string): boolean {
  let depth = 0
  for (let i = 0; i < json.length; i += 1) {
    const code = json.charCodeAt(i)
    if (code === QUOTE) {
      i = stringEnd(json, i)
      if (i < 0) return false
    } else if (code === OPEN_LIST || code === OPEN_MAP) {
      depth += 1
      if (depth > DEPTH_MAX) return true
    } else if (code === CLOSE_LIST || code === CLOSE_MAP) depth -= 1
  }
  return false
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d]

/** Where the string that begins here ends; -1 where it does not. */
function stringEnd(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end >= 0; end = json.indexOf('"', end + 1)) {
    let escapes = 0
    while (json.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes += 1
    if (escapes % 2 === 0) return end
  }
  return -1
}

/** The gap of a state or plan that cannot be read. @param shown the place as reports name it @param file the same, where it is one */
export function faultGap(fault: StateFault, shown: string, file?: string): Gap {
  const message = `${shown}: ${fault.message}`
  return { what: 'gap', code: fault.code, message, kinds: ['*'], ...(file !== undefined && { file }) }
}
