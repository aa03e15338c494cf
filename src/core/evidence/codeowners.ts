/** Who owns a file: owners as they are written, or undefined. @param path from the folder that the rules are about */
export type FileOwner = (path: string) => string | undefined

interface Line {
  readonly fits: RegExp
  /** [] takes the owner of an earlier line away */
  readonly owners: readonly string[]
}

/**
 * A CODEOWNERS file as GitHub reads it: patterns like those of .gitignore, the last one that fits counts; without owners
 * it takes them away. Patterns with `!`, `[` or an escaped `#` are passed over, as GitHub does. GitLab's sections stand
 * beside each other: each gives its own owners, and a pattern without owners those of its section's headline.
 */
export function parseCodeowners(text: string): FileOwner {
  const sections = new Map<string, Line[]>([['', []]])
  let name = ''
  let usual: readonly string[] = []
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.replace(/(?:^|\s)#.*$/, '').trim()
    const header = /^\^?\[([^\]]+)\](?:\[\d+\])?(?:\s+(.*))?$/.exec(line)
    if (header) {
      name = (header[1] ?? '').toLowerCase()
      usual = words(header[2] ?? '')
      if (!sections.has(name)) sections.set(name, [])
    } else if (line !== '') {
      const [pattern = '', ...owners] = words(line)
      const fits = patternOf(pattern.replaceAll('\\ ', ' '))
      if (fits) sections.get(name)?.push({ fits, owners: owners.length > 0 ? owners : usual })
    }
  }
  return (path) => {
    const owners = [...sections.values()].flatMap(
      (lines) => lines.findLast(({ fits }) => fits.test(path))?.owners ?? [],
    )
    return owners.length > 0 ? [...new Set(owners)].join(' ') : undefined
  }
}

/** Split at blanks that no backslash stands before. */
function words(text: string): string[] {
  return text.match(/(?:\\.|[^\s\\])+/g) ?? []
}

function patternOf(pattern: string): RegExp | undefined {
  if (/^!|^\\#|[[\]]/.test(pattern)) return undefined
  const bare = pattern.replace(/^\//, '').replace(/\/$/, '')
  if (bare === '') return undefined
  // a slash before the end ties a pattern to the root
  const start = /^\/|\/(?!$)/.test(pattern) ? '^' : '^(?:.*/)?'
  const segments = bare.split('/')
  const last = segments.at(-1)
  const source = segments
    .map((segment, index) => {
      const isLast = index === segments.length - 1
      if (segment !== '**') return `${segmentSource(segment)}${isLast ? '' : '/'}`
      return isLast ? '.+' : '(?:.*/)?'
    })
    .join('')
  // `docs/*` is what lies in docs itself; everything else owns what is below it
  const isShallow = last === '*' && pattern !== '*'
  const end = pattern.endsWith('/') ? '/.*$' : isShallow ? '$' : '(?:/.*)?$'
  return new RegExp(`${start}${source}${end}`, 's')
}

function segmentSource(segment: string): string {
  return segment
    .replace(/[.+^${}()|\\]/g, String.raw`\$&`)
    .replace(/\*+/g, '[^/]*')
    .replaceAll('?', '[^/]')
}
