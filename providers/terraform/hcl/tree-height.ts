import type { Expression } from './ast.ts'
import { children } from './children.ts'
import { MAX_DEPTH } from './cursor.ts'
import type { Cursor } from './cursor.ts'

/**
 * Parses a whole expression with `parse` and refuses a tree deeper than `MAX_DEPTH`. Long rows (`a + b + c …`,
 * `a[x][y] …`) need no recursion to read, but give a deep tree that whoever walks it would have to recurse into.
 */
export function parseWhole(cursor: Cursor, parse: (cursor: Cursor) => Expression): Expression {
  cursor.chained = 0
  cursor.deepest = cursor.depth
  const expression = parse(cursor)
  // Only then can it be too deep; the walk is for these alone.
  if (cursor.deepest + cursor.chained > MAX_DEPTH) checkHeight(cursor, expression)
  return expression
}

function checkHeight(cursor: Cursor, expression: Expression): void {
  let level = [expression]
  for (let depth = cursor.depth; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) cursor.tooDeep(expression.range)
    level = level.flatMap(children)
  }
}
