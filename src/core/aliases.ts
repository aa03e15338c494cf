const WORD = /[A-Za-z0-9]/

/** a character that nobody writes, and that JSON does not escape */
const MARK = '\uE000'

function markOf(index: number): string {
  return `${MARK}${index}${MARK}`
}

/** Pairs of words that stand for each other in two environments: `[production, staging]`, `[shop.example.com, staging.shop.example.com]`. */
export type AliasPairs = readonly (readonly [string, string])[]

/**
 * Takes one side's own words out of a text: each becomes the same mark on both sides, so that `worker-prod` equals
 * `worker-stg`. Only whole words count (a word ends at anything but a letter or digit); the longest comes first.
 *
 * @param side which of each pair is this side's own: 0 or 1
 */
export function neutralWords(pairs: AliasPairs, side: 0 | 1): (text: string) => string {
  const words = pairs
    .map((pair, index) => ({ word: pair[side], mark: markOf(index) }))
    .filter(({ word }) => word !== '')
    .sort((a, b) => b.word.length - a.word.length)
  if (words.length === 0) return (text) => text
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

/** Replaces one side's own words by blanks of the same length, so that what is left keeps its place. */
export function ownWords(pairs: AliasPairs, side: 0 | 1): (text: string) => string {
  const words = pairs
    .map((pair) => pair[side])
    .filter((word) => word !== '')
    .sort((a, b) => b.length - a.length)
  return (text) => {
    let out = ''
    for (let at = 0; at < text.length;) {
      const found = words.find((word) => isWholeWordAt(text, at, word))
      out += found ? MARK.repeat(found.length) : text[at]
      at += found ? found.length : 1
    }
    return out
  }
}

/** A text without marks again: each becomes this side's own word. */
export function withWords(text: string, pairs: AliasPairs, side: 0 | 1): string {
  if (!text.includes(MARK)) return text
  return pairs.reduce((out, pair, index) => out.replaceAll(markOf(index), pair[side]), text)
}
