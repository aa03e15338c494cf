import type { AnonymousSymbol, Expression, Literal, TraversalStep } from './ast.ts'
import { exact } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { AttributeStep, IndexStep, TraversalNode } from './nodes.ts'
import { numberLiteral, parseExpression } from './parse-expression.ts'
import { TOKEN } from './tokens.ts'
import { TokenRange, between } from './ranges.ts'

/** What has been read of a term: an expression, and constant steps that are not part of it yet. */
interface Chain {
  source: Expression
  steps: TraversalStep[]
}

/** Everything that follows a term: `.name`, `.0`, `[key]`, `.*` and `[*]`. */
export function parseTraversals(cursor: Cursor, from: Expression): Expression {
  if (!cursor.is(TOKEN.dot) && !cursor.is(TOKEN.open_bracket)) return from
  const chain: Chain = { source: from, steps: [] }
  for (;;) {
    if (cursor.is(TOKEN.dot)) parseDot(cursor, chain)
    else if (cursor.is(TOKEN.open_bracket)) parseBracket(cursor, chain)
    else return close(cursor, chain)
  }
}

/** Puts the waiting steps on the expression: into a name's own traversal, else around it. */
function close(cursor: Cursor, chain: Chain): Expression {
  const { source, steps } = chain
  const last = steps.at(-1)
  if (last === undefined) return source
  const range = between(source.range, last.range)
  if (source instanceof TraversalNode && range instanceof TokenRange)
    return new TraversalNode(source.root, exact(steps), range)
  cursor.chained++
  return { type: 'relative_traversal', source, steps: exact(steps), range }
}

function parseDot(cursor: Cursor, chain: Chain): void {
  const dot = cursor.read()
  if (cursor.is(TOKEN.star)) parseAttributeSplat(cursor, chain, dot)
  else if (cursor.is(TOKEN.ident) || cursor.is(TOKEN.number_lit)) {
    chain.steps.push(parseStep(cursor, dot, null))
  } else {
    const detail = 'An attribute name is required after a dot.'
    cursor.fail('Invalid attribute name', detail, cursor.range(cursor.ahead))
  }
}

function replace(chain: Chain, source: Expression): void {
  chain.source = source
  chain.steps = []
}

/** A name or number behind a dot. `star` is the row of the splat that it belongs to, where hcl reports its error. */
function parseStep(cursor: Cursor, dot: number, star: number | null): TraversalStep {
  const isName = cursor.is(TOKEN.ident)
  const row = cursor.read()
  const range = cursor.range(dot, row)
  if (isName) return new AttributeStep(cursor.text(row), range)
  const text = cursor.text(row)
  const point = text.indexOf('.')
  // `a.0.1` reads as the number 0.1.
  if (point === -1) return new IndexStep(numberLiteral(cursor, row, cursor.range(row)), range)
  const hint = star === null ? '' : ' with a full splat expression [*]'
  const pair = `[${text.slice(0, point)}][${text.slice(point + 1)}]`
  cursor.note(
    'Invalid legacy index syntax',
    `When using the legacy index syntax, chaining two indexes together is not permitted. Use the proper index syntax${hint} instead, like ${pair}.`,
    cursor.range(star ?? row),
  )
  return new IndexStep({ type: 'number', text }, range)
}

/** `.*`: takes the names and numbers behind it, and nothing else, to each element. */
function parseAttributeSplat(cursor: Cursor, chain: Chain, dot: number): void {
  const marker = cursor.read()
  const item: AnonymousSymbol = { type: 'anonymous_symbol', range: cursor.range(dot, marker) }
  const steps: TraversalStep[] = []
  while (cursor.is(TOKEN.dot)) {
    const next = cursor.read()
    if (!cursor.is(TOKEN.ident) && !cursor.is(TOKEN.number_lit)) badSplatStep(cursor, marker)
    steps.push(parseStep(cursor, next, marker))
  }
  const last = cursor.range(cursor.last)
  const first = steps[0]
  const each: Expression =
    first === undefined
      ? item
      : { type: 'relative_traversal', source: item, steps, range: between(first.range, last) }
  cursor.chained += 2
  const source = close(cursor, chain)
  const range = between(source.range, last)
  replace(chain, { type: 'splat', source, each, item, range, marker_range: item.range })
}

function badSplatStep(cursor: Cursor, marker: number): never {
  if (cursor.is(TOKEN.star)) {
    const detail = 'A splat expression (*) cannot be used inside another attribute-only splat expression.'
    return cursor.fail('Nested splat expression not allowed', detail, cursor.range(cursor.ahead))
  }
  const detail = 'An attribute name is required after a dot.'
  return cursor.fail('Invalid attribute name', detail, cursor.range(marker))
}

function parseBracket(cursor: Cursor, chain: Chain): void {
  const open = cursor.read()
  if (cursor.is(TOKEN.star)) return parseFullSplat(cursor, chain, open)
  const newlines = cursor.newlines(false)
  cursor.enter(1)
  const key = parseExpression(cursor)
  cursor.depth--
  const end = cursor.read()
  if (cursor.tokens.kind[end] !== TOKEN.close_bracket) {
    const detail = 'The index operator must end with a closing bracket ("]").'
    cursor.fail('Missing close bracket on index', detail, cursor.range(closerBehind(cursor)))
  }
  cursor.newlines(newlines)
  const range = cursor.range(open, end)
  const constant = constantKey(key)
  if (constant !== null) {
    chain.steps.push(new IndexStep(constant, range))
    return
  }
  const collection = close(cursor, chain)
  replace(chain, {
    type: 'index',
    collection,
    key,
    range: between(collection.range, range),
    open_range: cursor.range(open),
    bracket_range: range,
  })
  cursor.chained++
}

/** The bracket that hcl takes for the missing one, or the end of the file: it reports the error there. */
function closerBehind(cursor: Cursor): number {
  let nested = 0
  for (;;) {
    const row = cursor.read()
    const kind = cursor.tokens.kind[row]
    if (kind === TOKEN.eof) return row
    if (kind === TOKEN.open_bracket) nested++
    else if (kind === TOKEN.close_bracket && nested-- === 0) return row
  }
}

function constantKey(key: Expression): Literal | null {
  if (key.type === 'literal_value') return key.value
  if (key.type !== 'template' || key.parts.length !== 1) return null
  const part = key.parts[0]
  return part?.type === 'literal_value' ? part.value : null
}

/** `[*]`: takes all that follows to each element. */
function parseFullSplat(cursor: Cursor, chain: Chain, open: number): void {
  cursor.read()
  const end = cursor.read()
  if (cursor.tokens.kind[end] !== TOKEN.close_bracket) {
    const detail =
      'The star for a full splat operator must be immediately followed by a closing bracket ("]").'
    cursor.fail('Missing close bracket on splat index', detail, cursor.range(closerBehind(cursor)))
  }
  const marker = cursor.range(open, end)
  const item: AnonymousSymbol = { type: 'anonymous_symbol', range: marker }
  cursor.enter(1)
  const each = parseTraversals(cursor, item)
  cursor.depth--
  const source = close(cursor, chain)
  const range = between(source.range, each.range)
  replace(chain, { type: 'splat', source, each, item, range, marker_range: marker })
  cursor.chained++
}
