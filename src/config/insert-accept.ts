import { isDeepStrictEqual } from 'node:util'
import { isAlias, isCollection, isMap, isPair, isScalar, isSeq, parseDocument, Parser, stringify } from 'yaml'
import type { Document, Node, YAMLMap, YAMLSeq } from 'yaml'
import { EvenkeelError } from '../core/errors.ts'
import { entry, itemsOf } from './raw.ts'

/** A rule for `accept`, its keys in the order in which they are written. `about` becomes a comment beside it: one line. */
export interface NewAcceptance {
  readonly rule: Readonly<Record<string, string | readonly string[]>>
  readonly about: string
}

/** A piece of text to put in at an offset. */
interface Insertion {
  readonly at: number
  readonly text: string
}

const KEY = 'accept'
/** such words mean themselves wherever YAML may put them */
const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*(?:[ .+-][A-Za-z0-9_]+)*$/
/** of the core schema, and of readers of YAML 1.1 */
const TAKEN = /^(?:true|false|null|yes|no|on|off|y|n)$/i

/**
 * A configuration's text with rules at the end of its `accept`: everything that was there stays, byte for byte. What comes
 * out is read again, and refused unless it says what the text said before and the new rules.
 * @throws EvenkeelError CONFIG_UNWRITABLE where the list is written in a way that cannot be added to (an alias)
 */
export function insertAcceptances(text: string, file: string, added: readonly NewAcceptance[]): string {
  const document = parsed(text)
  const before: unknown = document.toJS({ maxAliasCount: 100 })
  const rules = added.map(({ rule }) => rule)
  const known = typeof before === 'object' && before !== null ? before : {}
  const expected = { ...known, [KEY]: [...itemsOf(entry(before, KEY)), ...rules] }
  for (const insertions of candidates(text, document, added)) {
    const edited = withInsertions(text, insertions)
    const again = parsed(edited)
    if (again.errors.length > 0) continue
    if (isDeepStrictEqual(again.toJS({ maxAliasCount: 100 }), expected)) return edited
  }
  throw new EvenkeelError(
    'CONFIG_UNWRITABLE',
    `${file}: the rules cannot be added to accept as it is written there (an alias or a merge key?); nothing was changed`,
  )
}

function parsed(text: string): Document.Parsed {
  return parseDocument(text, { merge: true, stringKeys: true, prettyErrors: false, logLevel: 'error' })
}

/** From the back to the front, so that offsets stay true. @param insertions in the order of the text */
function withInsertions(text: string, insertions: readonly Insertion[]): string {
  return insertions
    .toReversed()
    .reduce((all, { at, text: piece }) => all.slice(0, at) + piece + all.slice(at), text)
}

