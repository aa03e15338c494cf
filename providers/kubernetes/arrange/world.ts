import type { Resource } from '../../../src/core/model.ts'
import type { Sides } from '../../../src/core/provider.ts'
import { definitionsOf, type Definition } from '../schema/definitions.ts'
import { mapAt, textAt } from '../kube-object.ts'

/** What an environment as a whole tells about how its objects are to be read. */
export interface World {
  readonly definitions: ReadonlyMap<string, Definition>
  /** names of the classes that claims without one get, by kind; empty = nobody knows */
  readonly default_classes: ReadonlyMap<string, ReadonlySet<string>>
  /** kinds of which some live object has a namespace */
  readonly namespaced: ReadonlySet<string>
  /** runtime classes by name */
  readonly runtime_classes: ReadonlyMap<string, Resource>
}

/** Annotations by which a class is the default one. */
const DEFAULT_MARKS: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'storage.k8s.io/StorageClass',
    ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'],
  ],
  ['networking.k8s.io/IngressClass', ['ingressclass.kubernetes.io/is-default-class']],
])

export function worldOf(sides: Sides): World {
  // live ones first, so that a declared one of the same name replaces it
  const all = [...sides.live, ...sides.declared]
  const defaults = new Map<string, Set<string>>()
  const runtimes = new Map<string, Resource>()
  for (const resource of all) {
    const marks = DEFAULT_MARKS.get(resource.kind)
    const annotations = marks && mapAt(resource.attributes, 'metadata', 'annotations')
    if (marks?.some((mark) => textAt(annotations, mark) === 'true')) {
      const names = defaults.get(resource.kind) ?? new Set()
      defaults.set(resource.kind, names.add(resource.name))
    }
    if (resource.kind === 'node.k8s.io/RuntimeClass') runtimes.set(resource.name, resource)
  }
  return {
    definitions: definitionsOf(all),
    default_classes: defaults,
    namespaced: new Set(sides.live.flatMap(({ kind, namespace }) => (namespace === undefined ? [] : [kind]))),
    runtime_classes: runtimes,
  }
}
