import type { Entity } from './match/entity.ts'
import { spokesman } from './match/entity.ts'
import type { EnvironmentView } from './environment.ts'
import type { Resource } from './model.ts'
import type { AmbiguousPair } from './match/pair.ts'
import { frameOf, parityFrame, type ParityCheck } from './parity-signs.ts'
import type { AmbiguousReleases } from './match/releases.ts'
import type { Cause } from './report.ts'
import { settlingNotes } from './judge/settling.ts'
import { byText } from './value.ts'
import type { Verdict } from './verdict.ts'

/** more names than this do not help anybody */
const NAMES_MAX = 10

/** What stands for an environment's code: its declaration; its state where there is no code. */
export function codeOf(entity: Entity, view: EnvironmentView): Resource | undefined {
  const { provider } = entity.described
  if (entity.declared) return entity.declared
  return view.has_code(provider) || !view.has_state(provider) ? undefined : entity.recorded
}

/** The verdict about a thing that runs in one environment only; undefined where nobody can say so. */
export function aloneVerdict(
  check: ParityCheck,
  views: readonly [EnvironmentView, EnvironmentView],
  entity: Entity,
  other: Entity | undefined,
  side: 0 | 1,
): Verdict | undefined {
  const there = views[side === 0 ? 1 : 0]
  const here = views[side]
  const live = entity.live
  if (!live || live.undeclared !== undefined) return undefined
  // what is the same stands in another account or region there
  const { place: _place, ...anywhere } = live
  if (!there.live.covers(anywhere) || there.live.hides(anywhere)) return undefined
  const declaredHere = codeOf(entity, here) !== undefined
  const declaredThere = other !== undefined && codeOf(other, there) !== undefined
  const gap = [here, there]
    .map((view) => view.declared.hidesDeclaration(live.kind))
    .find((hit) => hit !== undefined)
  const cause: Cause = gap
    ? 'undeclared'
    : declaredHere && declaredThere
      ? 'drifted'
      : declaredHere || declaredThere
        ? 'declared_differently'
        : 'undeclared'
  return {
    ...parityFrame(check, entity, undefined),
    finding: 'missing',
    cause,
    drifted: cause === 'drifted' ? [there.name] : [],
    values: Object.fromEntries(views.map((view) => [view.name, view === here ? live.name : null])),
    gap,
    notes: [`it runs in ${here.name}, not in ${there.name}`, ...settlingNotes(entity, here.name)],
  }
}

/** Whether a thing belongs to a release of which nobody can tell what it stands for. */
export function isAmbiguous({ live }: Entity, side: 0 | 1, ambiguous: readonly AmbiguousReleases[]): boolean {
  const release = live?.release
  return (
    release !== undefined &&
    ambiguous.some(({ chart, names }) => chart === release.chart && names[side].includes(release.name))
  )
}

/** What could be any of several things of the other environment: said once for all of them, and never guessed. */
export function* ambiguities(
  check: ParityCheck,
  views: readonly [EnvironmentView, EnvironmentView],
  things: readonly AmbiguousPair[],
  releases: readonly AmbiguousReleases[],
): Generator<Verdict> {
  for (const pair of things) {
    const names = pair.sides.map((entities) => entities.map(nameOf).sort(byText))
    const [first] = pair.sides[0].toSorted((a, b) => byText(nameOf(a), nameOf(b)))
    if (first) yield { ...parityFrame(check, first, undefined), ...told(views, names) }
  }
  for (const { chart, namespace, names } of releases) {
    const resource: Resource = {
      what: 'resource',
      role: 'live',
      kind: 'helm_release',
      name: chart,
      ...(namespace !== undefined && { namespace }),
      tags: {},
      attributes: {},
      origin: {},
    }
    yield { ...frameOf(check, resource), ...told(views, names) }
  }
}

function nameOf(entity: Entity): string {
  const { address, id, name } = spokesman(entity)
  return address ?? entity.live?.id ?? id ?? name
}

function told(
  views: readonly [EnvironmentView, EnvironmentView],
  names: readonly (readonly string[])[],
): Pick<Verdict, 'finding' | 'values' | 'notes'> {
  const lists = views.map(({ name }, side) => [name, (names[side] ?? []).slice(0, NAMES_MAX)] as const)
  const words = lists.map(
    ([name, list], side) => `${names[side]?.length ?? 0} in ${name} (${list.join(', ')})`,
  )
  return {
    finding: 'ambiguous',
    values: Object.fromEntries(lists.map(([name, list]) => [name, [...list]])),
    notes: [`there are ${words.join(', ')}`],
  }
}
