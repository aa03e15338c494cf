/** What Terraform would refuse, in its own wording where that is known. The evaluator adds the place in the source. */
export class EvaluationError extends Error {
  readonly summary: string
  readonly detail: string

  constructor(summary: string, detail: string) {
    super(`${summary}: ${detail}`)
    this.name = 'EvaluationError'
    this.summary = summary
    this.detail = detail
  }
}

/** A step into a value: an attribute's or key's name, or an index. */
export type PathStep = string | number

/** A value that does not fit the wanted type. `reason` is cty's bare text ("a number is required"), `path` where inside. */
export class ConversionError extends EvaluationError {
  readonly reason: string
  readonly path: readonly PathStep[]

  constructor(reason: string, path: readonly PathStep[] = []) {
    super('Unsuitable value type', `Unsuitable value: ${reason}.`)
    this.name = 'ConversionError'
    this.reason = reason
    this.path = path
  }
}

/** A function's refusal, before the call protocol words it for the user. `argument` is the index of the one to blame. */
export class FunctionError extends Error {
  readonly argument: number | undefined

  constructor(message: string, argument?: number) {
    super(message)
    this.name = 'FunctionError'
    this.argument = argument
  }
}

/** What is not computed though Terraform would: the value is unknown and a gap says so, and `try` does not go on. */
export class UncomputedError extends Error {
  readonly code: 'EVALUATION_LIMIT' | 'PATH_OUTSIDE' | 'FILE_UNREADABLE' | 'FILE_TOO_LARGE'

  constructor(code: UncomputedError['code'], message: string) {
    super(message)
    this.name = 'UncomputedError'
    this.code = code
  }
}
