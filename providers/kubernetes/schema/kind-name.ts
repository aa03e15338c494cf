import { nearest } from '../../../src/core/nearest.ts'
import { BUILT_IN_KINDS } from './types.ts'

const BUILT_IN: ReadonlySet<string> = new Set(BUILT_IN_KINDS)

/**
 * What is wrong with a kind's name as somebody wrote it, with what it most likely means; undefined where it may be one:
 * only a server knows which custom kinds it has.
 */
export function kindFault(name: string): string | undefined {
  if (BUILT_IN.has(name)) return undefined
  const [group = '', kind = '', ...more] = name.split('/')
  const isName = kind !== '' && more.length === 0 && /^[A-Z]/.test(kind) && !/^v\d/.test(group)
  const meant = isName ? meantInGroup(group, kind) : meantAnywhere(name)
  if (isName && meant === undefined) return undefined
  const hint = meant === undefined ? ', such as apps/Deployment' : `, did you mean "${meant}"?`
  return `${isName ? 'no such kind' : 'a kind is written group/Kind, without a version'}${hint}`
}

function meantInGroup(group: string, kind: string): string | undefined {
  const kinds = BUILT_IN_KINDS.filter((known) => known.startsWith(`${group}/`))
  const meant = nearest(
    kind,
    kinds.map((known) => known.slice(group.length + 1)),
  )
  return meant === undefined ? undefined : `${group}/${meant}`
}

/** By its kind alone: `deployments`, `apps/v1/Deployment`, `deploy` have no group that counts. */
function meantAnywhere(name: string): string | undefined {
  const word = (name.split('/').at(-1) ?? '').replace(/\..*$/, '')
  const byKind = new Map(BUILT_IN_KINDS.map((known) => [known.slice(known.indexOf('/') + 1), known]))
  const meant = nearest(word.replace(/s$/i, ''), [...byKind.keys()])
  return meant === undefined ? undefined : byKind.get(meant)
}
