import { PatternTable } from '../path.ts'

/** Paths that are taken out of one comparison, by pattern; a pattern covers all below it. */
export class Ignores {
  readonly #table: PatternTable<string>

  constructor(patterns: readonly { readonly path: string; readonly reason: string }[]) {
    this.#table = new PatternTable(patterns.map(({ path, reason }) => [path, reason]))
  }

  has(segments: readonly string[]): boolean {
    return this.#table.size > 0 && this.#table.covering(segments) !== undefined
  }
}
