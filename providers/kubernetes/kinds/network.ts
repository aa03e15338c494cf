import { isMap, type Attributes } from '../../../src/core/value.ts'
import { listAt, textAt } from '../kube-object.ts'
import { asRead, changedAt, filledAt, mapOf, withKey, withoutAt } from './edit.ts'
import {
  byDefault,
  ECHO,
  EMPTY_IS_ABSENT,
  keyed,
  SECURITY,
  SET,
  type KindRules,
  type TypeRules,
} from './field-rule.ts'

/** Services and what leads to them (table rows 13 and 14 and the corrections). */
export const NETWORK_TYPES: TypeRules = {
  ServiceSpec: {
    type: { default: 'ClusterIP', class: 'security' },
    sessionAffinity: byDefault('None'),
    sessionAffinityConfig: EMPTY_IS_ABSENT,
    internalTrafficPolicy: byDefault('Cluster'),
    externalTrafficPolicy: byDefault('Cluster'),
    allocateLoadBalancerNodePorts: byDefault(true),
    externalIPs: { list: 'set', class: 'security' },
    externalName: SECURITY,
    loadBalancerSourceRanges: { list: 'set', class: 'security' },
    clusterIPs: ECHO,
    ipFamilies: ECHO,
    healthCheckNodePort: ECHO,
  },
  ServicePort: { protocol: byDefault('TCP'), nodePort: ECHO },
  SessionAffinityConfig: { clientIP: EMPTY_IS_ABSENT },
  ClientIPConfig: { timeoutSeconds: byDefault(10_800) },
  'networking.IngressSpec': { rules: keyed('host'), tls: { list: 'set', class: 'security' } },
  'networking.IngressTLS': { hosts: SET },
  'networking.HTTPIngressRuleValue': { paths: keyed('path', 'pathType') },
  'networking.IngressClassParametersReference': { scope: byDefault('Cluster') },
  'networking.NetworkPolicySpec': {
    podSelector: SECURITY,
    ingress: { list: 'set', class: 'security' },
    egress: { list: 'set', class: 'security' },
    policyTypes: { list: 'set', class: 'security' },
  },
  'networking.NetworkPolicyIngressRule': { from: SET, ports: SET },
  'networking.NetworkPolicyEgressRule': { to: SET, ports: SET },
  'networking.NetworkPolicyPort': { protocol: byDefault('TCP') },
  'networking.IPBlock': { except: SET },
  EndpointSubset: { addresses: keyed('ip'), notReadyAddresses: keyed('ip'), ports: SET },
  EndpointPort: { protocol: byDefault('TCP') },
  'discovery.EndpointSlice': { endpoints: SET, ports: SET },
  'discovery.EndpointPort': { protocol: byDefault('TCP'), name: byDefault('') },
  'discovery.EndpointHints': { forZones: SET, forNodes: SET },
  'networking.ServiceCIDRSpec': { cidrs: SET },
}

function completeService(attributes: Attributes): Attributes {
  const ported = changedAt(attributes, ['spec', 'ports', '*'], (port) =>
    isMap(port) && port['targetPort'] === undefined && port['port'] !== undefined
      ? withKey(port, 'targetPort', port['port'])
      : port,
  )
  // without the affinity to a client, nothing is left of how long it would last
  if (textAt(ported, 'spec', 'sessionAffinity') !== 'ClientIP')
    return withoutAt(ported, ['spec', 'sessionAffinityConfig'])
  return filledAt(ported, ['spec', 'sessionAffinityConfig'], asRead({ clientIP: { timeoutSeconds: 10_800 } }))
}

/** A policy is about what comes in, and about what goes out where it has rules for that. */
function completePolicy(attributes: Attributes): Attributes {
  return changedAt(attributes, ['spec'], (spec) => {
    const old: Attributes = isMap(spec) ? spec : mapOf()
    if (old['policyTypes'] !== undefined) return spec
    const types = listAt(old, 'egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress']
    return withKey(old, 'policyTypes', types)
  })
}

export const NETWORK: readonly KindRules[] = [
  { name: 'core/Service', complete: completeService },
  { name: 'networking.k8s.io/NetworkPolicy', complete: completePolicy },
]
