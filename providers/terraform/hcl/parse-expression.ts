import type { BinaryOperator, Expression, Literal, Range } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { parseCall } from './parse-call.ts'
import { parseObject, parseTuple } from './parse-collection.ts'
import { parseTemplateTerm } from './parse-template.ts'
import { parseTraversals } from './parse-traversal.ts'
import { TOKEN, TOKEN_KINDS } from './tokens.ts'
import { between } from './ranges.ts'

/** Operators with their precedence: the higher binds first; equals gather from the left. */
const OPERATORS: readonly (readonly [number, BinaryOperator, number])[] = [
  [TOKEN.or, '||', 1],
  [TOKEN.and, '&&', 2],
  [TOKEN.equal_op, '==', 3],
  [TOKEN.not_equal, '!=', 3],
  [TOKEN.greater_than, '>', 4],
  [TOKEN.greater_than_eq, '>=', 4],
  [TOKEN.less_than, '<', 4],
  [TOKEN.less_than_eq, '<=', 4],
  [TOKEN.plus, '+', 5],
  [TOKEN.minus, '-', 5],
  [TOKEN.star, '*', 6],
  [TOKEN.slash, '/', 6],
  [TOKEN.percent, '%', 6],
]
const PRECEDENCE = new Uint8Array(TOKEN_KINDS)
const OPERATOR = new Map<number, BinaryOperator>()
for (const [kind, operator, precedence] of OPERATORS) {
  PRECEDENCE[kind] = precedence
  OPERATOR.set(kind, operator)
}

/** Parses one expression from the cursor; it may end anywhere, what follows is the caller's. */
export function parseExpression(cursor: Cursor): Expression {
  cursor.enter()
  const start = cursor.ahead
  let expression = parseBinary(cursor, 0)
  if (cursor.is(TOKEN.question)) expression = parseConditional(cursor, start, expression)
  cursor.depth--
  return expression
}

/** `condition` is read; the question mark is ahead. */
function parseConditional(cursor: Cursor, start: number, condition: Expression): Expression {
  cursor.read()
  const trueResult = parseExpression(cursor)
  if (!cursor.is(TOKEN.colon)) {
    cursor.note(
      'Missing false expression in conditional',
      'The conditional operator (...?...:...) requires a false expression, delimited by a colon.',
      cursor.range(cursor.ahead),
    )
    return condition
  }
  cursor.read()
  const falseResult = parseExpression(cursor)
  const range = between(cursor.range(start), falseResult.range)
  return { type: 'conditional', condition, true_result: trueResult, false_result: falseResult, range }
}

/** Operands and those operators between them that bind closer than `floor`. */
function parseBinary(cursor: Cursor, floor: number): Expression {
  let left = parseOperand(cursor)
  for (;;) {
    const precedence = PRECEDENCE[cursor.kind] ?? 0
    const operator = OPERATOR.get(cursor.kind)
    if (precedence <= floor || operator === undefined) return left
    cursor.read()
    const right = parseBinary(cursor, precedence)
    left = { type: 'binary_op', operator, left, right, range: between(left.range, right.range) }
    cursor.chained++
  }
}

/** A term with its traversals, or `-` and `!` before one. */
export function parseOperand(cursor: Cursor): Expression {
  switch (cursor.kind) {
    case TOKEN.minus:
    case TOKEN.bang:
      return parseUnary(cursor)
    case TOKEN.ident:
      return parseTraversals(cursor, parseName(cursor))
    case TOKEN.number_lit:
      return parseTraversals(cursor, parseNumber(cursor))
    case TOKEN.open_quote:
    case TOKEN.open_heredoc:
      return parseTraversals(cursor, parseTemplateTerm(cursor))
    case TOKEN.open_bracket:
      return parseTraversals(cursor, parseTuple(cursor))
    case TOKEN.open_brace:
      return parseTraversals(cursor, parseObject(cursor))
    case TOKEN.open_paren:
      return parseTraversals(cursor, parseParentheses(cursor))
    default:
      return missingOperand(cursor)
  }
}

function missingOperand(cursor: Cursor): never {
  const range = cursor.range(cursor.ahead)
  if (cursor.is(TOKEN.eof)) {
    const detail = 'Expected the start of an expression, but found the end of the file.'
    return cursor.fail('Missing expression', detail, range)
  }
  const detail = 'Expected the start of an expression, but found an invalid expression token.'
  return cursor.fail('Invalid expression', detail, range)
}

function parseUnary(cursor: Cursor): Expression {
  const symbols: number[] = []
  while (cursor.is(TOKEN.minus) || cursor.is(TOKEN.bang)) symbols.push(cursor.read())
  let value = parseOperand(cursor)
  for (let symbol = symbols.pop(); symbol !== undefined; symbol = symbols.pop()) {
    const operator = cursor.tokens.kind[symbol] === TOKEN.minus ? '-' : '!'
    const symbolRange = cursor.range(symbol)
    const range = between(symbolRange, value.range)
    value = { type: 'unary_op', operator, value, range, symbol_range: symbolRange }
    cursor.chained++
  }
  return value
}

const WORDS = new Map<string, Literal>([
  ['true', { type: 'bool', value: true }],
  ['false', { type: 'bool', value: false }],
  ['null', { type: 'null' }],
])

function parseName(cursor: Cursor): Expression {
  const row = cursor.read()
  if (cursor.is(TOKEN.open_paren) || cursor.is(TOKEN.double_colon)) return parseCall(cursor, row)
  const name = cursor.text(row)
  const range = cursor.range(row)
  const value = WORDS.get(name)
  if (value !== undefined) return { type: 'literal_value', value, range }
  return { type: 'scope_traversal', root: name, root_range: range, steps: [], range }
}

function parseNumber(cursor: Cursor): Expression {
  const row = cursor.read()
  const range = cursor.range(row)
  return { type: 'literal_value', value: numberLiteral(cursor, row, range), range }
}

/** The scanner takes any digits, dots and exponents for a number. */
const NUMBER = /^\d+(?:\.\d*)?(?:[eE][+-]?\d+)?$/

/** The constant of a `number_lit` token. */
export function numberLiteral(cursor: Cursor, row: number, range: Range): Literal {
  const text = cursor.text(row)
  if (!NUMBER.test(text)) {
    cursor.note('Invalid number literal', 'Failed to recognize the value of this number literal.', range)
  }
  return { type: 'number', text }
}

function parseParentheses(cursor: Cursor): Expression {
  const open = cursor.read()
  const newlines = cursor.newlines(false)
  const noted = cursor.errors.length
  const expression = parseExpression(cursor)
  // An error inside makes everything up to the closing parenthesis suspect.
  if (cursor.errors.length > noted) cursor.stop()
  if (!cursor.is(TOKEN.close_paren)) {
    const detail = 'Expected a closing parenthesis to terminate the expression.'
    cursor.fail('Unbalanced parentheses', detail, cursor.range(cursor.ahead))
  }
  const close = cursor.read()
  cursor.newlines(newlines)
  return { type: 'parentheses', expression, range: cursor.range(open, close) }
}
