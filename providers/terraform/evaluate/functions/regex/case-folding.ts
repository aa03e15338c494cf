/** The last code point with a letter case, so far. */
const LAST_CASED = 0x1e943

let orbits: ReadonlyMap<number, readonly number[]> | undefined

function single(text: string): number | undefined {
  const code = text.codePointAt(0)
  return code !== undefined && text.length === (code > 0xffff ? 2 : 1) ? code : undefined
}

/** What a code point folds to by Unicode's simple folding. */
function folded(code: number): number {
  // a dotless i is no i
  if (code === 0x131) return code
  const upper = single(String.fromCodePoint(code).toUpperCase()) ?? code
  return single(String.fromCodePoint(upper).toLowerCase()) ?? upper
}

function build(): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>()
  for (let code = 0x41; code <= LAST_CASED; code++) {
    if (code === 0xd800) code = 0xe000
    const to = folded(code)
    if (to === code) continue
    const group = groups.get(to)
    if (group) group.push(code)
    else groups.set(to, [to, code])
  }
  const result = new Map<number, readonly number[]>()
  for (const group of groups.values()) for (const code of group) result.set(code, group)
  return result
}

/** All code points that are the same letter in another case, the given one among them. */
export function caseVariants(code: number): readonly number[] {
  orbits ??= build()
  return orbits.get(code) ?? [code]
}
