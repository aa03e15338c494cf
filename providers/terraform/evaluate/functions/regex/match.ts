import { caseVariants } from './case-folding.ts'
import type { Instruction, Program } from './compile.ts'
import type { Assertion, CharacterClass, ClassItem } from './syntax.ts'

/** Start and end of the whole match and of each group as indexes into the text; -1 for a group that took no part. */
export type Slots = readonly number[]

/** A search that takes more steps than evenkeel spends on one: a limit of ours. */
export class SearchTooLong extends Error {}

const MOST_STEPS = 50_000_000

interface Thread {
  readonly at: number
  readonly slots: Slots
}

/** Threads in order of preference, each instruction once. */
class ThreadList {
  readonly threads: Thread[] = []
  readonly #seen: Uint32Array
  #generation = 1

  constructor(size: number) {
    this.#seen = new Uint32Array(size)
  }

  clear(): void {
    this.threads.length = 0
    this.#generation++
  }

  /** Whether the instruction is new here; from now on it is not. */
  enter(at: number): boolean {
    if (this.#seen[at] === this.#generation) return false
    this.#seen[at] = this.#generation
    return true
  }
}

/** Finds leftmost matches, preferring as RE2 does, in time linear in the text (a Pike machine). */
export class Matcher {
  readonly #program: Program
  readonly #text: string
  #steps = 0

  constructor(program: Program, text: string) {
    this.#program = program
    this.#text = text
  }

  /** The first match at or behind an index; undefined without one. Throws SearchTooLong. */
  find(from: number): Slots | undefined {
    const { instructions, start, slots } = this.#program
    let current = new ThreadList(instructions.length)
    let following = new ThreadList(instructions.length)
    let found: Slots | undefined
    const none: Slots = Array.from({ length: slots }, () => -1)
    for (let at = from; ;) {
      if (!found) this.#follow(current, start, at, none)
      if (current.threads.length === 0 && found) break
      const code = this.#text.codePointAt(at)
      const next = at + (code !== undefined && code > 0xffff ? 2 : 1)
      for (const thread of current.threads) {
        const instruction = instructions[thread.at]
        if (instruction?.op === 'match') {
          found = thread.slots
          break
        }
        if (code !== undefined && instruction && accepts(instruction, code))
          this.#follow(following, instruction.next, next, thread.slots)
      }
      if (code === undefined) break
      ;[current, following] = [following, current]
      following.clear()
      at = next
    }
    return found
  }

  /** Adds a thread for each instruction that waits for a character, in order of preference. */
  #follow(list: ThreadList, start: number, at: number, slots: Slots): void {
    const stack: Thread[] = [{ at: start, slots }]
    for (let thread = stack.pop(); thread; thread = stack.pop()) {
      if (!list.enter(thread.at)) continue
      if (++this.#steps > MOST_STEPS) throw new SearchTooLong('the search takes too long')
      const instruction = this.#program.instructions[thread.at]
      if (!instruction) continue
      if (instruction.op === 'split')
        stack.push(
          { at: instruction.second, slots: thread.slots },
          { at: instruction.first, slots: thread.slots },
        )
      else if (instruction.op === 'save')
        stack.push({ at: instruction.next, slots: thread.slots.with(instruction.slot, at) })
      else if (instruction.op === 'assert') {
        if (holds(instruction.assertion, this.#text, at))
          stack.push({ at: instruction.next, slots: thread.slots })
      } else list.threads.push(thread)
    }
  }
}

function accepts(
  instruction: Instruction,
  code: number,
): instruction is Extract<Instruction, { op: 'class' | 'any' }> {
  if (instruction.op === 'any') return instruction.newline || code !== 10
  return instruction.op === 'class' && inClass(instruction.class, code)
}

function inClass(characters: CharacterClass, code: number): boolean {
  const codes = characters.fold ? caseVariants(code) : undefined
  return (
    characters.items.some((item) => (codes ? inFolded(item, codes) : inItem(item, code))) !==
    characters.negated
  )
}

function inItem(item: ClassItem, code: number): boolean {
  if (item.type === 'range') return item.low <= code && code <= item.high
  return item.test(code) !== item.negated
}

/** Whether any case of a letter is in the item; a negated one holds what its positive does not. */
function inFolded(item: ClassItem, codes: readonly number[]): boolean {
  if (item.type === 'range') return codes.some((code) => inItem(item, code))
  return codes.some((code) => item.test(code)) !== item.negated
}

function isWord(text: string, at: number): boolean {
  return /^\w$/.test(text.charAt(at))
}

function holds(assertion: Assertion, text: string, at: number): boolean {
  switch (assertion) {
    case 'text_start':
      return at === 0
    case 'text_end':
      return at === text.length
    case 'line_start':
      return at === 0 || text[at - 1] === '\n'
    case 'line_end':
      return at === text.length || text[at] === '\n'
    case 'word_boundary':
      return isWord(text, at - 1) !== isWord(text, at)
    case 'no_word_boundary':
      return isWord(text, at - 1) === isWord(text, at)
  }
}
