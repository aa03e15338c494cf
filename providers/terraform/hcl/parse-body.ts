import type { Attribute, Block, Body } from './ast.ts'
import { BlockNode, BodyNode } from './blocks.ts'
import { exact } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { AttributeNode } from './nodes.ts'
import { parseExpression } from './parse-expression.ts'
import { parseWhole } from './tree-height.ts'
import { literalText } from './string-literal.ts'
import { rangeText } from './template-tree.ts'
import { TOKEN } from './tokens.ts'

const NEEDED = 'Argument or block definition required'
const NEEDED_DETAIL = 'An argument or block definition is required here.'

/** Arguments and blocks up to the token of kind `closer`, which is read. */
export function parseBody(cursor: Cursor, closer: number): Body {
  const attributes = new Map<string, Attribute>()
  const blocks: Block[] = []
  const first = cursor.previous()
  for (;;) {
    if (cursor.is(closer)) {
      const last = cursor.read()
      return new BodyNode(attributes, exact(blocks), cursor.range(first, last))
    }
    if (cursor.is(TOKEN.newline)) cursor.read()
    else if (!cursor.is(TOKEN.ident)) badItem(cursor, first)
    else {
      const name = cursor.read()
      if (cursor.is(TOKEN.equal)) addAttribute(cursor, attributes, name)
      else blocks.push(parseBlock(cursor, name))
    }
  }
}

function badItem(cursor: Cursor, first: number): never {
  const range = cursor.range(cursor.ahead)
  if (cursor.is(TOKEN.open_quote)) {
    return cursor.fail('Invalid argument name', 'Argument names must not be quoted.', range)
  }
  return cursor.is(TOKEN.eof) ? unclosed(cursor, first) : cursor.fail(NEEDED, NEEDED_DETAIL, range)
}

function unclosed(cursor: Cursor, open: number): never {
  const detail =
    'There is no closing brace for this block before the end of the file. This may be caused by incorrect brace nesting elsewhere in this file.'
  return cursor.fail('Unclosed configuration block', detail, cursor.range(open))
}

function addAttribute(cursor: Cursor, attributes: Map<string, Attribute>, name: number): void {
  const text = cursor.text(name)
  const existing = attributes.get(text)
  if (existing !== undefined) {
    const place = rangeText(existing.name_range)
    const detail = `The argument ${JSON.stringify(text)} was already set at ${place}. Each argument may be set only once.`
    cursor.note('Attribute redefined', detail, cursor.range(name))
  }
  const attribute = parseAttribute(cursor, name)
  endAttribute(cursor)
  if (existing === undefined) attributes.set(text, attribute)
}

/** `= expression`, with the name read (row `name`). */
function parseAttribute(cursor: Cursor, name: number): AttributeNode {
  const equals = cursor.read()
  const expression = parseWhole(cursor, parseExpression)
  return new AttributeNode(cursor.text(name), expression, cursor.range(name, cursor.last), equals)
}

function endAttribute(cursor: Cursor): void {
  if (cursor.is(TOKEN.newline) || cursor.is(TOKEN.eof)) {
    cursor.read()
    return
  }
  const range = cursor.range(cursor.ahead)
  const detail = 'An argument definition must end with a newline.'
  if (cursor.is(TOKEN.comma)) {
    const commas = 'Argument definitions must be separated by newlines, not commas.'
    cursor.fail('Unexpected comma after argument', `${commas} ${detail}`, range)
  }
  cursor.fail('Missing newline after argument', detail, range)
}

/** What stands before a block's body. */
interface BlockHead {
  readonly name: number
  readonly labels: readonly string[]
  readonly open: number
}

/** A block whose type is read (row `name`). */
function parseBlock(cursor: Cursor, name: number): Block {
  const head = parseHead(cursor, name)
  cursor.enter(2)
  const { kind } = cursor
  const long = kind === TOKEN.newline || kind === TOKEN.eof || kind === TOKEN.close_brace
  const body = long ? parseBody(cursor, TOKEN.close_brace) : parseSingleLine(cursor, head.open)
  cursor.depth -= 2
  return endBlock(cursor, head, body)
}

function parseHead(cursor: Cursor, name: number): BlockHead {
  if (!cursor.is(TOKEN.open_quote) && !cursor.is(TOKEN.open_brace) && !cursor.is(TOKEN.ident)) {
    const detail = `${NEEDED_DETAIL} To set an argument, use the equals sign "=" to introduce the argument value.`
    cursor.fail(NEEDED, detail, cursor.range(name))
  }
  const labels: string[] = []
  while (!cursor.is(TOKEN.open_brace)) labels.push(parseLabel(cursor))
  return { name, labels: exact(labels), open: cursor.read() }
}

