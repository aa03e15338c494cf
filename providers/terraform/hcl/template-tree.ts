import type { Conditional, Expression, LiteralValue, Position, Range, Template, TemplateJoin } from './ast.ts'
import type { Cursor } from './cursor.ts'
import type { EndPart, ForPart, IfPart, TemplatePart } from './template-parts.ts'
import { between } from './ranges.ts'

/** A walk over a template's parts. */
interface Walk {
  readonly cursor: Cursor
  readonly parts: readonly TemplatePart[]
  next: number
  /** Where the template ends. */
  readonly end: Range
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
  const walk: Walk = { cursor, parts, next: 0, end }
  const expressions: Expression[] = []
  while (walk.next < parts.length) {
    const part = parts[walk.next++]
    if (part !== undefined) expressions.push(build(walk, part))
  }
  return { type: 'template', parts: expressions, range }
}

/** A string constant in the form that cty gives every string. */
function stringValue(value: string, range: Range): LiteralValue {
  return { type: 'literal_value', value: { type: 'string', value: value.normalize('NFC') }, range }
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

function unexpected(walk: Walk, part: EndPart, detail: string): never {
  return walk.cursor.fail(`Unexpected ${part.type} directive`, detail, part.range)
}

/** Reads expressions into `into` up to the next end directive, which it gives. */
function untilEnd(walk: Walk, into: Expression[], missing: string): EndPart {
  for (;;) {
    const part = walk.parts[walk.next++]
    if (part === undefined) return walk.cursor.fail('Unexpected end of template', missing, walk.end)
    if (part.type === 'else' || part.type === 'endif' || part.type === 'endfor') return part
    into.push(build(walk, part))
  }
}

function buildIf(walk: Walk, open: IfPart): Conditional {
  const at = rangeText(open.range)
  const missing = `The if directive at ${at} is missing its corresponding endif directive.`
  const trueParts: Expression[] = []
  const falseParts: Expression[] = []
  let end = untilEnd(walk, trueParts, missing)
  if (end.type === 'else') {
    end = untilEnd(walk, falseParts, missing)
    if (end.type === 'else') unexpected(walk, end, `Already in the else clause for the if started at ${at}.`)
  }
  if (end.type !== 'endif') unexpected(walk, end, `Expecting an endif directive for the if started at ${at}.`)
  return {
    type: 'conditional',
    condition: open.condition,
    true_result: branch(trueParts, open.range.end, open.range.file),
    false_result: branch(falseParts, end.range.start, open.range.file),
    range: between(open.range, end.range),
  }
}

function buildFor(walk: Walk, open: ForPart): TemplateJoin {
  const at = rangeText(open.range)
  const parts: Expression[] = []
  const end = untilEnd(
    walk,
    parts,
    `The for directive at ${at} is missing its corresponding endfor directive.`,
  )
  if (end.type === 'else') unexpected(walk, end, 'An else clause is not expected for a for directive.')
  if (end.type !== 'endfor') {
    unexpected(walk, end, `Expecting an endfor directive corresponding to the for directive at ${at}.`)
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
