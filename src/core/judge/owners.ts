import type { Resource } from '../model.ts'
import { fitsGlob, fitsRule, type RulePattern } from './rules.ts'

/** Whom to ask about what. Every key of `match` has to fit; tags and labels by name and glob. */
export interface Owner {
  readonly match: RulePattern & {
    readonly tags?: Readonly<Record<string, string>> | undefined
    readonly file?: string | undefined
  }
  readonly owner: string
  readonly slack?: string | undefined
  readonly runbook?: string | undefined
}

/** The owner of a resource: the last rule that fits, as in a CODEOWNERS file. */
export function ownerOf(
  owners: readonly Owner[],
  resource: Resource,
  check: string,
  path: string | undefined,
  file: string | undefined,
): Owner | undefined {
  return owners.findLast(({ match }) => {
    const { tags, file: files, ...rule } = match
    if (files !== undefined && (file === undefined || !fitsGlob(files, file))) return false
    const fits = Object.entries(tags ?? {}).every(([name, glob]) => {
      const value = resource.tags[name]
      return value !== undefined && fitsGlob(glob, value)
    })
    return fits && fitsRule(rule, resource, check, path)
  })
}
