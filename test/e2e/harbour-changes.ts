/** A change by a person with kubectl, and the one line that a report has to have for it. */
export interface HandChange {
  readonly by: readonly string[]
  /** `changed apps/Deployment web spec.replicas`; undefined = nothing may be said */
  readonly line: string | undefined
}

const typed = (command: string, line: string | undefined): HandChange => ({ by: command.split(' '), line })

const patched = (
  thing: string,
  type: 'json' | 'merge' | 'strategic',
  body: unknown,
  line: string | undefined,
): HandChange => ({
  by: ['patch', ...thing.split(' '), `--type=${type}`, `--patch=${JSON.stringify(body)}`],
  line,
})

const added = (thing: string, path: string, value: unknown, line: string | undefined): HandChange =>
  patched(thing, 'json', [{ op: 'add', path, value }], line)

const CONTAINER = 'spec.template.spec.containers[name=customs]'
const pod = (spec: unknown): unknown => ({ spec: { template: { spec } } })
const inContainer = (fields: object): unknown => pod({ containers: [{ name: 'customs', ...fields }] })

/** Of the objects in `kubernetes-harbour`; no two touch one path. */
export const HAND_CHANGES: readonly HandChange[] = [
  typed('scale deployment/customs --replicas=5', 'changed apps/Deployment customs spec.replicas'),
  typed('scale deployment/scaled --replicas=4', undefined),
  typed(
    'set image deployment/tug tug=tug:hotfix',
    'changed apps/Deployment tug spec.template.spec.containers[name=tug].image',
  ),
  typed(
    'set env deployment/customs --containers=customs DEBUG=1',
    `changed apps/Deployment customs ${CONTAINER}.env[name=DEBUG]`,
  ),
  typed(
    'set env deployment/customs --containers=customs HOST=lake',
    `changed apps/Deployment customs ${CONTAINER}.env[name=HOST].value`,
  ),
  typed(
    'set env deployment/customs --containers=customs POD-',
    `changed apps/Deployment customs ${CONTAINER}.env[name=POD]`,
  ),
  typed(
    'set resources deployment/customs --containers=customs --limits=cpu=3',
    `changed apps/Deployment customs ${CONTAINER}.resources.limits.cpu`,
  ),
  typed('set resources deployment/customs --containers=customs --requests=cpu=250m', undefined),
  typed(
    'set serviceaccount deployment/customs pilot',
    'changed apps/Deployment customs spec.template.spec.serviceAccountName',
  ),
  patched(
    'deployment/customs',
    'strategic',
    inContainer({ livenessProbe: { periodSeconds: 60 } }),
    `changed apps/Deployment customs ${CONTAINER}.livenessProbe.periodSeconds`,
  ),
  patched(
    'deployment/customs',
    'strategic',
    inContainer({ securityContext: { capabilities: { add: ['SYS_ADMIN'] } } }),
    `changed apps/Deployment customs ${CONTAINER}.securityContext.capabilities.add`,
  ),
  patched(
    'deployment/customs',
    'strategic',
    pod({ containers: [{ name: 'spy', image: 'spy:1' }] }),
    'changed apps/Deployment customs spec.template.spec.containers[name=spy]',
  ),
  patched(
    'deployment/tug',
    'strategic',
    pod({ volumes: [{ name: 'host', hostPath: { path: '/' } }] }),
    'changed apps/Deployment tug spec.template.spec.volumes[name=host]',
  ),
  typed('rollout restart deployment/scaled', undefined),
  typed('label deployment/tug tier=back', 'changed apps/Deployment tug metadata.labels.tier'),
  typed(
    'annotate ingress/customs nginx.ingress.kubernetes.io/proxy-body-size=1g --overwrite',
    'changed networking.k8s.io/Ingress customs metadata.annotations["nginx.ingress.kubernetes.io/proxy-body-size"]',
  ),
  patched('configmap/tides', 'merge', { data: { mode: '0600' } }, 'changed core/ConfigMap tides data.mode'),
  patched('configmap/windows', 'merge', { data: { more: 'x' } }, 'changed core/ConfigMap windows data.more'),
  patched(
    'secret/plain',
    'merge',
    { stringData: { token: 'harbour-canary-3' } },
    'changed core/Secret plain data.token',
  ),
  added(
    'role/loader',
    '/rules/1/verbs/-',
    'delete',
    'changed rbac.authorization.k8s.io/Role loader rules[1].verbs',
  ),
  added(
    'rolebinding/watch',
    '/subjects/-',
    { kind: 'User', name: 'mallory', apiGroup: 'rbac.authorization.k8s.io' },
    'changed rbac.authorization.k8s.io/RoleBinding watch subjects[kind=User,name=mallory]',
  ),
  added(
    'clusterrole/harbour-watch',
    '/rules/0/resources/-',
    'secrets',
    'changed rbac.authorization.k8s.io/ClusterRole harbour-watch rules[0].resources',
  ),
  patched(
    'service/customs',
    'json',
    [{ op: 'replace', path: '/spec/ports/0/targetPort', value: 9443 }],
    'changed core/Service customs spec.ports[port=443,protocol=TCP].targetPort',
  ),
  patched(
    'service/sea',
    'merge',
    { spec: { loadBalancerSourceRanges: ['0.0.0.0/0'] } },
    'changed core/Service sea spec.loadBalancerSourceRanges',
  ),
  added(
    'networkpolicy/closed',
    '/spec/ingress',
    [{}],
    'changed networking.k8s.io/NetworkPolicy closed spec.ingress[0]',
  ),
  patched(
    'pdb/all',
    'merge',
    { spec: { minAvailable: 0 } },
    'changed policy/PodDisruptionBudget all spec.minAvailable',
  ),
  patched(
    'cronjob/ferry',
    'merge',
    { spec: { schedule: '0 * * * *' } },
    'changed batch/CronJob ferry spec.schedule',
  ),
  patched(
    'hpa/scaled',
    'merge',
    { spec: { maxReplicas: 50 } },
    'changed autoscaling/HorizontalPodAutoscaler scaled spec.maxReplicas',
  ),
  patched(
    'daemonset/gull',
    'strategic',
    pod({ tolerations: [{ operator: 'Exists' }] }),
    'changed apps/DaemonSet gull spec.template.spec.tolerations[operator=Exists]',
  ),
  patched(
    'statefulset/lighthouse',
    'merge',
    { spec: { updateStrategy: { rollingUpdate: { partition: 2 } } } },
    'changed apps/StatefulSet lighthouse spec.updateStrategy.rollingUpdate.partition',
  ),
  patched(
    'ship/anna',
    'merge',
    { spec: { flag: 'black' } },
    'changed harbour.example.com/Ship anna spec.flag',
  ),
  patched(
    'ship/anna',
    'json',
    [{ op: 'replace', path: '/spec/holds/0/dry', value: false }],
    'changed harbour.example.com/Ship anna spec.holds[deck=1,side=port].dry',
  ),
  patched(
    'validatingwebhookconfiguration/customs.example.com',
    'json',
    [{ op: 'replace', path: '/webhooks/0/failurePolicy', value: 'Ignore' }],
    'changed admissionregistration.k8s.io/ValidatingWebhookConfiguration customs.example.com webhooks[name=crates.customs.example.com].failurePolicy',
  ),
  typed(
    'label namespace/harbour pod-security.kubernetes.io/enforce=privileged',
    'changed core/Namespace harbour metadata.labels["pod-security.kubernetes.io/enforce"]',
  ),
  typed('delete networkpolicy/customs', 'missing networking.k8s.io/NetworkPolicy customs'),
  typed('delete pod/wreck --wait=false --grace-period=0 --force', 'missing core/Pod wreck'),
  typed('create configmap scratch --from-literal=a=1', 'unmanaged core/ConfigMap scratch'),
  typed('create serviceaccount intruder', 'unmanaged core/ServiceAccount intruder'),
  typed('run shell --image=busybox', 'unmanaged core/Pod shell'),
]
