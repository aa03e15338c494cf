import { digestsIn } from './credentials.ts'
import type { Resource } from '../model.ts'
import { joinPath } from '../path.ts'
import { leavesOf, type Tree } from '../compare/tree.ts'

/** A credential that stands in a resource as a literal: where, and the rule that found it; never the value. */
export interface HardcodedSecret {
  readonly path: string
  readonly rule: string
}

/** Every credential that is written down in a resource. @param tree the resource's own */
export function hardcodedSecrets(resource: Resource | undefined, tree: Tree | undefined): HardcodedSecret[] {
  const { credentials } = resource ?? {}
  if (!credentials || !tree) return []
  const byDigest = new Map(Object.entries(credentials).map(([digest, rule]) => [digest.slice(0, 16), rule]))
  return [...leavesOf(tree, [])].flatMap(([segments, text]) => {
    const digests = text.startsWith('#') ? [text.slice(1, 17)] : digestsIn(text)
    const rule = digests.map((digest) => byDigest.get(digest)).find((found) => found !== undefined)
    return rule === undefined ? [] : [{ path: joinPath(segments), rule }]
  })
}
