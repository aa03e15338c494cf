const WORD = /[A-Za-z0-9]/

/** a character that nobody writes, and that JSON does not escape */
const MARK = '\uE000'

/** What stands in the place of a word of both sides. */
export function markOf(name: number | string): string {
  return `${MARK}${name}${MARK}`
}

/** Pairs of words that stand for each other in two environments: `[production, staging]`, `[shop.example.com, staging.shop.example.com]`. */
export type AliasPairs = readonly (readonly [string, string])[]

/**
 * Takes one side's own words out of a text: each becomes the same mark on both sides, so that `worker-prod` equals
 * `worker-stg`. Only whole words count (a word ends at anything but a letter or digit); the longest comes first.
 *
 * @param side which of each pair is this side's own: 0 or 1
 * @param either pairs of which both words count on both sides: they were found out, and whatever is the same stays the same
 */
export function neutralWords(
  pairs: AliasPairs,
  side: 0 | 1,
  either: AliasPairs = [],
): (text: string) => string {
  return replacer([
    ...pairs.map((pair, index) => ({ word: pair[side], mark: markOf(index) })),
    ...either.flatMap((pair, index) => pair.map((word) => ({ word, mark: markOf(`r${index}`) }))),
  ])
}

/** Replaces one side's own words by blanks of the same length, so that what is left keeps its place. */
export function ownWords(pairs: AliasPairs, side: 0 | 1): (text: string) => string {
  return replacer(pairs.map((pair) => ({ word: pair[side], mark: MARK.repeat(pair[side].length) })))
}

function replacer(
  replacements: readonly { readonly word: string; readonly mark: string }[],
): (text: string) => string {
  const words = replacements.filter(({ word }) => word !== '').sort((a, b) => b.word.length - a.word.length)
  return (text) => {
    if (!words.some(({ word }) => text.includes(word))) return text
    let out = ''
    for (let at = 0; at < text.length;) {
      const found = words.find(({ word }) => isWholeWordAt(text, at, word))
      out += found ? found.mark : text[at]
      at += found ? found.word.length : 1
    }
    return out
  }
}

/** Whether a word stands at this place with no letter or digit before or behind it. */
export function isWholeWordAt(text: string, at: number, word: string): boolean {
  if (!text.startsWith(word, at)) return false
  const [before, after] = [text[at - 1], text[at + word.length]]
  const opens = before === undefined || !WORD.test(before) || !WORD.test(word[0] ?? '')
  const closes = after === undefined || !WORD.test(after) || !WORD.test(word.at(-1) ?? '')
  return opens && closes
}
