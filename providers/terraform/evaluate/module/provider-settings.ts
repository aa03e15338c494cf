import { GraphNode } from '../../graph/node.ts'
import type { Steps } from '../../graph/node.ts'
import type { ProviderConfig, ProviderName } from '../../module/config.ts'
import { convert } from '../types/conversion.ts'
import { ConversionError } from '../types/evaluation-error.ts'
import { STRING, mapOf } from '../types/types.ts'
import { elementsOf, hasElements, isWhollyKnown, unknown, unmarked } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { BodyDecoding } from '../body/decode-body.ts'
import type { ModuleInstance } from './module-instance.ts'

/** `ignore_tags`: names, and beginnings of names. */
interface IgnoredTags {
  readonly keys: readonly string[]
  readonly prefixes: readonly string[]
}

/** What of a provider's configuration decides values: unknown where it is, null where nothing is said. */
export interface ProviderSettings {
  readonly region: Value | null
  /** map of string */
  readonly default_tags: Value | null
  /** tags that the provider passes over; null where nobody knows which */
  readonly ignored_tags: IgnoredTags | null
  /** where the configuration pins exactly one */
  readonly account_id: Value | null
}

const UNKNOWN_TAGS = unknown(mapOf(STRING), { reason: 'nobody knows whether there are default tags' })

const NO_TAGS: IgnoredTags = { keys: [], prefixes: [] }

/** The configurations of providers in one module instance, its own and those handed down. */
export class ProviderSettingsNode {
  readonly #module: ModuleInstance
  readonly #nodes = new Map<string, GraphNode<ProviderSettings>>()

  constructor(module: ModuleInstance) {
    this.#module = module
  }

  /** The configuration that a resource's provider name stands for here; of `null` the type's own provider (`aws_vpc` → `aws`). */
  node(name: ProviderName | null, type: string): GraphNode<ProviderSettings> | null {
    return this.#resolve(name ?? { local: type.split('_')[0] ?? type, alias: null })
  }

  #resolve(name: ProviderName): GraphNode<ProviderSettings> | null {
    const { config } = this.#module.tree
    const own = config.providers.find((one) => one.name.local === name.local && one.name.alias === name.alias)
    if (own) return this.#own(own)
    const { caller } = this.#module
    if (!caller) return null
    const key = name.alias === null ? name.local : `${name.local}.${name.alias}`
    const handed = caller.config.providers?.get(key)
    if (handed) return caller.module.providers.#resolve(handed)
    return name.alias === null ? caller.module.providers.#resolve(name) : null
  }

  #own(config: ProviderConfig): GraphNode<ProviderSettings> {
    const { local, alias } = config.name
    const key = JSON.stringify([local, alias])
    let node = this.#nodes.get(key)
    if (!node) {
      const label = `${this.#module.prefix}provider[${JSON.stringify(alias === null ? local : `${local}.${alias}`)}]`
      node = new GraphNode(label, config.range, () => this.#evaluate(config))
      this.#nodes.set(key, node)
    }
    return node
  }

  *#evaluate(config: ProviderConfig): Steps<ProviderSettings> {
    const { root, scope, tree } = this.#module
    const { local } = config.name
    const source = tree.config.required_providers.get(local) ?? `hashicorp/${local}`
    const decoded = yield* new BodyDecoding(config.body, root.schemas.provider(source)).decode(scope)
    root.faults.refused(decoded.refusals)
    const { entries } = decoded
    const block = entries.get('default_tags')
    const tags = block?.isKnown === false ? UNKNOWN_TAGS : firstBlock(block)?.get('tags')
    return {
      region: textValue(entries.get('region')),
      default_tags: tags && !tags.isNull ? asTags(tags) : null,
      ignored_tags: ignoredTags(entries.get('ignore_tags')),
      account_id: soleAccount(entries.get('allowed_account_ids')),
    }
  }
}

function firstBlock(value: Value | undefined): ReadonlyMap<string, Value> | undefined {
  const [block] = value && hasElements(value) ? elementsOf(value) : []
  return block?.payload instanceof Map ? block.payload : undefined
}

/** Whether a provider passes over a tag. */
export function isIgnored(key: string, { keys, prefixes }: IgnoredTags): boolean {
  return keys.includes(key) || prefixes.some((one) => key.startsWith(one))
}

function ignoredTags(block: Value | undefined): IgnoredTags | null {
  if (!block || (block.isKnown && !hasElements(block))) return NO_TAGS
  if (!isWhollyKnown(block)) return null
  const inside = firstBlock(block)
  return { keys: textsOf(inside?.get('keys')), prefixes: textsOf(inside?.get('key_prefixes')) }
}

function textsOf(value: Value | undefined): readonly string[] {
  const bare = value && unmarked(value)
  const elements = bare && hasElements(bare) ? elementsOf(bare) : []
  return elements.flatMap(({ payload }) => (typeof payload === 'string' ? [payload] : []))
}

function textValue(value: Value | undefined): Value | null {
  if (!value || value.isNull) return null
  return value.isKnown && value.type.kind !== 'string' ? null : value
}

function asTags(value: Value): Value {
  try {
    return convert(value, mapOf(STRING))
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error
    return unknown(mapOf(STRING), { reason: 'the default tags are refused by Terraform' })
  }
}

function soleAccount(value: Value | undefined): Value | null {
  if (!value || !hasElements(value)) return null
  const accounts = elementsOf(value)
  const [only] = accounts
  return accounts.length === 1 && only?.type.kind === 'string' ? only : null
}
