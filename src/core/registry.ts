import { FieldTable } from './field-table.ts'
import type { Kind, Provider } from './provider.ts'
import type { Resource } from './model.ts'

/** A kind that nothing describes is compared as it stands. */
function plainKind(name: string): Kind {
  return { name, identity: [], fields: {}, unlisted: 'compare', absent: 'null' }
}

export interface Described {
  readonly kind: Kind
  readonly table: FieldTable
  /** name of the provider that the kind belongs to; undefined where none claims it */
  readonly provider: string | undefined
}

/** Every kind that a run knows, by each of its names. */
export class Registry {
  readonly #providers: readonly Provider[]
  readonly #known = new Map<string, Described>()

  constructor(providers: readonly Provider[]) {
    this.#providers = providers
    for (const provider of providers) this.#add(provider.name, provider.kinds)
  }

  #add(provider: string, kinds: readonly Kind[]): void {
    for (const kind of kinds) {
      const described = { kind, table: new FieldTable(kind), provider }
      for (const name of [kind.name, ...(kind.also ?? [])]) this.#known.set(name, described)
    }
  }

  /** Learn the kinds that resources define, such as custom resource definitions. */
  learn(resources: readonly Resource[]): void {
    for (const provider of this.#providers) {
      if (provider.derive) this.#add(provider.name, provider.derive(resources))
    }
  }

  describe(name: string): Described {
    const known = this.#known.get(name)
    if (known) return known
    const owner = this.#providers.find((provider) => provider.generic?.(name))
    const kind = owner?.generic?.(name) ?? plainKind(name)
    const described = { kind, table: new FieldTable(kind), provider: owner?.name }
    this.#known.set(name, described)
    return described
  }

  /** One name for all spellings of a kind: `aws_default_vpc` → `aws_vpc`. */
  family(name: string): string {
    return this.describe(name).kind.name
  }
}
