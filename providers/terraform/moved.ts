import type { EvaluatedRoot } from './evaluate/evaluate-root.ts'
import type { ModuleTree } from './module/load.ts'

interface Move {
  readonly path: readonly string[]
  readonly from: string
  readonly to: string
}

/** A chain of `moved` blocks is no longer than this. */
const CHAIN_MAX = 32

/**
 * The addresses that each declared resource had before, by `moved` blocks and by Terraform's own rule that `x` and `x[0]`
 * are the same thing: a state may still know it by one of them.
 */
export function previousAddresses(root: EvaluatedRoot): ReadonlyMap<string, readonly string[]> {
  const moves = root.tree ? [...movesOf(root.tree)] : []
  const previous = new Map<string, readonly string[]>()
  const declared = new Set(root.resources.map((instance) => instance.address))
  for (const address of declared) {
    const former = formerAddresses(address, moves).filter((one) => !declared.has(one))
    if (former.length > 0) previous.set(address, former)
  }
  return previous
}

function* movesOf(tree: ModuleTree): Generator<Move> {
  for (const { from, to } of tree.config.moves) yield { path: tree.path, from, to }
  for (const child of tree.children.values()) yield* movesOf(child)
}

function formerAddresses(address: string, moves: readonly Move[]): readonly string[] {
  const found = new Set<string>()
  let latest = [address]
  for (let round = 0; round < CHAIN_MAX && latest.length > 0; round += 1) {
    const next = latest.flatMap((one) => [...moves.flatMap((move) => undone(one, move)), ...otherKeying(one)])
    latest = next.filter((one) => one !== address && !found.has(one))
    for (const one of latest) found.add(one)
  }
  return [...found]
}

/** What the address was before a move: of the very thing, of all its instances, or of a module around it. */
function undone(address: string, move: Move): readonly string[] {
  const inside = below(address, move.path)
  if (inside === undefined) return []
  const { prefix, rest } = inside
  if (rest === move.to) return [prefix + move.from]
  if (!rest.startsWith(move.to)) return []
  const tail = rest.slice(move.to.length)
  return tail.startsWith('[') || tail.startsWith('.') ? [prefix + move.from + tail] : []
}

/** The part of an address inside a module, whatever instance of it. */
function below(
  address: string,
  path: readonly string[],
): { readonly prefix: string; readonly rest: string } | undefined {
  let at = 0
  for (const name of path) {
    const step = `module.${name}`
    if (!address.startsWith(step, at)) return undefined
    at += step.length
    if (address[at] === '[') at = endOfKey(address, at)
    if (address[at] !== '.') return undefined
    at += 1
  }
  return { prefix: address.slice(0, at), rest: address.slice(at) }
}

function endOfKey(address: string, start: number): number {
  const key = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]/y
  key.lastIndex = start
  return key.test(address) ? key.lastIndex : start
}

/** `x` for `x[0]` and the other way round, at each step of the address. */
function otherKeying(address: string): readonly string[] {
  const steps = [
    ...address.matchAll(/((?:module\.)?[\w-]+\.?[\w-]*)((?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?)(\.|$)/g),
  ]
  return steps.flatMap(({ index, 0: whole, 1: name = '', 2: key = '', 3: dot = '' }) => {
    if (key !== '' && key !== '[0]') return []
    const other = name + (key === '' ? '[0]' : '') + dot
    return [address.slice(0, index) + other + address.slice(index + whole.length)]
  })
}
