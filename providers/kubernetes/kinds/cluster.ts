import { isList, isMap, type Attributes, type Value } from '../../../src/core/value.ts'
import { listAt, mapAt, textAt } from '../kube-object.ts'
import { asRead, changedAt, mapOf, withKey, withoutAt } from './edit.ts'
import {
  byDefault,
  ECHO,
  keyed,
  SECURITY,
  SET,
  SIZING,
  type KindRules,
  type TypeRules,
} from './field-rule.ts'

/** What stands around the workloads: quotas, limits, priorities, flow control, definitions of resources. */
export const CLUSTER_TYPES: TypeRules = {
  ResourceQuotaSpec: { hard: SIZING, scopes: SET },
  ScopeSelector: { matchExpressions: SET },
  ScopedResourceSelectorRequirement: { values: SET },
  LimitRangeSpec: { limits: { list: 'set', class: 'sizing' } },
  'scheduling.PriorityClass': {
    preemptionPolicy: byDefault('PreemptLowerPriority'),
    value: SIZING,
  },
  'flowcontrol.FlowSchemaSpec': { matchingPrecedence: byDefault(1000), rules: SET },
  'flowcontrol.PolicyRulesWithSubjects': { subjects: SET, resourceRules: SET, nonResourceRules: SET },
  'flowcontrol.ResourcePolicyRule': { verbs: SET, apiGroups: SET, resources: SET, namespaces: SET },
  'flowcontrol.NonResourcePolicyRule': { verbs: SET, nonResourceURLs: SET },
  'flowcontrol.LimitedPriorityLevelConfiguration': {
    lendablePercent: byDefault(0),
    nominalConcurrencyShares: byDefault(30),
  },
  'flowcontrol.ExemptPriorityLevelConfiguration': {
    lendablePercent: byDefault(0),
    nominalConcurrencyShares: byDefault(0),
  },
  'flowcontrol.LimitResponse': { queuing: { empty: 'absent' } },
  'flowcontrol.QueuingConfiguration': {
    queues: byDefault(64),
    handSize: byDefault(8),
    queueLengthLimit: byDefault(50),
  },
  'node.RuntimeClass': { handler: SECURITY },
  'node.Scheduling': { tolerations: keyed('key', 'operator', 'value', 'effect') },
  NodeSpec: { taints: keyed('key', 'effect'), podCIDR: ECHO, podCIDRs: ECHO, providerID: ECHO },
  'apiextensions.CustomResourceDefinitionSpec': { versions: keyed('name') },
  'apiextensions.CustomResourceDefinitionNames': { categories: SET, shortNames: SET },
  'apiextensions.CustomResourceDefinitionVersion': {
    additionalPrinterColumns: keyed('name'),
    selectableFields: keyed('jsonPath'),
  },
  'apiextensions.CustomResourceConversion': { strategy: byDefault('None') },
}

/** For containers the greatest value is the default limit, and the default limit or the least value the default request. */
function completeLimits(attributes: Attributes): Attributes {
  return changedAt(attributes, ['spec', 'limits', '*'], (item) => {
    if (!isMap(item) || item['type'] !== 'Container') return item
    const limit = mapOf(mapAt(item, 'max'), mapAt(item, 'default'))
    const request = mapOf(mapAt(item, 'min'), limit, mapAt(item, 'defaultRequest'))
    return withFilled(withFilled(item, 'default', limit), 'defaultRequest', request)
  })
}

function withFilled(item: Attributes, key: string, value: Attributes): Attributes {
  return Object.keys(value).length === 0 ? item : withKey(item, key, value)
}

function completeDefinition(attributes: Attributes): Attributes {
  const named = changedAt(attributes, ['spec', 'names'], (names) => {
    const kind = textAt(names, 'kind')
    if (!isMap(names) || kind === undefined) return names
    return mapOf({ singular: kind.toLowerCase(), listKind: `${kind}List` }, names)
  })
  return changedAt(
    named,
    ['spec', 'conversion'],
    (conversion): Value | undefined => conversion ?? asRead({ strategy: 'None' }),
  )
}

/** Taints by which the cluster itself says how a node is, and what it is given when it joins. */
function completeNode(attributes: Attributes): Attributes {
  const free = changedAt(attributes, ['spec', 'taints'], (taints) =>
    isList(taints) ? taints.filter((taint) => !SYSTEM_TAINT.test(textAt(taint, 'key') ?? '')) : taints,
  )
  const own = listAt(free, 'spec', 'taints').length === 0 ? withoutAt(free, ['spec', 'taints']) : free
  return Object.keys(mapAt(own, 'spec') ?? { other: 0 }).length === 0 ? withKey(own, 'spec', undefined) : own
}

const SYSTEM_TAINT = /^node(?:\.cloudprovider)?\.kubernetes\.io\//

export const CLUSTER: readonly KindRules[] = [
  { name: 'core/Node', complete: completeNode },
  // what a namespace waits for before it goes is the system's business
  { name: 'core/Namespace', complete: (attributes) => withoutAt(attributes, ['spec', 'finalizers']) },
  { name: 'core/LimitRange', complete: completeLimits },
  { name: 'apiextensions.k8s.io/CustomResourceDefinition', complete: completeDefinition },
  {
    name: 'core/Secret',
    fields: { type: { default: 'Opaque' } },
  },
]
