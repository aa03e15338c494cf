import type { Expression } from '../../hcl/ast.ts'
import { children } from '../../hcl/children.ts'

/** Functions whose first argument is the path of a file or folder that they read. */
const FILE_FUNCTIONS =
  /^(?:core::)?(?:templatefile|file(?:base64|exists|set|md5|sha1|sha256|sha512|base64sha256|base64sha512)?)$/

/** A call that reads a file: its function, and the expression of the path. */
export interface FileCall {
  readonly function_name: string
  readonly path: Expression
}

/** The calls in an expression that read files, in source order. */
export function fileCalls(expression: Expression): readonly FileCall[] {
  const found: FileCall[] = []
  const pending: Expression[] = [expression]
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [path] = next.type === 'function_call' ? next.args : []
    if (next.type === 'function_call' && path && FILE_FUNCTIONS.test(next.name))
      found.push({ function_name: next.name, path })
    pending.push(...children(next).toReversed())
  }
  return found
}
