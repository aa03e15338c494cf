import type { Resource } from '../../../src/core/model.ts'
import type { Attributes, Value } from '../../../src/core/value.ts'
import { CA_INJECTION } from '../bookkeeping.ts'
import { builtInScope } from '../schema/cluster-scoped.ts'
import { changedAt, withoutAt } from '../kinds/edit.ts'
import { listAt, mapAt, textAt } from '../kube-object.ts'
import { ownersOf } from '../writers.ts'

const CA_PLACES: readonly (readonly string[])[] = [
  ['spec', 'conversion', 'webhook', 'clientConfig', 'caBundle'],
  ['spec', 'caBundle'],
]

/** Whether an operator is told to put a certificate bundle into this object: what stands there is not the declaration's. */
export function isInjected(said: Attributes): boolean {
  const annotations = mapAt(said, 'metadata', 'annotations')
  return CA_INJECTION.some((mark) => annotations?.[mark] !== undefined)
}

export function withoutBundles(attributes: Attributes): Attributes {
  const bare = changedAt(attributes, ['webhooks', '*', 'clientConfig', 'caBundle'], () => undefined)
  return CA_PLACES.reduce((map, place) => withoutAt(map, place), bare)
}

/**
 * Finalizers that the controller of a custom resource puts on it: undeclared, and owned by a manager that keeps the
 * object's status as well.
 */
export function withoutControllerFinalizers(live: Resource, said: Attributes): Attributes {
  if (builtInScope(live.kind) !== undefined) return live.attributes
  const declared = new Set(listAt(said, 'metadata', 'finalizers'))
  const keepers = new Set(
    listAt(live.written, 'fields')
      .filter((entry) => textAt(entry, 'subresource') === 'status')
      .map((entry) => textAt(entry, 'manager')),
  )
  const isControllers = (finalizer: Value): boolean =>
    !declared.has(finalizer) && ownersOf(live, 'metadata.finalizers').some((owner) => keepers.has(owner))
  return changedAt(live.attributes, ['metadata', 'finalizers'], (list) => {
    if (!Array.isArray(list)) return list
    const rest = list.filter((finalizer) => !isControllers(finalizer))
    return rest.length === 0 ? undefined : rest
  })
}
