import { GraphNode } from '../../graph/node.ts'
import type { Steps } from '../../graph/node.ts'
import { withKey } from '../../address.ts'
import type { ResourceConfig } from '../../module/config.ts'
import { resourceKey } from '../../module/config.ts'
import { BodyDecoding } from '../body/decode-body.ts'
import type { DecodedBody } from '../body/decode-body.ts'
import { settingsOf } from '../body/settings.ts'
import type { BlockSchema } from '../../schema/table.ts'
import { readData } from '../data/read-data.ts'
import { DYNAMIC } from '../types/types.ts'
import { object, tuple, unknown } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { checkConditions } from './conditions.ts'
import { checkEphemeral } from './check-ephemeral.ts'
import { checkMeta } from './check-meta.ts'
import { ExpressionScope } from './expression-scope.ts'
import type { ModuleInstance } from './module-instance.ts'
import { OVERRIDDEN, need } from './module-instance.ts'
import { isDeferred } from './deferral.ts'
import { plannedValue } from './planned-value.ts'
import type { ProviderSettings } from './provider-settings.ts'
import type { Expansion, InstanceKey } from './repetition.ts'
import { expand, indexOf } from './repetition.ts'
import { noteUndecided } from './undecided.ts'

/** One instance of a resource or data source. */
export class ResourceInstance {
  readonly address: string
  readonly key: InstanceKey
  readonly config: ResourceConfig
  /** what is known of its provider's configuration; null where there is none */
  readonly provider: ProviderSettings | null
  readonly #entries: DecodedBody['entries']
  readonly #schema: BlockSchema | undefined
  #planned: Value | (() => Value)

  constructor(
    place: { readonly address: string; readonly key: InstanceKey; readonly config: ResourceConfig },
    entries: DecodedBody['entries'],
    { schema, provider }: Shared,
    planned: () => Value,
  ) {
    this.address = place.address
    this.key = place.key
    this.config = place.config
    this.provider = provider
    this.#entries = entries
    this.#schema = schema
    this.#planned = planned
  }

  /** What the configuration sets, by argument and block type. Made at each call: it is asked for once, and large. */
  get configured(): ReadonlyMap<string, Value> {
    return settingsOf(this.#entries, this.#schema)
  }

  /**
   * What a reference to it sees: the configured with what the provider adds, known after apply for the most part. Made on
   * first use, for most resources are never referred to.
   */
  get planned(): Value {
    if (typeof this.#planned === 'function') this.#planned = this.#planned()
    return this.#planned
  }
}

/** What the instances of a resource have in common. */
interface Shared {
  readonly schema: BlockSchema | undefined
  readonly decoding: BodyDecoding
  readonly provider: ProviderSettings | null
}

/** A `resource`, `data` or `ephemeral` block in one instance of its module. */
export class ResourceNode {
  readonly config: ResourceConfig
  readonly address: string
  readonly expansion: GraphNode<Expansion>
  /** what `aws_vpc.v` is: an object, a tuple of them with `count`, an object of them with `for_each` */
  readonly whole: GraphNode<Value>
  readonly #module: ModuleInstance
  #instances: ReadonlyMap<string | number | null, GraphNode<ResourceInstance>> | undefined
  /** what is the same for all instances, made for the first */
  #shared: Shared | undefined

  constructor(module: ModuleInstance, config: ResourceConfig) {
    this.config = config
    this.#module = module
    this.address = module.prefix + resourceKey(config.mode, config.type, config.name)
    this.expansion = new GraphNode(this.address, config.range, () => this.#expand())
    this.whole = new GraphNode(this.address, config.range, () => this.#whole())
  }

  get #block(): string {
    const { mode, type, name } = this.config
    return mode === 'managed' ? `resource.${type}.${name}` : resourceKey(mode, type, name)
  }

  *#expand(): Steps<Expansion> {
    if (this.#module.isOverridden(this.#block)) {
      const refusal = { summary: 'Unreadable override', detail: OVERRIDDEN, range: this.config.range }
      const why = { open: true, refusals: [refusal] }
      noteUndecided(this.#module.root, this.address, why, this.#kinds)
      return { kind: 'unknown', why }
    }
    const { root, scope } = this.#module
    const expansion = yield* expand(this.config, scope)
    if (expansion.kind !== 'unknown') root.budget.instances(expansion.keys.length)
    else noteUndecided(root, this.address, expansion.why, this.#kinds)
    return expansion
  }

  get #kinds(): readonly string[] {
    return this.config.mode === 'managed' ? [this.config.type] : []
  }

  /** The instances once the expansion is settled; none where their number is not known. */
  instances(): ReadonlyMap<string | number | null, GraphNode<ResourceInstance>> {
    if (this.#instances) return this.#instances
    const made = new Map<string | number | null, GraphNode<ResourceInstance>>()
    const expansion = this.expansion.outcome()
    if (expansion && expansion.kind !== 'unknown')
      for (const key of expansion.keys) {
        const address = withKey(this.address, indexOf(key))
        made.set(
          indexOf(key),
          new GraphNode(this.address, this.config.range, () => this.#evaluate(address, key)),
        )
      }
    return (this.#instances = made)
  }

  *#whole(): Steps<Value> {
    yield* need(this.expansion)
    const expansion = this.expansion.outcome()
    if (!expansion || expansion.kind === 'unknown')
      return unknown(DYNAMIC, { reason: `the instances of ${this.address} are not known` })
    const values = new Map<string | number | null, Value>()
    for (const [key, node] of this.instances()) {
      yield* need(node)
      const instance = node.outcome()
      const address = withKey(this.address, key)
      values.set(key, instance?.planned ?? unknown(DYNAMIC, { reason: `${address} could not be evaluated` }))
    }
    const all = [...values.values()]
    if (expansion.kind === 'count') return tuple(all)
    if (expansion.kind === 'each')
      return object(new Map([...values].map(([key, value]) => [String(key), value])))
    return all[0] ?? unknown(DYNAMIC)
  }

  *#evaluate(address: string, key: InstanceKey): Steps<ResourceInstance> {
    const { config } = this
    const { root } = this.#module
    const shared = this.#shared ?? (yield* this.#share())
    if (key.kind !== 'none') this.#shared = shared
    const { schema, provider } = shared
    const scope = new ExpressionScope(this.#module, key)
    const { entries, refusals } =
      shared.decoding.decodePrepared(scope) ?? (yield* shared.decoding.decode(scope))
    root.faults.refused(refusals)
    if (root.has_ephemeral && config.mode !== 'ephemeral')
      root.faults.refused(checkEphemeral(config.body, entries))
    const { type, mode } = config
    const is_deferred = mode === 'data' && (yield* isDeferred(this.#module, config))
    const planned = (): Value =>
      mode === 'managed'
        ? plannedValue(type, address, entries, schema, root.schemas.defaults(type), provider)
        : readData({ config, address, entries, schema, provider, is_deferred })
    const instance = new ResourceInstance({ address, key, config }, entries, shared, planned)
    if (config.conditions.length > 0) {
      const own = new ExpressionScope(this.#module, key, instance.planned)
      root.faults.refused(yield* checkConditions(config.conditions, own))
    }
    return instance
  }

  *#share(): Steps<Shared> {
    const { config } = this
    const { root, providers } = this.#module
    const schema = root.schemas.of(config.mode, config.type)
    root.faults.refused(checkMeta(this.#module, config, schema))
    const node = providers.node(config.provider, config.type)
    yield* need(node ?? undefined)
    return { schema, decoding: new BodyDecoding(config.body, schema), provider: node?.outcome() ?? null }
  }
}
