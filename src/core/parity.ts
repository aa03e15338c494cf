import { canonicalTree, type Origins } from './compare/canonical.ts'
import { parityCause } from './judge/cause.ts'
import { compareTrees, type Comparison, type Difference } from './compare.ts'
import { identityOf, type Entity } from './match/entity.ts'
import type { EnvironmentView } from './environment.ts'
import { Ignores } from './compare/ignores.ts'
import type { Resource } from './model.ts'
import { namingOf, type Naming, type PairSettings } from './match/naming.ts'
import { SYSTEM_ID } from './match/identity.ts'
import { pairEnvironments, type EntityPair, type Pairing } from './match/pair.ts'
import { joinPath } from './path.ts'
import { aloneVerdict, ambiguities, codeOf, isAmbiguous } from './parity-unpaired.ts'
import { pairReleases, type ReleasePairs } from './match/releases.ts'
import type { Cause } from './report.ts'
import type { Rules } from './judge/rules.ts'
import { crossings, parityFrame, sharedSecrets } from './parity-signs.ts'
import { differOnlyInSecrets, SharedSecrets } from './secrets/shared-secret.ts'
import { settlingNotes } from './judge/settling.ts'
import { readableValues, readAlike } from './compare/readable.ts'
import { valueShown } from './compare/shown.ts'
import { sameTree, UNKNOWN, type Tree } from './compare/tree.ts'
import { type CheckResult, type Verdict } from './verdict.ts'
import { compareVersions, type VersionDifferences } from './evidence/versions.ts'

interface ParityVerdict {
  readonly cause: Cause
  readonly left: readonly [boolean, boolean]
}

/** What the user said about this check: what to leave out, and what is meant to differ. */
export interface ParityRules {
  readonly ignore: Rules
  readonly expect: Rules
}

/** One environment against another: what runs here and there, and which of them left its code. */
export function checkParity(
  views: readonly [EnvironmentView, EnvironmentView],
  settings: PairSettings,
  rules: ParityRules,
): CheckResult {
  const [a, b] = views
  const run =
    a.name < b.name ? new ParityRun(views, settings, rules) : new ParityRun([b, a], turned(settings), rules)
  for (const pair of run.pairing.pairs) run.pair(pair)
  return {
    summary: {
      name: run.name,
      type: 'parity',
      environments: [...run.environments],
      compared: run.compared,
      clean: run.compared - run.unclean,
      not_comparable: 0,
    },
    verdicts: [
      ...run.verdicts,
      ...run.versions.verdicts,
      ...sharedSecrets(run, run.secrets, run.naming),
      ...ambiguities(run, run.views, run.pairing.ambiguous, run.releases.ambiguous),
      ...crossings(run, run.views, run.settings),
    ],
    not_compared: [],
  }
}

/** What an id stands for that is of nothing in its environment: something outside of it, if all that is there was seen. */
function elsewhere(view: EnvironmentView, kinds: readonly string[]): string {
  return kinds.every((kind) => view.live.knowsAll(kind)) ? 'elsewhere' : UNKNOWN
}

/** The same settings for the environments in the other order. */
function turned({ aliases, namespaces }: PairSettings): PairSettings {
  return {
    aliases: aliases.map(([a, b]) => [b, a]),
    namespaces: Object.fromEntries(Object.entries(namespaces).map(([a, b]) => [b, a])),
  }
}

/** The environments stand in alphabetical order, so that whoever is named first changes nothing (law 10). */
class ParityRun {
  readonly verdicts: Verdict[] = []
  readonly pairing: Pairing
  readonly environments: readonly string[]
  readonly name: string
  compared = 0
  unclean = 0
  readonly views: readonly [EnvironmentView, EnvironmentView]

  readonly #rules: Rules
  readonly #expect: Rules
  readonly secrets = new SharedSecrets()
  readonly versions: VersionDifferences
  readonly settings: PairSettings
  readonly naming: readonly [Naming, Naming]
  readonly releases: ReleasePairs

