import type { Resource } from '../../../src/core/model.ts'
import type { Attributes } from '../../../src/core/value.ts'
import { listAt, mapAt, textAt, valueAt } from '../kube-object.ts'

/** What a definition of custom resources says about its kind. */
export interface Definition {
  /** group/Kind */
  readonly kind: string
  readonly scope: 'namespaced' | 'cluster'
  /** the schema of each version, by its name */
  readonly schemas: ReadonlyMap<string, Attributes>
  /** of the version that objects are stored at */
  readonly stored: Attributes | undefined
  /** path of the replicas, where the kind can be scaled: `.spec.replicas` */
  readonly replicas_path: string | undefined
}

const KIND = 'apiextensions.k8s.io/CustomResourceDefinition'

/** All definitions among some resources, by kind. One that is declared is a better word than a live one. */
export function definitionsOf(resources: readonly Resource[]): Map<string, Definition> {
  const found = new Map<string, Definition>()
  const ranked = resources
    .filter((resource) => resource.kind === KIND)
    .toSorted((a, b) => Number(b.role === 'declared') - Number(a.role === 'declared'))
  for (const resource of ranked) {
    const definition = definitionOf(resource.attributes)
    if (definition && !found.has(definition.kind)) found.set(definition.kind, definition)
  }
  return found
}

function definitionOf(attributes: Attributes): Definition | undefined {
  const spec = mapAt(attributes, 'spec')
  const [group, kind] = [textAt(spec, 'group'), textAt(spec, 'names', 'kind')]
  if (group === undefined || kind === undefined) return undefined
  const versions = listAt(spec, 'versions')
  const schemas = new Map<string, Attributes>()
  for (const version of versions) {
    const schema = mapAt(version, 'schema', 'openAPIV3Schema')
    if (schema) schemas.set(textAt(version, 'name') ?? '', schema)
  }
  const stored = versions.find((version) => valueAt(version, 'storage') === true)
  return {
    kind: `${group}/${kind}`,
    scope: textAt(spec, 'scope') === 'Cluster' ? 'cluster' : 'namespaced',
    schemas,
    stored: mapAt(stored, 'schema', 'openAPIV3Schema'),
    replicas_path: textAt(stored, 'subresources', 'scale', 'specReplicasPath'),
  }
}
