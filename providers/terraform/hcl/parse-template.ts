import type { Expression, Range } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression } from './parse-expression.ts'
import { parseForNames } from './parse-for.ts'
import { literalText } from './string-literal.ts'
import { dedent, meld, trimEnd, trimStart } from './template-parts.ts'
import type { TemplatePart } from './template-parts.ts'
import { buildTemplate } from './template-tree.ts'
import { TOKEN } from './tokens.ts'
import { between } from './ranges.ts'

/** A quoted string or a heredoc, with its opening token ahead. */
export function parseTemplateTerm(cursor: Cursor): Expression {
  const open = cursor.read()
  const heredoc = cursor.tokens.kind[open] === TOKEN.open_heredoc
  const flush = heredoc && cursor.source.text.startsWith('<<-', cursor.tokens.start[open])
  const { parts, end } = parseParts(cursor, heredoc ? TOKEN.close_heredoc : TOKEN.close_quote)
  if (flush) dedent(parts)
  return buildTemplate(cursor, meld(parts), cursor.range(open, cursor.last), end)
}

/** A whole text that is a template, as `templatefile` and strings in JSON syntax have it. */
export function parseBareTemplate(cursor: Cursor): Expression {
  const start = cursor.ahead
  const { parts, end } = parseParts(cursor, TOKEN.eof)
  return buildTemplate(cursor, meld(parts), cursor.range(start, cursor.last), end)
}

/** The parts up to the token of kind `closer`, which is read; `end` is its range. */
function parseParts(cursor: Cursor, closer: number): { parts: TemplatePart[]; end: Range } {
  const parts: TemplatePart[] = []
  const start = cursor.ahead
  let trimNext = false
  for (;;) {
    const row = cursor.read()
    const kind = cursor.tokens.kind[row]
    if (kind === closer) {
      const end = cursor.range(row)
      // An empty string has one empty literal, behind the first token.
      if (parts.length === 0) {
        const place = cursor.endOf(start)
        parts.push({
          type: 'literal',
          value: '',
          range: { file: cursor.source.file, start: place, end: place },
        })
      }
      return { parts, end }
    }
    if (kind === TOKEN.string_lit || kind === TOKEN.quoted_lit) {
      const text = literalText(cursor, row)
      parts.push({ type: 'literal', value: trimNext ? trimStart(text) : text, range: cursor.range(row) })
      trimNext = false
    } else if (kind === TOKEN.template_interp || kind === TOKEN.template_control) {
      if (strips(cursor, row)) trimLast(parts)
      const newlines = cursor.newlines(false)
      if (kind === TOKEN.template_interp) parseInterpolation(cursor, parts, row, start, closer)
      else parseDirective(cursor, parts, row)
      trimNext = strips(cursor, cursor.last)
      cursor.newlines(newlines)
    } else {
      cursor.fail(
        'Unterminated template string',
        'No closing marker was found for the string.',
        cursor.range(row),
      )
    }
  }
}

/** Whether a sequence's opening or closing token has a `~`. */
function strips(cursor: Cursor, row: number): boolean {
  const { tokens } = cursor
  const width = (tokens.end[row] ?? 0) - (tokens.start[row] ?? 0)
  return width === (tokens.kind[row] === TOKEN.template_seq_end ? 2 : 3)
}

function trimLast(parts: TemplatePart[]): void {
  const last = parts.at(-1)
  if (last?.type === 'literal') last.value = trimEnd(last.value)
}

/** `${` is read (row `open`); `start` is the template's first token. */
function parseInterpolation(
  cursor: Cursor,
  parts: TemplatePart[],
  open: number,
  start: number,
  closer: number,
): void {
  const expression = parseExpression(cursor)
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
