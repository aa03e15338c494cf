import { entityAgrees } from './compare/agreement.ts'
import { canonicalTree, type CanonicalOptions, type Origins } from './compare/canonical.ts'
import { driftCause, NOT_RECORDED, type Leaf } from './judge/cause.ts'
import { compareTrees, type Comparison, type Difference } from './compare.ts'
import type { GapHit } from './coverage.ts'
import { identityOf, spokesman, type Entity } from './match/entity.ts'
import type { EnvironmentView } from './environment.ts'
import { hardcodedSecrets, type HardcodedSecret } from './secrets/hardcoded-secret.ts'
import { Ignores } from './compare/ignores.ts'
import { invalidNote } from './judge/invalid-declaration.ts'
import { referenceOptions } from './match.ts'
import type { Resource } from './model.ts'
import { joinPath } from './path.ts'
import type { Cause, FindingType } from './report.ts'
import type { Rules } from './judge/rules.ts'
import { UNKNOWN, type Tree } from './compare/tree.ts'
import { SECRET_TEXT, type Json } from './value.ts'
import { readableValues } from './compare/readable.ts'
import { summaryOf, valueShown } from './compare/shown.ts'
import { runningNotes } from './evidence/running.ts'
import { settlingNotes } from './judge/settling.ts'
import { sourceOf, type CheckResult, type Verdict } from './verdict.ts'

/** Declared (and recorded) against live, inside one environment. */
export function checkDrift(view: EnvironmentView, rules: Rules): CheckResult {
  const name = `${view.name} drift`
  const run = new DriftRun(view, name, rules)
  const ambiguous = new Set(
    view.matching.ambiguous.flatMap(({ declared, candidates }) => [declared, ...candidates]),
  )
  for (const entity of view.matching.entities) if (!ambiguous.has(entity)) run.entity(entity)
  for (const { declared, candidates } of view.matching.ambiguous) run.ambiguous(declared, candidates)
  return {
    summary: {
      name,
      type: 'drift',
      environments: [view.name],
      compared: run.compared,
      clean: run.compared - run.unclean,
      not_comparable: run.open,
    },
    verdicts: run.verdicts,
    not_compared: run.notCompared,
  }
}

/** differences between what was recorded and what runs */
const RECORD_DIFFERS: ReadonlySet<Cause> = new Set(['out_of_band', 'stale_state'])

class DriftRun {
  readonly verdicts: Verdict[] = []
  readonly notCompared: { environment: string; kind: string; reason: string }[] = []
  compared = 0
  unclean = 0
  open = 0
  readonly #view: EnvironmentView
  readonly #check: string
  readonly #rules: Rules

  constructor(view: EnvironmentView, check: string, rules: Rules) {
    this.#view = view
    this.#check = check
    this.#rules = rules
  }

  entity(entity: Entity): void {
    const { provider } = entity.described
    const hasCode = this.#view.has_code(provider)
    const hasState = this.#view.has_state(provider)
    if (!hasCode && !hasState) return
    this.#hardcoded(entity)
    const stands = entity.declared ?? (hasCode ? undefined : entity.recorded)
    if (stands) this.#declaredEntity(entity, stands, hasCode, hasState)
    else if (entity.live) this.#undeclared(entity, entity.live)
  }

  ambiguous(entity: Entity, candidates: readonly Entity[]): void {
    this.compared += 1
    this.unclean += 1
    const ids = candidates.map((candidate) => spokesman(candidate).id ?? spokesman(candidate).name).sort()
    const note = `it could be any of ${ids.length}: ${ids.slice(0, 10).join(', ')}`
    this.#say(entity, { finding: 'ambiguous', cause: null, notes: [note] })
  }

