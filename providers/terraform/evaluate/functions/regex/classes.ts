import { RegexSyntaxError } from './syntax.ts'
import type { ClassItem } from './syntax.ts'

function ranges(...pairs: readonly string[]): readonly ClassItem[] {
  return pairs.map((pair) => ({ type: 'range', low: pair.charCodeAt(0), high: pair.charCodeAt(1) }))
}

/** `\d`, `\s`, `\w`: of ASCII alone. */
const PERL: Readonly<Record<string, readonly ClassItem[]>> = {
  d: ranges('09'),
  s: ranges('\t\n', '\f\r', '  '),
  w: ranges('09', 'AZ', '__', 'az'),
}

/** `[:alpha:]` and its kin. */
const POSIX: Readonly<Record<string, readonly ClassItem[]>> = {
  alnum: ranges('09', 'AZ', 'az'),
  alpha: ranges('AZ', 'az'),
  ascii: ranges('\0\x7f'),
  blank: ranges('\t\t', '  '),
  cntrl: ranges('\0\x1f', '\x7f\x7f'),
  digit: ranges('09'),
  graph: ranges('!~'),
  lower: ranges('az'),
  print: ranges(' ~'),
  punct: ranges('!/', ':@', '[`', '{~'),
  space: ranges('\t\r', '  '),
  upper: ranges('AZ'),
  word: ranges('09', 'AZ', 'az', '__'),
  xdigit: ranges('09', 'AF', 'af'),
}

function setOf(items: readonly ClassItem[], negated: boolean): readonly ClassItem[] {
  if (!negated) return items
  const test = (code: number): boolean =>
    items.some((item) => item.type === 'range' && item.low <= code && code <= item.high)
  return [{ type: 'set', test, negated: true }]
}

/** What `\d`, `\S` and the like stand for; undefined for another letter. */
export function perlClass(letter: string): readonly ClassItem[] | undefined {
  const lower = letter.toLowerCase()
  const items = Object.hasOwn(PERL, lower) ? PERL[lower] : undefined
  return items && setOf(items, lower !== letter)
}

/** What `[:name:]` or `[:^name:]` stands for. */
export function posixClass(text: string): readonly ClassItem[] {
  const name = text.replace(/^\[:\^?|:\]$/g, '')
  const items = Object.hasOwn(POSIX, name) ? POSIX[name] : undefined
  if (!items) throw new RegexSyntaxError('invalid character class range', text)
  return setOf(items, text.startsWith('[:^'))
}

const properties = new Map<string, RegExp | undefined>()

/** RE2 knows a general category of one or two letters, a script by its long name, or `Any`. */
function property(name: string): RegExp | undefined {
  if (name === 'Any') return /^[^]$/u
  const category = /^(?:[LMNPSZC]|L[ulmot]|M[nce]|N[dlo]|P[cdseifo]|S[mcko]|Z[slp]|C[cfos])$/.test(name)
  try {
    return new RegExp(category ? `^\\p{${name}}$` : `^\\p{Script=${name}}$`, 'u')
  } catch {
    return undefined
  }
}

/** What `\p{Greek}`, `\pL`, `\P{Lu}` or `\p{^L}` stands for. */
export function unicodeClass(text: string, name: string, negated: boolean): readonly ClassItem[] {
  // a script's short name is no name in RE2
  const known = /^[A-Z][A-Za-z_]{0,40}$/.test(name) && (name.length !== 4 || LONG_OF_FOUR.has(name))
  if (known && !properties.has(name)) properties.set(name, property(name))
  const pattern = known ? properties.get(name) : undefined
  if (!pattern) throw new RegexSyntaxError('invalid character class range', text)
  return [{ type: 'set', test: (code) => pattern.test(String.fromCodePoint(code)), negated }]
}

/** Scripts whose full name has four letters. */
const LONG_OF_FOUR = new Set(['Cham', 'Kawi', 'Lisu', 'Miao', 'Thai', 'Toto', 'Vai'])
