import type { Reference } from '../../../src/core/value.ts'
import { jsonAt, textsOf } from './json-path.ts'
import type { AddressParts, AddressStep } from './parse-address.ts'
import { parseAddress } from './parse-address.ts'

/** Variables and outputs are followed through no more modules. */
const HOPS_MAX = 64

/** A module of the plan's `configuration`, in one of its instances. */
interface Place {
  readonly config: unknown
  readonly calls: readonly AddressStep[]
}

/** What a plan's `configuration` tells of its resources: which arguments the code sets, and what those refer to. */
export class PlanConfiguration {
  readonly #root: unknown

  /** @param configuration as the plan has it; anything else tells nothing */
  constructor(configuration: unknown) {
    this.#root = jsonAt(configuration, 'root_module')
  }

  /** The `expressions` of a resource, by the address of one of its instances. */
  expressions(address: string): unknown {
    const parts = parseAddress(address)
    return parts && jsonAt(this.#resource(parts.modules, parts.resource.name), 'expressions')
  }

  /**
   * The one attribute of another resource that an expression of this resource leads to, through variables and outputs of
   * modules. Undefined where it refers to several things, or to what the plan does not spell out (locals, keys of loops).
   */
  refersTo(address: string, expression: unknown): Reference | undefined {
    const parts = parseAddress(address)
    const place = parts && this.#place(parts.modules)
    return place && this.#follow(expression, place, HOPS_MAX)
  }

  #follow(expression: unknown, place: Place, hops: number): Reference | undefined {
    const leaves = leavesOf(textsOf(jsonAt(expression, 'references')))
    const [leaf] = leaves
    if (leaf === undefined || leaves.length > 1 || hops === 0) return undefined
    const variable = /^var\.([\w-]+)$/.exec(leaf)?.[1]
    if (variable !== undefined) return this.#argument(variable, place, hops)
    const output = /^(module\.[\w-]+(?:\[.*\])?)\.([\w-]+)$/s.exec(leaf)
    if (output) return this.#output(output[1] ?? '', output[2] ?? '', place, hops)
    const parts = parseAddress(leaf)
    return parts?.modules.length === 0 ? this.#attribute(parts, place) : undefined
  }

  /** What the call of a module gives for a variable. */
  #argument(name: string, { calls }: Place, hops: number): Reference | undefined {
    const call = calls.at(-1)
    const caller = this.#place(calls.slice(0, -1))
    if (!call || !caller) return undefined
    const expression = jsonAt(caller.config, 'module_calls', call.name, 'expressions', name)
    return this.#follow(expression, caller, hops - 1)
  }

  #output(call: string, name: string, place: Place, hops: number): Reference | undefined {
    const step = parseCall(call)
    const config = step && jsonAt(place.config, 'module_calls', step.name)
    if (!step || (isRepeated(config) && step.key === '')) return undefined
    const module = jsonAt(config, 'module')
    const inner = { config: module, calls: [...place.calls, step] }
    return this.#follow(jsonAt(module, 'outputs', name, 'expression'), inner, hops - 1)
  }

  #attribute({ resource, rest }: AddressParts, { calls }: Place): Reference | undefined {
    const attribute = /^\.([\w-]+)$/.exec(rest)?.[1]
    const config = this.#resource(calls, resource.name)
    if (attribute === undefined || (isRepeated(config) && resource.key === '')) return undefined
    const prefix = calls.map(({ name, key }) => `module.${name}${key}.`).join('')
    return { address: prefix + resource.name + resource.key, attribute }
  }

  #place(calls: readonly AddressStep[]): Place | undefined {
    let config = this.#root
    for (const { name } of calls) config = jsonAt(config, 'module_calls', name, 'module')
    return config === undefined ? undefined : { config, calls }
  }

  #resource(calls: readonly AddressStep[], name: string): unknown {
    const resources = jsonAt(this.#place(calls)?.config, 'resources')
    return Array.isArray(resources)
      ? resources.find((one) => jsonAt(one, 'mode') === 'managed' && jsonAt(one, 'address') === name)
      : undefined
  }
}

/** The references that are no beginning of another: a plan lists `a.b.id` and `a.b` for one. */
function leavesOf(references: readonly string[]): readonly string[] {
  const all = [...new Set(references)]
  return all.filter((one) => !all.some((other) => other.startsWith(`${one}.`) || other.startsWith(`${one}[`)))
}

function parseCall(text: string): AddressStep | undefined {
  const found = /^module\.([\w-]+)(\[.*\])?$/s.exec(text)
  return found ? { name: found[1] ?? '', key: found[2] ?? '' } : undefined
}

function isRepeated(config: unknown): boolean {
  return (
    jsonAt(config, 'count_expression') !== undefined || jsonAt(config, 'for_each_expression') !== undefined
  )
}
