/** A pattern that RE2 refuses, in its words: `missing closing ]: [a`. */
export class RegexSyntaxError extends Error {
  readonly code: string
  readonly fragment: string

  constructor(code: string, fragment: string) {
    super(`${code}: \`${fragment}\``)
    this.code = code
    this.fragment = fragment
  }
}

/** One part of a character class: a range of code points, or a set that a Unicode property names. */
export type ClassItem =
  | { readonly type: 'range'; readonly low: number; readonly high: number }
  | { readonly type: 'set'; readonly test: (code: number) => boolean; readonly negated: boolean }

export interface CharacterClass {
  readonly items: readonly ClassItem[]
  readonly negated: boolean
  /** upper and lower case are the same */
  readonly fold: boolean
}

/** A condition between two characters. */
export type Assertion =
  | 'text_start'
  | 'text_end'
  | 'line_start'
  | 'line_end'
  | 'word_boundary'
  | 'no_word_boundary'

/** A pattern as a tree. Repetition takes as much as it can when greedy, else as little. */
export type Node =
  | { readonly type: 'class'; readonly class: CharacterClass }
  | { readonly type: 'any'; readonly newline: boolean }
  | { readonly type: 'assertion'; readonly assertion: Assertion }
  | { readonly type: 'sequence'; readonly parts: readonly Node[] }
  | { readonly type: 'choice'; readonly options: readonly Node[] }
  | { readonly type: 'group'; readonly index: number; readonly node: Node }
  | {
      readonly type: 'repeat'
      readonly node: Node
      readonly min: number
      /** undefined: any number */
      readonly max: number | undefined
      readonly greedy: boolean
    }

export interface Pattern {
  readonly node: Node
  /** the name of each group from 1 on, '' for one without */
  readonly names: readonly string[]
}
