import { graphemes } from './graphemes.ts'
import { normalizeText } from './normal-text.ts'

/** Characters after which a combining mark is not expected: they end their grapheme cluster whatever follows. */
const CLOSING = new Set('-_:;/\\,.(){}[]|?!~ \t@#$%^&*+"\''.split(''))

/**
 * The longest start of a string that stays as it is whatever is appended, as go-cty 1.16 finds it: later text may change
 * the last cluster. A text whose last character may still be composed with what follows is cut there and not looked at any
 * closer; in any other, go-cty sees nothing behind a line break that is no `\r\n`.
 */
export function safeKnownPrefix(text: string): string {
  const prefix = normalizeText(text)
  const [segment = '', base = ''] = LAST_SEGMENT.exec(prefix) ?? []
  if (segment !== base || isComposable(base)) return prefix.slice(0, prefix.length - segment.length)
  let known = 0
  const clusters = graphemes(prefix)
  for (const [i, cluster] of clusters.entries()) {
    if (cluster === '\n' || cluster === '\r') break
    if (i === clusters.length - 1 && !CLOSING.has(cluster)) break
    known += cluster.length
  }
  return prefix.slice(0, known)
}

/** The last character, with the marks that follow it. */
const LAST_SEGMENT = /([^])\p{Mn}*$/u

const COMPOSABLE = new Map<string, boolean>()

/** Whether Unicode knows a composition of the character with one behind it, or it is one itself, to which marks may be added. */
function isComposable(character: string): boolean {
  let found = COMPOSABLE.get(character)
  if (found === undefined) {
    const { length } = character
    const isComposed = character.normalize('NFD') !== character
    found = isComposed || COMPOSING.some((mark) => (character + mark).normalize('NFC').length <= length)
    COMPOSABLE.set(character, found)
  }
  return found
}

/** Characters that are composed with one before them: marks, signs of Indic scripts, Hangul's vowels and finals, kana's sounds. */
const COMPOSING: readonly string[] = [
  [0x300, 0x345],
  [0x653, 0x655],
  [0x93c, 0x93c],
  [0x9be, 0x9be],
  [0x9d7, 0x9d7],
  [0xb3e, 0xb3e],
  [0xb56, 0xb57],
  [0xbbe, 0xbbe],
  [0xbd7, 0xbd7],
  [0xc56, 0xc56],
  [0xcc2, 0xcc2],
  [0xcd5, 0xcd6],
  [0xd3e, 0xd3e],
  [0xd57, 0xd57],
  [0xdca, 0xdca],
  [0xdcf, 0xdcf],
  [0xddf, 0xddf],
  [0x102e, 0x102e],
  [0x1161, 0x1175],
  [0x11a8, 0x11c2],
  [0x1b35, 0x1b35],
  [0x3099, 0x309a],
].flatMap(([first = 0, last = 0]) =>
  Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)),
)
