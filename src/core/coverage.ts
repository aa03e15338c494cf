import { ByKind } from './match/by-kind.ts'
import type { Gap, Resource, Snapshot } from './model.ts'
import { placesMeet } from './match/place.ts'
import type { Registry } from './registry.ts'

const NO_NAMESPACE = '\u0000'

/** Where something that was looked at may not be called absent. */
export interface GapHit {
  readonly gap: Gap
  readonly source: string
}

/** What the sources of one environment and role have looked at, and what hid things from them. */
export class Coverage {
  readonly #snapshots: readonly Snapshot[]
  readonly #registry: Registry
  readonly #covered = new ByKind<boolean>()

  constructor(snapshots: readonly Snapshot[], registry: Registry) {
    this.#snapshots = snapshots
    this.#registry = registry
  }

  get exists(): boolean {
    return this.#snapshots.length > 0
  }

  /** Whether some source has looked where this resource would be. */
  covers(resource: Resource): boolean {
    const { kind, namespace, place } = resource
    const space = namespace ?? NO_NAMESPACE
    const where = place === undefined ? space : `${space}\u0000${place}`
    let covers = this.#covered.get(kind, where)
    if (covers === undefined) {
      covers = this.#snapshots.some((snapshot) => this.#sourceCovers(snapshot, resource))
      this.#covered.set(kind, where, covers)
    }
    return covers
  }

  #sourceCovers(snapshot: Snapshot, resource: Resource): boolean {
    if (snapshot.excluded.some((excluded) => this.#isKind([excluded.kind], resource.kind, snapshot)))
      return false
    return snapshot.coverage.some((coverage) => {
      if (!this.#isKind(coverage.kinds, resource.kind, snapshot)) return false
      if (!placesMeet(coverage.place, resource.place)) return false
      if (resource.namespace === undefined) return coverage.cluster_scope ?? true
      return coverage.namespaces?.includes(resource.namespace) ?? true
    })
  }

  /** Whether all things of a kind were looked at, wherever they are: what is not there does not exist in this environment. */
  knowsAll(kind: string): boolean {
    const snapshots = this.#snapshots
    const isRead = snapshots.some(
      (snapshot) =>
        snapshot.coverage.some(({ kinds }) => this.#isKind(kinds, kind, snapshot)) &&
        !snapshot.excluded.some((excluded) => this.#isKind([excluded.kind], kind, snapshot)),
    )
    return isRead && !snapshots.some((one) => one.gaps.some(({ kinds }) => this.#isKind(kinds, kind, one)))
  }

  /** Why a resource that no source covers was left out. */
  reasonFor(resource: Resource): string {
    for (const snapshot of this.#snapshots) {
      const excluded = snapshot.excluded.find(({ kind }) => this.#isKind([kind], resource.kind, snapshot))
      if (excluded) return excluded.reason
    }
    const reading = this.#snapshots.flatMap((snapshot) =>
      snapshot.coverage.filter(({ kinds }) => this.#isKind(kinds, resource.kind, snapshot)),
    )
    if (reading.length === 0) return 'no live source reads this kind'
    if (!reading.some(({ place }) => placesMeet(place, resource.place)))
      return `no live source reads ${resource.place?.replace(/^\/|\/$/g, '')}`
    return resource.namespace === undefined
      ? 'no live source covers cluster scope'
      : `no live source covers the namespace ${resource.namespace}`
  }

  /** What a reader of `missing` should know: a recording without any object of the kind may be one that was cut. */
  absenceNote(resource: Resource): string[] {
    const isBare = this.#snapshots.some(
      (snapshot) =>
        snapshot.coverage.some(({ recording }) => recording) &&
        this.#sourceCovers(snapshot, resource) &&
        !snapshot.resources.some((other) => this.#named([resource.kind], other.kind)),
    )
    return isBare ? [`the recording holds no ${resource.kind} at all`] : []
  }

  /** The gap that may hide a live resource: of its kind and namespace, or of the source that would read it. */
  hides(resource: Resource): GapHit | undefined {
    for (const snapshot of this.#snapshots) {
      for (const gap of snapshot.gaps) {
        const inNamespace = gap.namespace === undefined || gap.namespace === resource.namespace
        if (!inNamespace || !placesMeet(gap.place, resource.place)) continue
        if (this.#isKind(gap.kinds, resource.kind, snapshot)) return { gap, source: snapshot.source }
      }
    }
    return undefined
  }

  /** The gap that may hide a declaration of this kind: one of its own, or one of a whole source of its provider. */
  hidesDeclaration(kind: string): GapHit | undefined {
    const provider = this.#registry.describe(kind).provider
    for (const snapshot of this.#snapshots) {
      for (const gap of snapshot.gaps) {
        const isWhole = gap.kinds.includes('*') && this.#declares(snapshot, provider)
        if (isWhole || this.#named(gap.kinds, kind)) return { gap, source: snapshot.source }
      }
    }
    return undefined
  }

  /** Manifests declare Kubernetes' kinds alone; Terraform may declare anything but those. */
  #declares(snapshot: Snapshot, provider: string | undefined): boolean {
    return snapshot.provider === provider || (snapshot.provider === 'terraform' && provider !== 'kubernetes')
  }

  #named(kinds: readonly string[], kind: string): boolean {
    const family = this.#registry.family(kind)
    return kinds.some((name) => name !== '*' && (name === kind || this.#registry.family(name) === family))
  }

  #isKind(kinds: readonly string[], kind: string, snapshot: Snapshot): boolean {
    if (kinds.includes('*')) return this.#registry.describe(kind).provider === snapshot.provider
    return this.#named(kinds, kind)
  }
}
