import type { Fact, Resource } from '../model.ts'

/**
 * What a live thing turned out to run at a path that names it by a tag: the digest, from facts of the same environment. A tag
 * may have moved since, so that declared and live say less than this.
 */
export function runningNotes(facts: readonly Fact[], live: Resource | undefined, path: string): string[] {
  if (!live) return []
  return facts.flatMap(({ value, version_of: of }) =>
    of?.path === path && of.kind === live.kind && of.id === live.id && of.given !== undefined
      ? [`${of.given} runs as ${value}`]
      : [],
  )
}
