/** One step of an address: a module call or the resource itself, with its key as written (`[0]`, `["a"]`) or ''. */
export interface AddressStep {
  readonly name: string
  readonly key: string
}

/** A managed resource's address in parts. */
export interface AddressParts {
  readonly modules: readonly AddressStep[]
  /** `aws_vpc.v` */
  readonly resource: AddressStep
  /** what follows: `.id`, or '' */
  readonly rest: string
}

const KEY = String.raw`(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?`
const MODULE = new RegExp(String.raw`^module\.([\w-]+)(${KEY})(?:\.|$)`)
const RESOURCE = new RegExp(String.raw`^([A-Za-z_][\w-]*\.[\w-]+)(${KEY})(.*)$`, 's')
/** First names that are no resource type. */
const OTHERS = /^(?:data|ephemeral|var|local|each|count|self|path|terraform|module)\./

/** Takes the address of a managed resource, or a reference to a part of it, apart; undefined for anything else. */
export function parseAddress(text: string): AddressParts | undefined {
  const modules: AddressStep[] = []
  let left = text
  for (let found = MODULE.exec(left); found; found = MODULE.exec(left)) {
    modules.push({ name: found[1] ?? '', key: found[2] ?? '' })
    left = left.slice(found[0].length)
  }
  const found = OTHERS.test(left) ? undefined : RESOURCE.exec(left)
  if (!found) return undefined
  const [, name = '', key = '', rest = ''] = found
  return { modules, resource: { name, key }, rest }
}
