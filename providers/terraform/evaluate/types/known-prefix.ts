import { graphemes } from './graphemes.ts'
import { normalizeText } from './value.ts'

/** Characters after which a combining mark is not expected: they end their grapheme cluster whatever follows. */
const CLOSING = new Set('-_:;/\\,.(){}[]|?!~ \t@#$%^&*+"\''.split(''))

/** The longest start of a string that stays as it is whatever is appended: later text may change the last cluster. */
export function safeKnownPrefix(text: string): string {
  const prefix = normalizeText(text)
  const clusters = graphemes(prefix)
  const last = clusters.at(-1)
  if (last === undefined || CLOSING.has(last)) return prefix
  return prefix.slice(0, prefix.length - last.length)
}
