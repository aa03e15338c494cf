import assert from 'node:assert/strict'

import type { Expression, Literal, Range, TraversalStep } from '../../../providers/terraform/hcl/ast.ts'
import { parseConfig, parseExpression } from '../../../providers/terraform/hcl/parse.ts'

/** The expression of a text that must be one. */
export function expressionOf(text: string): Expression {
  const { value, errors } = parseExpression(text, 'x.tf')
  assert.equal(errors[0]?.detail, undefined, text)
  assert.ok(value)
  return value
}

/** The expression of the argument `a` in a file that must be readable. */
export function argumentOf(text: string): Expression {
  const { body, errors } = parseConfig(text, 'x.tf')
  assert.equal(errors[0]?.detail, undefined, text)
  const attribute = body?.attributes.get('a')
  assert.ok(attribute)
  return attribute.expression
}

/** A range as `line:column-line:column`. */
export function placeOf({ start, end }: Range): string {
  return `${start.line}:${start.column}-${end.line}:${end.column}`
}

/** A short notation of a tree, for tests to read: nodes in parentheses, templates in `<…>`. */
export function notation(expression: Expression): string {
  switch (expression.type) {
    case 'literal_value':
      return constant(expression.value)
    case 'template':
      return `<${expression.parts.map(notation).join(' ')}>`
    case 'template_wrap':
      return `(wrap ${notation(expression.wrapped)})`
    case 'template_join':
      return `(join ${notation(expression.tuple)})`
    case 'scope_traversal':
      return expression.root + expression.steps.map(step).join('')
    case 'relative_traversal':
      return `(${notation(expression.source)})${expression.steps.map(step).join('')}`
    case 'index':
      return `(index ${notation(expression.collection)} ${notation(expression.key)})`
    case 'splat':
      return `(splat ${notation(expression.source)} ${notation(expression.each)})`
    case 'anonymous_symbol':
      return '_'
    case 'function_call': {
      const args = expression.args.map((argument) => ` ${notation(argument)}`).join('')
      return `(call ${expression.name}${args}${expression.expand_final ? '...' : ''})`
    }
    case 'binary_op':
      return `(${expression.operator} ${notation(expression.left)} ${notation(expression.right)})`
    case 'unary_op':
      return `(${expression.operator} ${notation(expression.value)})`
    case 'conditional': {
      const { condition, true_result: yes, false_result: no } = expression
      return `(? ${notation(condition)} ${notation(yes)} ${notation(no)})`
    }
    case 'for': {
      const names = expression.key_var === null ? '' : `${expression.key_var},`
      const key = expression.key === null ? '' : `${notation(expression.key)}=>`
      const condition = expression.condition === null ? '' : ` if ${notation(expression.condition)}`
      const value = `${notation(expression.value)}${expression.group ? '...' : ''}`
      return `(for ${names}${expression.value_var} ${notation(expression.collection)} ${key}${value}${condition})`
    }
    case 'tuple':
      return `[${expression.items.map(notation).join(' ')}]`
    case 'object':
      return `{${expression.items.map(({ key, value }) => `${notation(key)}=${notation(value)}`).join(' ')}}`
    case 'object_key':
      return `${expression.force_non_literal ? '!' : ''}${notation(expression.wrapped)}`
    case 'parentheses':
      return `(${notation(expression.expression)})`
  }
}

function step(one: TraversalStep): string {
  return one.type === 'attribute' ? `.${one.name}` : `[${constant(one.key)}]`
}

function constant(value: Literal): string {
  switch (value.type) {
    case 'string':
      return JSON.stringify(value.value)
    case 'number':
      return value.text
    case 'bool':
      return String(value.value)
    case 'null':
      return 'null'
  }
}