  constructor(
    views: readonly [EnvironmentView, EnvironmentView],
    settings: PairSettings,
    rules: ParityRules,
  ) {
    this.#rules = rules.ignore
    this.#expect = rules.expect
    this.settings = settings
    this.views = views
    for (const view of views) for (const entity of view.matching.entities) view.hide(entity)
    this.releases = pairReleases(views, [namingOf(settings, 0).neutral, namingOf(settings, 1).neutral])
    const { pairs } = this.releases
    this.naming = [namingOf(settings, 0, pairs), namingOf(settings, 1, pairs)]
    const neutral = [this.naming[0].neutral, this.naming[1].neutral] as const
    this.pairing = pairEnvironments(views, neutral)
    this.compared = this.unclean = this.pairing.ambiguous.length + this.releases.ambiguous.length
    this.environments = [views[0].name, views[1].name]
    this.name = `${this.environments.join('/')} parity`
    this.versions = compareVersions(this, views, neutral, [rules.ignore, rules.expect])
  }

  pair({ sides }: EntityPair): void {
    const [a, b] = sides
    if (a?.live && b?.live) {
      this.compared += 1
      this.#comparePaths([a, b])
    } else if (a?.live) this.#alone(a, b, 0)
    else if (b?.live) this.#alone(b, a, 1)
  }

