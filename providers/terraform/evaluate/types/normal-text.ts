import { sortedByKey } from './byte-order.ts'

const BEYOND_ASCII = /[\u0080-\uffff]/

/** Unicode NFC. Text of ASCII alone is returned as it is. */
export function normalizeText(text: string): string {
  return BEYOND_ASCII.test(text) ? text.normalize('NFC') : text
}

/** A map with its keys normalised, in byte order; the same where they are so, as most are. */
export function normalizedEntries<T>(entries: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  let previous = ''
  let isPlain = true
  entries.forEach((_value, key) => {
    isPlain &&= previous <= key && !BEYOND_ASCII.test(key)
    previous = key
  })
  return isPlain ? entries : sortedByKey(renormalized(entries))
}

function renormalized<T>(entries: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  const normal = new Map<string, T>()
  for (const [key, value] of entries) normal.set(normalizeText(key), value)
  return normal
}
