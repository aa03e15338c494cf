import { addressKey } from '../match/entity.ts'
import { Ignores } from '../compare/ignores.ts'
import type { Resource } from '../model.ts'
import { splitPath } from '../path.ts'
import { leavesOf, type Tree } from '../compare/tree.ts'

/** What `ignore` and `expect` share: each key that is there has to fit. Globs, but for `path`, which is a pattern. */
export interface RulePattern {
  readonly kind?: string | undefined
  readonly name?: string | undefined
  readonly namespace?: string | undefined
  readonly address?: string | undefined
  readonly path?: string | undefined
  readonly check?: string | undefined
  readonly reason?: string | undefined
}

/**
 * Whether a text fits a glob: `*` any characters, `?` one. Brackets are literal, as in addresses. No regular expression:
 * one with many stars would take for ever over a long name that nearly fits.
 */
export function fitsGlob(glob: string, text: string): boolean {
  let at = 0
  let next = 0
  // where the last star stands, and up to where the text has been given to it
  let star = -1
  let taken = 0
  while (at < text.length) {
    const sign = glob[next]
    if (sign === '*') {
      star = next
      taken = at
      next += 1
    } else if (sign === '?' || (sign !== undefined && sign === text[at])) {
      at += 1
      next += 1
    } else if (star >= 0) {
      taken += 1
      at = taken
      next = star + 1
    } else return false
  }
  while (glob[next] === '*') next += 1
  return next === glob.length
}

/** User rules, looked up by what a finding is about. */
export class Rules {
  readonly #rules: readonly RulePattern[]
  readonly #used = new Set<RulePattern>()
  readonly #remembered = new Map<string, readonly RulePattern[]>()

  constructor(rules: readonly RulePattern[]) {
    this.#rules = rules
  }

  /** Rules that have fitted nothing in this run: no resource, or none that has such a path. */
  get stale(): RulePattern[] {
    return this.#rules.filter((rule) => !this.#used.has(rule))
  }

  get is_empty(): boolean {
    return this.#rules.length === 0
  }

  /** Rules about paths of this resource, for the comparison itself. */
  paths(resource: Resource, check: string): { path: string; reason: string }[] {
    return this.#about(resource, check).flatMap(({ path, reason }) =>
      path === undefined ? [] : [{ path, reason: reason ?? '' }],
    )
  }

  /** Whether any rule is about this resource or something of it. */
  concern(resource: Resource, check: string): boolean {
    return this.#about(resource, check).length > 0
  }

  /** Notes which rules still have something to be about, also while it makes no difference. */
  saw(resource: Resource, check: string, trees: readonly (Tree | undefined)[]): void {
    for (const rule of this.#about(resource, check)) {
      if (this.#used.has(rule)) continue
      const ignores = rule.path === undefined ? undefined : new Ignores([{ path: rule.path, reason: '' }])
      const isThere = (tree: Tree | undefined): boolean =>
        tree !== undefined && [...leavesOf(tree, [])].some(([segments]) => ignores?.has(segments))
      if (!ignores || trees.some(isThere)) this.#used.add(rule)
    }
  }

  /** The rule that covers a finding: of its path, or of the resource as a whole. */
  covering(resource: Resource, check: string, path: string | undefined): RulePattern | undefined {
    const rule = this.#about(resource, check).find((candidate) => fitsPath(candidate, path))
    if (rule) this.#used.add(rule)
    return rule
  }

  #about(resource: Resource, check: string): readonly RulePattern[] {
    if (this.#rules.length === 0) return []
    const key = [
      check,
      resource.kind,
      resource.namespace ?? '',
      resource.name,
      addressKey(resource.root, resource.address ?? ''),
    ].join('\u0000')
    let rules = this.#remembered.get(key)
    if (!rules) {
      rules = this.#rules.filter((rule) => isAbout(rule, resource, check))
      this.#remembered.set(key, rules)
    }
    return rules
  }
}

/** Whether a rule is about a finding: of this resource, at or below its path. */
export function fitsRule(
  rule: RulePattern,
  resource: Resource,
  check: string,
  path: string | undefined,
): boolean {
  return isAbout(rule, resource, check) && fitsPath(rule, path)
}

function fitsPath(rule: RulePattern, path: string | undefined): boolean {
  if (rule.path === undefined) return true
  return path !== undefined && new Ignores([{ path: rule.path, reason: '' }]).has(splitPath(path) ?? [])
}

function isAbout(rule: RulePattern, resource: Resource, check: string): boolean {
  const fits = (glob: string | undefined, text: string | undefined): boolean =>
    glob === undefined || (text !== undefined && fitsGlob(glob, text))
  return (
    fits(rule.kind, resource.kind) &&
    fits(rule.name, resource.name) &&
    fits(rule.namespace, resource.namespace) &&
    fits(rule.address, resource.address) &&
    fits(rule.check, check)
  )
}
