import type { CODES } from './error-codes.ts'

/** A code of the registry: error-codes.ts says what each means. */
export type Code = keyof typeof CODES

/** A fault with a code, where the whole run cannot go on. `exit_code` 64: the user's command or YAML; 70: ours. */
export class EvenkeelError extends Error {
  readonly code: Code
  readonly exit_code: 64 | 70

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'EvenkeelError'
    this.code = code
    this.exit_code = code === 'INTERNAL' ? 70 : 64
  }
}
