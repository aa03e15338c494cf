import type { Expression, Range } from '../../hcl/ast.ts'
import type { Value } from '../types/value.ts'

/** How one value came about: what is written for it, where, and what that names. */
export interface Explanation {
  /** in Terraform's words, from the root: `module.net.var.cidr` */
  readonly name: string
  readonly value: Value
  /** null where nothing is written for it, or not in a file of the root */
  readonly expression: Expression | null
  /** where it is written, or declared where nothing is written */
  readonly place: Range | null
  /** who gave it where that is no expression of the code (`TF_VAR_size`), or what it is (`known after apply`) */
  readonly note: string | null
  readonly uses: readonly Explanation[]
  /** told before, with what it uses; or past the limit of what anybody reads */
  readonly omitted: 'told above' | 'not followed further' | null
}

/** What was asked for is nothing of this root; the message says what is. */
export class NoSuchValueError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'NoSuchValueError'
  }
}
