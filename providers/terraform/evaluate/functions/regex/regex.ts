import { compilePattern } from './compile.ts'
import type { Program } from './compile.ts'
import { Matcher } from './match.ts'
import type { Slots } from './match.ts'
import { parsePattern } from './parse.ts'

/** A compiled pattern, and what Go's regexp does with one. Every search takes time linear in its text. */
export class Regex {
  /** the name of each group from 1 on, '' for one without */
  readonly names: readonly string[]
  readonly #program: Program

  private constructor(names: readonly string[], program: Program) {
    this.names = names
    this.#program = program
  }

  /** Throws a RegexSyntaxError for what RE2 refuses, PatternTooLarge for what is past our limit. */
  static compile(source: string): Regex {
    const known = cache.get(source)
    if (known) return known
    const pattern = parsePattern(source)
    const regex = new Regex(pattern.names, compilePattern(pattern))
    if (cache.size >= MOST_CACHED) cache.clear()
    cache.set(source, regex)
    return regex
  }

  /** The leftmost match. */
  find(text: string): Slots | undefined {
    return new Matcher(this.#program, text).find(0)
  }

  /** All matches that do not overlap; none that is empty right behind another. */
  findAll(text: string): readonly Slots[] {
    const matcher = new Matcher(this.#program, text)
    const matches: Slots[] = []
    let previousEnd = -1
    for (let at = 0; at <= text.length;) {
      const match = matcher.find(at)
      if (!match) break
      const [start = 0, end = 0] = match
      if (end !== at || start !== previousEnd) matches.push(match)
      at = end === at ? at + width(text, at) : end
      previousEnd = end
    }
    return matches
  }

  /** The text with each match replaced by the template, in which `$1`, `$name` and `${name}` stand for groups. */
  replaceAll(text: string, template: string): string {
    const matcher = new Matcher(this.#program, text)
    let result = ''
    let lastEnd = 0
    for (let at = 0; at <= text.length;) {
      const match = matcher.find(at)
      if (!match) break
      const [start = 0, end = 0] = match
      result += text.slice(lastEnd, start)
      if (end > lastEnd || start === 0) result += this.#expand(template, text, match)
      lastEnd = end
      at = Math.max(at + width(text, at), end)
    }
    return result + text.slice(lastEnd)
  }

  #expand(template: string, text: string, match: Slots): string {
    return template.replace(REFERENCE, (whole: string, braced?: string, bare?: string) => {
      if (whole === '$$') return '$'
      const name = braced ?? bare ?? ''
      const groups = /^(?:0|[1-9]\d*)$/.test(name) ? [Number(name)] : this.#groupsNamed(name)
      const group = groups.find((index) => (match[2 * index] ?? -1) >= 0)
      return group === undefined ? '' : text.slice(match[2 * group], match[2 * group + 1])
    })
  }

  #groupsNamed(name: string): readonly number[] {
    return this.names.flatMap((own, i) => (own === name ? [i + 1] : []))
  }
}

/** `$$`, `${name}`, `$name`; a dollar that makes none of them stands for itself. */
const REFERENCE = /\$\$|\$\{([\p{L}\p{Nd}_]+)\}|\$([\p{L}\p{Nd}_]+)/gu

const MOST_CACHED = 500
const cache = new Map<string, Regex>()

function width(text: string, at: number): number {
  const code = text.codePointAt(at)
  return code !== undefined && code > 0xffff ? 2 : 1
}
