import {
  byDefault,
  ECHO,
  EMPTY_IS_ABSENT,
  keyed,
  SECURITY,
  SET,
  SIZING,
  VERSION,
  type FieldRule,
  type TypeRules,
} from './field-rule.ts'

const EMPTY_SECURITY: FieldRule = { empty: 'absent', class: 'security' }

const CONTAINER: Readonly<Record<string, FieldRule>> = {
  image: VERSION,
  terminationMessagePath: byDefault('/dev/termination-log'),
  terminationMessagePolicy: byDefault('File'),
  resources: SIZING,
  lifecycle: EMPTY_IS_ABSENT,
  securityContext: EMPTY_SECURITY,
  env: { list: { keyed_by: ['name'], order: 'matters' } },
}

const AFFINITY_TERMS: Readonly<Record<string, FieldRule>> = {
  preferredDuringSchedulingIgnoredDuringExecution: SET,
  requiredDuringSchedulingIgnoredDuringExecution: SET,
}

const DEFAULT_MODE = byDefault(0o644)
const RBD: Readonly<Record<string, FieldRule>> = {
  pool: byDefault('rbd'),
  user: byDefault('admin'),
  keyring: byDefault('/etc/ceph/keyring'),
}
const SCALE_IO: Readonly<Record<string, FieldRule>> = {
  fsType: byDefault('xfs'),
  storageMode: byDefault('ThinProvisioned'),
}

/** Volumes' sources, of pods and of persistent volumes. */
const VOLUME_TYPES: TypeRules = {
  Volume: { hostPath: SECURITY },
  ConfigMapVolumeSource: { defaultMode: DEFAULT_MODE, items: keyed('key', 'path') },
  SecretVolumeSource: { defaultMode: DEFAULT_MODE, items: keyed('key', 'path') },
  ProjectedVolumeSource: { defaultMode: DEFAULT_MODE },
  DownwardAPIVolumeSource: { defaultMode: DEFAULT_MODE, items: keyed('path') },
  ServiceAccountTokenProjection: { expirationSeconds: byDefault(3600) },
  HostPathVolumeSource: { type: byDefault('') },
  ISCSIVolumeSource: { iscsiInterface: byDefault('default') },
  ISCSIPersistentVolumeSource: { iscsiInterface: byDefault('default') },
  RBDVolumeSource: RBD,
  RBDPersistentVolumeSource: RBD,
  AzureDiskVolumeSource: {
    cachingMode: byDefault('ReadWrite'),
    fsType: byDefault('ext4'),
    kind: byDefault('Shared'),
    readOnly: byDefault(false),
  },
  ScaleIOVolumeSource: SCALE_IO,
  ScaleIOPersistentVolumeSource: SCALE_IO,
  PersistentVolumeClaimSpec: {
    volumeMode: byDefault('Filesystem'),
    volumeName: ECHO,
    accessModes: SET,
    resources: SIZING,
  },
}

/**
 * Types that a pod's specification is made of, with the defaults of a template (table rows 8 to 10 and the corrections).
 * Terms of which all or any must hold are sets.
 */
export const POD_TYPES: TypeRules = {
  ...VOLUME_TYPES,
  PodSpec: {
    restartPolicy: byDefault('Always'),
    dnsPolicy: byDefault('ClusterFirst'),
    schedulerName: byDefault('default-scheduler'),
    terminationGracePeriodSeconds: byDefault(30),
    securityContext: EMPTY_SECURITY,
    affinity: EMPTY_IS_ABSENT,
    dnsConfig: EMPTY_IS_ABSENT,
    initContainers: { list: { keyed_by: ['name'], order: 'matters' } },
    tolerations: keyed('key', 'operator', 'value', 'effect'),
    hostNetwork: SECURITY,
    hostPID: SECURITY,
    hostIPC: SECURITY,
    serviceAccountName: SECURITY,
    automountServiceAccountToken: SECURITY,
  },
  Container: CONTAINER,
  EphemeralContainer: CONTAINER,
  ContainerPort: { protocol: byDefault('TCP') },
  ObjectFieldSelector: { apiVersion: byDefault('v1') },
  ResourceFieldSelector: { divisor: { default: '0', scalar: 'quantity' } },
  Probe: {
    timeoutSeconds: byDefault(1),
    periodSeconds: byDefault(10),
    successThreshold: byDefault(1),
    failureThreshold: byDefault(3),
  },
  HTTPGetAction: { path: byDefault('/'), scheme: byDefault('HTTP'), httpHeaders: keyed('name') },
  GRPCAction: { service: byDefault('') },
  SecurityContext: {
    capabilities: EMPTY_SECURITY,
    seLinuxOptions: EMPTY_SECURITY,
    windowsOptions: EMPTY_SECURITY,
    procMount: byDefault('Default'),
  },
  PodSecurityContext: {
    seLinuxOptions: EMPTY_SECURITY,
    windowsOptions: EMPTY_SECURITY,
    supplementalGroups: SET,
    sysctls: keyed('name'),
  },
  Capabilities: { add: SET, drop: SET },
  Affinity: { nodeAffinity: EMPTY_IS_ABSENT, podAffinity: EMPTY_IS_ABSENT, podAntiAffinity: EMPTY_IS_ABSENT },
  NodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: SET },
  NodeSelector: { nodeSelectorTerms: SET },
  NodeSelectorTerm: { matchExpressions: SET, matchFields: SET },
  NodeSelectorRequirement: { values: SET },
  PodAffinity: AFFINITY_TERMS,
  PodAntiAffinity: AFFINITY_TERMS,
  PodAffinityTerm: { namespaces: SET, matchLabelKeys: SET, mismatchLabelKeys: SET },
  TopologySpreadConstraint: {
    matchLabelKeys: SET,
    nodeAffinityPolicy: byDefault('Honor'),
    nodeTaintsPolicy: byDefault('Ignore'),
  },
  LabelSelector: { matchExpressions: SET },
  LabelSelectorRequirement: { values: SET },
  HostAlias: { hostnames: SET },
}
