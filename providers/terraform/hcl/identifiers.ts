const ID_START = /^\p{ID_Start}$/u
/** hcl has Unicode 9's names. Joiners and middle dots are in them since 15.1; scripts added since then are let be. */
const ID_CONTINUE = /^(?!\u200c|\u200d|\u30fb|\uff65)\p{ID_Continue}$/u

/** 2 where a name can begin, 1 where it can only go on, by ASCII code. */
const ASCII = new Uint8Array(128)
for (const [first, last, rank] of [
  ['A', 'Z', 2],
  ['a', 'z', 2],
  ['_', '_', 2],
  ['0', '9', 1],
  ['-', '-', 1],
] as const) {
  for (let code = first.charCodeAt(0); code <= last.charCodeAt(0); code++) ASCII[code] = rank
}

/** Where the name beginning at `at` ends; `at` itself where none begins. Names are Unicode's, with `_` and `-`. */
export function identifierEnd(text: string, at: number): number {
  let end = at
  for (;;) {
    const unit = text.charCodeAt(end)
    if (unit < 128) {
      const rank = ASCII[unit] ?? 0
      if (rank === 0 || (rank === 1 && end === at)) return end
      end++
      continue
    }
    // charCodeAt gives NaN at the end of the text.
    if (Number.isNaN(unit)) return end
    const character = String.fromCodePoint(text.codePointAt(end) ?? 0)
    if (!(end === at ? ID_START : ID_CONTINUE).test(character)) return end
    end += character.length
  }
}
