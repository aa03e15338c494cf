import { addressKey } from './entity.ts'
import { Ignores } from './ignores.ts'
import type { Resource } from './model.ts'
import { splitPath } from './path.ts'

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

/** Whether a text fits a glob: `*` any characters, `?` one. Brackets are literal, as in addresses. */
export function fitsGlob(glob: string, text: string): boolean {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 's').test(text)
}

/** User rules, looked up by what a finding is about. */
export class Rules {
  readonly #rules: readonly RulePattern[]
  readonly #remembered = new Map<string, readonly RulePattern[]>()

  constructor(rules: readonly RulePattern[]) {
    this.#rules = rules
  }

  /** Rules about paths of this resource, for the comparison itself. */
  paths(resource: Resource, check: string): { path: string; reason: string }[] {
    return this.#about(resource, check).flatMap(({ path, reason }) =>
      path === undefined ? [] : [{ path, reason: reason ?? '' }],
    )
  }

  /** The rule that covers a finding: of its path, or of the resource as a whole. */
  covering(resource: Resource, check: string, path: string | undefined): RulePattern | undefined {
    return this.#about(resource, check).find((rule) => {
      if (rule.path === undefined) return true
      if (path === undefined) return false
      return new Ignores([{ path: rule.path, reason: '' }]).has(splitPath(path) ?? [])
    })
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
