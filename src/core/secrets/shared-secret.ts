import type { Leaf } from '../judge/cause.ts'
import { digestsIn, withoutDigests } from './credentials.ts'
import type { Entity } from '../match/entity.ts'
import { segmentKey } from '../path.ts'
import type { Tree } from '../compare/tree.ts'

/** Where a secret lives: only its keyed digest is known. */
export interface SecretPlace {
  readonly entity: Entity
  readonly segments: readonly string[]
}

/** What is public although it lies among secrets: both environments may well have the same. */
const PUBLIC_NAME =
  /^(?:.*[._-])?(?:user|username|user_?name|login|ca|ca[._-]?(?:crt|cert|pem|bundle)|(?:tls|client|server)[._-](?:crt|cert)|cert|crt|certificate|host|hostname|port|database|db_?name|region|endpoint|public_?key|namespace)$/i

/** Every secret of a resource, by its digest. */
function* secretsOf(entity: Entity, node: Tree, above: readonly string[]): Generator<[string, SecretPlace]> {
  for (const [segment, child] of Object.entries(node)) {
    if (typeof child !== 'string') {
      yield* secretsOf(entity, child, [...above, segment])
      continue
    }
    const digests = child.startsWith('#') ? [child.slice(1, 17)] : digestsIn(child)
    if (digests.length === 0 || PUBLIC_NAME.test(segmentKey(segment) ?? '')) continue
    for (const digest of digests) yield [digest, { entity, segments: [...above, segment] }]
  }
}

/** Two environments are meant to have secrets of their own: such a difference says nothing. */
export function differOnlyInSecrets(a: Leaf, b: Leaf): boolean {
  if (a === undefined || b === undefined) return false
  if (a.startsWith('#') && b.startsWith('#')) return true
  return withoutDigests(a) === withoutDigests(b)
}

/** Finds secrets that live in both environments. */
export class SharedSecrets {
  readonly #places: readonly [Map<string, SecretPlace>, Map<string, SecretPlace>] = [new Map(), new Map()]

  /** @param side 0 or 1: the environment that the resource runs in */
  add(side: 0 | 1, entity: Entity, tree: Tree | undefined): void {
    if (!tree) return
    for (const [digest, place] of secretsOf(entity, tree, [])) {
      if (!this.#places[side].has(digest)) this.#places[side].set(digest, place)
    }
  }

  /** The places of each shared secret, in the first environment and in the second. */
  *shared(): Generator<readonly [SecretPlace, SecretPlace]> {
    for (const [digest, place] of this.#places[0]) {
      const other = this.#places[1].get(digest)
      if (other) yield [place, other]
    }
  }
}