  /** Credentials written down in the code, or in what runs; what both have is said once. */
  #hardcoded(entity: Entity): void {
    const said = entity.live?.undeclared === undefined ? entity.live?.credentials : undefined
    if (!entity.declared?.credentials && !said) return
    this.#view.hide(entity)
    const { declared, live } = entity
    const trees = this.#trees(entity)
    const inCode = hardcodedSecrets(declared, trees[0])
    const running = hardcodedSecrets(live, trees[2])
    const isIn = (list: readonly HardcodedSecret[], path: string): boolean =>
      list.some((item) => item.path === path)
    for (const { path, rule } of [...inCode, ...running.filter((item) => !isIn(inCode, item.path))]) {
      const shown = (list: readonly HardcodedSecret[]): Json => (isIn(list, path) ? SECRET_TEXT : null)
      this.#say(entity, {
        finding: 'hardcoded_secret',
        cause: null,
        path,
        values: { declared: shown(inCode), recorded: null, live: shown(running) },
        class: 'security',
        notes: [rule],
      })
    }
  }

  #declaredEntity(entity: Entity, stands: Resource, hasCode: boolean, hasState: boolean): void {
    const { live } = this.#view
    if (!live.covers(stands)) {
      if (!live.hides(stands))
        this.notCompared.push({
          environment: this.#view.name,
          kind: stands.kind,
          reason: live.reasonFor(stands),
        })
      return
    }
    if (entity.live) {
      this.compared += 1
      // what agrees is not shown, so that nothing of it has to be hidden
      if (!entityAgrees(entity) || this.#concerned(entity)) this.#comparePaths(entity, hasCode)
      return
    }
    if (live.hides(stands)) return
    this.compared += 1
    this.unclean += 1
    const gap = hasState && !entity.recorded ? this.#view.recorded.hidesDeclaration(stands.kind) : undefined
    const cause: Cause = entity.recorded ? 'out_of_band' : gap || !hasState ? 'differs' : 'not_applied'
    this.#say(entity, { finding: 'missing', cause, gap, notes: live.absenceNote(stands) })
  }

  /** Live, and no code declares it (perhaps the state still records it). */
  #undeclared(entity: Entity, live: Resource): void {
    const hidden =
      this.#view.declared.hidesDeclaration(live.kind) ??
      (entity.recorded ? undefined : this.#view.recorded.hidesDeclaration(live.kind))
    if (hidden && !entity.recorded) return
    if (hidden) {
      this.compared += 1
      this.#comparePaths(entity, true, hidden)
      return
    }
    if (live.undeclared === 'silent') return
    this.#view.hide(entity)
    const isFolded = live.undeclared === 'folded'
    this.#say(entity, {
      finding: 'unmanaged',
      values: { declared: null, recorded: null, live: summaryOf(entity.live ?? live) },
      cause: entity.recorded ? 'not_applied' : 'undeclared',
      by: entity.described.kind.writer?.(live, ''),
      notes: live.controller === undefined ? [] : [`made by ${live.controller}`],
      is_folded: isFolded,
    })
  }

  #concerned(entity: Entity): boolean {
    return !this.#rules.is_empty && this.#rules.concern(identityOf(entity), this.#check)
  }

  #comparePaths(entity: Entity, hasCode: boolean, hidden?: GapHit): void {
    this.#view.hide(entity)
    const { table } = entity.described
    const identity = identityOf(entity)
    const sides = this.#trees(entity)
    const [declared, recorded] = sides
    const hasRecord = recorded !== undefined
    const gap =
      hidden ?? (hasRecord ? undefined : this.#view.recorded.hidesDeclaration(spokesman(entity).kind))
    this.#rules.saw(identity, this.#check, sides)
    const ignores = new Ignores([
      ...[entity.declared, entity.recorded, entity.live].flatMap((side) => side?.ignores ?? []),
      ...this.#rules.paths(identity, this.#check),
    ])
    const comparison: Comparison<Cause> = {
      sides,
      pairs: [
        [0, 2],
        [1, 2],
      ],
      table,
      isIgnored: (segments) => ignores.has(segments),
      judge: ([d, r, l]: readonly Leaf[], segments) => {
        const place = table.at(segments)
        const cause = driftCause({
          declared: hidden ? UNKNOWN : d,
          recorded: hasRecord ? r : NOT_RECORDED,
          live: l,
          has_code: hasCode && (declared !== undefined || hidden !== undefined),
          computed: place.computed,
          has_default: place.field.default !== undefined,
        })
        return gap && cause !== 'silent' && cause !== 'open' ? 'differs' : cause
      },
      between: (cause) => (hasRecord && (RECORD_DIFFERS.has(cause) || !declared) ? [1, 2] : [0, 2]),
    }
    const { differences, open } = compareTrees(comparison, (a, b) => a === b)
    this.open += open
    if (differences.length > 0) this.unclean += 1
    for (const verdict of this.#changes(entity, differences, gap)) this.verdicts.push(verdict)
  }

  #trees(entity: Entity, origins: readonly (Origins | undefined)[] = []): (Tree | undefined)[] {
    const { kind, table } = entity.described
    const { renamed } = this.#view.matching
    const build = (
      resource: Resource | undefined,
      align: Tree | undefined,
      side: number,
    ): Tree | undefined => {
      if (!resource) return undefined
      const root = resource.root ?? entity.declared?.root ?? entity.recorded?.root
      const filled = origins[side]
      const options: CanonicalOptions = {
        kind,
        table,
        mode: 'drift',
        ...referenceOptions(this.#view.matching.index, { root, place: resource.place }),
        ...(renamed.size > 0 && { neutral: (text) => renamed.get(text) ?? text }),
        ...(align && { align }),
        ...(filled && { origins: filled }),
      }
      return canonicalTree(resource.attributes, options)
    }
    const declared = build(entity.declared, undefined, 0)
    const recorded = build(entity.recorded, declared, 1)
    return [declared, recorded, build(entity.live, declared ?? recorded, 2)]
  }

  #changes(entity: Entity, differences: readonly Difference<Cause>[], gap: GapHit | undefined): Verdict[] {
    if (differences.length === 0) return []
    const origins: [Origins, Origins, Origins] = [new Map(), new Map(), new Map()]
    const trees = this.#trees(entity, origins)
    return differences.map(({ segments, cause, is_order }) => {
      const path = joinPath(segments)
      const place = entity.described.table.at(segments)
      const [declared = null, recorded = null, live = null] = readableValues(
        origins.map((side, index) => valueShown(side, trees[index], segments, is_order, place.field.list)),
        [entity.declared, entity.recorded, entity.live],
        place.field.shown_by,
      )
      const invalid = invalidNote(entity.described.kind, segments, declared, live)
      return this.#verdict(entity, {
        finding: 'changed',
        cause,
        path,
        values: { declared: declared ?? null, recorded: recorded ?? null, live: live ?? null },
        class: place.class,
        // what is gone has no owner: whoever took it away is not on record
        by: live === null || !entity.live ? undefined : entity.described.kind.writer?.(entity.live, path),
        gap,
        notes: [
          ...(invalid === undefined ? [] : [invalid]),
          ...runningNotes(this.#view.facts, entity.live, path),
        ],
        is_folded: invalid !== undefined,
      })
    })
  }

  #say(entity: Entity, said: Said): void {
    this.verdicts.push(this.#verdict(entity, said))
  }

  #verdict(entity: Entity, said: Said): Verdict {
    return {
      check: this.#check,
      type: 'drift',
      drifted: [],
      environments: [this.#view.name],
      resource: identityOf(entity),
      values: said.values ?? { declared: null, recorded: null, live: null },
      finding: said.finding,
      cause: said.cause,
      path: said.path,
      class: said.class,
      by: said.by,
      source: sourceOf(entity.declared, said.path),
      gap: said.gap,
      notes: [...(said.notes ?? []), ...settlingNotes(entity)],
      is_folded: said.is_folded ?? false,
    }
  }
}

interface Said {
  readonly finding: FindingType
  readonly cause: Cause | null
  readonly path?: string
  readonly values?: Readonly<Record<string, Json>>
  readonly class?: Verdict['class']
  readonly by?: Verdict['by']
  readonly gap?: GapHit | undefined
  readonly notes?: readonly string[]
  readonly is_folded?: boolean
}
