import { gunzipSync } from 'node:zlib'
import { isMap, type Attributes } from '../../src/core/value.ts'
import { builtInScope } from './schema/cluster-scoped.ts'
import { exactJson } from './cluster/exact-json.ts'
import { kubeObject, textAt, type KubeObject } from './kube-object.ts'
import { yamlDocuments } from './manifests/yaml-documents.ts'

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
/** a release larger than this, unpacked, is no release (a Secret holds 1 MiB) */
const MAX_RELEASE_BYTES = 64 * 1024 * 1024

/** What kubectl noted on an object when it was applied last; undefined where it noted nothing that can be read. */
export function lastApplied(object: KubeObject): KubeObject | undefined {
  const text = textAt(object.metadata, 'annotations', LAST_APPLIED)
  if (text === undefined) return undefined
  const content = exactJson(text)
  const applied = content instanceof SyntaxError ? undefined : kubeObject(content)
  const isSame = applied?.kind === object.kind && applied.name === object.name
  return isSame ? { ...applied, namespace: object.namespace } : undefined
}

/** Whether a Secret holds a release that Helm has deployed. */
export function isDeployedRelease(object: KubeObject): boolean {
  return (
    object.kind === 'core/Secret' &&
    textAt(object.content, 'type') === 'helm.sh/release.v1' &&
    textAt(object.metadata, 'labels', 'status') === 'deployed'
  )
}

/** The objects of a release as Helm installed them; none where it cannot be read. */
export function releaseObjects(secret: KubeObject): KubeObject[] {
  const manifest = textAt(releaseOf(textAt(secret.content, 'data', 'release') ?? ''), 'manifest')
  if (manifest === undefined) return []
  return yamlDocuments(manifest).documents.flatMap(({ value }) => {
    const object = kubeObject(value)
    if (!object) return []
    const hasNamespace = builtInScope(object.kind) !== 'cluster'
    return [{ ...object, namespace: hasNamespace ? (object.namespace ?? secret.namespace) : undefined }]
  })
}

/** Base64 by Kubernetes, base64 by Helm, gzip, JSON. */
function releaseOf(data: string): Attributes | undefined {
  try {
    const packed = Buffer.from(Buffer.from(data, 'base64').toString('latin1'), 'base64')
    const value = exactJson(gunzipSync(packed, { maxOutputLength: MAX_RELEASE_BYTES }).toString('utf8'))
    return !(value instanceof SyntaxError) && isMap(value) ? value : undefined
  } catch {
    return undefined
  }
}
