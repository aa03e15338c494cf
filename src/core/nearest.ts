/** shorter beginnings fit too much */
const LEAST_BEGINNING = 4

/**
 * The known word that a misspelt one most likely means: by its letters (at most a third of them differ), else by its
 * beginning (`webhook` for `webhook_url`). Undefined when none is near.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3))
  let best: { readonly word: string; readonly distance: number } | undefined
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) > limit) continue
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance <= limit && (!best || distance < best.distance)) best = { word: candidate, distance }
  }
  if (best) return best.word
  return known.find((candidate) => word.length >= LEAST_BEGINNING && candidate.startsWith(word))
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
function editDistance(a: string, b: string): number {
  const width = b.length + 1
  const table = new Uint16Array((a.length + 1) * width)
  const at = (row: number, column: number): number => table[row * width + column] ?? 0
  for (let row = 0; row <= a.length; row += 1) {
    for (let column = 0; column <= b.length; column += 1) {
      let cost = row === 0 ? column : column === 0 ? row : Infinity
      if (row > 0 && column > 0) {
        const same = a[row - 1] === b[column - 1]
        cost = Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + (same ? 0 : 1),
        )
        const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
        if (swapped) cost = Math.min(cost, at(row - 2, column - 2) + 1)
      }
      table[row * width + column] = cost
    }
  }
  return at(a.length, b.length)
}
