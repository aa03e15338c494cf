import type { Attribute, Block, Expression } from '../hcl/ast.ts'
import { parseExpression } from '../hcl/parse.ts'
import { rawText } from '../json/expression.ts'
import { listOf, mapOf, DYNAMIC } from '../evaluate/types/types.ts'
import type { LocalConfig, OutputConfig, VariableConfig } from './config.ts'
import { constant, constantBool } from './constant.ts'
import type { TypeConstraint } from './type-constraint.ts'
import { ANY, typeConstraint } from './type-constraint.ts'
import { variableDefault } from './variable-default.ts'

/** `variable`. @throws ConstantError, ConstraintError */
export function decodeVariable(block: Block): VariableConfig {
  const { attributes, blocks } = block.body
  const type = typeExpression(attributes.get('type')?.expression)
  const constraint = constraintOf(type)
  const nullable = constantBool(attributes.get('nullable')?.expression, true)
  const fallback = attributes.get('default')?.expression
  return {
    name: block.labels[0] ?? '',
    range: block.definition_range,
    constraint,
    takes_text: takesText(type),
    default: fallback ?? null,
    fallback: variableDefault(fallback, constraint, nullable),
    nullable,
    sensitive: constantBool(attributes.get('sensitive')?.expression, false),
    ephemeral: constantBool(attributes.get('ephemeral')?.expression, false),
    validations: blocks.filter((inner) => inner.block_type === 'validation'),
  }
}

/** In .tf.json a type is a string that holds the expression. */
function typeExpression(expression: Expression | undefined): Expression | undefined {
  const text = expression && rawText(expression)
  if (!expression || text === undefined) return expression
  const { file, start } = expression.range
  return parseExpression(text, file, start).value ?? expression
}

const PRIMITIVES = new Set(['string', 'number', 'bool'])

/** Absent and primitive types take a text as it stands; `any` and the others parse it. */
function takesText(type: Expression | undefined): boolean {
  return !type || (type.type === 'scope_traversal' && type.steps.length === 0 && PRIMITIVES.has(type.root))
}

function constraintOf(expression: Expression | undefined): TypeConstraint {
  if (!expression) return ANY
  // bare `list` and `map`, from before there were element types
  if (expression.type === 'scope_traversal' && expression.steps.length === 0) {
    if (expression.root === 'list') return { type: listOf(DYNAMIC), defaults: null }
    if (expression.root === 'map') return { type: mapOf(DYNAMIC), defaults: null }
  }
  return typeConstraint(expression, constant)
}

/** `output`. @throws ConstantError */
export function decodeOutput(block: Block): OutputConfig {
  const { attributes, blocks } = block.body
  const depends = attributes.get('depends_on')?.expression
  const items = depends?.type === 'tuple' ? depends.items : []
  return {
    name: block.labels[0] ?? '',
    range: block.definition_range,
    expression: attributes.get('value')?.expression ?? null,
    sensitive: constantBool(attributes.get('sensitive')?.expression, false),
    ephemeral: constantBool(attributes.get('ephemeral')?.expression, false),
    preconditions: blocks.filter((inner) => inner.block_type === 'precondition'),
    depends_on: items.filter((item) => item.type === 'scope_traversal'),
  }
}

/** One argument of a `locals` block. */
export function decodeLocal(attribute: Attribute): LocalConfig {
  return { name: attribute.name, range: attribute.range, expression: attribute.expression }
}
