import { children } from '../../providers/terraform/hcl/children.ts'
import { objectKeyName } from '../../providers/terraform/hcl/object-key.ts'
import type { Body, Expression, Literal, Range, TraversalStep } from '../../providers/terraform/hcl/ast.ts'

/** A node as test/reference/hcl/main.go prints it: depth, kind, range, fields. */
export type PrintedNode = readonly unknown[]

/** A range as [byte, line, column, byte, line, column]. */
export function place({ start, end }: Range): number[] {
  return [start.byte, start.line, start.column, end.byte, end.line, end.column]
}

/** Our tree of a file, in the shape of the reference program's. */
export function printBody(body: Body, depth = 0): PrintedNode[] {
  const nodes: PrintedNode[] = [[depth, 'body', place(body.range), place(body.end_range)]]
  for (const attribute of body.attributes.values()) {
    const { name, range, name_range: nameRange, equals_range: equalsRange } = attribute
    nodes.push([depth + 1, 'attribute', place(range), name, place(nameRange), place(equalsRange)])
    nodes.push(...printExpression(attribute.expression, depth + 2))
  }
  for (const block of body.blocks) {
    const ranges = [
      block.definition_range,
      block.type_range,
      block.open_brace_range,
      block.close_brace_range,
    ].map(place)
    nodes.push([depth + 1, 'block', place(block.range), block.block_type, ...ranges])
    for (const [index, label] of block.labels.entries()) {
      const range = block.label_ranges[index]
      nodes.push([depth + 2, 'label', range === undefined ? [] : place(range), label])
    }
    for (const node of printBody(block.body, depth + 2)) nodes.push(node)
  }
  return nodes
}

/** Our tree of an expression, in the shape of the reference program's. */
export function printExpression(expression: Expression, depth = 0): PrintedNode[] {
  const nodes: PrintedNode[] = [[depth, expression.type, place(expression.range), ...fields(expression)]]
  for (const child of children(expression)) {
    for (const node of printExpression(child, depth + 1)) nodes.push(node)
  }
  if (expression.type === 'splat') nodes.push(...printExpression(expression.item, depth + 1))
  if (expression.type === 'scope_traversal' || expression.type === 'relative_traversal') {
    nodes.push(...expression.steps.map((step) => printStep(step, depth + 1)))
  }
  return nodes
}

function printStep(step: TraversalStep, depth: number): PrintedNode {
  if (step.type === 'attribute') return [depth, 'step', place(step.range), step.name]
  return [depth, 'step_index', place(step.range), ...constant(step.key)]
}

function fields(e: Expression): unknown[] {
  switch (e.type) {
    case 'literal_value':
      return constant(e.value)
    case 'scope_traversal':
      return [e.root, place(e.root_range)]
    case 'index':
      return [place(e.open_range), place(e.bracket_range)]
    case 'splat':
      return [place(e.marker_range)]
    case 'function_call':
      return [
        e.name,
        e.expand_final,
        place(e.name_range),
        place(e.open_paren_range),
        place(e.close_paren_range),
      ]
    case 'binary_op':
      return [e.operator]
    case 'unary_op':
      return [e.operator, place(e.symbol_range)]
    case 'for': {
      const parts = [e.key !== null, e.condition !== null]
      return [e.key_var ?? '', e.value_var, e.group, ...parts, place(e.open_range), place(e.close_range)]
    }
    case 'tuple':
    case 'object':
      return [place(e.open_range)]
    case 'object_key':
      return [
        e.force_non_literal,
        objectKeyName({ type: e.type, wrapped: e.wrapped, force_non_literal: false, range: e.range }) ?? '',
      ]
    default:
      return []
  }
}

/** A constant's type and value; a number as JavaScript has it, its text being compared by its range. */
function constant(value: Literal): unknown[] {
  switch (value.type) {
    case 'string':
      return ['string', value.value]
    case 'number': {
      const number = Number(value.text)
      return ['number', Number.isFinite(number) ? number : 'inf']
    }
    case 'bool':
      return ['bool', value.value]
    default:
      return ['null']
  }
}
