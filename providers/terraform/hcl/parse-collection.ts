import type { Expression, ObjectItem, ObjectKey } from './ast.ts'
import { exact } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { NameKeyNode, ObjectKeyNode, ObjectNode, TraversalNode, TupleNode } from './nodes.ts'
import { parseExpression } from './parse-expression.ts'
import { parseFor } from './parse-for.ts'
import { TOKEN } from './tokens.ts'

/** `[…]`, with the bracket ahead: a tuple or a `for`. */
export function parseTuple(cursor: Cursor): Expression {
  const open = cursor.read()
  const newlines = cursor.newlines(false)
  if (cursor.isWord('for')) {
    const result = parseFor(cursor, open, TOKEN.close_bracket)
    cursor.newlines(newlines)
    return result
  }
  const items: Expression[] = []
  while (!cursor.is(TOKEN.close_bracket)) {
    items.push(parseExpression(cursor))
    if (cursor.is(TOKEN.comma)) cursor.read()
    else if (!cursor.is(TOKEN.close_bracket)) badItem(cursor, open)
  }
  const close = cursor.read()
  cursor.newlines(newlines)
  return new TupleNode(exact(items), cursor.range(open, close))
}

function badItem(cursor: Cursor, open: number): never {
  if (cursor.is(TOKEN.eof)) {
    const detail =
      'There is no corresponding closing bracket before the end of the file. This may be caused by incorrect bracket nesting elsewhere in this file.'
    return cursor.fail('Unterminated tuple constructor expression', detail, cursor.range(open))
  }
  const detail = 'Expected a comma to mark the beginning of the next item.'
  return cursor.fail('Missing item separator', detail, cursor.range(cursor.ahead))
}

/** `{…}`, with the brace ahead: an object or a `for`. Line breaks separate an object's items. */
export function parseObject(cursor: Cursor): Expression {
  const open = cursor.read()
  const newlines = cursor.newlines(false)
  if (cursor.isWord('for')) {
    const result = parseFor(cursor, open, TOKEN.close_brace)
    cursor.newlines(newlines)
    return result
  }
  cursor.newlines(true)
  const items: ObjectItem[] = []
  for (;;) {
    while (cursor.is(TOKEN.newline)) cursor.read()
    if (cursor.is(TOKEN.close_brace)) break
    const forced = cursor.is(TOKEN.open_paren)
    const wrapped = parseExpression(cursor)
    if (!cursor.is(TOKEN.equal) && !cursor.is(TOKEN.colon)) badKey(cursor, open)
    cursor.read()
    const value = parseExpression(cursor)
    items.push({ key: keyOf(wrapped, forced), value })
    if (cursor.is(TOKEN.close_brace)) break
    if (!cursor.is(TOKEN.comma) && !cursor.is(TOKEN.newline)) badAttribute(cursor, open)
    cursor.read()
  }
  const close = cursor.read()
  cursor.newlines(newlines)
  return new ObjectNode(exact(items), cursor.range(open, close))
}

function keyOf(wrapped: Expression, forced: boolean): ObjectKey {
  const isName = !forced && wrapped instanceof TraversalNode && wrapped.steps.length === 0
  return isName ? new NameKeyNode(wrapped.root, wrapped.range) : new ObjectKeyNode(wrapped, forced)
}

function badKey(cursor: Cursor, open: number): never {
  const range = cursor.range(cursor.ahead)
  const equals = 'Expected an equals sign ("=") to mark the beginning of the attribute value.'
  switch (cursor.kind) {
    case TOKEN.newline:
    case TOKEN.comma: {
      const detail = 'Expected an attribute value, introduced by an equals sign ("=").'
      return cursor.fail('Missing attribute value', detail, range)
    }
    case TOKEN.ident: {
      const hint =
        'If you intended to given an attribute name containing periods or spaces, write the name in quotes to create a string literal.'
      return cursor.fail('Missing key/value separator', `${equals} ${hint}`, range)
    }
    case TOKEN.eof:
      return unterminatedObject(cursor, open)
    default:
      return cursor.fail('Missing key/value separator', equals, range)
  }
}

function badAttribute(cursor: Cursor, open: number): never {
  if (cursor.is(TOKEN.eof)) return unterminatedObject(cursor, open)
  const detail = 'Expected a newline or comma to mark the beginning of the next attribute.'
  return cursor.fail('Missing attribute separator', detail, cursor.range(cursor.ahead))
}

function unterminatedObject(cursor: Cursor, open: number): never {
  const detail =
    'There is no corresponding closing brace before the end of the file. This may be caused by incorrect brace nesting elsewhere in this file.'
  return cursor.fail('Unterminated object constructor expression', detail, cursor.range(open))
}
