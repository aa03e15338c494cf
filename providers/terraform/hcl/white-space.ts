/** White space as Go's `unicode.IsSpace` has it: U+0085 is, U+FEFF is not. */
const SPACE = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const LEADING = new RegExp(`^${SPACE}+`, 'u')
const TRAILING = new RegExp(`(?<!${SPACE})${SPACE}+$`, 'u')

/** A text without the white space at its start, for a `~}` before it. */
export function trimStart(text: string): string {
  return text.replace(LEADING, '')
}

/** A text without the white space at its end, for a `${~` or `%{~` behind it. */
export function trimEnd(text: string): string {
  return text.replace(TRAILING, '')
}
