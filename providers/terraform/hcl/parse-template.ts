import type { Expression, Range } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression } from './parse-expression.ts'
import { parseForNames } from './parse-for.ts'
import { literalText } from './string-literal.ts'
import { dedent, meld } from './template-parts.ts'
import type { TemplatePart } from './template-parts.ts'
import { buildTemplate } from './template-tree.ts'
import { TOKEN } from './tokens.ts'
import { trimEnd, trimStart } from './white-space.ts'
import { between } from './ranges.ts'

/**
 * A template up to the token of kind `closer`: a quoted string or a heredoc, its opening token ahead, or with `eof` a
 * whole text, as `templatefile` and strings in JSON syntax have it.
 */
export function parseTemplateUntil(cursor: Cursor, closer: number): Expression {
  cursor.enter(1)
  // A bare template begins with its first part.
  const open = closer === TOKEN.eof ? cursor.ahead : cursor.read()
  const start = cursor.ahead
  const parts: TemplatePart[] = []
  cursor.templates.push(parts)
  while (!readLiterals(cursor, parts, closer)) {
    const sequence = cursor.last
    const newlines = cursor.newlines(false)
    if (cursor.tokens.kind[sequence] === TOKEN.template_control) parseDirective(cursor, parts, sequence)
    else endInterpolation(cursor, parts, sequence, start, closer, parseExpression(cursor))
    cursor.newlines(newlines)
  }
  cursor.templates.pop()
  cursor.depth--
  return finishTemplate(cursor, parts, open, start)
}

/** Reads literals into `parts`: true at the template's end, false at a sequence; that token is the last read. */
function readLiterals(cursor: Cursor, parts: TemplatePart[], closer: number): boolean {
  // `~}` strips the literal behind it, `${~` the one before it.
  let trim =
    cursor.last !== -1 && cursor.tokens.kind[cursor.last] === TOKEN.template_seq_end && strips(cursor)
  for (;;) {
    const row = cursor.read()
    const kind = cursor.tokens.kind[row]
    if (kind === closer) return true
    if (kind === TOKEN.template_interp || kind === TOKEN.template_control) {
      if (strips(cursor)) trimLast(parts)
      return false
    }
    if (kind !== TOKEN.string_lit && kind !== TOKEN.quoted_lit) {
      const detail = 'No closing marker was found for the string.'
      cursor.fail('Unterminated template string', detail, cursor.range(row))
    }
    const text = literalText(cursor, row)
    parts.push({ type: 'literal', value: trim ? trimStart(text) : text, range: cursor.range(row) })
    trim = false
  }
}

/** The closing token has been read. */
function finishTemplate(cursor: Cursor, parts: TemplatePart[], open: number, start: number): Expression {
  const end = cursor.range(cursor.last)
  // An empty string has one empty literal, behind the first token.
  if (parts.length === 0) {
    const place = cursor.endOf(start)
    parts.push({ type: 'literal', value: '', range: { file: cursor.source.file, start: place, end: place } })
  }
  if (cursor.source.text.startsWith('<<-', cursor.tokens.start[open])) {
    if (cursor.tokens.kind[open] === TOKEN.open_heredoc) dedent(parts)
  }
  return buildTemplate(cursor, meld(parts), cursor.range(open, cursor.last), end)
}

/** Whether the sequence's opening or closing token just read has a `~`. */
function strips(cursor: Cursor): boolean {
  const { tokens, last } = cursor
  const width = (tokens.end[last] ?? 0) - (tokens.start[last] ?? 0)
  return width === (tokens.kind[last] === TOKEN.template_seq_end ? 2 : 3)
}

function trimLast(parts: TemplatePart[]): void {
  const last = parts.at(-1)
  if (last?.type === 'literal') last.value = trimEnd(last.value)
}

/** `${` (row `open`) and `expression` are read; `start` is the row of the template's first token. */
function endInterpolation(
  cursor: Cursor,
  parts: TemplatePart[],
  open: number,
  start: number,
  closer: number,
  expression: Expression,
): void {
  if (!cursor.is(TOKEN.template_seq_end)) badInterpolationEnd(cursor, start, closer)
  const close = cursor.read()
  parts.push({ type: 'interpolation', expression, range: cursor.range(open, close) })
}

function badInterpolationEnd(cursor: Cursor, start: number, closer: number): never {
  const { kind } = cursor
  const unclosed = 'Unclosed template interpolation sequence'
  const nesting = 'This might be caused by incorrect nesting inside the given expression.'
  if (kind === TOKEN.eof) {
    const detail = `There is no closing brace for this interpolation sequence before the end of the file. ${nesting}`
    return cursor.fail(unclosed, detail, cursor.range(start))
  }
  const isQuote = kind === TOKEN.close_quote || kind === TOKEN.open_quote
  if (isQuote && closer === TOKEN.close_quote) {
    const detail = `There is no closing brace for this interpolation sequence before the end of the quoted template. ${nesting}`
    return cursor.fail(unclosed, detail, cursor.range(start))
  }
  const escape = 'starting with "$${" instead of just "${".'
  const detail =
    kind === TOKEN.colon
      ? `Template interpolation doesn't expect a colon at this location. Did you intend this to be a literal sequence to be processed as part of another language? If so, you can escape it by ${escape}`
      : `Expected a closing brace to end the interpolation expression, but found extra characters.\n\nThis can happen when you include interpolation syntax for another language, such as shell scripting, but forget to escape the interpolation start token. If this is an embedded sequence for another language, escape it by ${escape}`
  return cursor.fail('Extra characters after interpolation expression', detail, cursor.range(cursor.ahead))
}

/** `%{` is read (row `open`). */
function parseDirective(cursor: Cursor, parts: TemplatePart[], open: number): void {
  if (!cursor.is(TOKEN.ident)) {
    const detail =
      'A template directive keyword ("if", "for", etc) is expected at the beginning of a %{ sequence.'
    cursor.fail('Invalid template directive', detail, cursor.range(cursor.ahead))
  }
  const keyword = cursor.read()
  const word = cursor.text(keyword)
  const rangeTo = (): Range => between(cursor.range(open), cursor.range(cursor.ahead))
  switch (word) {
    case 'if': {
      const condition = parseExpression(cursor)
      parts.push({ type: 'if', condition, range: rangeTo() })
      break
    }
    case 'for': {
      const names = parseForNames(cursor, (detail) => refuseFor(cursor, detail), 'For directive')
      if (!cursor.isWord('in')) refuseFor(cursor, "For directive requires 'in' keyword after names.")
      cursor.read()
      const collection = parseExpression(cursor)
      parts.push({ type: 'for', ...names, collection, range: rangeTo() })
      break
    }
    case 'else':
    case 'endif':
    case 'endfor':
      parts.push({ type: word, range: rangeTo() })
      break
    default:
      badKeyword(cursor, keyword, word)
  }
  if (!cursor.is(TOKEN.template_seq_end)) {
    const detail = 'Expected a closing brace to end the sequence, but found extra characters.'
    cursor.fail(`Extra characters in ${word} marker`, detail, cursor.range(cursor.ahead))
  }
  cursor.read()
}

function refuseFor(cursor: Cursor, detail: string): never {
  return cursor.fail("Invalid 'for' directive", detail, cursor.range(cursor.ahead))
}

function badKeyword(cursor: Cursor, keyword: number, word: string): never {
  const detail = `${JSON.stringify(word)} is not a valid template control keyword.`
  return cursor.fail('Invalid template control keyword', detail, cursor.range(keyword))
}
