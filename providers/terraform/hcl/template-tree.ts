import type { Expression, Literal, LiteralValue, Position, Range, Template } from './ast.ts'
import { exact } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import type { EndPart, ForPart, IfPart, TemplatePart } from './template-parts.ts'
import { LiteralNode, QuotedNode, TemplateNode } from './nodes.ts'
import { TokenRange, between } from './ranges.ts'

/** A walk over a template's parts. */
interface Walk {
  readonly cursor: Cursor
  readonly parts: readonly TemplatePart[]
  next: number
  /** Where the template ends; null while nobody knows. */
  readonly end: Range | null
}

/** Makes the tree of a template's parts: its directives nest. `range` is the template's, `end` its closing token's. */
export function buildTemplate(
  cursor: Cursor,
  parts: readonly TemplatePart[],
  range: Range,
  end: Range,
): Expression {
  const [only] = parts
  if (parts.length === 1 && only?.type === 'interpolation') {
    return { type: 'template_wrap', wrapped: only.expression, range }
  }
  if (parts.length === 1 && only?.type === 'literal' && isBetween(only.range, range))
    return new QuotedNode(only.value.normalize('NFC'), range)
  const built = buildParts({ cursor, parts, next: 0, end })
  return range instanceof TokenRange
    ? new TemplateNode(built, range)
    : { type: 'template', parts: built, range }
}

/** Whether a text is all that stands between the first token of a template and its last. */
function isBetween(text: Range, template: Range): template is TokenRange {
  if (!(text instanceof TokenRange) || !(template instanceof TokenRange)) return false
  return text.first === template.first + 1 && text.last === template.last - 1
}

/** Notes directives that are out of place in the beginning of a template whose rest could not be read. */
export function checkBeginning(cursor: Cursor, parts: readonly TemplatePart[]): void {
  buildParts({ cursor, parts, next: 0, end: null })
}

function buildParts(walk: Walk): readonly Expression[] {
  const expressions: Expression[] = []
  while (walk.next < walk.parts.length) {
    const part = walk.parts[walk.next++]
    if (part !== undefined) expressions.push(build(walk, part))
  }
  return exact(expressions)
}

/** A string constant in the form that cty gives every string. */
function stringValue(value: string, range: Range): LiteralValue {
  const literal: Literal = { type: 'string', value: value.normalize('NFC') }
  return range instanceof TokenRange
    ? new LiteralNode(literal, range)
    : { type: 'literal_value', value: literal, range }
}

function build(walk: Walk, part: TemplatePart): Expression {
  switch (part.type) {
    case 'literal':
      return stringValue(part.value, part.range)
    case 'interpolation':
      return part.expression
    case 'if':
      return nested(walk, part, buildIf)
    case 'for':
      return nested(walk, part, buildFor)
    default:
      return unexpected(walk, part, 'The control directives within this template are unbalanced.')
  }
}

function nested<P extends TemplatePart>(
  walk: Walk,
  part: P,
  make: (walk: Walk, part: P) => Expression,
): Expression {
  walk.cursor.enter(2)
  const result = make(walk, part)
  walk.cursor.depth -= 2
  return result
}

/** Notes a directive that is out of place, and gives something in its stead. */
function unexpected(walk: Walk, part: EndPart, detail: string): Expression {
  walk.cursor.note(`Unexpected ${part.type} directive`, detail, part.range)
  return { type: 'literal_value', value: { type: 'null' }, range: part.range }
}

/** Notes that the template ends inside a directive. */
function endless(walk: Walk, open: IfPart | ForPart): Expression {
  const range = walk.end ?? open.range
  if (walk.end !== null) {
    const detail = `The ${open.type} directive at ${rangeText(open.range)} is missing its corresponding end${open.type} directive.`
    walk.cursor.note('Unexpected end of template', detail, range)
  }
  return { type: 'literal_value', value: { type: 'null' }, range }
}

/** Reads expressions into `into` up to the next end directive, which it gives; null where there is none. */
function untilEnd(walk: Walk, into: Expression[]): EndPart | null {
  for (;;) {
    const part = walk.parts[walk.next]
    if (part === undefined) return null
    walk.next++
    if (part.type === 'else' || part.type === 'endif' || part.type === 'endfor') return part
    into.push(build(walk, part))
  }
}

function buildIf(walk: Walk, open: IfPart): Expression {
  const trueParts: Expression[] = []
  const falseParts: Expression[] = []
  let end = untilEnd(walk, trueParts)
  if (end?.type === 'else') {
    end = untilEnd(walk, falseParts)
    if (end?.type === 'else') {
      return unexpected(
        walk,
        end,
        `Already in the else clause for the if started at ${rangeText(open.range)}.`,
      )
    }
  }
  if (end === null) return endless(walk, open)
  if (end.type !== 'endif') {
    return unexpected(
      walk,
      end,
      `Expecting an endif directive for the if started at ${rangeText(open.range)}.`,
    )
  }
  return {
    type: 'conditional',
    condition: open.condition,
    true_result: branch(trueParts, open.range.end, open.range.file),
    false_result: branch(falseParts, end.range.start, open.range.file),
    range: between(open.range, end.range),
  }
}

function buildFor(walk: Walk, open: ForPart): Expression {
  const parts: Expression[] = []
  const end = untilEnd(walk, parts)
  if (end === null) return endless(walk, open)
  if (end.type === 'else') return unexpected(walk, end, 'An else clause is not expected for a for directive.')
  if (end.type !== 'endfor') {
    const at = rangeText(open.range)
    return unexpected(walk, end, `Expecting an endfor directive corresponding to the for directive at ${at}.`)
  }
  const range = between(open.range, end.range)
  return {
    type: 'template_join',
    range,
    tuple: {
      type: 'for',
      key_var: open.key_var,
      value_var: open.value_var,
      collection: open.collection,
      key: null,
      value: branch(parts, open.range.end, open.range.file),
      condition: null,
      group: false,
      range,
      open_range: open.range,
      close_range: end.range,
    },
  }
}

/** What a directive encloses; nothing is an empty string at `place`. */
function branch(parts: Expression[], place: Position, file: string): Template {
  if (parts.length === 0) parts.push(stringValue('', { file, start: place, end: place }))
  const [first] = parts
  const last = parts.at(-1)
  const empty = { file, start: place, end: place }
  return { type: 'template', parts, range: between(first?.range ?? empty, last?.range ?? empty) }
}

/** A range as hcl writes it in messages. */
export function rangeText(range: Range): string {
  const { file, start, end } = range
  const last = start.line === end.line ? String(end.column) : `${end.line},${end.column}`
  return `${file}:${start.line},${start.column}-${last}`
}
