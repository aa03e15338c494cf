import type { Expression } from '../../hcl/ast.ts'

/** Why an expression cannot be the first argument of `templatestring`: only plain references can. */
export function templateStringProblem(expression: Expression): string | undefined {
  if (expression.type === 'template_wrap')
    return 'templatestring is only for rendering templates retrieved dynamically from elsewhere; to treat the inner expression as template syntax, write the reference expression directly without any template interpolation syntax'
  if (expression.type === 'template') {
    const [part] = expression.parts
    return expression.parts.length === 1 && part?.type === 'literal_value'
      ? 'templatestring is only for rendering templates retrieved dynamically from elsewhere, and so does not support providing a literal template; consider using a template string expression instead'
      : 'templatestring is only for rendering templates retrieved dynamically from elsewhere; to render an inline template, consider using a plain template string expression'
  }
  if (isReference(expression)) return undefined
  return 'must be a direct reference to a single string from elsewhere, containing valid Terraform template syntax'
}

function isReference(expression: Expression): boolean {
  switch (expression.type) {
    case 'scope_traversal':
      return true
    case 'relative_traversal':
      return isReference(expression.source)
    case 'index':
      return isReference(expression.collection)
    case 'splat':
      return isReference(expression.source)
    default:
      return false
  }
}
