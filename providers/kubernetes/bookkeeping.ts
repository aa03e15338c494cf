/**
 * What tools and controllers write on every object for themselves. It says nothing about what was declared, so it never
 * counts, on any side. Settings of the same tools that a person writes (`argocd.argoproj.io/sync-options`,
 * `kustomize.toolkit.fluxcd.io/reconcile`) are not here.
 */
const ANNOTATIONS: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.daemonset.template.generation',
  'control-plane.alpha.kubernetes.io/leader',
  'endpoints.kubernetes.io/last-change-trigger-time',
  'endpoints.kubernetes.io/over-capacity',
  'batch.kubernetes.io/job-tracking',
  'batch.kubernetes.io/cronjob-scheduled-timestamp',
  'cronjob.kubernetes.io/instantiate',
  'kubernetes.io/limit-ranger',
  'kubernetes.io/service-account.uid',
  'kubernetes.io/config.hash',
  'kubernetes.io/config.mirror',
  'kubernetes.io/config.seen',
  'kubernetes.io/config.source',
  'kubernetes.io/psp',
  'volume.beta.kubernetes.io/storage-provisioner',
  'rbac.authorization.kubernetes.io/autoupdate',
  'meta.helm.sh/release-name',
  'meta.helm.sh/release-namespace',
  'argocd.argoproj.io/tracking-id',
  'argocd.argoproj.io/installation-id',
  'argocd.argoproj.io/refresh',
  'kustomize.toolkit.fluxcd.io/checksum',
  'helm.toolkit.fluxcd.io/driftDetection-checksum',
  'reconcile.fluxcd.io/requestedAt',
  'cni.projectcalico.org/containerID',
  'cni.projectcalico.org/podIP',
  'cni.projectcalico.org/podIPs',
  'kubernetes.io/egress-bandwidth-applied',
])

const ANNOTATION_PREFIXES: readonly string[] = [
  'pv.kubernetes.io/',
  'volume.kubernetes.io/',
  'autoscaling.alpha.kubernetes.io/',
  'objectset.rio.cattle.io/',
  'openshift.io/sa.scc.',
]

const LABELS: ReadonlySet<string> = new Set([
  'kubernetes.io/metadata.name',
  'kubernetes.io/legacy-token-last-used',
  'kubernetes.io/legacy-token-invalid-since',
  'kustomize.toolkit.fluxcd.io/name',
  'kustomize.toolkit.fluxcd.io/namespace',
  'helm.toolkit.fluxcd.io/name',
  'helm.toolkit.fluxcd.io/namespace',
  'objectset.rio.cattle.io/hash',
  'service.kubernetes.io/headless',
  'endpointslice.kubernetes.io/managed-by',
  'endpoints.kubernetes.io/managed-by',
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
])

/** set by the system to protect what is in use, or while something is being deleted */
const FINALIZERS: readonly RegExp[] = [
  /^kubernetes\.io\/(?:pvc|pv|vac)-protection$/,
  /^service\.kubernetes\.io\/load-balancer-cleanup$/,
  /^(?:foregroundDeletion|orphan)$/,
  /^customresourcecleanup\.apiextensions\.k8s\.io$/,
  /^batch\.kubernetes\.io\/job-tracking$/,
  /^external-(?:provisioner|attacher)[./]/,
  /^networking\.gke\.io\//,
  /^(?:group\.)?ingress\.k8s\.aws\//,
  /^service\.k8s\.aws\//,
  /^elbv2\.k8s\.aws\//,
  /^storage\.kubernetes\.io\//,
]

export function isBookkeepingAnnotation(key: string): boolean {
  return ANNOTATIONS.has(key) || ANNOTATION_PREFIXES.some((prefix) => key.startsWith(prefix))
}

export function isBookkeepingLabel(key: string): boolean {
  return LABELS.has(key)
}

export function isSystemFinalizer(finalizer: string): boolean {
  return FINALIZERS.some((pattern) => pattern.test(finalizer))
}

/** Annotations by which an operator is told to put a certificate bundle into an object. */
export const CA_INJECTION: readonly string[] = [
  'cert-manager.io/inject-ca-from',
  'cert-manager.io/inject-ca-from-secret',
  'cert-manager.io/inject-apiserver-ca',
  'certmanager.k8s.io/inject-ca-from',
  'service.beta.openshift.io/inject-cabundle',
  'service.alpha.openshift.io/inject-cabundle',
]
