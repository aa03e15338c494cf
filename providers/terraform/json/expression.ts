import { withContent } from '../hcl/blocks.ts'
import type { Attribute, Block, Body, Expression, Range } from '../hcl/ast.ts'
import { parseTemplate } from '../hcl/parse.ts'
import type { JsonNode } from './parse-json.ts'

/** The strings of .tf.json as they stand: where Terraform takes no template (defaults, types, sources). */
const RAW = new WeakMap<Expression, string>()

/** Where those strings stand, quotes included: the ranges of the templates in them are no more than near. */
const PLACES = new WeakMap<Expression, Range>()

/** A template of a .tf.json string that is none, kept until it is evaluated. */
const BROKEN = new WeakMap<Expression, { readonly summary: string; readonly detail: string }>()

/**
 * A JSON value as an expression of the language: strings are templates, also as keys. A string that is no template becomes a
 * call that every evaluation refuses.
 */
export function expressionOf(node: JsonNode): Expression {
  const { range } = node
  switch (node.kind) {
    case 'string':
      return templateOf(node.text, range)
    case 'number':
      return { type: 'literal_value', value: { type: 'number', text: node.text }, range }
    case 'true':
    case 'false':
      return { type: 'literal_value', value: { type: 'bool', value: node.kind === 'true' }, range }
    case 'null':
      return { type: 'literal_value', value: { type: 'null' }, range }
    case 'array':
      return { type: 'tuple', items: node.items.map(expressionOf), range, open_range: range }
    case 'object':
      return {
        type: 'object',
        items: node.members.map((member) => ({
          key: {
            type: 'object_key',
            wrapped: templateOf(member.key, member.key_range),
            force_non_literal: true,
            range: member.key_range,
          },
          value: expressionOf(member.value),
        })),
        range,
        open_range: range,
      }
  }
}

function templateOf(text: string, range: Range): Expression {
  const parsed = parseTemplate(text, range.file, range.start)
  const [first] = parsed.errors
  const expression = parsed.value ?? literal(text, range)
  if (first) BROKEN.set(expression, { summary: first.summary, detail: first.detail })
  RAW.set(expression, text)
  PLACES.set(expression, range)
  return expression
}

function literal(text: string, range: Range): Expression {
  const part: Expression = { type: 'literal_value', value: { type: 'string', value: text }, range }
  return { type: 'template', parts: [part], range }
}

/** The text of a .tf.json string as it stands; undefined for any other expression. */
export function rawText(expression: Expression): string | undefined {
  return RAW.get(expression)
}

/** Where an expression of a .tf.json stands, as it is written there. */
export function placeOf(expression: Expression): Range {
  return PLACES.get(expression) ?? expression.range
}

/** The text of a string without anything to evaluate in it, in either syntax. */
export function plainText(expression: Expression): string | undefined {
  const raw = RAW.get(expression)
  if (raw !== undefined || expression.type !== 'template' || expression.parts.length > 1) return raw
  const [part] = expression.parts
  if (!part) return ''
  return part.type === 'literal_value' && part.value.type === 'string' ? part.value.value : undefined
}

/** Why a .tf.json string is no template; undefined where all is well. */
export function brokenTemplate(
  expression: Expression,
): { readonly summary: string; readonly detail: string } | undefined {
  return BROKEN.get(expression)
}

/** The expression with its .tf.json strings taken as they stand; any other expression as it is. */
export function withoutTemplates(expression: Expression): Expression {
  const text = rawText(expression)
  if (text !== undefined) return literal(text, placeOf(expression))
  if (expression.type === 'tuple') {
    const { type, items, range, open_range } = expression
    return { type, items: items.map(withoutTemplates), range, open_range }
  }
  if (expression.type !== 'object') return expression
  const { type, range, open_range } = expression
  const items = expression.items.map(({ key, value }) => {
    const wrapped = withoutTemplates(key.wrapped)
    const { force_non_literal } = key
    return {
      key: { type: key.type, wrapped, force_non_literal, range: key.range },
      value: withoutTemplates(value),
    }
  })
  return { type, items, range, open_range }
}

/**
 * The body that an object of .tf.json stands for, every member as an argument; `blocksOf` makes blocks of those that are.
 * An array of objects is one body. Undefined for what is no object.
 */
export function bodyOf(expression: Expression): Body | undefined {
  const parts = expression.type === 'tuple' ? expression.items : [expression]
  const attributes = new Map<string, Attribute>()
  for (const part of parts) {
    if (part.type !== 'object') return undefined
    for (const { key, value } of part.items) {
      const name = rawText(key.wrapped) ?? ''
      // a comment, in the words of HCL's JSON
      if (name === '//') continue
      const range = { ...key.range, end: value.range.end }
      attributes.set(name, {
        type: 'attribute',
        name,
        expression: value,
        range,
        name_range: key.range,
        equals_range: key.range,
      })
    }
  }
  const { range } = expression
  return { type: 'body', attributes, blocks: [], range, end_range: range }
}

/** Whether the expression was read from .tf.json: only there an argument may turn out to be a block. */
export function isJsonShape(expression: Expression): boolean {
  return expression.range.file.endsWith('.json')
}

/**
 * The blocks that an argument of .tf.json stands for: an object or an array of them below one object level a label, e.g.
 * `"resource": {"aws_vpc": {"v": {…}}}` with two. Undefined where the shape does not fit.
 */
function blocksOf(attribute: Attribute, labelCount: number): readonly Block[] | undefined {
  return blocksBelow(attribute.name, attribute.expression, attribute.name_range, labelCount, [])
}

function blocksBelow(
  type: string,
  expression: Expression,
  header: Range,
  labelCount: number,
  labels: readonly string[],
): readonly Block[] | undefined {
  const parts = expression.type === 'tuple' ? expression.items : [expression]
  const blocks: Block[] = []
  for (const part of parts) {
    // null stands for no block at all
    if (part.type === 'literal_value' && part.value.type === 'null') continue
    const body = bodyOf(part)
    if (!body) return undefined
    if (labels.length === labelCount) {
      blocks.push(blockOf(type, labels, body, header))
      continue
    }
    for (const [label, member] of body.attributes) {
      const inner = blocksBelow(type, member.expression, member.name_range, labelCount, [...labels, label])
      if (!inner) return undefined
      blocks.push(...inner)
    }
  }
  return blocks
}

function blockOf(type: string, labels: readonly string[], body: Body, header: Range): Block {
  return {
    type: 'block',
    block_type: type,
    labels,
    body,
    definition_range: header,
    range: { ...header, end: body.range.end },
    type_range: header,
    label_ranges: labels.map(() => header),
    open_brace_range: body.range,
    close_brace_range: body.range,
  }
}

/** A body with those of its arguments made blocks that the caller knows as such; native bodies come back as they are. */
export function withBlocks(body: Body, labelCounts: ReadonlyMap<string, number>): Body {
  const attributes = new Map<string, Attribute>()
  const blocks: Block[] = [...body.blocks]
  let changed = false
  for (const [name, attribute] of body.attributes) {
    const labels = labelCounts.get(name)
    const made =
      labels !== undefined && isJsonShape(attribute.expression) ? blocksOf(attribute, labels) : undefined
    if (made) {
      blocks.push(...made)
      changed = true
    } else attributes.set(name, attribute)
  }
  return changed ? withContent(body, attributes, blocks) : body
}
