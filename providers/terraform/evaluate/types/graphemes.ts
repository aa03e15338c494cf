/** made on first use: it loads tables */
let segmenter: Intl.Segmenter | undefined

/**
 * A string's grapheme clusters (what a reader takes for characters): the unit of `length`, `substr` and `strrev`.
 * Terraform follows Unicode 15.0, which breaks behind the vowel killer of Indic scripts where later versions do not.
 */
export function graphemes(text: string): readonly string[] {
  if (/^[ -~]*$/.test(text)) return text.split('')
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  const clusters = Array.from(segmenter.segment(text), ({ segment }) => segment)
  if (!/[\u0900-\u0dff]/.test(text)) return clusters
  return clusters.flatMap((cluster) => cluster.split(/(?<=[\p{M}\u200c\u200d])(?=\p{Lo})/u))
}
