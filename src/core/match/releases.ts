import type { AliasPairs } from './aliases.ts'
import type { EnvironmentView } from '../environment.ts'
import type { Neutral } from './naming.ts'
import { byText } from '../value.ts'

/** Releases of one chart in one namespace, of which nobody can tell which stands for which. */
export interface AmbiguousReleases {
  readonly chart: string
  readonly namespace: string | undefined
  /** names, by side */
  readonly names: readonly [readonly string[], readonly string[]]
}

export interface ReleasePairs {
  /** names that differ and stand for each other, in the order of the two environments */
  readonly pairs: AliasPairs
  readonly ambiguous: readonly AmbiguousReleases[]
}

interface Releases {
  readonly chart: string
  readonly namespaces: [string | undefined, string | undefined]
  readonly names: [Set<string>, Set<string>]
}

/**
 * Which releases are the same thing in two environments: those of one name; of the rest, a chart that either environment
 * has installed once more in the same namespace. Everything else is ambiguous.
 */
export function pairReleases(
  views: readonly [EnvironmentView, EnvironmentView],
  neutral: readonly [Neutral, Neutral],
): ReleasePairs {
  const found = new Map<string, Releases>()
  for (const side of [0, 1] as const) {
    for (const { live } of views[side].matching.entities) {
      if (!live?.release || live.undeclared !== undefined) continue
      const { name, chart, namespace } = live.release
      const space = namespace === undefined ? '' : neutral[side](namespace, 'namespace')
      const key = `${space}\u0000${chart}`
      const known = found.get(key) ?? {
        chart,
        namespaces: [undefined, undefined],
        names: [new Set<string>(), new Set<string>()],
      }
      known.names[side].add(name)
      known.namespaces[side] ??= namespace
      found.set(key, known)
    }
  }
  const pairs = new Map<string, readonly [string, string]>()
  const ambiguous: AmbiguousReleases[] = []
  for (const { chart, namespaces, names } of [...found.entries()]
    .sort(([a], [b]) => byText(a, b))
    .map(([, one]) => one)) {
    const plain = names.map((own, side) => new Set([...own].map((name) => neutral[side === 0 ? 0 : 1](name))))
    const left = ([0, 1] as const).map((side) =>
      [...names[side]].filter((name) => !plain[side === 0 ? 1 : 0]?.has(neutral[side](name))).sort(byText),
    )
    const [a = [], b = []] = left
    const [first, second] = [a[0], b[0]]
    if (first === undefined || second === undefined) continue
    if (a.length === 1 && b.length === 1) pairs.set(`${first}\u0000${second}`, [first, second])
    else ambiguous.push({ chart, namespace: namespaces[0], names: [a, b] })
  }
  return { pairs: consistent([...pairs.values()]), ambiguous }
}

/** A name that would stand for several says nothing. */
function consistent(pairs: AliasPairs): AliasPairs {
  const isIn = (pair: readonly [string, string], name: string): boolean => pair.includes(name)
  return pairs.filter((pair) =>
    pairs.every((other) => other === pair || !pair.some((name) => isIn(other, name))),
  )
}
