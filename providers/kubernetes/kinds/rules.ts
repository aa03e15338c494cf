import { ACCESS, ACCESS_TYPES } from './access.ts'
import { ADMISSION_TYPES } from './admission.ts'
import { BATCH, BATCH_TYPES } from './batch.ts'
import { CLUSTER, CLUSTER_TYPES } from './cluster.ts'
import { DEVICES, DEVICE_TYPES } from './devices.ts'
import type { FieldRule, KindRules, TypeRules } from './field-rule.ts'
import { NETWORK, NETWORK_TYPES } from './network.ts'
import { POD_TYPES } from './pod-types.ts'
import { POD } from './pod.ts'
import { SCALING, SCALING_TYPES } from './scaling.ts'
import { STORAGE, STORAGE_TYPES } from './storage.ts'
import { WORKLOAD_TYPES, WORKLOADS } from './workloads.ts'

const TYPES: TypeRules = {
  ...POD_TYPES,
  ...WORKLOAD_TYPES,
  ...BATCH_TYPES,
  ...NETWORK_TYPES,
  ...ACCESS_TYPES,
  ...STORAGE_TYPES,
  ...SCALING_TYPES,
  ...ADMISSION_TYPES,
  ...DEVICE_TYPES,
  ...CLUSTER_TYPES,
}

const KINDS: ReadonlyMap<string, KindRules> = new Map(
  [POD, ...WORKLOADS, ...BATCH, ...NETWORK, ...ACCESS, ...STORAGE, ...SCALING, ...DEVICES, ...CLUSTER].map(
    (rules) => [rules.name, rules],
  ),
)

/** What a field of a type means beyond its shape; undefined where the shape says it all. */
export function ruleOf(type: string, field: string): FieldRule | undefined {
  const rules = TYPES[type]
  return rules && Object.hasOwn(rules, field) ? rules[field] : undefined
}

/** What a kind needs beyond its types. */
export function kindRulesOf(kind: string): KindRules | undefined {
  return KINDS.get(kind)
}
