import type { Code } from '../../../src/core/errors.ts'
import type { Json } from '../../../src/core/value.ts'

/** One current object of a state. */
export interface StateInstance {
  readonly mode: 'managed' | 'data'
  readonly type: string
  readonly name: string
  /** as Terraform prints it */
  readonly address: string
  /** the provider configuration that made it, as the state names it; only the raw format does */
  readonly provider?: string
  readonly attributes: { readonly [name: string]: Json }
  /** places that the state itself marks as sensitive; [] is all of it */
  readonly sensitive: readonly (readonly (string | number)[])[]
}

/** What a state says, in whichever of its formats. */
export interface StateContent {
  readonly instances: readonly StateInstance[]
  /** serial, lineage, terraform_version, as far as the format has them */
  readonly facts: Readonly<Record<string, string>>
}

/** Why a state cannot be read. */
export class StateFault extends Error {
  readonly code: Code

  constructor(code: Code, message: string) {
    super(message)
    this.name = 'StateFault'
    this.code = code
  }
}