function endBlock(cursor: Cursor, head: BlockHead, body: Body): Block {
  const close = cursor.last
  if (!cursor.is(TOKEN.newline) && !cursor.is(TOKEN.eof)) {
    const detail = 'A block definition must end with a newline.'
    cursor.fail('Missing newline after block definition', detail, cursor.range(cursor.ahead))
  }
  cursor.read()
  return new BlockNode({ block_type: cursor.text(head.name), ...head }, body, cursor.range(head.name, close))
}

function parseLabel(cursor: Cursor): string {
  if (cursor.is(TOKEN.ident)) return cursor.text(cursor.read())
  if (cursor.is(TOKEN.open_quote)) {
    cursor.read()
    return parseQuotedLabel(cursor)
  }
  const range = cursor.range(cursor.ahead)
  const summary = 'Invalid block definition'
  if (cursor.is(TOKEN.equal)) {
    const detail =
      'The equals sign "=" indicates an argument definition, and must not be used when defining a block.'
    cursor.fail(summary, detail, range)
  }
  if (cursor.is(TOKEN.newline)) {
    const detail =
      'A block definition must have block content delimited by "{" and "}", starting on the same line as the block header.'
    cursor.fail(summary, detail, range)
  }
  const detail = 'Either a quoted string block label or an opening brace ("{") is expected here.'
  return cursor.fail(summary, detail, range)
}

/** A string without sequences, its quote read; up to its closing quote. Labels are not normalised. */
function parseQuotedLabel(cursor: Cursor): string {
  const summary = 'Invalid string literal'
  let label = ''
  for (;;) {
    const row = cursor.read()
    const range = cursor.range(row)
    switch (cursor.tokens.kind[row]) {
      case TOKEN.close_quote:
        return label
      case TOKEN.quoted_lit:
        label += literalText(cursor, row)
        break
      case TOKEN.template_interp:
      case TOKEN.template_control: {
        const mark = cursor.tokens.kind[row] === TOKEN.template_interp ? '$' : '%'
        const detail = `Template sequences are not allowed in this string. To include a literal "${mark}", double it (as "${mark}${mark}") to escape it.`
        cursor.fail(summary, detail, range)
        break
      }
      case TOKEN.eof: {
        const detail = 'Unable to find the closing quote mark before the end of the file.'
        cursor.fail('Unterminated string literal', detail, range)
        break
      }
      default:
        cursor.fail(summary, 'This item is not valid in a string literal.', range)
    }
  }
}

/** The argument and closing brace of a block of one line whose opening brace is read (row `open`). */
function parseSingleLine(cursor: Cursor, open: number): Body {
  const body = parseSingleArgument(cursor)
  if (!cursor.is(TOKEN.close_brace)) badSingleLineEnd(cursor, open)
  cursor.read()
  return body
}

/** `{ name = expression }`: a block of one line has one argument and no block. */
function parseSingleArgument(cursor: Cursor): Body {
  const name = cursor.read()
  const nameRange = cursor.range(name)
  if (cursor.tokens.kind[name] !== TOKEN.ident) cursor.fail(NEEDED, NEEDED_DETAIL, nameRange)
  if (cursor.is(TOKEN.equal)) {
    const attribute = parseAttribute(cursor, name)
    return new BodyNode(new Map([[attribute.name, attribute]]), [], attribute.range)
  }
  if (cursor.is(TOKEN.open_quote) || cursor.is(TOKEN.open_brace) || cursor.is(TOKEN.ident)) {
    const argument = JSON.stringify(cursor.text(name))
    const detail = `A single-line block definition can contain only a single argument. If you meant to define argument ${argument}, use an equals sign to assign it a value. To define a nested block, place it on a line of its own within its parent block.`
    cursor.fail('Argument definition required', detail, cursor.range(name, cursor.ahead))
  }
  const detail = `${NEEDED_DETAIL} To set an argument, use the equals sign "=" to introduce the argument value.`
  return cursor.fail(NEEDED, detail, nameRange)
}

function badSingleLineEnd(cursor: Cursor, open: number): never {
  const summary = 'Invalid single-argument block definition'
  const range = cursor.range(cursor.ahead)
  switch (cursor.kind) {
    case TOKEN.comma: {
      const detail =
        'Single-line block syntax can include only one argument definition. To define multiple arguments, use the multi-line block syntax with one argument definition per line.'
      return cursor.fail(summary, detail, range)
    }
    case TOKEN.newline: {
      const detail =
        "An argument definition on the same line as its containing block creates a single-line block definition, which must also be closed on the same line. Place the block's closing brace immediately after the argument definition."
      return cursor.fail(summary, detail, range)
    }
    case TOKEN.eof:
      return unclosed(cursor, open)
    default: {
      const detail =
        'A single-line block definition must end with a closing brace immediately after its single argument definition.'
      return cursor.fail(summary, detail, range)
    }
  }
}
