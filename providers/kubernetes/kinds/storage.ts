import { isMap, type Attributes, type Value } from '../../../src/core/value.ts'
import { textAt } from '../kube-object.ts'
import { changedAt, withKey } from './edit.ts'
import { byDefault, ECHO, keyed, SET, SIZING, type KindRules, type TypeRules } from './field-rule.ts'

/** Volumes, their claims and classes (table rows 14 to 16 and the corrections). */
export const STORAGE_TYPES: TypeRules = {
  PersistentVolumeSpec: {
    persistentVolumeReclaimPolicy: byDefault('Retain'),
    volumeMode: byDefault('Filesystem'),
    accessModes: SET,
    mountOptions: SET,
    capacity: SIZING,
    claimRef: ECHO,
  },
  'storage.StorageClass': {
    reclaimPolicy: byDefault('Delete'),
    volumeBindingMode: byDefault('Immediate'),
    mountOptions: SET,
    allowedTopologies: SET,
  },
  TopologySelectorTerm: { matchLabelExpressions: keyed('key') },
  TopologySelectorLabelRequirement: { values: SET },
  'storage.CSIDriverSpec': {
    attachRequired: byDefault(true),
    podInfoOnMount: byDefault(false),
    storageCapacity: byDefault(false),
    requiresRepublish: byDefault(false),
    seLinuxMount: byDefault(false),
    fsGroupPolicy: byDefault('ReadWriteOnceWithFSType'),
    volumeLifecycleModes: { list: 'set', default: ['Persistent'] },
    tokenRequests: keyed('audience'),
  },
}

/** A claim's source stands in two fields that mirror each other, as long as it is in the claim's own namespace. */
function completeClaim(attributes: Attributes): Attributes {
  return changedAt(attributes, ['spec'], (spec) => {
    if (!isMap(spec)) return spec
    const { dataSource, dataSourceRef } = spec
    if (dataSource === undefined) return spec
    const mirrored: Value | undefined = dataSourceRef ?? (isSource(dataSource) ? dataSource : undefined)
    return withKey(withKey(spec, 'dataSourceRef', mirrored), 'dataSource', undefined)
  })
}

/** Only a claim or a snapshot of one can be named in the older of the two fields; anything else the server drops. */
function isSource(source: Value): boolean {
  const [group, kind] = [textAt(source, 'apiGroup') ?? '', textAt(source, 'kind')]
  return (
    (kind === 'PersistentVolumeClaim' && group === '') ||
    (kind === 'VolumeSnapshot' && group === 'snapshot.storage.k8s.io')
  )
}

export const STORAGE: readonly KindRules[] = [{ name: 'core/PersistentVolumeClaim', complete: completeClaim }]
