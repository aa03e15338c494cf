import { posix } from 'node:path'
import type { FileAccess } from './function-spec.ts'
import { beyond, refuse } from './arguments.ts'

/** More files and folders than this are not looked at: a limit of ours. */
const MOST_ENTRIES = 200_000
/** Folders deeper than this are not entered: symlinks may go in circles. */
const DEEPEST = 100

interface Search {
  readonly files: FileAccess
  readonly matches: string[]
  seen: number
}

/** The paths below the working directory that a pattern of `fileset` matches: doublestar's `*`, `?`, `[…]`, `{…}`, `**`. */
export function glob(files: FileAccess, pattern: string): readonly string[] {
  const search: Search = { files, matches: [], seen: 0 }
  const absolute = pattern.startsWith('/')
  descend(search, absolute ? '/' : '.', pattern.split('/').slice(absolute ? 1 : 0), 0)
  return search.matches
}

function descend(search: Search, base: string, components: readonly string[], depth: number): void {
  const wild = components.findIndex((component) => /[*?[{\\]/.test(component))
  const fixed = wild < 0 ? components.length : wild
  const folder = fixed > 0 ? posix.join(base, ...components.slice(0, fixed)) : base
  const [component, ...rest] = components.slice(fixed)
  if (component === undefined) {
    if (search.files.kind(folder) !== 'none') search.matches.push(folder)
    return
  }
  if (depth > DEEPEST || search.files.kind(folder) !== 'folder') return
  const names = search.files.entries(folder)
  search.seen += names.length
  if (search.seen > MOST_ENTRIES) beyond('the folder holds more files than evenkeel looks through')
  if (component !== '**') {
    visit(search, folder, names, component, rest, depth)
    return
  }
  for (const name of names) {
    const path = posix.join(folder, name)
    const kind = search.files.kind(path)
    // as doublestar has it, `**` alone passes over links that lead to nothing, and no other pattern does
    if (rest.length === 0 && kind !== 'dangling' && kind !== 'circle') search.matches.push(path)
    if (kind === 'folder') descend(search, path, [component, ...rest], depth + 1)
  }
  const [next, ...after] = rest
  if (next !== undefined) visit(search, folder, names, next, after, depth)
}

function visit(
  search: Search,
  folder: string,
  names: readonly string[],
  component: string,
  rest: readonly string[],
  depth: number,
): void {
  for (const name of names) {
    if (!matchesComponent(component, name)) continue
    const path = posix.join(folder, name)
    if (rest.length === 0) search.matches.push(path)
    else descend(search, path, rest, depth + 1)
  }
}

function malformed(): never {
  return refuse('failed to glob pattern: syntax error in pattern')
}

/** The place of an unescaped character from `from` on, or -1. */
function unescaped(text: string, wanted: string, from: number): number {
  for (let at = text.indexOf(wanted, from); at >= 0; at = text.indexOf(wanted, at + 1))
    if (at === from || text[at - 1] !== '\\') return at
  return -1
}

/** Whether one name matches one component of a pattern. Refuses a malformed pattern. */
function matchesComponent(pattern: string, name: string): boolean {
  if (pattern === '' || name === '') return pattern === name || (name === '' && /^\*\*?$/.test(pattern))
  const [first = ''] = pattern
  const [character = ''] = name
  const rest = name.slice(character.length)
  switch (first) {
    case '\\': {
      const [escaped] = pattern.slice(1)
      if (escaped === undefined) return malformed()
      return escaped === character && matchesComponent(pattern.slice(1 + escaped.length), rest)
    }
    case '*':
      return matchesStar(pattern.slice(1), name)
    case '[': {
      const end = unescaped(pattern, ']', 1)
      if (end < 0) return malformed()
      return inClass(pattern.slice(1, end), character) && matchesComponent(pattern.slice(end + 1), rest)
    }
    case '{': {
      const end = unescaped(pattern, '}', 1)
      if (end < 0) return malformed()
      const options = pattern.slice(1, end).split(/(?<!\\),/)
      return options.some((option) => matchesComponent(option + pattern.slice(end + 1), name))
    }
    default:
      return (first === '?' || first === character) && matchesComponent(pattern.slice(first.length), rest)
  }
}

function matchesStar(pattern: string, name: string): boolean {
  if (pattern === '') return true
  const characters = Array.from(name)
  return characters.some((_, i) => matchesComponent(pattern, characters.slice(i).join('')))
}

function inClass(content: string, character: string): boolean {
  const runes = Array.from(content)
  const negated = runes[0] === '^'
  if (runes.length === 0) return malformed()
  const take = (): string => {
    const rune = runes.shift()
    if (rune === undefined || rune === '-') return malformed()
    return rune === '\\' ? (runes.shift() ?? malformed()) : rune
  }
  if (negated) runes.shift()
  let found = false
  const code = character.codePointAt(0) ?? 0
  while (runes.length > 0) {
    const low = take().codePointAt(0) ?? 0
    let high = low
    if (runes[0] === '-') {
      runes.shift()
      high = take().codePointAt(0) ?? 0
    }
    if (low <= code && code <= high) found = true
  }
  return found !== negated
}
