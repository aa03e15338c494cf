import type { Code } from '../../../src/core/errors.ts'

/** Why a request to the API server gave nothing: a code, and words without any secret. */
export class KubeFault extends Error {
  readonly code: Code
  /** HTTP status, where there was an answer */
  readonly status: number | undefined

  constructor(code: Code, message: string, status?: number) {
    super(message)
    this.name = 'KubeFault'
    this.code = code
    this.status = status
  }
}
