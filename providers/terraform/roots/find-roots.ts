import { statSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'

import { listFolder, realPath } from '../files/boundary.ts'
import { configFiles } from '../module/discover.ts'

/** What a glob of roots leads to: folders that hold code, and folders that could not be looked into. */
export interface FoundRoots {
  /** as the pattern names them, sorted */
  readonly roots: readonly string[]
  readonly unreadable: readonly string[]
}

/** Folders that one glob may look into. */
const FOLDERS_MAX = 100_000
/** `**` goes no deeper. */
const DEPTH_MAX = 32
/** Never roots, and large. */
const PASSED_OVER = new Set(['.git', '.terraform', 'node_modules'])

/**
 * The folders with .tf, .tofu or .tf.json files that a glob matches: `*`, `?`, `[…]` and `{a,b}` within a name, `**` for
 * any number of folders. Hidden folders need their dot in the pattern. A folder on the way that cannot be listed may hide some.
 * @param folder where a relative pattern starts
 */
export function findRoots(pattern: string, folder: string): FoundRoots {
  const segments = pattern.split('/').filter((segment, i) => segment !== '.' && (segment !== '' || i === 0))
  const search = new Search(folder)
  if (isAbsolute(pattern)) search.look('/', segments.slice(1), [])
  else search.look('', segments, [])
  return { roots: [...search.roots].sort(), unreadable: [...search.unreadable].sort() }
}

class Search {
  readonly roots = new Set<string>()
  readonly unreadable = new Set<string>()
  readonly #folder: string
  #seen = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  /** @param above the folders that `**` came through, links resolved: what leads back to one of them is not entered */
  look(path: string, segments: readonly string[], above: readonly string[]): void {
    const [segment, ...rest] = segments
    const folder = resolve(this.#folder, path)
    if (segment === undefined) return this.#root(path, folder)
    if (segment === '**') {
      this.look(path, rest, above)
      const real = realPath(folder)
      if (above.length > DEPTH_MAX || real === undefined || above.includes(real)) return
      for (const name of this.#folders(path, folder))
        if (!name.startsWith('.')) this.look(join(path, name), segments, [...above, real])
    } else if (/[*?[{]/.test(segment)) {
      const names = namePattern(segment)
      for (const name of this.#folders(path, folder))
        if (names.test(name)) this.look(join(path, name), rest, above)
    } else this.look(join(path, segment), rest, above)
  }

  #root(path: string, folder: string): void {
    if (!this.#isFolder(path, folder)) return
    const names = listFolder(folder)
    if (!names) this.unreadable.add(path)
    else if (configFiles(names).length > 0) this.roots.add(path === '' ? '.' : path)
  }

  #folders(path: string, folder: string): readonly string[] {
    if (!this.#isFolder(path, folder)) return []
    this.#seen += 1
    const names = this.#seen > FOLDERS_MAX ? undefined : listFolder(folder)
    if (!names) this.unreadable.add(path === '' ? '.' : path)
    return (names ?? []).filter(
      (name) => !PASSED_OVER.has(name) && this.#isFolder(join(path, name), join(folder, name)),
    )
  }

  #isFolder(path: string, folder: string): boolean {
    try {
      return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false
    } catch (error) {
      // a link in a circle is no folder; one that we may not see may be
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'EACCES' || code === 'EPERM') this.unreadable.add(path)
      return false
    }
  }
}

const PARTS = /\*+|\?|\[!?[^\]]+\]|\{[^{}]*\}|[^*?[{]+|[[{]/g

/** One name's pattern as an expression. */
function namePattern(segment: string): RegExp {
  const translate = (text: string): string =>
    [...text.matchAll(PARTS)]
      .map(([part]) => {
        if (part.startsWith('*')) return '[^/]*'
        if (part === '?') return '[^/]'
        if (part.startsWith('[') && part.length > 1) return `[${bracket(part)}]`
        if (part.startsWith('{') && part.length > 1)
          return `(?:${part.slice(1, -1).split(',').map(translate).join('|')})`
        return part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
      })
      .join('')
  const hidden = segment.startsWith('.') ? '' : '(?!\\.)'
  return new RegExp(`^${hidden}${translate(segment)}$`, 's')
}

/** The inside of `[…]`: `!` negates, `-` is a range where it stands between two characters. */
function bracket(part: string): string {
  const inside = part.slice(1, -1)
  const negated = inside.startsWith('!') || inside.startsWith('^')
  return (negated ? '^' : '') + inside.slice(negated ? 1 : 0).replace(/[\\\]^[&]/g, '\\$&')
}
