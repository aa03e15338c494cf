import type { Assertion, CharacterClass, Node, Pattern } from './syntax.ts'

/** One step of the machine; threads go on at `next`, or at each of two places, the preferred one first. */
export type Instruction =
  | { readonly op: 'class'; readonly class: CharacterClass; next: number }
  | { readonly op: 'any'; readonly newline: boolean; next: number }
  | { readonly op: 'assert'; readonly assertion: Assertion; next: number }
  | { readonly op: 'save'; readonly slot: number; next: number }
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'match' }

export interface Program {
  readonly instructions: readonly Instruction[]
  readonly start: number
  /** start and end of the whole match, then of each group */
  readonly slots: number
}

/** A pattern that needs more steps than evenkeel compiles: a limit of ours, near Go's own. */
export class PatternTooLarge extends Error {}

const MOST_INSTRUCTIONS = 100_000

/** The machine of a pattern (Thompson's construction with RE2's preferences). Throws PatternTooLarge. */
export function compilePattern(pattern: Pattern): Program {
  const builder = new Builder()
  const match = builder.add({ op: 'match' })
  const end = builder.add({ op: 'save', slot: 1, next: match })
  const body = builder.compile(pattern.node, end)
  const start = builder.add({ op: 'save', slot: 0, next: body })
  return { instructions: builder.instructions, start, slots: 2 + 2 * pattern.names.length }
}

/** Compiles from the end: each piece is told where to go on. */
class Builder {
  readonly instructions: Instruction[] = []

  add(instruction: Instruction): number {
    if (this.instructions.length >= MOST_INSTRUCTIONS) throw new PatternTooLarge('the pattern is too large')
    this.instructions.push(instruction)
    return this.instructions.length - 1
  }

  compile(node: Node, next: number): number {
    switch (node.type) {
      case 'class':
        return this.add({ op: 'class', class: node.class, next })
      case 'any':
        return this.add({ op: 'any', newline: node.newline, next })
      case 'assertion':
        return this.add({ op: 'assert', assertion: node.assertion, next })
      case 'sequence':
        return node.parts.reduceRight((after, part) => this.compile(part, after), next)
      case 'choice':
        return node.options
          .map((option) => this.compile(option, next))
          .reduceRight((second, first) => this.add({ op: 'split', first, second }))
      case 'group': {
        const end = this.add({ op: 'save', slot: 2 * node.index + 1, next })
        return this.add({ op: 'save', slot: 2 * node.index, next: this.compile(node.node, end) })
      }
      case 'repeat':
        return this.repeat(node, next)
    }
  }

  repeat(node: Extract<Node, { type: 'repeat' }>, next: number): number {
    const { min, max, greedy } = node
    const once = (after: number): number => this.compile(node.node, after)
    let start = next
    if (max === undefined) {
      if (min === 0) return this.star(node, next)
      start = this.plus(node.node, greedy, next)
    } else for (let i = min; i < max; i++) start = this.optional(once(start), greedy, next)
    for (let i = max === undefined ? 1 : 0; i < min; i++) start = once(start)
    return start
  }

  optional(body: number, greedy: boolean, next: number): number {
    return this.add(
      greedy ? { op: 'split', first: body, second: next } : { op: 'split', first: next, second: body },
    )
  }

  plus(body: Node, greedy: boolean, next: number): number {
    const loop: Instruction = { op: 'split', first: next, second: next }
    const at = this.add(loop)
    const start = this.compile(body, at)
    if (greedy) loop.first = start
    else loop.second = start
    return start
  }

  /** Of what can be empty, `(x+)?`: so that preferences come out as RE2's. */
  star(node: Extract<Node, { type: 'repeat' }>, next: number): number {
    if (isNullable(node.node))
      return this.optional(this.plus(node.node, node.greedy, next), node.greedy, next)
    const loop: Instruction = { op: 'split', first: next, second: next }
    const at = this.add(loop)
    const start = this.compile(node.node, at)
    if (node.greedy) loop.first = start
    else loop.second = start
    return at
  }
}

function isNullable(node: Node): boolean {
  switch (node.type) {
    case 'class':
    case 'any':
      return false
    case 'assertion':
      return true
    case 'sequence':
      return node.parts.every(isNullable)
    case 'choice':
      return node.options.some(isNullable)
    case 'group':
      return isNullable(node.node)
    case 'repeat':
      return node.min === 0 || isNullable(node.node)
  }
}
