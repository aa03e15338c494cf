import type { Expression } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression } from './parse-expression.ts'
import { TOKEN } from './tokens.ts'
import { between } from './ranges.ts'

/** A function call whose first name is read (row `first`), with `(` or `::` ahead. */
export function parseCall(cursor: Cursor, first: number): Expression {
  let name = cursor.text(first)
  let last = first
  let open = cursor.read()
  while (cursor.tokens.kind[open] === TOKEN.double_colon) {
    last = cursor.read()
    if (cursor.tokens.kind[last] !== TOKEN.ident) {
      const detail = 'Function scope resolution symbol :: must be followed by a function name in this scope.'
      cursor.fail('Missing function name', detail, cursor.range(last))
    }
    name += `::${cursor.text(last)}`
    open = cursor.read()
  }
  if (cursor.tokens.kind[open] !== TOKEN.open_paren) {
    const detail = 'Function selector must be followed by an open parenthesis to begin the function call.'
    cursor.fail('Missing open parenthesis', detail, cursor.range(open))
  }
  const newlines = cursor.newlines(false)
  const args: Expression[] = []
  const expandFinal = parseArguments(cursor, args, first, open)
  const close = cursor.last
  cursor.newlines(newlines)
  const nameRange = cursor.range(first, last)
  const closeRange = cursor.range(close)
  return {
    type: 'function_call',
    name,
    args,
    expand_final: expandFinal,
    range: between(nameRange, closeRange),
    name_range: nameRange,
    open_paren_range: cursor.range(open),
    close_paren_range: closeRange,
  }
}

/** Reads the arguments and the closing parenthesis; true where the last is spread. */
function parseArguments(cursor: Cursor, args: Expression[], first: number, open: number): boolean {
  while (!cursor.is(TOKEN.close_paren)) {
    args.push(parseExpression(cursor))
    const separator = cursor.read()
    const kind = cursor.tokens.kind[separator]
    if (kind === TOKEN.close_paren) return false
    if (kind === TOKEN.ellipsis) {
      if (!cursor.is(TOKEN.close_paren)) {
        const detail =
          'An expanded function argument (with ...) must be immediately followed by closing parentheses.'
        cursor.fail('Missing closing parenthesis', detail, cursor.range(separator))
      }
      cursor.read()
      return true
    }
    if (kind !== TOKEN.comma) badSeparator(cursor, first, open, separator)
  }
  cursor.read()
  return false
}

function badSeparator(cursor: Cursor, first: number, open: number, separator: number): never {
  if (cursor.tokens.kind[separator] === TOKEN.eof) {
    const detail =
      'There is no closing parenthesis for this function call before the end of the file. This may be caused by incorrect parenthesis nesting elsewhere in this file.'
    return cursor.fail('Unterminated function call', detail, cursor.range(first, open))
  }
  const detail = 'A comma is required to separate each function argument from the next.'
  return cursor.fail('Missing argument separator', detail, cursor.range(separator))
}
