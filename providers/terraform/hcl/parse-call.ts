import type { Expression } from './ast.ts'
import { exact } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { CallNode } from './nodes.ts'
import type { CallHead } from './nodes.ts'
import { parseExpression } from './parse-expression.ts'
import { TOKEN } from './tokens.ts'

/** A function call whose first name is read, with `(` or `::` ahead. */
export function parseCall(cursor: Cursor): Expression {
  const head = readHead(cursor)
  const newlines = cursor.newlines(false)
  const args: Expression[] = []
  cursor.enter(1)
  while (!cursor.is(TOKEN.close_paren)) {
    args.push(parseExpression(cursor))
    if (!cursor.is(TOKEN.comma)) break
    cursor.read()
  }
  cursor.depth--
  const expandFinal = cursor.is(TOKEN.ellipsis)
  const close = endArguments(cursor, head)
  cursor.newlines(newlines)
  return new CallNode(head, exact(args), expandFinal, cursor.range(head.first, close))
}

function readHead(cursor: Cursor): CallHead {
  const first = cursor.last
  let last = first
  let name = cursor.text(first)
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
  return { first, last, open, name }
}

/** Reads the closing parenthesis, after `...` or not, and gives its row. */
function endArguments(cursor: Cursor, head: CallHead): number {
  if (cursor.is(TOKEN.ellipsis)) {
    const ellipsis = cursor.read()
    if (!cursor.is(TOKEN.close_paren)) {
      const detail =
        'An expanded function argument (with ...) must be immediately followed by closing parentheses.'
      cursor.fail('Missing closing parenthesis', detail, cursor.range(ellipsis))
    }
  } else if (!cursor.is(TOKEN.close_paren)) badSeparator(cursor, head)
  return cursor.read()
}

function badSeparator(cursor: Cursor, head: CallHead): never {
  if (cursor.is(TOKEN.eof)) {
    const detail =
      'There is no closing parenthesis for this function call before the end of the file. This may be caused by incorrect parenthesis nesting elsewhere in this file.'
    return cursor.fail('Unterminated function call', detail, cursor.range(head.first, head.open))
  }
  const detail = 'A comma is required to separate each function argument from the next.'
  return cursor.fail('Missing argument separator', detail, cursor.range(cursor.ahead))
}
