import type { BlockHeader, Body, Expression, HclError, Position } from './ast.ts'
import { blockHeaders } from './block-headers.ts'
import { Cursor, ParseStop } from './cursor.ts'
import { invalidTokens } from './invalid-tokens.ts'
import { parseBody } from './parse-body.ts'
import { parseExpression as parseOne } from './parse-expression.ts'
import { parseTemplateUntil } from './parse-template.ts'
import { Scanner } from './scan.ts'
import { Source } from './source.ts'
import { checkBeginning } from './template-tree.ts'
import { TOKEN } from './tokens.ts'
import { parseWhole } from './tree-height.ts'

/**
 * What reading gives: the tree, or errors in the order of their places. After the first error no tree is given: hcl's
 * own is a guess from there on, and Terraform uses none of it.
 */
export type Parsed<T> =
  | { readonly value: T; readonly errors: readonly [] }
  | { readonly value: null; readonly errors: readonly [HclError, ...HclError[]] }

/** A whole file: its body, or why there is none and which block headers can be seen in it all the same. */
export type ParsedConfig =
  | { readonly body: Body; readonly errors: readonly []; readonly headers: readonly [] }
  | {
      readonly body: null
      readonly errors: readonly [HclError, ...HclError[]]
      readonly headers: readonly BlockHeader[]
    }

const FIRST: Position = { byte: 0, line: 1, column: 1 }

/**
 * Reads a `.tf` or `.tfvars` file: bytes as they are on disk, or text. `file` is the name that ranges carry. Never
 * throws. Bytes that are not UTF-8 are an error, except in comments, where Terraform takes them too.
 */
export function parseConfig(input: Uint8Array | string, file: string): ParsedConfig {
  const cursor = open(input, file, FIRST, 'config')
  const { value, errors } = run(cursor, () => parseBody(cursor, TOKEN.eof))
  if (value !== null) return { body: value, errors, headers: [] }
  return { body: null, errors, headers: blockHeaders(cursor) }
}

/** Reads one expression, which must be all of the text; line breaks mean nothing. `start` is where it stands. */
export function parseExpression(
  input: Uint8Array | string,
  file: string,
  start: Position = FIRST,
): Parsed<Expression> {
  const cursor = open(input, file, start, 'config')
  return run(cursor, () => {
    cursor.newlines(false)
    const expression = parseWhole(cursor, parseOne)
    if (!cursor.is(TOKEN.eof)) {
      const detail = 'An expression was successfully parsed, but extra characters were found after it.'
      cursor.note('Extra characters after expression', detail, cursor.range(cursor.ahead))
    }
    return expression
  })
}

/** Reads a text as the inside of a template: a file of `templatefile`, a string of `.tf.json`. */
export function parseTemplate(
  input: Uint8Array | string,
  file: string,
  start: Position = FIRST,
): Parsed<Expression> {
  const cursor = open(input, file, start, 'template')
  return run(cursor, () => parseWhole(cursor, (inner) => parseTemplateUntil(inner, TOKEN.eof)))
}

function open(
  input: Uint8Array | string,
  file: string,
  start: Position,
  mode: 'config' | 'template',
): Cursor {
  const source = new Source(input, file, start)
  return new Cursor(source, new Scanner(source, mode).run())
}

function run<T>(cursor: Cursor, parse: () => T): Parsed<T> {
  invalidTokens(cursor)
  const value = attempt(cursor, parse)
  if (value === null) {
    // A directive out of place before the error, in the same template, is an error of its own, and comes first.
    cursor.depth = 0
    for (const parts of cursor.templates) attempt(cursor, () => checkBeginning(cursor, parts))
  }
  // Terraform prints its errors in this order, too; sorting is stable, so that what the scanner says comes first.
  const [first, ...rest] = cursor.errors.sort((a, b) => a.range.start.byte - b.range.start.byte)
  if (first !== undefined) return { value: null, errors: [first, ...rest] }
  if (value === null) throw new Error('the parser stopped without an error')
  return { value, errors: [] }
}

/** What `action` gives, or null where it stopped at an error, which it has noted. */
function attempt<T>(cursor: Cursor, action: () => T): T | null {
  try {
    return action()
  } catch (error) {
    // The limit of depth keeps within a stack that is nearly empty at the start; ours may not have been.
    if (error instanceof RangeError) cursor.noteTooDeep(cursor.range(cursor.ahead))
    else if (!(error instanceof ParseStop)) throw error
    return null
  }
}
