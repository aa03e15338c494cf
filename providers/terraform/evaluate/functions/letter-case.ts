/** Upper, lower and title case rune by rune as Go has them: one character stays one, whatever stands around it. */

/** Lower-case Greek with iota below: Unicode writes their capitals as two characters, its simple mapping as one. */
function iotaCapital(code: number): number | undefined {
  if (code >= 0x1f80 && code <= 0x1fa7 && (code & 0xf) < 8) return code + 8
  if (code === 0x1fb3 || code === 0x1fc3 || code === 0x1ff3) return code + 9
  return undefined
}

function isSingle(text: string): boolean {
  return text.length === 1 || (text.length === 2 && (text.codePointAt(0) ?? 0) > 0xffff)
}

function upperRune(rune: string): string {
  const upper = rune.toUpperCase()
  if (isSingle(upper)) return upper
  const capital = iotaCapital(rune.codePointAt(0) ?? 0)
  return capital === undefined ? rune : String.fromCodePoint(capital)
}

function lowerRune(rune: string): string {
  return rune === '\u0130' ? 'i' : rune.toLowerCase()
}

/** Digraphs have a title case of their own; Georgian letters have none. */
function titleRune(rune: string): string {
  const code = rune.codePointAt(0) ?? 0
  if (code >= 0x1c4 && code <= 0x1cc) return String.fromCodePoint(0x1c5 + Math.floor((code - 0x1c4) / 3) * 3)
  if (code >= 0x1f1 && code <= 0x1f3) return '\u01f2'
  return code >= 0x10d0 && code <= 0x10ff ? rune : upperRune(rune)
}

export function upperCase(text: string): string {
  return Array.from(text, upperRune).join('')
}

export function lowerCase(text: string): string {
  return Array.from(text, lowerRune).join('')
}

/** Letters after a separator in title case, the rest as it is; an apostrophe separates, an underscore does not. */
export function titleCase(text: string): string {
  let separated = true
  return Array.from(text, (rune) => {
    const result = separated ? titleRune(rune) : rune
    separated = isSeparator(rune)
    return result
  }).join('')
}

function isSeparator(rune: string): boolean {
  if (rune <= '\u007f') return !/[A-Za-z0-9_]/.test(rune)
  return !/[\p{L}\p{Nd}]/u.test(rune) && SPACE.test(rune)
}

const SPACE = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/
const OUTER_SPACE = new RegExp(`^${SPACE.source}+|${SPACE.source}+$`, 'g')

/** Without white space (Unicode's) at either end. */
export function trimSpace(text: string): string {
  return text.replace(OUTER_SPACE, '')
}