/** Ways to write the rules, the finest first. */
function* candidates(
  text: string,
  document: Document.Parsed,
  added: readonly NewAcceptance[],
): Generator<readonly Insertion[]> {
  const { contents } = document
  if (!isMap(contents)) return
  const json = isJson(text)
  const pair = contents.items.find(({ key }) => isScalar(key) && key.value === KEY)
  const list = pair?.value
  if (isAlias(list)) return
  if (isSeq(list) && list.flow) {
    yield intoFlow(
      text,
      list,
      added.map(({ rule }) => flowRule(rule, json)),
    )
  } else if (isSeq(list)) {
    yield intoBlock(text, list, added)
  } else if (!pair && contents.flow) {
    const rules = added.map(({ rule }) => flowRule(rule, json)).join(', ')
    yield intoFlow(text, contents, [`${json ? JSON.stringify(KEY) : KEY}: [${rules}]`])
  } else if (!pair) {
    yield [atEnd(text, contents, added, true)]
    yield [atEnd(text, contents, added, false)]
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Behind the last item of a block list, with its indentation. */
function intoBlock(text: string, list: YAMLSeq, added: readonly NewAcceptance[]): Insertion[] {
  const indent = ' '.repeat(columnOf(text, list.range?.[0] ?? 0))
  return [wholeLines(text, endOf(list.items.at(-1)), blockLines(indent, added))]
}

/** A list of its own behind everything else. @param isApart whether an empty line stands before it */
function atEnd(
  text: string,
  contents: YAMLMap,
  added: readonly NewAcceptance[],
  isApart: boolean,
): Insertion {
  const end = [...new Parser().parse(text)].find(({ type }) => type === 'doc-end')
  const first = contents.items[0]?.key
  const indent = ' '.repeat(isScalar(first) ? columnOf(text, first.range?.[0] ?? 0) : 0)
  const at = end && 'offset' in end ? end.offset : text.length
  const lines = [`${indent}${KEY}:`, ...blockLines(`${indent}  `, added)]
  const isEmpty = /(?:^|\n)[ \t]*\r?\n$/.test(text.slice(0, at))
  return wholeLines(text, at, isApart && !isEmpty ? ['', ...lines] : lines)
}

function blockLines(indent: string, added: readonly NewAcceptance[]): string[] {
  return added.map(({ rule, about }) => `${indent}- ${flowRule(rule, false)} # ${about}`)
}

/** Lines behind the line that an offset lies in; at the offset itself where it begins a line. */
function wholeLines(text: string, offset: number, lines: readonly string[]): Insertion {
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const isStart = offset === 0 || text[offset - 1] === '\n'
  const end = isStart ? offset : text.indexOf('\n', offset) + 1
  const block = lines.map((line) => `${line}${newline}`).join('')
  return end === 0 && !isStart ? { at: text.length, text: `${newline}${block}` } : { at: end, text: block }
}

/** Behind the last item of `[…]` or `{…}`; on lines of their own where the bracket stands on its own line. */
function intoFlow(text: string, list: YAMLSeq | YAMLMap, items: readonly string[]): Insertion[] {
  const close = (list.range?.[1] ?? 0) - 1
  const last: unknown = list.items.at(-1)
  const from = last === undefined ? (list.range?.[0] ?? 0) + 1 : endOf(last)
  const tail = text.slice(from, close)
  const hasComma = last === undefined || tail.replace(/(?:^|\s)#[^\n]*/g, '').includes(',')
  const comma = hasComma ? [] : [{ at: from, text: ',' }]
  const line = text.lastIndexOf('\n', close - 1) + 1
  if (!tail.includes('\n') || text.slice(line, close).trim() !== '') {
    const room = last === undefined || /\s$/.test(tail) ? '' : ' '
    return [...comma, { at: close, text: `${room}${items.join(', ')}` }]
  }
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const first: unknown = list.items[0]
  const indent = first === undefined ? `${text.slice(line, close)}  ` : indentOf(text, startOf(first))
  return [
    ...comma,
    { at: line, text: `${items.map((item) => `${indent}${item}`).join(`,${newline}`)}${newline}` },
  ]
}

function startOf(item: unknown): number {
  const node = isPair(item) ? item.key : item
  return rangeOf(node)?.[0] ?? 0
}

function endOf(item: unknown): number {
  const node = isPair(item) ? (item.value ?? item.key) : item
  return rangeOf(node)?.[1] ?? 0
}

function rangeOf(node: unknown): Node['range'] {
  return isScalar(node) || isCollection(node) || isAlias(node) ? node.range : undefined
}

/** How far an offset is from the start of its line, in characters; a mark of the byte order is none. */
function columnOf(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  return text.slice(start, offset).replace('\uFEFF', '').length
}

function indentOf(text: string, offset: number): string {
  return ' '.repeat(columnOf(text, offset))
}

function flowRule(rule: NewAcceptance['rule'], json: boolean): string {
  if (json) return JSON.stringify(rule)
  const entries = Object.entries(rule).map(([key, value]) => {
    const shown = typeof value === 'string' ? scalar(value) : `[${value.map(scalar).join(', ')}]`
    return `${key}: ${shown}`
  })
  return `{ ${entries.join(', ')} }`
}

/** A text that YAML reads as this text, inside brackets, too. */
function scalar(text: string): string {
  if (PLAIN.test(text) && !TAKEN.test(text)) return text
  // JSON's strings are YAML's; what looks like a day or a fingerprint may stay plain where YAML itself says so
  const plain = /^[0-9a-f-]+$/.test(text) ? stringify(text).trimEnd() : undefined
  return plain ?? JSON.stringify(text)
}
