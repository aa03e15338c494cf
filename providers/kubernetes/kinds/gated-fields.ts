/**
 * Fields that Kubernetes 1.34 has but drops without a word, because the feature that they belong to is off unless the
 * server was told otherwise (pkg/features/kube_features.go, and what the registries' dropDisabledFields leave out).
 * By Go type; `containers` stands for the list of that name, where only other lists may have the field.
 */
const GATED: ReadonlySet<string> = new Set([
  // HostnameOverride, ContainerRestartRules, ContainerStopSignals, EnvFiles
  'PodSpec.hostnameOverride',
  'Container.restartPolicyRules',
  'EphemeralContainer.restartPolicyRules',
  'containers.restartPolicy',
  'Lifecycle.stopSignal',
  'EnvVarSource.fileKeyRef',
  // ImageVolume, PodCertificateRequest, ClusterTrustBundleProjection, CrossNamespaceVolumeDataSource
  'Volume.image',
  'VolumeProjection.podCertificate',
  'VolumeProjection.clusterTrustBundle',
  'TypedObjectReference.namespace',
  // MaxUnavailableStatefulSet, HPAConfigurableTolerance, CoordinatedLeaderElection, MutableCSINodeAllocatableCount
  'apps.RollingUpdateStatefulSetStrategy.maxUnavailable',
  'autoscaling.HPAScalingRules.tolerance',
  'coordination.LeaseSpec.strategy',
  'coordination.LeaseSpec.preferredHolder',
  'storage.CSIDriverSpec.nodeAllocatableUpdatePeriodSeconds',
  // DRAExtendedResource, DRAConsumableCapacity, DRADeviceTaints
  'resource.DeviceClassSpec.extendedResourceName',
  'resource.ExactDeviceRequest.capacity',
  'resource.DeviceSubRequest.capacity',
  'resource.DeviceConstraint.distinctAttribute',
  'resource.Device.taints',
  'resource.Device.allowMultipleAllocations',
  'resource.DeviceCapacity.requestPolicy',
  // DRADeviceBindingConditions, DRAPartitionableDevices
  'resource.Device.bindingConditions',
  'resource.Device.bindingFailureConditions',
  'resource.Device.bindsToNode',
  'resource.Device.consumesCounters',
  'resource.Device.nodeName',
  'resource.Device.nodeSelector',
  'resource.Device.allNodes',
  'resource.ResourceSliceSpec.perDeviceNodeSelection',
  'resource.ResourceSliceSpec.sharedCounters',
  // kept for objects of the beta alone
  'discovery.Endpoint.deprecatedTopology',
])

/** Whether a server drops a field unless a feature was turned on. @param list name of the field that the holder stands in */
export function isGated(type: string, list: string, field: string): boolean {
  return GATED.has(`${type}.${field}`) || GATED.has(`${list}.${field}`)
}
