import { TokenRange } from './ranges.ts'
import type { TokenPlaces } from './ranges.ts'

/**
 * A node that stands from the start of one token to the end of another. The most frequent ones are such: each keeps the rows
 * of its tokens, and makes ranges of them when they are asked for. As objects these would be most of a tree's memory.
 */
export abstract class Placed {
  readonly #places: TokenPlaces
  readonly #first: number
  readonly #last: number

  constructor({ places, first, last }: TokenRange) {
    this.#places = places
    this.#first = first
    this.#last = last
  }

  get range(): TokenRange {
    return new TokenRange(this.#places, this.#first, this.#last)
  }
}