  /** It runs in one environment only. */
  #alone(entity: Entity, other: Entity | undefined, side: 0 | 1): void {
    if (this.pairing.outdated.has(entity) || isAmbiguous(entity, side, this.releases.ambiguous)) return
    const verdict = aloneVerdict(this, this.views, entity, other, side)
    if (!verdict) return
    this.compared += 1
    this.unclean += 1
    this.verdicts.push(verdict)
  }

  #comparePaths(pair: readonly [Entity, Entity]): void {
    const { table } = pair[0].described
    const trees = this.#trees(pair)
    const identity = identityOf(pair[0])
    for (const rules of [this.#rules, this.#expect]) rules.saw(identity, this.name, trees)
    const ignores = new Ignores([
      ...pair.flatMap((entity) => [entity.declared, entity.live].flatMap((side) => side?.ignores ?? [])),
      ...this.#rules.paths(identity, this.name),
      ...pair.flatMap((entity) => this.versions.echoes(entity)),
    ])
    const gap = this.views
      .map((view) => view.declared.hidesDeclaration(pair[0].described.kind.name))
      .find((hit) => hit !== undefined)
    const comparison: Comparison<ParityVerdict> = {
      sides: trees,
      pairs: [[0, 1]],
      table,
      isIgnored: (segments) => ignores.has(segments),
      judge: ([liveA, liveB, codeA, codeB], segments) => {
        if (liveA === liveB || differOnlyInSecrets(liveA, liveB)) return 'silent'
        if (liveA === UNKNOWN || liveB === UNKNOWN) return 'open'
        const place = table.at(segments)
        const is_stated = place.computed === undefined && place.field.default === undefined
        const [a, b] = [
          { live: liveA, declared: codeA, is_declared: trees[2] !== undefined, is_stated },
          { live: liveB, declared: codeB, is_declared: trees[3] !== undefined, is_stated },
        ]
        if (place.computed && codeA === undefined && codeB === undefined) return 'silent'
        return gap ? { cause: 'undeclared', left: [false, false] } : parityCause(a, b)
      },
      between: () => [0, 1],
    }
    const { differences } = compareTrees(
      comparison,
      (a, b) => a.cause === b.cause && String(a.left) === String(b.left),
    )
    this.secrets.add(0, pair[0], trees[0])
    this.secrets.add(1, pair[1], trees[1])
    this.#versions(pair)
    if (differences.length > 0 && this.#changes(pair, differences, gap) > 0) this.unclean += 1
  }

  #changes(
    pair: readonly [Entity, Entity],
    differences: readonly Difference<ParityVerdict>[],
    gap: Verdict['gap'],
  ): number {
    const before = this.verdicts.length
    const origins: Origins[] = [new Map(), new Map(), new Map(), new Map()]
    const trees = this.#trees(pair, origins)
    const [a, b] = this.views
    for (const { segments, cause, is_order } of differences) {
      const sides = [pair[0].live, pair[1].live, pair[0].declared, pair[1].declared]
      const { shown_by, list } = pair[0].described.table.at(segments).field
      if (readAlike(pair, shown_by, [this.naming[0].neutral, this.naming[1].neutral])) continue
      const values = readableValues(
        origins.map((side, index) => valueShown(side, trees[index], segments, is_order, list)),
        sides,
        shown_by,
      )
      // one text in both, and only aliases tell them apart: that is `crosses_environments`
      if (JSON.stringify(values[0]) === JSON.stringify(values[1])) continue
      const key = joinPath(segments)
      const path = origins.map((side) => side.get(key)?.path).find((shown) => shown !== undefined) ?? key
      this.verdicts.push({
        ...parityFrame(this, pair[0], path),
        finding: 'changed',
        cause: cause.cause,
        drifted: this.views.filter((_, side) => cause.left[side]).map((view) => view.name),
        path,
        values: {
          [a.name]: values[0] ?? null,
          [b.name]: values[1] ?? null,
          declared: { [a.name]: values[2] ?? null, [b.name]: values[3] ?? null },
        },
        class: pair[0].described.table.at(segments).class,
        gap,
        notes: this.views.flatMap(({ name }, side) => settlingNotes(pair[side], name)),
      })
    }
    return this.verdicts.length - before
  }

  /** The same kind, read at another version: a fact about the servers, not about the thing. */
  #versions(pair: readonly [Entity, Entity]): void {
    const [a, b] = pair.map((entity) => entity.live?.api_version)
    if (a === undefined || b === undefined || a === b) return
    this.verdicts.push({
      ...parityFrame(this, pair[0], 'apiVersion'),
      cause: 'undeclared',
      values: { [this.views[0].name]: a, [this.views[1].name]: b },
      class: 'version',
      is_folded: true,
    })
  }

  #trees(pair: readonly [Entity, Entity], origins: readonly Origins[] = []): (Tree | undefined)[] {
    const { kind, table } = pair[0].described
    const build = (
      side: 0 | 1,
      resource: Resource | undefined,
      align: Tree | undefined,
      filled: Origins | undefined,
    ) => {
      if (!resource) return undefined
      const { index } = this.views[side].matching
      const root = resource.root ?? pair[side].declared?.root ?? pair[side].recorded?.root
      return canonicalTree(resource.attributes, {
        kind,
        table,
        mode: 'parity',
        neutral: this.naming[side].neutral,
        settle: (value) => index.settle(value, root),
        resolve: (value, kinds, { class: sort }) => {
          const target = index.pointed(value, kinds, { root, place: resource.place })
          if (target) return this.pairing.labels[side].get(target) ?? target.described.kind.name
          // versions are told by their ids: a machine image is the same wherever it is
          return typeof value === 'string' && sort !== 'version' && SYSTEM_ID.test(value)
            ? elsewhere(this.views[side], kinds)
            : undefined
        },
        ...(align && { align }),
        ...(filled && { origins: filled }),
      })
    }
    if (origins.length === 0) {
      // what runs alike needs no word from the code
      const first = build(0, pair[0].live, undefined, undefined)
      const second = build(1, pair[1].live, first, undefined)
      if (sameTree(first, second)) return [first, second, undefined, undefined]
    }
    // items without keys stand where the code has them, whatever order they are read in
    const code = build(0, codeOf(pair[0], this.views[0]), undefined, origins[2])
    const first = build(0, pair[0].live, code, origins[0])
    return [
      first,
      build(1, pair[1].live, first, origins[1]),
      code,
      build(1, codeOf(pair[1], this.views[1]), first, origins[3]),
    ]
  }
}
