import type { Json } from '../../src/core/value.ts'
import { listAt, mapAt, textAt, type KubeObject } from './kube-object.ts'

/** What nobody declares because the system or a controller makes it; it is never unmanaged. */
export interface Undeclared {
  readonly controller?: string
  readonly undeclared?: 'silent' | 'folded'
}

/** Kinds that are made by controllers and nodes in the course of their work. */
const MACHINERY: ReadonlySet<string> = new Set([
  'core/Endpoints',
  'discovery.k8s.io/EndpointSlice',
  'coordination.k8s.io/Lease',
  'coordination.k8s.io/LeaseCandidate',
  'core/Event',
  'events.k8s.io/Event',
  'certificates.k8s.io/CertificateSigningRequest',
  'certificates.k8s.io/PodCertificateRequest',
  'core/Node',
  'core/ComponentStatus',
  'networking.k8s.io/IPAddress',
  'networking.k8s.io/ServiceCIDR',
  'apps/ControllerRevision',
  'storage.k8s.io/CSINode',
  'storage.k8s.io/CSIStorageCapacity',
  'storage.k8s.io/VolumeAttachment',
  'resource.k8s.io/ResourceSlice',
  'internal.apiserver.k8s.io/StorageVersion',
  'metrics.k8s.io/PodMetrics',
  'metrics.k8s.io/NodeMetrics',
])

/** Whether a kind is made by the cluster's own machinery: not worth reading unless it is declared. */
export function isMachinery(kind: string): boolean {
  return MACHINERY.has(kind)
}

/** Namespaces that come with the cluster. */
export const SYSTEM_NAMESPACES: ReadonlySet<string> = new Set([
  'kube-system',
  'kube-public',
  'kube-node-lease',
])

/** ConfigMaps with a certificate that a controller publishes into every namespace. */
const PUBLISHED_CONFIG_MAPS: ReadonlySet<string> = new Set([
  'kube-root-ca.crt',
  'istio-ca-root-cert',
  'openshift-service-ca.crt',
])

/** Managers of fields that are parts of Kubernetes itself. */
const COMPONENTS =
  /^(?:kube-(?:controller-manager|apiserver|scheduler|proxy)|kubelet|kubeadm|cloud-controller-manager|clusterrole-aggregation-controller|Go-http-client|before-first-apply)$/

/** Owners whose objects are the very way they work: a ReplicaSet's pods say nothing that the ReplicaSet does not. */
const WORKLOADS: ReadonlySet<string> = new Set([
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'Job',
  'Node',
])

/** Signs on the object itself; what only its neighbours tell is in arrange/claims.ts. */
export function undeclaredSigns(object: KubeObject, managedFields: Json): Undeclared {
  const owner = ownerOf(object)
  if (owner !== undefined) {
    return { controller: owner, undeclared: WORKLOADS.has(owner.split(' ')[0] ?? '') ? 'silent' : 'folded' }
  }
  if (isSystemMade(object) || isComponentMade(object, managedFields)) return { undeclared: 'silent' }
  const annotations = mapAt(object.metadata, 'annotations')
  const isHook = textAt(annotations, 'helm.sh/hook') ?? textAt(annotations, 'argocd.argoproj.io/hook')
  return isHook === undefined ? {} : { controller: `hook ${isHook}`, undeclared: 'folded' }
}

function ownerOf(object: KubeObject): string | undefined {
  const owners = listAt(object.metadata, 'ownerReferences')
  const owner = owners.find((item) => mapAt(item)?.['controller'] === true) ?? owners[0]
  return owner === undefined ? undefined : `${textAt(owner, 'kind') ?? '?'} ${textAt(owner, 'name') ?? '?'}`
}

function isSystemMade(object: KubeObject): boolean {
  const { kind, name, namespace, metadata } = object
  const [labels, annotations] = [mapAt(metadata, 'labels'), mapAt(metadata, 'annotations')]
  if (MACHINERY.has(kind)) return true
  if (labels?.['kubernetes.io/bootstrapping'] !== undefined) return true
  if (annotations?.['apf.kubernetes.io/autoupdate-spec'] !== undefined) return true
  if (labels?.['kube-aggregator.kubernetes.io/automanaged'] !== undefined) return true
  switch (kind) {
    case 'core/Namespace':
      return SYSTEM_NAMESPACES.has(name) || name === 'default'
    case 'core/Service':
      return namespace === 'default' && name === 'kubernetes'
    case 'core/ServiceAccount':
      return name === 'default'
    case 'core/ConfigMap':
      return PUBLISHED_CONFIG_MAPS.has(name)
    case 'scheduling.k8s.io/PriorityClass':
      return /^system-(?:cluster|node)-critical$/.test(name)
    case 'apiregistration.k8s.io/APIService':
      return mapAt(object.content, 'spec', 'service') === undefined
    case 'core/Secret':
      return isSystemSecret(object)
    default:
      return false
  }
}

/** Releases that Helm stores, and the tokens that older clusters make for every service account. */
function isSystemSecret(object: KubeObject): boolean {
  const type = textAt(object.content, 'type')
  if (type === 'helm.sh/release.v1') return true
  return type === 'kubernetes.io/service-account-token' && /-token-[a-z0-9]{5}$/.test(object.name)
}

/** In the cluster's own namespaces, what only parts of Kubernetes have ever written. */
function isComponentMade(object: KubeObject, managedFields: Json): boolean {
  if (!SYSTEM_NAMESPACES.has(object.namespace ?? '')) return false
  const entries: readonly Json[] = Array.isArray(managedFields) ? managedFields : []
  return entries.every((entry) => COMPONENTS.test(textAt(entry, 'manager') ?? ''))
}
