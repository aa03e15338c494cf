import type { BinaryOperator, Expression, Literal, Range } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { BinaryNode, LiteralNode, NO_STEPS, TraversalNode } from './nodes.ts'
import { parseCall } from './parse-call.ts'
import { parseObject, parseTuple } from './parse-collection.ts'
import { parseTemplateUntil } from './parse-template.ts'
import { parseTraversals } from './parse-traversal.ts'
import { TOKEN, TOKEN_KINDS } from './tokens.ts'
import { TokenRange, between } from './ranges.ts'

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

/**
 * Parses one expression from the cursor; it may end anywhere, what follows is the caller's. Of operators it takes those
 * that bind closer than `floor`, and a conditional at 0 only. Everything that nests comes through here, so that its
 * frame decides how deep can be read: it is one function of few locals.
 */
export function parseExpression(cursor: Cursor, floor = 0): Expression {
  cursor.enter(1)
  let left: Expression
  switch (cursor.kind) {
    case TOKEN.minus:
    case TOKEN.bang:
      left = parseUnary(cursor)
      break
    case TOKEN.ident:
      cursor.read()
      left = callFollows(cursor) ? parseCall(cursor) : nameTerm(cursor, cursor.last)
      break
    case TOKEN.number_lit:
      left = numberTerm(cursor, cursor.read())
      break
    case TOKEN.open_quote:
      left = parseTemplateUntil(cursor, TOKEN.close_quote)
      break
    case TOKEN.open_heredoc:
      left = parseTemplateUntil(cursor, TOKEN.close_heredoc)
      break
    case TOKEN.open_bracket:
      left = parseTuple(cursor)
      break
    case TOKEN.open_brace:
      left = parseObject(cursor)
      break
    case TOKEN.open_paren:
      left = parseParentheses(cursor)
      break
    default:
      left = missingOperand(cursor)
  }
  left = parseTraversals(cursor, left)
  while (precedence(cursor.kind) > floor) {
    const operator = cursor.tokens.kind[cursor.read()] ?? 0
    left = binaryOp(cursor, operator, left, parseExpression(cursor, precedence(operator)))
  }
  if (floor === 0 && cursor.is(TOKEN.question)) left = parseConditional(cursor, left)
  cursor.depth--
  return left
}

function precedence(kind: number): number {
  return PRECEDENCE[kind] ?? 0
}

function binaryOp(cursor: Cursor, kind: number, left: Expression, right: Expression): Expression {
  const operator = OPERATOR.get(kind)
  if (operator === undefined) throw new Error(`token ${kind} is no operator`)
  cursor.chained++
  const range = between(left.range, right.range)
  return range instanceof TokenRange
    ? new BinaryNode(operator, left, right, range)
    : { type: 'binary_op', operator, left, right, range }
}

/** Whether the name just read is a function's. */
function callFollows(cursor: Cursor): boolean {
  return cursor.is(TOKEN.open_paren) || cursor.is(TOKEN.double_colon)
}

/** `condition` is read; the question mark is ahead. */
function parseConditional(cursor: Cursor, condition: Expression): Expression {
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
  const range = between(condition.range, falseResult.range)
  return { type: 'conditional', condition, true_result: trueResult, false_result: falseResult, range }
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

/** Above every operator's precedence: a term and its traversals, nothing more. */
const TERM_ONLY = 7

function parseUnary(cursor: Cursor): Expression {
  const symbols: number[] = []
  while (cursor.is(TOKEN.minus) || cursor.is(TOKEN.bang)) symbols.push(cursor.read())
  let value = parseExpression(cursor, TERM_ONLY)
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

function nameTerm(cursor: Cursor, row: number): Expression {
  const name = cursor.text(row)
  const range = cursor.range(row)
  const value = WORDS.get(name)
  if (value !== undefined) return new LiteralNode(value, range)
  return new TraversalNode(name, NO_STEPS, range)
}

function numberTerm(cursor: Cursor, row: number): Expression {
  const range = cursor.range(row)
  return new LiteralNode(numberLiteral(cursor, row, range), range)
}

/** The scanner takes any digits, dots and exponents for a number. */
const NUMBER = /^\d+(?:\.\d*)?(?:[eE][+-]?\d+)?$/

/** The constant of a `number_lit` token. */
export function numberLiteral(cursor: Cursor, row: number, range: Range): Literal {
  const text = cursor.text(row)
  if (!NUMBER.test(text)) {
    cursor.note('Invalid number literal', 'Failed to recognize the value of this number literal.', range)
  }
  return cursor.number(text)
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
