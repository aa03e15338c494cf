import type { Fact, Resource } from '../../src/core/model.ts'
import type { Context } from '../../src/core/provider.ts'
import type { Value } from '../../src/core/value.ts'
import type { Connection } from './client.ts'
import { exactJson } from './cluster/exact-json.ts'
import { KubeFault } from './cluster/kube-fault.ts'
import { listAt, mapAt, textAt, type KubeObject } from './kube-object.ts'

const CHART_LABEL = 'helm.sh/chart'
const APP_LABEL = 'app.kubernetes.io/version'

/** what runs pods under a template of its own, with how a pod names it */
const OWNERS: Readonly<Record<string, string>> = {
  ReplicaSet: 'apps/Deployment',
  StatefulSet: 'apps/StatefulSet',
  DaemonSet: 'apps/DaemonSet',
}

/** The objects of one chart in one release, and what they say of its version. */
interface Chart {
  readonly namespace: string | undefined
  readonly release: string
  readonly chart: string
  readonly resources: Pick<Resource, 'kind' | 'id'>[]
  readonly labels: Set<string>
  readonly apps: Set<string>
}

/** One container of a workload, and the digests that its pods run of each image. */
interface Running {
  readonly kind: string
  readonly namespace: string
  readonly owner: string
  readonly container: string
  readonly image: string
  readonly digests: Set<string>
}

/** What live objects tell of versions: the charts that they come from, and what their images turned out to be. */
export class VersionsSeen {
  readonly #charts = new Map<string, Chart>()
  readonly #running = new Map<string, Running>()

  add(object: KubeObject): void {
    if (object.kind === 'core/Pod') this.#pod(object)
    this.#labels(object)
  }

  /** Versions that are the same wherever they are said: an upgrade half done says nothing. */
  *facts(): Generator<Fact> {
    for (const { namespace, release, chart, resources, labels, apps } of this.#charts.values()) {
      const of = { kind: 'helm_release', ...(namespace !== undefined && { namespace }) }
      const fact = (said: Set<string>, label: string, path: string): Fact[] => {
        const [value] = said
        if (value === undefined || said.size > 1) return []
        const version_of = { ...of, path: `charts[name=${chart}].${path}`, label: { name: label, resources } }
        return [{ what: 'fact', name: release, value, version_of }]
      }
      yield* fact(labels, CHART_LABEL, 'version')
      yield* fact(apps, APP_LABEL, 'app_version')
    }
    for (const { kind, namespace, owner, container, image, digests } of this.#running.values()) {
      const [value] = digests
      if (value === undefined || digests.size > 1) continue
      const path = `spec.template.spec.containers[name=${container}].image`
      const id = `${namespace}/${owner}`
      yield { what: 'fact', name: owner, value, version_of: { kind, namespace, id, path, given: image } }
    }
  }

  #labels({ kind, name, namespace, metadata }: KubeObject): void {
    const labels = mapAt(metadata, 'labels')
    const label = textAt(labels, CHART_LABEL)
    const release = textAt(metadata, 'annotations', 'meta.helm.sh/release-name')
    // only what Helm itself keeps: an object that it has made makes others, with the same labels
    if (label === undefined || release === undefined) return
    const [, chart] = /^(.+?)-v?\d+\.\d+\.\d+/.exec(label) ?? []
    if (chart === undefined) return
    const space = textAt(metadata, 'annotations', 'meta.helm.sh/release-namespace') ?? namespace
    const key = `${space ?? ''} ${release} ${chart}`
    const known = this.#charts.get(key) ?? {
      namespace: space,
      release,
      chart,
      resources: [],
      labels: new Set<string>(),
      apps: new Set<string>(),
    }
    this.#charts.set(key, known)
    known.resources.push({ kind, id: namespace === undefined ? name : `${namespace}/${name}` })
    known.labels.add(label)
    const app = textAt(labels, APP_LABEL)
    if (app !== undefined) known.apps.add(app)
  }

  #pod({ namespace, metadata, content }: KubeObject): void {
    const owner = workloadOf(metadata)
    if (!owner || namespace === undefined) return
    const images = new Map(
      listAt(content, 'spec', 'containers').map((item) => [textAt(item, 'name'), textAt(item, 'image')]),
    )
    for (const status of listAt(content, 'status', 'containerStatuses')) {
      const container = textAt(status, 'name')
      const image = images.get(container)
      const digest = digestOf(textAt(status, 'imageID'))
      // an image that is named by its digest cannot turn out to be another
      if (!container || !image || digest === undefined || image.includes('@')) continue
      const key = [owner.kind, namespace, owner.name, container].join('\u0000')
      const known = this.#running.get(key)
      // two templates at once: a rollout
      if (known && known.image !== image) known.digests.add('').add(digest)
      else if (known) known.digests.add(digest)
      else
        this.#running.set(key, {
          kind: owner.kind,
          namespace,
          owner: owner.name,
          container,
          image,
          digests: new Set([digest]),
        })
    }
  }
}

/** The workload that keeps a pod; a ReplicaSet's is told by its name, which ends with the hash of the template. */
function workloadOf(metadata: Value): { readonly kind: string; readonly name: string } | undefined {
  const owner = listAt(metadata, 'ownerReferences').find((item) => mapAt(item)?.['controller'] === true)
  const [type, name] = [textAt(owner, 'kind') ?? '', textAt(owner, 'name')]
  const kind = OWNERS[type]
  if (kind === undefined || name === undefined) return undefined
  if (type !== 'ReplicaSet') return { kind, name }
  const hash = textAt(metadata, 'labels', 'pod-template-hash')
  return hash !== undefined && name.endsWith(`-${hash}`)
    ? { kind, name: name.slice(0, -hash.length - 1) }
    : undefined
}

/** The digest by which a registry knows what runs. What is no such name (an image loaded by hand) is one machine's own. */
function digestOf(imageId: string | undefined): string | undefined {
  return /@(sha256:[0-9a-f]{64})$/.exec(imageId ?? '')?.[1]
}

/** The server's version; it only says nothing where the server does not tell. Patches alone are information. */
export async function* serverVersion(connection: Connection, context: Context): AsyncGenerator<Fact> {
  const answer = await connection.get('/version', 'application/json').catch((error: unknown) => {
    if (error instanceof KubeFault) return undefined
    throw error
  })
  const body = answer?.status === 200 ? exactJson(answer.text) : undefined
  const value = body instanceof SyntaxError ? undefined : textAt(body, 'gitVersion')
  const [counts] = /^v?\d+\.\d+/.exec(value ?? '') ?? []
  if (value === undefined || counts === undefined) return
  yield {
    what: 'fact',
    name: context.source,
    value,
    version_of: { kind: 'kubernetes_server', path: 'version', is_single: true, counts },
  }
}
