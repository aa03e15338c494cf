import { parityCause } from '../judge/cause.ts'
import type { Entity } from '../match/entity.ts'
import type { EnvironmentView } from '../environment.ts'
import type { Fact, Resource, Role, VersionOf } from '../model.ts'
import type { Neutral } from '../match/naming.ts'
import type { ParityCheck } from '../parity-signs.ts'
import { joinPath, keySegment, splitPath } from '../path.ts'
import type { Rules } from '../judge/rules.ts'
import { emptyTree, type Tree } from '../compare/tree.ts'
import { sourceOf, type Verdict } from '../verdict.ts'

/** A version on one side, with what its labels declare. */
interface Side {
  readonly fact: Fact
  readonly of: VersionOf
  readonly role: Role
  readonly declared: string | undefined
}

type Pair = readonly [Side, Side]

/** Where the versions of two environments differ, and what says the same thing elsewhere. */
export interface VersionDifferences {
  readonly verdicts: readonly Verdict[]
  /** patterns over paths of a thing that repeat a version which is told already */
  readonly echoes: (entity: Entity) => readonly { readonly path: string; readonly reason: string }[]
}

/** Versions of what is no resource: providers, modules, charts, clusters, running images. @param rules told what was looked at */
export function compareVersions(
  check: ParityCheck,
  views: readonly [EnvironmentView, EnvironmentView],
  neutral: readonly [Neutral, Neutral],
  rules: readonly Rules[],
): VersionDifferences {
  const verdicts: Verdict[] = []
  const echoes = new Map<string, { path: string; reason: string }[]>()
  for (const pair of pairsOf(views, neutral)) {
    const [a] = pair
    const resource = resourceOf(a)
    for (const rule of rules) rule.saw(resource, check.name, [treeAt(a.of.path, a.fact.value)])
    if (isSame(pair, neutral)) continue
    verdicts.push(verdictOf(check, views, pair, resource))
    for (const { of } of pair) {
      for (const { kind, id } of of.label?.resources ?? []) {
        const patterns = echoes.get(echoKey(kind, id)) ?? []
        echoes.set(echoKey(kind, id), patterns)
        patterns.push({
          path: joinPath(['**', 'labels', keySegment(of.label?.name ?? '')]),
          reason: 'its version is told once',
        })
      }
    }
  }
  return {
    verdicts,
    echoes: ({ live }) => (live && echoes.size > 0 ? (echoes.get(echoKey(live.kind, live.id)) ?? []) : []),
  }
}

function echoKey(kind: string, id: string | undefined): string {
  return `${kind}\u0000${id ?? ''}`
}

function pairsOf(
  views: readonly [EnvironmentView, EnvironmentView],
  neutral: readonly [Neutral, Neutral],
): Pair[] {
  const [first, second] = [sidesOf(views[0], neutral[0]), sidesOf(views[1], neutral[1])]
  return [...first].flatMap(([key, a]): Pair[] => {
    const b = second.get(key)
    return a && b ? [[a, b]] : []
  })
}

/** By what they are versions of; undefined where several say different things. */
function sidesOf(view: EnvironmentView, neutral: Neutral): Map<string, Side | undefined> {
  const sides = new Map<string, Side | undefined>()
  for (const fact of view.facts) {
    const of = fact.version_of
    if (!of) continue
    const name = of.is_single ? '' : neutral(of.address ?? fact.name)
    const key = [
      of.kind,
      of.path,
      neutral(of.root ?? ''),
      neutral(of.namespace ?? '', 'namespace'),
      name,
    ].join('\u0000')
    const known = sides.get(key)
    const isOther = sides.has(key) && known?.fact.value !== fact.value
    sides.set(key, isOther ? undefined : { fact, of, role: fact.role, declared: declaredLabel(of, view) })
  }
  return sides
}

/** What the code says in the label that tells a version; undefined where it says nothing, or several things. */
function declaredLabel({ label }: VersionOf, view: EnvironmentView): string | undefined {
  if (!label) return undefined
  const wanted = new Set(label.resources.map(({ kind, id }) => echoKey(kind, id)))
  const said = new Set<string | undefined>()
  for (const { live, declared } of view.matching.entities)
    if (live && declared && wanted.has(echoKey(live.kind, live.id))) said.add(declared.tags[label.name])
  return said.size === 1 ? [...said][0] : undefined
}

function isSame([a, b]: Pair, neutral: readonly [Neutral, Neutral]): boolean {
  const differ = (first: string | undefined, second: string | undefined): boolean =>
    neutral[0](first ?? '') !== neutral[1](second ?? '')
  return differ(a.of.given, b.of.given) || !differ(a.fact.value, b.fact.value)
}

function verdictOf(
  check: ParityCheck,
  views: readonly [EnvironmentView, EnvironmentView],
  [a, b]: Pair,
  resource: Resource,
): Verdict {
  const isCode = a.role === 'declared' && b.role === 'declared'
  const said = isCode ? [a.fact.value, b.fact.value] : [a.declared, b.declared]
  const side = ({ fact }: Side, declared: string | undefined) => ({
    live: fact.value,
    declared,
    is_declared: declared !== undefined,
    is_stated: true,
  })
  const { cause, left } = parityCause(side(a, said[0]), side(b, said[1]))
  const [here, there] = views
  return {
    check: check.name,
    type: 'parity',
    finding: 'changed',
    cause,
    drifted: views.filter((_, index) => left[index]).map(({ name }) => name),
    environments: check.environments,
    resource,
    path: a.of.path,
    values: {
      [here.name]: a.fact.value,
      [there.name]: b.fact.value,
      declared: { [here.name]: said[0] ?? null, [there.name]: said[1] ?? null },
    },
    class: 'version',
    by: undefined,
    source: sourceOf(resource, undefined),
    gap: undefined,
    notes: a.of.given === undefined || a.of.root !== undefined ? [] : [`both are called ${a.of.given}`],
    is_folded: a.of.counts !== undefined && a.of.counts === b.of.counts,
  }
}

/** What a report names: the thing as the first environment has it. */
function resourceOf({ fact, of, role }: Side): Resource {
  const { kind, root, address, namespace, id } = of
  return {
    what: 'resource',
    role,
    kind,
    name: fact.name,
    ...(root !== undefined && { root }),
    ...(address !== undefined && { address }),
    ...(namespace !== undefined && { namespace }),
    ...(id !== undefined && { id }),
    tags: {},
    attributes: {},
    origin: fact.origin ?? {},
  }
}

/** A tree with one leaf: rules look for their paths in it. */
function treeAt(path: string, text: string): Tree {
  const tree = emptyTree()
  let node = tree
  const segments = splitPath(path) ?? []
  for (const segment of segments.slice(0, -1)) {
    const below = emptyTree()
    node[segment] = below
    node = below
  }
  node[segments.at(-1) ?? path] = text
  return tree
}

/** Verdicts whose values are ids, with what those stand for. */
export function withDescriptions(verdicts: readonly Verdict[], facts: readonly Fact[]): readonly Verdict[] {
  const described = new Map<string, string>()
  for (const fact of facts) if (fact.describes) described.set(fact.name, fact.value)
  if (described.size === 0) return verdicts
  return verdicts.map((verdict) => {
    const ids = new Set(Object.values(verdict.values).filter((value) => typeof value === 'string'))
    const notes = [...ids].flatMap((id) => {
      const words = described.get(id)
      return words === undefined ? [] : [`${id} is ${words}`]
    })
    return notes.length === 0 ? verdict : { ...verdict, notes: [...verdict.notes, ...notes] }
  })
}
