import type { Range } from '../hcl/ast.ts'
import type { Fault, MovedConfig } from './config.ts'
import type { ModuleTree } from './load.ts'

/** What Terraform refuses of a module's `moved` and `removed` blocks, as far as the code alone says it. */
export function* moveFaults(tree: ModuleTree): Generator<Fault> {
  const { moves, removals } = tree.config
  for (const move of moves) {
    const message = moveProblem(move, tree)
    if (message !== undefined) yield fault(message, move.range)
  }
  yield* ambiguousMoves(moves)
  for (const { from, range } of removals) {
    const message = removalProblem(from, tree)
    if (message !== undefined) yield fault(message, range)
  }
}

function moveProblem({ from, to }: MovedConfig, tree: ModuleTree): string | undefined {
  const [before, after] = [addressOf(from), addressOf(to)]
  if (!before || !after) return 'Invalid address: A resource or module address is required here.'
  if ((before.resource === null) !== (after.resource === null))
    return 'Invalid "moved" addresses: The "from" and "to" addresses must either both refer to resources or both refer to modules.'
  if (from === to)
    return `Redundant move statement: This statement declares a move from ${from} to the same address, which is the same as not declaring this move at all.`
  const onlyKey = withoutLastKey(from) === withoutLastKey(to)
  if (before.is_keyed || onlyKey || !isDeclared(before, tree)) return undefined
  return `Moved object still exists: This statement declares a move from ${from}, but that is still declared.`
}

/** Things that are said to have moved to several places, or several that are said to have moved to one. */
function* ambiguousMoves(moves: readonly MovedConfig[]): Generator<Fault> {
  const bySource = new Map<string, MovedConfig>()
  const byTarget = new Map<string, MovedConfig>()
  for (const move of moves) {
    const { from, to, range } = move
    const [what, short] = nounsOf(move)
    const source = earlier(bySource, `${what} ${from}`, move)
    const target = earlier(byTarget, `${what} ${to}`, move)
    if (source && source.to !== to)
      yield fault(
        `Ambiguous move statements: A statement at ${startOf(source.range)} declared that ${from} moved to ${source.to}, but this statement instead declares that it moved to ${to}. Each ${what} can move to only one destination ${short}.`,
        range,
      )
    if (target && target.from !== from)
      yield fault(
        `Ambiguous move statements: A statement at ${startOf(target.range)} declared that ${target.from} moved to ${to}, but this statement instead declares that ${from} moved there. Each ${what} can have moved from only one source ${short}.`,
        range,
      )
  }
}

/** The move that a map has already under a key; else this one becomes it. */
function earlier(map: Map<string, MovedConfig>, key: string, move: MovedConfig): MovedConfig | undefined {
  const known = map.get(key)
  if (!known) map.set(key, move)
  return known
}

function startOf({ file, start }: Range): string {
  return `${file}:${start.line},${start.column}`
}

/** What moves, in Terraform's words, whole and short: all instances of a block, or one of them. */
function nounsOf({ from, to }: MovedConfig): readonly [string, string] {
  const [before, after] = [addressOf(from), addressOf(to)]
  const isInstance = before?.is_keyed === true || after?.is_keyed === true
  if (before?.resource === null) return isInstance ? ['module instance', 'instance'] : ['module call', 'call']
  return isInstance ? ['resource instance', 'instance'] : ['resource', 'resource']
}

function removalProblem(from: string, tree: ModuleTree): string | undefined {
  const address = addressOf(from)
  if (from.startsWith('data.') || from.includes('.data.'))
    return 'Data source address not allowed: Data sources are never destroyed, so they are not valid targets of removed blocks.'
  if (!address) return undefined
  if (address.is_keyed || address.has_module_key) {
    const what = address.resource === null ? 'Module' : 'Resource'
    return `${what} instance keys not allowed: The address must not have a key of an instance.`
  }
  if (!isDeclared(address, tree)) return undefined
  const what = address.resource === null ? 'module' : 'resource'
  return `Removed ${what} still exists: This statement declares that ${from} was removed, but it is still declared in configuration.`
}

interface Address {
  readonly modules: readonly string[]
  /** `aws_vpc.v`, `data.aws_region.r`; null for a module */
  readonly resource: string | null
  /** whether the last step has a key */
  readonly is_keyed: boolean
  readonly has_module_key: boolean
}

const KEY = String.raw`\[(?:\d+|"(?:[^"\\]|\\.)*")\]`
const MODULE = new RegExp(String.raw`^module\.([\w-]+)(${KEY})?(?:\.|$)`)
const RESOURCE = new RegExp(String.raw`^((?:data\.)?[\w-]+\.[\w-]+)(${KEY})?$`)
/** First words that are no resource's type. */
const RESERVED = /^(?:local|var|path|count|each|self|terraform|module)\./

function addressOf(text: string): Address | undefined {
  const modules: string[] = []
  let rest = text
  let key: string | undefined
  let hasModuleKey = false
  for (let step = MODULE.exec(rest); step; step = MODULE.exec(rest)) {
    modules.push(step[1] ?? '')
    key = step[2]
    hasModuleKey ||= key !== undefined
    rest = rest.slice(step[0].length)
  }
  const keyed = key !== undefined
  if (rest === '') return { modules, resource: null, is_keyed: keyed, has_module_key: hasModuleKey }
  const [whole, resource = '', own] = (RESERVED.test(rest) ? null : RESOURCE.exec(rest)) ?? []
  if (whole === undefined) return undefined
  return { modules, resource, is_keyed: own !== undefined, has_module_key: hasModuleKey }
}

function withoutLastKey(address: string): string {
  return address.replace(new RegExp(`${KEY}$`), '')
}

/** Whether the code declares it; nothing is said of what a broken file may have declared. */
function isDeclared({ modules, resource, has_module_key: keyed }: Address, tree: ModuleTree): boolean {
  // which instances a module has is not told by the code alone
  if (keyed) return false
  let at: ModuleTree | undefined = tree
  for (const [i, name] of modules.entries()) {
    if (!at) return false
    if (resource === null && i === modules.length - 1) return at.config.calls.has(name)
    at = at.children.get(name)
  }
  return resource !== null && at?.config.resources.has(resource) === true
}

function fault(message: string, range: Fault['range']): Fault {
  return { code: 'TERRAFORM_INVALID', message, range, kinds: [] }
}
