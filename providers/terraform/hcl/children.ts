import type { Expression } from './ast.ts'

/** The expressions directly inside one, in the order of hclsyntax's walk (a splat's `item` is not among them). */
export function children(expression: Expression): readonly Expression[] {
  switch (expression.type) {
    case 'template':
      return expression.parts
    case 'template_wrap':
    case 'object_key':
      return [expression.wrapped]
    case 'template_join':
      return [expression.tuple]
    case 'relative_traversal':
      return [expression.source]
    case 'index':
      return [expression.collection, expression.key]
    case 'splat':
      return [expression.source, expression.each]
    case 'function_call':
      return expression.args
    case 'binary_op':
      return [expression.left, expression.right]
    case 'unary_op':
      return [expression.value]
    case 'conditional':
      return [expression.condition, expression.true_result, expression.false_result]
    case 'for': {
      const all = [expression.collection, expression.key, expression.value, expression.condition]
      return all.filter((child) => child !== null)
    }
    case 'tuple':
      return expression.items
    case 'object':
      return expression.items.flatMap((item) => [item.key, item.value])
    case 'parentheses':
      return [expression.expression]
    default:
      return []
  }
}
