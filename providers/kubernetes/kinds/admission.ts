import { byDefault, ECHO, keyed, SET, type FieldRule, type TypeRules } from './field-rule.ts'

const SELECTOR: FieldRule = { empty: 'absent', class: 'security' }
const WEBHOOK: Readonly<Record<string, FieldRule>> = {
  failurePolicy: { default: 'Fail', class: 'security' },
  matchPolicy: byDefault('Equivalent'),
  timeoutSeconds: byDefault(10),
  reinvocationPolicy: byDefault('Never'),
  namespaceSelector: SELECTOR,
  objectSelector: SELECTOR,
  rules: { list: 'set', class: 'security' },
}
const RULE: Readonly<Record<string, FieldRule>> = {
  scope: byDefault('*'),
  apiGroups: SET,
  apiVersions: SET,
  operations: SET,
  resources: SET,
  resourceNames: SET,
}
const MATCH: Readonly<Record<string, FieldRule>> = {
  matchPolicy: byDefault('Equivalent'),
  namespaceSelector: SELECTOR,
  objectSelector: SELECTOR,
  resourceRules: { list: 'set', class: 'security' },
  excludeResourceRules: { list: 'set', class: 'security' },
}
const POLICY: Readonly<Record<string, FieldRule>> = {
  failurePolicy: { default: 'Fail', class: 'security' },
  reinvocationPolicy: byDefault('Never'),
  auditAnnotations: keyed('key'),
  matchConstraints: { class: 'security' },
  validations: { class: 'security' },
}
/** The beta's types are those of the same name in the stable version. */
const BETA = 'v1beta1.admissionregistration.'

/** Admission: webhooks and policies (table rows 14 and 20 and the correction). */
export const ADMISSION_TYPES: TypeRules = {
  'admissionregistration.ValidatingWebhook': WEBHOOK,
  'admissionregistration.MutatingWebhook': WEBHOOK,
  'admissionregistration.WebhookClientConfig': { caBundle: ECHO, url: { class: 'security' } },
  'admissionregistration.ServiceReference': { port: byDefault(443) },
  'admissionregistration.RuleWithOperations': RULE,
  'admissionregistration.NamedRuleWithOperations': RULE,
  'admissionregistration.MatchResources': MATCH,
  'admissionregistration.ValidatingAdmissionPolicySpec': POLICY,
  'admissionregistration.ValidatingAdmissionPolicyBindingSpec': {
    validationActions: { list: 'set', class: 'security' },
  },
  [`${BETA}MutatingAdmissionPolicySpec`]: POLICY,
  [`${BETA}NamedRuleWithOperations`]: RULE,
  [`${BETA}MatchResources`]: MATCH,
  'apiregistration.APIServiceSpec': { caBundle: ECHO },
  'apiregistration.ServiceReference': { port: byDefault(443) },
  'apiextensions.WebhookClientConfig': { caBundle: ECHO },
  'apiextensions.ServiceReference': { port: byDefault(443) },
}
