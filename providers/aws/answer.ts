import type { Code } from '../../src/core/errors.ts'
import type { Json } from '../../src/core/value.ts'
import type { Item } from './mapping.ts'

/** Why an answer could not be had. */
export class Fault {
  readonly code: Code
  readonly message: string

  /** @param message what happened, with the request and what to do; no secret */
  constructor(code: Code, message: string) {
    this.code = code
    this.message = message
  }
}

/** One question: an action, its arguments, and the thing that it asks about, where it asks about one. */
export interface Question {
  readonly action: string
  readonly args?: Readonly<Record<string, Json>>
  readonly attribute?: string
  readonly parent?: { readonly parameter: string; readonly id: string }
}

/** Whoever answers: the API, or a folder of recorded answers. */
export interface Answerer {
  /** the account that the answers come from, when it is known */
  account(): Promise<string | Fault | undefined>
  /** the whole answer, all pages in one; undefined = this was not asked of that thing */
  answer(question: Question): Promise<Item | Fault | undefined>
}
