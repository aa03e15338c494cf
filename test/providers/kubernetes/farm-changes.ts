/** An object as the API server gives it. */
export interface Raw {
  kind: string
  metadata: {
    name: string
    labels?: Record<string, string>
    annotations?: Record<string, string>
    managedFields?: unknown[]
  }
  // the objects are as different as the kinds that they are of
  spec: Record<string, never> & ReturnType<typeof JSON.parse>
  data: Record<string, string>
  rules: ReturnType<typeof JSON.parse>
  subjects: ReturnType<typeof JSON.parse>
  webhooks: ReturnType<typeof JSON.parse>
}

type Change = (object: Raw) => void
const container = (object: Raw) => object.spec.template.spec.containers[0]
const C = 'spec.template.spec.containers[name=mill]'

/** A change by hand, and every path that has to be reported for it. */
export const CHANGES: readonly (readonly [string, string, Change, readonly string[]])[] = [
  ['Deployment/mill', 'an image', (o) => (container(o).image = 'mill:9'), [`${C}.image`]],
  [
    'Deployment/mill',
    'a variable',
    (o) => container(o).env.push({ name: 'X', value: '1' }),
    [`${C}.env[name=X]`],
  ],
  [
    'Deployment/mill',
    'an empty variable that got a value',
    (o) => (container(o).env[2].value = 'x'),
    [`${C}.env[name=EMPTY].value`],
  ],
  [
    'Deployment/mill',
    'a reference before what it refers to',
    (o) => container(o).env.unshift(container(o).env.splice(1, 1)[0]),
    [`${C}.env`],
  ],
  [
    'Deployment/mill',
    'other variables in another order',
    (o) => container(o).env.unshift(container(o).env.splice(2, 1)[0]),
    [],
  ],
  [
    'Deployment/mill',
    'sources of variables in another order',
    (o) => container(o).envFrom.reverse(),
    [`${C}.envFrom`],
  ],
  [
    'Deployment/mill',
    'init containers in another order',
    (o) => o.spec.template.spec.initContainers.reverse(),
    ['spec.template.spec.initContainers'],
  ],
  [
    'Deployment/mill',
    'capabilities in another order',
    (o) => container(o).securityContext.capabilities.drop.reverse(),
    [],
  ],
  [
    'Deployment/mill',
    'a capability',
    (o) => (container(o).securityContext.capabilities.add = ['SYS_ADMIN']),
    [`${C}.securityContext.capabilities.add`],
  ],
  ['Deployment/mill', 'a respelled quantity', (o) => (container(o).resources.limits.cpu = '1000m'), []],
  [
    'Deployment/mill',
    'another quantity',
    (o) => (container(o).resources.limits.cpu = '2'),
    [`${C}.resources.limits.cpu`],
  ],
  [
    'Deployment/mill',
    'a default',
    (o) => (container(o).livenessProbe.periodSeconds = 60),
    [`${C}.livenessProbe.periodSeconds`],
  ],
  [
    'Deployment/mill',
    'a field of the pods',
    (o) => (o.spec.template.spec.hostNetwork = true),
    ['spec.template.spec.hostNetwork'],
  ],
  [
    'Deployment/mill',
    'a false that has no default',
    (o) => (o.spec.template.spec.enableServiceLinks = false),
    ['spec.template.spec.enableServiceLinks'],
  ],
  [
    'Deployment/mill',
    'a volume from the node',
    (o) => o.spec.template.spec.volumes.push({ name: 's', hostPath: { path: '/', type: '' } }),
    ['spec.template.spec.volumes[name=s]'],
  ],
  [
    'Deployment/mill',
    'a toleration',
    (o) => o.spec.template.spec.tolerations.push({ operator: 'Exists' }),
    ['spec.template.spec.tolerations[operator=Exists]'],
  ],
  ['Deployment/mill', 'the replicas', (o) => (o.spec.replicas = 0), ['spec.replicas']],
  ['Deployment/mill', 'a label', (o) => (o.metadata.labels = { a: 'b' }), ['metadata.labels.a']],
  [
    'Deployment/mill',
    'bookkeeping',
    (o) =>
      (o.metadata.annotations = {
        'deployment.kubernetes.io/revision': '7',
        'argocd.argoproj.io/tracking-id': 'x',
      }),
    [],
  ],
  ['StatefulSet/silo', 'replicas that an autoscaler sets', (o) => (o.spec.replicas = 3), []],
  [
    'StatefulSet/silo',
    'a size',
    (o) => (o.spec.volumeClaimTemplates[0].spec.resources.requests.storage = '2Gi'),
    ['spec.volumeClaimTemplates[metadata.name=grain].spec.resources.requests.storage'],
  ],
  [
    'DaemonSet/scarecrow',
    'a default strategy',
    (o) => (o.spec.updateStrategy.rollingUpdate.maxUnavailable = 2),
    ['spec.updateStrategy.rollingUpdate.maxUnavailable'],
  ],
  ['CronJob/milk', 'an undeclared suspend', (o) => (o.spec.suspend = true), ['spec.suspend']],
  ['Job/plough', 'parallelism', (o) => (o.spec.parallelism = 5), ['spec.parallelism']],
  [
    'HorizontalPodAutoscaler/silo',
    'a target of the old version',
    (o) => (o.spec.metrics[0].resource.target.averageUtilization = 99),
    ['spec.metrics[0].resource.target.averageUtilization'],
  ],
  ['ConfigMap/mill', 'an empty value', (o) => delete o.data['empty'], ['data.empty']],
  ['Secret/mill', 'a secret value', (o) => (o.data['key'] = 'YW5vdGhlcg=='), ['data.key']],
  ['Secret/mill', 'the same bytes in other base64', (o) => (o.data['other'] = 'bm90IHJl\nYWw='), []],
  [
    'Service/mill',
    'a target port that was the port',
    (o) => (o.spec.ports[0].targetPort = 81),
    ['spec.ports[port=80,protocol=TCP].targetPort'],
  ],
  ['Service/mill', 'no cluster address any more', (o) => (o.spec.clusterIP = 'None'), ['spec.clusterIP']],
  ['Service/mill', 'another allocated address', (o) => (o.spec.clusterIP = '10.0.9.9'), []],
  [
    'Service/gate',
    'a declared node port',
    (o) => (o.spec.ports[0].nodePort = 30081),
    ['spec.ports[port=80,protocol=TCP].nodePort'],
  ],
  ['Service/gate', 'an allocated node port', (o) => (o.spec.ports[1].nodePort = 30099), []],
  [
    'Service/silo',
    'a cluster address for a headless service',
    (o) => (o.spec.clusterIP = '10.0.9.9'),
    ['spec.clusterIP'],
  ],
  [
    'PersistentVolumeClaim/hay',
    'another class than the default',
    (o) => (o.spec.storageClassName = 'fast'),
    ['spec.storageClassName'],
  ],
  [
    'Ingress/mill',
    'another class than the default',
    (o) => (o.spec.ingressClassName = 'back'),
    ['spec.ingressClassName'],
  ],
  [
    'Ingress/mill',
    'a path',
    (o) => o.spec.rules[0].http.paths.push({ path: '/x', pathType: 'Prefix', backend: {} }),
    ['spec.rules[host=mill.example.com].http.paths[path=/x,pathType=Prefix]'],
  ],
  ['NetworkPolicy/fence', 'the empty rule gone', (o) => o.spec.egress.pop(), ['spec.egress[1]']],
  [
    'NetworkPolicy/fence',
    'a selector',
    (o) => (o.spec.podSelector = { matchLabels: { a: 'b' } }),
    ['spec.podSelector.matchLabels.a'],
  ],
  ['ClusterRole/farm-reader', 'verbs in another order', (o) => o.rules[0].verbs.reverse(), []],
  ['ClusterRole/farm-reader', 'rules in another order', (o) => o.rules.reverse(), []],
  ['ClusterRole/farm-reader', 'a verb', (o) => o.rules[0].verbs.push('delete'), ['rules[0].verbs']],
  [
    'ClusterRoleBinding/farm-reader',
    'a subject',
    (o) => o.subjects.push({ kind: 'User', name: 'fox', apiGroup: 'rbac.authorization.k8s.io' }),
    ['subjects[kind=User,name=fox]'],
  ],
  [
    'ValidatingWebhookConfiguration/weigh.example.com',
    'an undeclared failure policy',
    (o) => (o.webhooks[0].failurePolicy = 'Ignore'),
    ['webhooks[name=sacks.weigh.example.com].failurePolicy'],
  ],
  [
    'ValidatingWebhookConfiguration/weigh.example.com',
    'a certificate that nobody declared',
    (o) => (o.webhooks[0].clientConfig.caBundle = 'AAAA'),
    [],
  ],
  [
    'LimitRange/feed',
    'a filled-in request',
    (o) => (o.spec.limits[0].defaultRequest.cpu = '1'),
    ['spec.limits[0].defaultRequest.cpu'],
  ],
  [
    'Pod/dog',
    'a limit that a LimitRange filled in',
    (o) => {
      o.spec.containers[0].resources.limits.cpu = '3'
      const fields = { 'k:{"name":"dog"}': { 'f:resources': { 'f:limits': { 'f:cpu': {} } } } }
      o.metadata.managedFields?.push({
        manager: 'kubectl-edit',
        operation: 'Update',
        subresource: 'resize',
        time: '2026-11-25T07:48:05Z',
        fieldsV1: { 'f:spec': { 'f:containers': fields } },
      })
    },
    ['spec.containers[name=dog].resources.limits.cpu'],
  ],
  ['Field/north', 'a default of the schema', (o) => (o.spec.crop = 'oats'), ['spec.crop']],
  ['Field/north', 'rows in another order', (o) => o.spec.rows.reverse(), []],
  [
    'Field/north',
    'a default within a keyed row',
    (o) => (o.spec.rows[0].width = 3),
    ['spec.rows[id=a].width'],
  ],
  ['Field/north', 'an empty map in a free part', (o) => (o.spec.free.more = {}), ['spec.free.more']],
  [
    'Namespace/farm',
    'its security',
    (o) => (o.metadata.labels = { ...o.metadata.labels, 'pod-security.kubernetes.io/enforce': 'privileged' }),
    ['metadata.labels["pod-security.kubernetes.io/enforce"]'],
  ],
]
