import { markOf, neutralWords, type AliasPairs } from './aliases.ts'
import { withoutHash } from './generated-name.ts'

/** What one parity check is told: pairs of words, and of namespaces, in the order of the two environments. */
export interface PairSettings {
  readonly aliases: AliasPairs
  readonly namespaces: Readonly<Record<string, string>>
}

/** Takes one environment's own words out of its texts: the same mark on both sides. */
export type Neutral = (text: string, key?: string) => string

/** How one side's texts become the same on both sides, and how they are shown again. */
export interface Naming {
  readonly neutral: Neutral
  /** a text without marks: each becomes this side's own word */
  readonly shown: (text: string) => string
}

const HASH = markOf('hash')

/**
 * The words of one side: aliases everywhere; namespaces only where a field or a cluster's host name holds one; names of
 * releases as either side has them; hashes in names that were generated.
 *
 * @param releases names of releases that stand for each other without anybody having said so
 */
export function namingOf(settings: PairSettings, side: 0 | 1, releases: AliasPairs = []): Naming {
  const words = neutralWords(settings.aliases, side, releases)
  const namespaces = Object.entries(settings.namespaces).map((pair, index) => ({
    own: pair[side] ?? '',
    mark: markOf(`n${index}`),
  }))
  const marks: [string, string][] = [
    [HASH, ''],
    ...namespaces.map(({ own, mark }): [string, string] => [mark, own]),
    ...settings.aliases.map((pair, index): [string, string] => [markOf(index), pair[side]]),
    ...releases.map((pair, index): [string, string] => [markOf(`r${index}`), pair[side]]),
  ]
  return {
    neutral: (text, key) => {
      const mapped = key === 'namespace' ? namespaces.find(({ own }) => own === text) : undefined
      if (mapped) return mapped.mark
      let out = withoutHash(text, key, HASH)
      for (const { own, mark } of namespaces) out = out.replaceAll(`.${own}.svc`, `.${mark}.svc`)
      return words(out)
    },
    shown: (text) => marks.reduce((out, [mark, word]) => out.replaceAll(mark, word), text),
  }
}
