import { TOKEN } from './tokens.ts'
import type { TokenKind } from './tokens.ts'

/** Tokens of one character that mean themselves. */
const SINGLE = new Map<string, TokenKind>([
  ['[', TOKEN.open_bracket],
  [']', TOKEN.close_bracket],
  ['(', TOKEN.open_paren],
  [')', TOKEN.close_paren],
  ['.', TOKEN.dot],
  [',', TOKEN.comma],
  ['*', TOKEN.star],
  ['/', TOKEN.slash],
  ['%', TOKEN.percent],
  ['+', TOKEN.plus],
  ['-', TOKEN.minus],
  ['=', TOKEN.equal],
  ['<', TOKEN.less_than],
  ['>', TOKEN.greater_than],
  ['!', TOKEN.bang],
  ['?', TOKEN.question],
  [':', TOKEN.colon],
  ['&', TOKEN.bitwise_and],
  ['|', TOKEN.bitwise_or],
  ['~', TOKEN.bitwise_not],
  ['^', TOKEN.bitwise_xor],
  [';', TOKEN.semicolon],
  ['`', TOKEN.backtick],
  ["'", TOKEN.apostrophe],
])

/** Tokens of two characters, by both. */
const DOUBLE = new Map<string, TokenKind>([
  ['==', TOKEN.equal_op],
  ['!=', TOKEN.not_equal],
  ['>=', TOKEN.greater_than_eq],
  ['<=', TOKEN.less_than_eq],
  ['&&', TOKEN.and],
  ['||', TOKEN.or],
  ['::', TOKEN.double_colon],
  ['=>', TOKEN.fat_arrow],
])

/** The first characters of pairs, by code: most punctuation needs no look-up of a pair. */
const FIRST = new Uint8Array(128)
for (const pair of DOUBLE.keys()) FIRST[pair.charCodeAt(0)] = 1

/** The kind of the two characters at a place, if they are one token. */
export function doubleKind(text: string, at: number): TokenKind | undefined {
  return FIRST[text.charCodeAt(at)] === 1 ? DOUBLE.get(text.slice(at, at + 2)) : undefined
}

/** The kind of the one character at a place, if it is a token. */
export function singleKind(text: string, at: number): TokenKind | undefined {
  return SINGLE.get(text[at] ?? '')
}
