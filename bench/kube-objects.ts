/** One object of the mixed thousands, and the path that it is posted to. */
export interface Made {
  readonly path: string
  readonly object: object
}

const NAMESPACES = 10

/** A mix of kinds as applications have them, each written as people write it, without what the server fills in. */
export function mixedObjects(count: number): Made[] {
  return Array.from({ length: count }, (_, index) => {
    const make = MIX[index % MIX.length] ?? configMap
    return make(`app-${index}`, namespaceOf(index), index)
  })
}

function namespaceOf(index: number): string {
  return `team-${index % NAMESPACES}`
}

export const namespaces: readonly string[] = Array.from({ length: NAMESPACES }, (_, index) =>
  namespaceOf(index),
)

type Make = (name: string, namespace: string, index: number) => Made

const metadata = (name: string, namespace: string): object => ({
  name,
  namespace,
  labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': namespace, tier: 'backend' },
  annotations: { 'example.com/owner': `@${namespace}` },
})

const template = (name: string, index: number): object => ({
  metadata: { labels: { 'app.kubernetes.io/name': name }, annotations: { 'prometheus.io/scrape': 'true' } },
  spec: {
    serviceAccountName: name,
    securityContext: { runAsNonRoot: true },
    containers: [
      {
        name: 'main',
        image: `registry.example.com/${name}:1.${index % 50}.0`,
        ports: [{ name: 'http', containerPort: 8080 }],
        env: [
          { name: 'LOG_LEVEL', value: 'info' },
          { name: 'HOST', value: `${name}.example.com` },
          { name: 'URL', value: 'https://$(HOST)/' },
          { name: 'TOKEN', valueFrom: { secretKeyRef: { name, key: 'token' } } },
        ],
        resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: 1, memory: '0.5Gi' } },
        livenessProbe: { httpGet: { path: '/live', port: 'http' } },
        readinessProbe: { httpGet: { path: '/ready', port: 'http' }, periodSeconds: 5 },
        volumeMounts: [{ name: 'config', mountPath: '/etc/app' }],
      },
      { name: 'proxy', image: 'registry.example.com/proxy:3.1.4', args: ['--upstream', 'localhost:8080'] },
    ],
    volumes: [{ name: 'config', configMap: { name } }],
  },
})

const workload =
  (kind: string, more: object): Make =>
  (name, namespace, index) => ({
    path: `/apis/apps/v1/namespaces/${namespace}/${kind.toLowerCase()}s`,
    object: {
      apiVersion: 'apps/v1',
      kind,
      metadata: metadata(name, namespace),
      spec: {
        ...more,
        selector: { matchLabels: { 'app.kubernetes.io/name': name } },
        template: template(name, index),
      },
    },
  })

const core =
  (kind: string, plural: string, content: (name: string) => object): Make =>
  (name, namespace) => ({
    path: `/api/v1/namespaces/${namespace}/${plural}`,
    object: { apiVersion: 'v1', kind, metadata: metadata(name, namespace), ...content(name) },
  })

const deployment = workload('Deployment', { replicas: 2 })
const configMap = core('ConfigMap', 'configmaps', (name) => ({
  data: { 'app.conf': `name = ${name}\nthreads = 8\ncache = on\n`.repeat(5), MODE: 'fast' },
}))
const service = core('Service', 'services', (name) => ({
  spec: {
    clusterIP: 'None',
    selector: { 'app.kubernetes.io/name': name },
    ports: [{ name: 'http', port: 80, targetPort: 'http' }],
  },
}))

const role: Make = (name, namespace) => ({
  path: `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/roles`,
  object: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: metadata(name, namespace),
    rules: [{ apiGroups: [''], resources: ['configmaps', 'secrets'], verbs: ['get', 'list'] }],
  },
})

const cronJob: Make = (name, namespace, index) => ({
  path: `/apis/batch/v1/namespaces/${namespace}/cronjobs`,
  object: {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: metadata(name, namespace),
    spec: {
      schedule: '0 * * * *',
      jobTemplate: {
        spec: {
          template: {
            spec: {
              restartPolicy: 'Never',
              containers: [{ name: 'main', image: `registry.example.com/${name}:1.${index % 50}.0` }],
            },
          },
        },
      },
    },
  },
})

const MIX: readonly Make[] = [
  deployment,
  deployment,
  deployment,
  service,
  service,
  configMap,
  configMap,
  core('ServiceAccount', 'serviceaccounts', () => ({ automountServiceAccountToken: false })),
  role,
  cronJob,
  workload('StatefulSet', { serviceName: 'x' }),
  core('Secret', 'secrets', () => ({ type: 'Opaque', data: { token: 'bm90IHJlYWw=' } })),
]
