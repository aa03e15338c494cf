import { DYNAMIC, listOf, objectOf, STRING } from '../types/types.ts'
import type { Type } from '../types/types.ts'
import { list, object, string } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { argument, NOT_NULL, refuse, textArgument } from './arguments.ts'
import type { FunctionSpec } from './function-spec.ts'

interface Record {
  readonly line: number
  readonly fields: readonly string[]
}

/** Lines with their ending, as Go's reader sees them: `\r\n` is `\n`, and a last `\r` is dropped. */
function linesOf(text: string): readonly string[] {
  const lines = text.split('\n').map((line, i, all) => {
    const bare = line.endsWith('\r') ? line.slice(0, -1) : line
    return i === all.length - 1 ? bare : `${bare}\n`
  })
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

function* records(text: string): Generator<Record> {
  const lines = linesOf(text)
  for (let at = 0; at < lines.length;) {
    const start = at
    const fields: string[] = []
    let rest = lines[at++] ?? ''
    if (rest === '\n') continue
    for (let more = true; more;) {
      if (rest.startsWith('"')) {
        const quoted = quotedField(lines, at, rest.slice(1))
        fields.push(quoted.field)
        ;({ at, rest } = quoted)
      } else {
        const comma = rest.indexOf(',')
        const field = (comma < 0 ? rest : rest.slice(0, comma)).replace(/\n$/, '')
        if (field.includes('"')) malformed(at, 'bare " in non-quoted field')
        fields.push(field)
        rest = comma < 0 ? '' : rest.slice(comma)
      }
      more = rest.startsWith(',')
      rest = rest.slice(1)
    }
    yield { line: start + 1, fields }
  }
}

interface Quoted {
  readonly field: string
  readonly at: number
  readonly rest: string
}

/** A field behind its opening quote; it may go on over lines. `rest` begins with the comma, or is empty. */
function quotedField(lines: readonly string[], from: number, start: string): Quoted {
  let field = ''
  let at = from
  let rest = start
  for (;;) {
    const quote = rest.indexOf('"')
    if (quote < 0) {
      field += rest
      const next = lines[at]
      if (next === undefined) return malformed(at, 'extraneous or missing " in quoted-field')
      rest = next
      at++
      continue
    }
    field += rest.slice(0, quote)
    rest = rest.slice(quote + 1)
    if (rest.startsWith('"')) {
      field += '"'
      rest = rest.slice(1)
    } else if (rest.startsWith(',')) return { field, at, rest }
    else if (rest === '' || rest === '\n') return { field, at, rest: '' }
    else return malformed(at, 'extraneous or missing " in quoted-field')
  }
}

function malformed(line: number, what: string): never {
  return refuse(`CSV parse error on line ${line}: ${what}`)
}

function header(text: string): readonly string[] {
  const first = records(text).next()
  if (first.done) return refuse('missing header line')
  const names = first.value.fields
  const repeated = names.find((name, i) => names.indexOf(name) < i)
  if (repeated !== undefined) refuse(`duplicate column name ${JSON.stringify(repeated)}`)
  return names
}

function rowType(names: readonly string[]): Type {
  return objectOf(new Map(names.map((name) => [name.normalize('NFC'), STRING])))
}

/** `csvdecode`: RFC 4180 as Go reads it, the first record naming the attributes. */
export const CSVDECODE: FunctionSpec = {
  name: 'csvdecode',
  params: [{ name: 'str', type: STRING }],
  returns: (args) => (argument(args, 0).isKnown ? listOf(rowType(header(textArgument(args, 0)))) : DYNAMIC),
  refine: NOT_NULL,
  call: (args) => {
    const text = textArgument(args, 0)
    const names = header(text)
    const rows: Value[] = []
    for (const { line, fields } of records(text).drop(1)) {
      if (fields.length !== names.length) malformed(line, 'wrong number of fields')
      rows.push(object(new Map(names.map((name, i) => [name, string(fields[i] ?? '')]))))
    }
    return list(rows, rowType(names))
  },
}
