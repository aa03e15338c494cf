import { isMap, type Attributes } from '../../../src/core/value.ts'
import { mapAt, textAt } from '../kube-object.ts'
import { changedAt, filledAt, mapOf, withKey } from './edit.ts'
import { keyed, SET, type FieldRule, type KindRules, type TypeRules } from './field-rule.ts'

const GROUP = 'rbac.authorization.k8s.io'
/** rules add up, so neither their order nor that of what they name says anything */
const RULES: FieldRule = { list: 'set', class: 'security' }
const SUBJECTS: FieldRule = { list: { keyed_by: ['kind', 'namespace', 'name'] }, class: 'security' }

/** Who may do what (table rows 14, 19 and 21 and the corrections). */
export const ACCESS_TYPES: TypeRules = {
  'rbac.Role': { rules: RULES },
  'rbac.ClusterRole': { rules: RULES, aggregationRule: { class: 'security' } },
  'rbac.AggregationRule': { clusterRoleSelectors: SET },
  'rbac.PolicyRule': { verbs: SET, apiGroups: SET, resources: SET, resourceNames: SET, nonResourceURLs: SET },
  'rbac.RoleBinding': { subjects: SUBJECTS, roleRef: { class: 'security' } },
  'rbac.ClusterRoleBinding': { subjects: SUBJECTS, roleRef: { class: 'security' } },
  'rbac.RoleRef': { apiGroup: { default: GROUP } },
  ServiceAccount: { secrets: keyed('name'), imagePullSecrets: keyed('name') },
}

/** Users and groups belong to the API's group, service accounts to none. */
function completeBinding(attributes: Attributes): Attributes {
  return changedAt(attributes, ['subjects', '*'], (subject) => {
    const isPerson = /^(?:User|Group)$/.test(textAt(subject, 'kind') ?? '')
    return isPerson && isMap(subject) ? filledAt(subject, ['apiGroup'], GROUP) : subject
  })
}

/** The rules of an aggregated role are what the roles that it selects add up to: the controller writes them. */
function completeClusterRole(attributes: Attributes): Attributes {
  return mapAt(attributes, 'aggregationRule') ? withKey(attributes, 'rules', undefined) : attributes
}

/** Of a secret that an account lists, the server keeps the name alone. */
function completeAccount(attributes: Attributes): Attributes {
  return changedAt(attributes, ['secrets', '*'], (secret) =>
    isMap(secret) && Object.keys(secret).some((key) => key !== 'name')
      ? mapOf(secret['name'] === undefined ? undefined : { name: secret['name'] })
      : secret,
  )
}

export const ACCESS: readonly KindRules[] = [
  { name: 'core/ServiceAccount', complete: completeAccount },
  { name: `${GROUP}/RoleBinding`, complete: completeBinding },
  { name: `${GROUP}/ClusterRoleBinding`, complete: completeBinding },
  { name: `${GROUP}/ClusterRole`, complete: completeClusterRole },
]
