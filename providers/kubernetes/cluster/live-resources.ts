import type { Excluded, Origin, Resource } from '../../../src/core/model.ts'
import type { Context } from '../../../src/core/provider.ts'
import { textAt, type KubeObject } from '../kube-object.ts'
import { isDeployedRelease, lastApplied, releaseObjects } from '../recorded-objects.ts'
import { resourceOf } from '../resource.ts'
import { settlingOf } from '../settling.ts'
import { isInScope, SUPPORTING_KINDS, type Scope } from './scope.ts'
import type { VersionsSeen } from '../version-facts.ts'

/** The mark of an object that only says how others are to be read. */
export const SUPPORTING_MARK = 'supporting'

/** Live objects as resources: those in the scope, and marked ones that help to read them. @param versions is told of each */
export function* liveResources(
  objects: Iterable<KubeObject>,
  scope: Scope,
  origin: (object: KubeObject) => Origin,
  context: Context,
  versions: VersionsSeen,
): Generator<Resource> {
  const reading = { role: 'live', secret: context.secret } as const
  for (const object of objects) {
    if (isInScope(scope, object)) {
      versions.add(object)
      const settling = settlingOf(object)
      const resource = resourceOf(object, origin(object), reading)
      yield settling === undefined ? resource : { ...resource, settling }
      yield* recordedResources(object, scope, context)
    } else if (SUPPORTING_KINDS.has(object.kind))
      yield { ...resourceOf(object, origin(object), reading), written: { [SUPPORTING_MARK]: true } }
  }
}

/**
 * What was applied last, as the cluster remembers it: a release of Helm, else kubectl's own note. It never stands in for
 * a declaration; it only tells whether reality or the code has moved since.
 */
function* recordedResources(object: KubeObject, scope: Scope, context: Context): Generator<Resource> {
  const reading = { role: 'recorded', secret: context.secret } as const
  if (isDeployedRelease(object)) {
    const origin = { request: `Helm release ${object.name}` }
    for (const applied of releaseObjects(object))
      if (isInScope(scope, applied)) yield resourceOf(applied, origin, reading)
    return
  }
  const isHelms = textAt(object.metadata, 'annotations', 'meta.helm.sh/release-name') !== undefined
  const applied = isHelms ? undefined : lastApplied(object)
  if (applied) yield resourceOf(applied, { request: 'last-applied-configuration' }, reading)
}

export const SECRET_KIND = 'core/Secret'

export function secretsExcluded(reason: string): Excluded {
  return { what: 'excluded', kind: SECRET_KIND, reason }
}
