import type { Expression, ForExpr } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { ForNode } from './nodes.ts'
import { parseExpression } from './parse-expression.ts'
import { TOKEN } from './tokens.ts'

/**
 * A `for` expression whose opening bracket (row `open`) is read, with `for` ahead; `closer` is the kind of its end.
 * The caller has switched line breaks off.
 */
export function parseFor(cursor: Cursor, open: number, closer: number): Expression {
  cursor.enter(1)
  cursor.read()
  const names = parseForNames(cursor, (detail) => refuse(cursor, detail), 'For expression')
  if (!cursor.isWord('in'))
    refuse(cursor, "For expression requires the 'in' keyword after its name declarations.")
  cursor.read()
  const collection = parseExpression(cursor)
  if (!cursor.is(TOKEN.colon)) {
    refuse(cursor, 'For expression requires a colon after the collection expression.')
  }
  cursor.read()
  let key: Expression | null = null
  let value = parseExpression(cursor)
  if (cursor.is(TOKEN.fat_arrow)) {
    cursor.read()
    key = value
    value = parseExpression(cursor)
  }
  const ellipsis = cursor.is(TOKEN.ellipsis) ? cursor.read() : null
  let condition: Expression | null = null
  if (cursor.isWord('if')) {
    cursor.read()
    condition = parseExpression(cursor)
  }
  const close = endFor(cursor, closer)
  cursor.depth--
  const result = new ForNode(
    { ...names, collection, key, value, condition, group: ellipsis !== null },
    cursor.range(open, close ?? open),
  )
  checkShape(cursor, result, closer === TOKEN.close_brace, ellipsis)
  if (close === null) cursor.stop()
  return result
}

/** The row of the closing bracket; null where something else stands there, which does not hide the shape's errors. */
function endFor(cursor: Cursor, closer: number): number | null {
  if (cursor.is(closer)) return cursor.read()
  const detail = "Extra characters after the end of the 'for' expression."
  cursor.note("Invalid 'for' expression", detail, cursor.range(cursor.ahead))
  return null
}

function refuse(cursor: Cursor, detail: string): never {
  return cursor.fail("Invalid 'for' expression", detail, cursor.range(cursor.ahead))
}

/** One name for the value, or two for key and value. `refuse` reports; `subject` begins its sentences. */
export function parseForNames(
  cursor: Cursor,
  refuse: (detail: string) => never,
  subject: string,
): { key_var: string | null; value_var: string } {
  if (!cursor.is(TOKEN.ident)) refuse(`${subject} requires variable name after 'for'.`)
  const first = cursor.text(cursor.read())
  if (!cursor.is(TOKEN.comma)) return { key_var: null, value_var: first }
  cursor.read()
  if (!cursor.is(TOKEN.ident)) refuse(`${subject} requires value variable name after comma.`)
  return { key_var: first, value_var: cursor.text(cursor.read()) }
}

/** A tuple takes neither a key nor `...`; an object needs a key. */
function checkShape(cursor: Cursor, expression: ForExpr, object: boolean, ellipsis: number | null): void {
  const summary = "Invalid 'for' expression"
  if (object) {
    if (expression.key !== null) return
    cursor.note(summary, 'Key expression is required when building an object.', expression.value.range)
    return
  }
  if (expression.key !== null) {
    cursor.note(summary, 'Key expression is not valid when building a tuple.', expression.key.range)
  }
  if (ellipsis !== null) {
    const detail = 'Grouping ellipsis (...) cannot be used when building a tuple.'
    cursor.note(summary, detail, cursor.range(ellipsis))
  }
}
