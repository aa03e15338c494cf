import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml'
import type { Document, Node, YAMLError } from 'yaml'
import { EvenkeelError } from '../core/errors.ts'
import { indexSegment, joinPath, keySegment } from '../core/path.ts'
import { refusal } from './mistake.ts'
import type { Mistake } from './mistake.ts'
import type { Position } from './model.ts'

/** Larger is no configuration by hand; it would only cost memory. */
const MAX_BYTES = 1024 * 1024
/** One slip of the indentation gives many follow-up errors. */
const MAX_SYNTAX_ERRORS = 10

/** Keys and indexes from the top. */
export type Steps = readonly (string | number)[]

/** A configuration file as plain values, with the place of each. */
export interface ConfigDocument {
  readonly file: string
  readonly value: unknown
  /** position of the value at these steps, else of the deepest one above it that is there */
  valueAt(steps: Steps): Position
  /** position of a map's key */
  keyAt(steps: Steps, key: string): Position
}

/** The text of steps as DESIGN.md writes paths: `environments.production.live[0].aws`. */
export function stepsText(steps: Steps): string {
  return joinPath(steps.map((step) => (typeof step === 'number' ? indexSegment(step) : keySegment(step))))
}

/** Reads a file. @throws EvenkeelError CONFIG_NOT_FOUND, CONFIG_UNREADABLE or CONFIG_SYNTAX */
export async function readDocument(file: string): Promise<ConfigDocument> {
  return parseText(file, await readText(file))
}

async function readText(file: string): Promise<string> {
  let bytes: Uint8Array
  try {
    // O_NONBLOCK: a named pipe without a writer would otherwise hold the open for ever
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const stat = await handle.stat()
      if (!stat.isFile())
        throw new EvenkeelError(
          'CONFIG_UNREADABLE',
          `${file}: not a file${stat.isDirectory() ? ' but a folder' : ''}`,
        )
      if (stat.size > MAX_BYTES)
        throw new EvenkeelError('CONFIG_UNREADABLE', `${file}: ${stat.size} bytes; the limit is ${MAX_BYTES}`)
      bytes = await handle.readFile()
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw error instanceof EvenkeelError ? error : unreadable(file, error)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new EvenkeelError('CONFIG_UNREADABLE', `${file}: not UTF-8 text`)
  }
}

function unreadable(file: string, error: unknown): EvenkeelError {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
  if (reason === 'ENOENT' || reason === 'ENOTDIR')
    return new EvenkeelError('CONFIG_NOT_FOUND', `${file}: no such file; name one with --config`)
  return new EvenkeelError('CONFIG_UNREADABLE', `${file}: cannot be read (${reason})`)
}

function parseText(file: string, text: string): ConfigDocument {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false, // the pretty form quotes the source, and with it what may be a secret
    merge: true,
    stringKeys: true,
    logLevel: 'error',
  })
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const faults = syntaxFaults(document)
  if (faults.length > 0) {
    throw refusal(
      faults.map(({ offset, message }): Mistake => {
        return { code: 'CONFIG_SYNTAX', position: positionAt(offset), path: '', message }
      }),
    )
  }
  return {
    file,
    value: plainValue(document, positionAt),
    valueAt: (steps) => positionAt(nodeAt(document, steps)?.range?.[0] ?? 0),
    keyAt: (steps, key) => {
      const node = nodeAt(document, steps)
      const pair =
        isMap(node) && node.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
      const found = pair && isScalar(pair.key) ? pair.key : node
      return positionAt(found?.range?.[0] ?? 0)
    },
  }
}

/** The errors of the parser, and what it lets pass although it cannot mean it: unknown tags and anchors. */
function syntaxFaults(document: Document.Parsed): { offset: number; message: string }[] {
  const deep = document.errors.find((error) => error.code === 'RESOURCE_EXHAUSTION')
  if (deep) return [{ offset: deep.pos[0], message: 'nested too deeply' }]
  const faults = [...document.errors, ...document.warnings]
    .slice(0, MAX_SYNTAX_ERRORS)
    .map((error) => ({ offset: error.pos[0], message: withoutSource(error) }))
  if (faults.length > 0) return faults
  visit(document, {
    Alias: (_, alias) => {
      if (!alias.resolve(document))
        faults.push({ offset: alias.range?.[0] ?? 0, message: `no anchor of this name stands before it` })
    },
    Pair: (_, pair) => {
      // a key of this name would vanish on the way through plain objects, and with it what it configures
      if (isScalar(pair.key) && pair.key.value === '__proto__')
        faults.push({ offset: pair.key.range?.[0] ?? 0, message: '__proto__ cannot be a key' })
    },
  })
  return faults
}

/** The parser's words without the piece of the file that some of them end with. */
function withoutSource(error: YAMLError): string {
  return error.message.replace(/: .*$/s, '').replace(/^Unexpected (?:".*"|'.*')/s, 'Unexpected text')
}

function plainValue(document: Document.Parsed, positionAt: (offset: number) => Position): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    if (!(error instanceof ReferenceError || error instanceof RangeError)) throw error
    const message = 'too many or too deeply nested aliases'
    throw refusal([{ code: 'CONFIG_SYNTAX', position: positionAt(0), path: '', message }])
  }
}

/** The node at these steps, else the deepest one above it; an alias counts as what it stands for. */
function nodeAt(document: Document.Parsed, steps: Steps): Node | undefined {
  let deepest: Node | undefined = document.contents ?? undefined
  for (const step of steps) {
    if (!isMap(deepest) && !isSeq(deepest)) break
    const next: unknown = deepest.get(step, true)
    const node = isAlias(next) ? next.resolve(document) : next
    if (!isNode(node) || !node.range) break
    deepest = node
  }
  return deepest
}
