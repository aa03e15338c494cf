import { Coverage } from './coverage.ts'
import type { Digest } from './secrets/credentials.ts'
import type { Entity } from './match/entity.ts'
import { matchEnvironment, type Matching } from './match.ts'
import type { Fact, Resource, Role, Snapshot } from './model.ts'
import type { Provider, Sides } from './provider.ts'
import type { Registry } from './registry.ts'
import { hideSensitive } from './secrets/sensitive.ts'

/** One environment as a whole: what was read of it, arranged and matched. */
export interface EnvironmentView {
  readonly name: string
  readonly matching: Matching
  /** has to be called before anything of a thing is shown: what one side marks as sensitive becomes a secret on every side */
  readonly hide: (entity: Entity) => void
  readonly live: Coverage
  readonly declared: Coverage
  readonly recorded: Coverage
  /** what its sources say of themselves */
  readonly facts: readonly (Fact & { readonly role: Role })[]
  /** names of providers whose kinds some code of this environment declares */
  readonly has_code: (provider: string | undefined) => boolean
  /** the same for its state */
  readonly has_state: (provider: string | undefined) => boolean
}

/** Everything that was read of one environment. */
export interface EnvironmentSnapshots {
  readonly name: string
  readonly snapshots: readonly Snapshot[]
}

/** Arranges and matches what was read. Kinds that the resources define are known from here on. */
export function viewEnvironment(
  environment: EnvironmentSnapshots,
  providers: readonly Provider[],
  registry: Registry,
  digest: Digest,
): EnvironmentView {
  const { name, snapshots } = environment
  const all = snapshots.flatMap((snapshot) => snapshot.resources)
  registry.learn(all)
  let sides: Sides = {
    declared: ofRole(all, 'declared'),
    recorded: ofRole(all, 'recorded'),
    live: ofRole(all, 'live'),
  }
  for (const provider of providers) sides = provider.arrange?.(sides) ?? sides
  const from = (role: Role): Snapshot[] => snapshots.filter((snapshot) => snapshot.role === role)
  const declares = (role: Role): ((provider: string | undefined) => boolean) => {
    const own = new Set(from(role).map((snapshot) => snapshot.provider))
    return (provider) =>
      (provider !== undefined && own.has(provider)) || (own.has('terraform') && provider !== 'kubernetes')
  }
  const matching = matchEnvironment(sides, registry)
  return {
    name,
    matching,
    hide: (entity) => hideSensitive(entity, digest),
    live: new Coverage(from('live'), registry),
    declared: new Coverage(from('declared'), registry),
    recorded: new Coverage(from('recorded'), registry),
    facts: snapshots.flatMap(({ facts, role }) => facts.map((fact) => ({ ...fact, role }))),
    has_code: declares('declared'),
    has_state: declares('recorded'),
  }
}

function ofRole(resources: readonly Resource[], role: Role): Resource[] {
  return resources.filter((resource) => resource.role === role)
}
