import { loadAll, YAMLException } from 'js-yaml'
import type { Value } from '../../../src/core/value.ts'
import { KUBECTL_SCHEMA } from './yaml-scalars.ts'

/** One document of a file: its value and the line (from 1) that its content begins at. */
export interface YamlDocument {
  readonly value: Value
  readonly line: number
  /** as it can be parsed, line by line as it was written */
  readonly text: string
  /** line that the text begins at */
  readonly start: number
}

/** Why a document could not be read, and where in the file (from 1). */
export interface YamlFault {
  readonly reason: string
  readonly line: number
  readonly column: number
}

/** deeper than any manifest; the parser refuses what lies below */
const MAX_DEPTH = 200
/** a short text that says "and the same again" a million times */
const MAX_ALIASES = 10_000

/**
 * The documents of a manifest, as kubectl splits them: at every line that holds nothing but `---`. A broken document
 * spoils itself alone. Empty ones are left out.
 */
export function yamlDocuments(text: string): { documents: YamlDocument[]; faults: YamlFault[] } {
  const documents: YamlDocument[] = []
  const faults: YamlFault[] = []
  for (const part of splitDocuments(text.startsWith('\uFEFF') ? text.slice(1) : text)) {
    try {
      const { values, text: read } = loaded(part.text)
      if (part.text.includes('*') && HAS_ALIAS.test(part.text) && !values.every((value) => isSmall(value)))
        throw new YAMLException('its aliases make it too large')
      for (const value of values)
        if (isValue(value) && value !== null)
          documents.push({ value, line: part.line, text: read, start: part.start })
    } catch (error) {
      faults.push(faultOf(error, part))
    }
  }
  return { documents, faults }
}

/** A document may have this many lines that stand too far to the left. */
const MAX_SHIFTED = 100

/**
 * What a text says, and that text as the parser takes it. kubectl lets the lines of a `[…]`, of a `{…}` and of a quoted text
 * begin anywhere, this parser does not: how far to the right they stand says nothing, so they are moved.
 */
function loaded(text: string): { values: unknown[]; text: string } {
  let moved = text
  for (let count = 0; ; count += 1) {
    try {
      const options = { schema: KUBECTL_SCHEMA, maxDepth: MAX_DEPTH, maxAliases: MAX_ALIASES }
      return { values: loadAll(moved, options), text: moved }
    } catch (error) {
      const isLeft = error instanceof YAMLException && error.reason === 'deficient indentation'
      const line = isLeft ? error.mark?.line : undefined
      if (line === undefined || count === MAX_SHIFTED) throw error
      moved = movedLine(moved, line)
    }
  }
}

/** A line (from 0) moved further to the right than the one before it that holds anything. */
function movedLine(text: string, line: number): string {
  const lines = text.split('\n')
  const before = lines.slice(0, line).findLast((other) => other.trim() !== '') ?? ''
  const space = ' '.repeat(before.length - before.trimStart().length + 1)
  return lines.with(line, `${space}${lines[line] ?? ''}`).join('\n')
}

/** an alias, or what may be one: its name is nearly any text */
const HAS_ALIAS = /\*[^\s,[\]{}]/
const MAX_NODES = 1_000_000

/** Whether a value stays within bounds when every alias is written out. */
function isSmall(value: unknown): boolean {
  let left = MAX_NODES
  const visit = (node: unknown): void => {
    left -= 1
    if (left < 0 || typeof node !== 'object' || node === null) return
    for (const item of Object.values(node)) if (left >= 0) visit(item)
  }
  visit(value)
  return left >= 0
}

/** What the parser builds is plain JSON by its schema: maps, lists, texts, numbers, booleans and null. */
function isValue(value: unknown): value is Value {
  return value !== undefined && typeof value !== 'function' && typeof value !== 'symbol'
}

interface Part {
  readonly text: string
  /** line that the part begins at, and the line of its first content */
  readonly start: number
  readonly line: number
}

function splitDocuments(text: string): Part[] {
  const parts: Part[] = []
  let [from, start] = [0, 1]
  const push = (end: number): void => {
    const own = text.slice(from, end)
    const isDirective = own.includes('%') && own.split('\n').every((line) => /^\s*(?:[#%]|$)/.test(line))
    if (isDirective) return
    parts.push({ text: own, start, line: start + blankLines(own) })
  }
  for (const { at, end } of separators(text)) {
    push(at)
    start += lineBreaks(text.slice(from, at))
    from = end
  }
  push(text.length)
  return parts
}

const SEPARATOR = /---[ \t]*(?:#[^\n]*)?\r?$/my

/** The lines that hold nothing but `---`; an expression that tries every line takes as long as a good part of parsing. */
function* separators(text: string): Generator<{ readonly at: number; readonly end: number }> {
  let at = text.startsWith('---') ? 0 : nextLine(text, 0)
  for (; at >= 0; at = nextLine(text, at)) {
    SEPARATOR.lastIndex = at
    const found = SEPARATOR.exec(text)
    if (found) yield { at, end: at + found[0].length }
  }
}

/** Where the next line begins that starts with the mark; -1 where none does. */
function nextLine(text: string, from: number): number {
  const at = text.indexOf('\n---', from)
  return at < 0 ? -1 : at + 1
}

function lineBreaks(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1
  return count
}

/** Lines before the first one that is neither empty, a comment nor a document's mark. */
function blankLines(text: string): number {
  const blank = /^(?:[ \t]*(?:#[^\n]*)?\r?\n|---[ \t]*\r?\n)*/.exec(text)?.[0] ?? ''
  return lineBreaks(blank)
}

/** The parser's words without what it quotes: a password that begins with `*` or `!` is an alias or a tag to it. */
function withoutNames(reason: string): string {
  return reason.replace(/ (?:"[^]*"|!<[^]*>)/, '')
}

function faultOf(error: unknown, part: Part): YamlFault {
  const reason = error instanceof YAMLException ? withoutNames(error.reason) : 'the document cannot be read'
  const mark = error instanceof YAMLException ? error.mark : undefined
  const inPart = mark?.line ?? part.line - part.start
  const place = { line: part.start + inPart, column: (mark?.column ?? 0) + 1 }
  const lines = part.text.split('\n')
  // a placeholder is a map within a map's key to the parser: what it says about that helps nobody
  const isTemplate = /\{\{.*\}\}/s.test(part.text)
  const template = lines[inPart]?.includes('{{') ? inPart : lines.findIndex((line) => line.includes('{{'))
  if (!isTemplate || template < 0) return { reason, ...place }
  return {
    reason: 'a template placeholder ({{ … }}) was left in: render the template first',
    line: part.start + template,
    column: (lines[template]?.indexOf('{{') ?? 0) + 1,
  }
}
