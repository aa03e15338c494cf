/**
 * Columns as hcl counts them: grapheme clusters of Unicode 15.0, token by token. `Intl.Segmenter` follows a newer
 * Unicode, whose only relevant change (15.1, rule GB9c) keeps Indic conjuncts whole; they are cut again here. hcl's
 * library (go-textseg) also has U+FFFD alone, which replaces what could not be decoded, and joins any pictograph behind a
 * joiner to Hangul, a flag or a pictograph.
 */
let segmenter: Intl.Segmenter | undefined
const INDIC_CONSONANT =
  /^[\p{Lo}&&[\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Telugu}\p{Script=Malayalam}]]$/v
/** U+FFFD, and bytes that are not UTF-8 as `Source` keeps them. */
const ALONE = /([\ufffd\udc80-\udcff])/u
const PICTOGRAPH = /^\p{Extended_Pictographic}/u
/** Hangul, flags and pictographs: what a cluster has of them is its base. */
const TAKES_PICTOGRAPHS =
  /[\u1100-\u11ff\ua960-\ua97c\uac00-\ud7fb\p{Regional_Indicator}\p{Extended_Pictographic}]/u
const EXTENDS = /^[\p{Grapheme_Extend}\u200d]$/u

/** The clusters of a text, in order. `\r\n` is one. */
function graphemes(text: string): string[] {
  const clusters: string[] = []
  // made on first use: most files are ASCII, and loading Unicode's tables takes longer than reading one
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  for (const { segment } of segmenter.segment(text)) {
    const before = clusters.at(-1)
    if (before?.endsWith('\u200d') && TAKES_PICTOGRAPHS.test(before) && PICTOGRAPH.test(segment)) {
      clusters[clusters.length - 1] = before + segment
      continue
    }
    if (ALONE.test(segment)) clusters.push(...segment.split(ALONE).filter((part) => part !== ''))
    else if (segment.length < 3) clusters.push(segment)
    else clusters.push(...cutConjuncts(segment))
  }
  return clusters
}

/** The length in UTF-16 units of the first `count` clusters of a text. */
export function clustersLength(text: string, count: number): number {
  // Where there is no more than ASCII, carriage returns aside, a cluster is a character.
  if (/^[\t\n -~]*$/.test(text.slice(0, count + 1))) return Math.min(count, text.length)
  return graphemes(text).slice(0, count).join('').length
}

/** How many clusters a text has. */
export function clusterCount(text: string): number {
  return /^[\t\n -~]*$/.test(text) ? text.length : graphemes(text).length
}

/** How far a text moves the place in a file: the line breaks in it, and the columns behind the last of them. */
export function extent(text: string): { lines: number; columns: number } {
  let lines = 0
  let columns = 0
  for (const cluster of graphemes(text)) {
    if (cluster === '\n' || cluster === '\r\n') {
      lines++
      columns = 0
    } else columns++
  }
  return { lines, columns }
}

function cutConjuncts(segment: string): string[] {
  const parts: string[] = []
  let part = ''
  let extended = false
  for (const character of segment) {
    if (extended && INDIC_CONSONANT.test(character)) {
      parts.push(part)
      part = ''
    }
    part += character
    extended = EXTENDS.test(character)
  }
  parts.push(part)
  return parts
}
