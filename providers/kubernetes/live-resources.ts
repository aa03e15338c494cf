import type { Excluded, Origin, Resource } from '../../src/core/model.ts'
import type { Context } from '../../src/core/provider.ts'
import type { KubeObject } from './kube-object.ts'
import { resourceOf } from './resource.ts'
import { isInScope, SUPPORTING_KINDS, type Scope } from './scope.ts'

/** The mark of an object that only says how others are to be read. */
export const SUPPORTING_MARK = 'supporting'

/** Live objects as resources: those in the scope, and marked ones that help to read them. */
export function* liveResources(
  objects: Iterable<KubeObject>,
  scope: Scope,
  origin: (object: KubeObject) => Origin,
  context: Context,
): Generator<Resource> {
  const reading = { role: 'live', secret: context.secret } as const
  for (const object of objects) {
    if (isInScope(scope, object)) yield resourceOf(object, origin(object), reading)
    else if (SUPPORTING_KINDS.has(object.kind))
      yield { ...resourceOf(object, origin(object), reading), written: { [SUPPORTING_MARK]: true } }
  }
}

export const SECRET_KIND = 'core/Secret'

export function secretsExcluded(reason: string): Excluded {
  return { what: 'excluded', kind: SECRET_KIND, reason }
}
