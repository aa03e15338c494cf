import { crossingsOf } from './crossing/crossing.ts'
import { networksOf } from './crossing/crossing-network.ts'
import { identityOf, type Entity } from './match/entity.ts'
import type { EnvironmentView } from './environment.ts'
import type { Resource } from './model.ts'
import type { Naming, PairSettings } from './match/naming.ts'
import { joinPath } from './path.ts'
import type { SharedSecrets } from './secrets/shared-secret.ts'
import { SECRET_TEXT } from './value.ts'
import { shownValue, sourceOf, type Verdict } from './verdict.ts'

/** What every verdict of one parity check has in common. */
export interface ParityCheck {
  readonly name: string
  readonly environments: readonly string[]
}

/** A verdict about an entity in two environments, to be filled in. */
export function parityFrame(check: ParityCheck, entity: Entity, path: string | undefined): Verdict {
  return { ...frameOf(check, identityOf(entity)), path, source: sourceOf(entity.declared, path) }
}

/** The same about what is no entity. */
export function frameOf(check: ParityCheck, resource: Resource): Verdict {
  return {
    check: check.name,
    type: 'parity',
    finding: 'changed',
    cause: null,
    drifted: [],
    environments: check.environments,
    resource,
    path: undefined,
    values: {},
    class: undefined,
    by: undefined,
    source: undefined,
    gap: undefined,
    notes: [],
    is_folded: false,
  }
}

/** A credential of one environment that opens the other. */
export function* sharedSecrets(
  check: ParityCheck,
  secrets: SharedSecrets,
  naming: readonly [Naming, Naming],
): Generator<Verdict> {
  for (const [here, there] of secrets.shared()) {
    const path = naming[0].shown(joinPath(here.segments))
    const other = identityOf(there.entity)
    const otherPath = naming[1].shown(joinPath(there.segments))
    const isElsewhere =
      joinPath(here.segments) !== joinPath(there.segments) || other.kind !== identityOf(here.entity).kind
    yield {
      ...parityFrame(check, here.entity, path),
      finding: 'shared_secret',
      values: Object.fromEntries(check.environments.map((name) => [name, SECRET_TEXT])),
      class: 'security',
      notes: isElsewhere
        ? [`in ${check.environments[1]} it is ${other.kind} ${other.name} ${otherPath}`]
        : [],
    }
  }
}

/** The worst gap is one where both values are equal: staging that talks to production's database. */
export function* crossings(
  check: ParityCheck,
  views: readonly [EnvironmentView, EnvironmentView],
  { aliases, namespaces }: PairSettings,
): Generator<Verdict> {
  const networks = [networksOf(views[0]), networksOf(views[1])] as const
  for (const side of [0, 1] as const) {
    const ranges = { own: networks[side], other: networks[side === 0 ? 1 : 0] }
    const there = views[side === 0 ? 1 : 0].name
    const border = { aliases, namespaces: Object.entries(namespaces), side, ranges }
    for (const entity of views[side].matching.entities) {
      const { live } = entity
      if (!live || live.undeclared !== undefined) continue
      for (const { path, value, crossing } of crossingsOf(live, entity.described, border)) {
        yield {
          ...parityFrame(check, entity, path),
          finding: 'crosses_environments',
          environments: [views[side].name],
          values: { live: shownValue(value) },
          notes: [`it names ${there}`],
          is_folded: crossing === 'word',
        }
      }
    }
  }
}
