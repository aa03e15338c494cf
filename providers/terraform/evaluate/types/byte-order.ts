/**
 * Order of two strings by their UTF-8 bytes, Terraform's order of keys, set elements and `sort`. It differs from the
 * order of UTF-16 units only where a surrogate meets a unit above it.
 */
export function byBytes(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return codePointRank(x) - codePointRank(y)
  }
  return a.length - b.length
}

/** Surrogates stand for code points above U+FFFF, so they rank behind every other unit. */
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}

const SURROGATE = /[\ud800-\udfff]/

/** The map with its keys in byte order: the same map when they already are. */
export function sortedByKey<T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  let previous = ''
  let isSorted = true
  map.forEach((_value, key) => {
    // the order of units, which costs least, tells the same of texts without surrogates
    isSorted &&= previous <= key && !SURROGATE.test(key)
    previous = key
  })
  return isSorted ? map : new Map([...map].sort((a, b) => byBytes(a[0], b[0])))
}
