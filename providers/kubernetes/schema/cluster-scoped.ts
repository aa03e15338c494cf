import { mapAt, textAt, type KubeObject } from '../kube-object.ts'
import { typeOf } from './types.ts'

const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'admissionregistration.k8s.io/MutatingAdmissionPolicy',
  'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
  'certificates.k8s.io/CertificateSigningRequest',
  'certificates.k8s.io/ClusterTrustBundle',
  'core/ComponentStatus',
  'core/Namespace',
  'core/Node',
  'core/PersistentVolume',
  'flowcontrol.apiserver.k8s.io/FlowSchema',
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration',
  'internal.apiserver.k8s.io/StorageVersion',
  'networking.k8s.io/IPAddress',
  'networking.k8s.io/IngressClass',
  'networking.k8s.io/ServiceCIDR',
  'node.k8s.io/RuntimeClass',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'resource.k8s.io/DeviceClass',
  'resource.k8s.io/DeviceTaintRule',
  'resource.k8s.io/ResourceSlice',
  'scheduling.k8s.io/PriorityClass',
  'storage.k8s.io/CSIDriver',
  'storage.k8s.io/CSINode',
  'storage.k8s.io/StorageClass',
  'storage.k8s.io/VolumeAttachment',
  'storage.k8s.io/VolumeAttributesClass',
  'storagemigration.k8s.io/StorageVersionMigration',
])

/** Whether things of a kind have a namespace; undefined where only a definition would tell, and none is at hand. */
export type ScopeOfKind = 'namespaced' | 'cluster' | undefined

export function builtInScope(kind: string): ScopeOfKind {
  if (CLUSTER_SCOPED.has(kind)) return 'cluster'
  return typeOf(kind) === undefined ? undefined : 'namespaced'
}

/** What definitions of custom resources say about their kinds' scope, by kind. */
export function definedScopes(objects: Iterable<KubeObject>): Map<string, 'namespaced' | 'cluster'> {
  const scopes = new Map<string, 'namespaced' | 'cluster'>()
  for (const object of objects) {
    if (object.kind !== 'apiextensions.k8s.io/CustomResourceDefinition') continue
    const spec = mapAt(object.content, 'spec')
    const [group, kind] = [textAt(spec, 'group'), textAt(spec, 'names', 'kind')]
    if (group !== undefined && kind !== undefined)
      scopes.set(`${group}/${kind}`, spec?.['scope'] === 'Cluster' ? 'cluster' : 'namespaced')
  }
  return scopes
}
