import { isMap, type Value } from '../../../src/core/value.ts'

/** One of several JSON documents in a row, and the line (from 1) that it begins at. */
export interface JsonText {
  readonly text: string
  readonly start: number
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]]/g
const BETWEEN = /^(?:\s|---(?=\s|$))*$/

/** The documents of a file as kubectl splits them: one after the other, or at `---`; undefined where something else stands between. */
export function splitJson(text: string): JsonText[] | undefined {
  const parts: JsonText[] = []
  let [depth, from, end, line] = [0, 0, 0, 1]
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') {
      depth += 1
      if (depth > 1) continue
      const between = text.slice(end, index)
      if (!BETWEEN.test(between)) return undefined
      line += lineBreaks(between)
      from = index
    } else if (token === '}' || token === ']') {
      depth -= 1
      if (depth < 0) return undefined
      if (depth > 0) continue
      end = index + 1
      const own = text.slice(from, end)
      parts.push({ text: own, start: line })
      line += lineBreaks(own)
    }
  }
  return depth === 0 && BETWEEN.test(text.slice(end)) ? parts : undefined
}

function lineBreaks(text: string): number {
  return text.split('\n').length - 1
}

const KEY = /"(?:[^"\\]|\\.)*"(\s*:)?/g

/** Whether some map of a JSON text names a key twice: the parser keeps the last without a word, the API server refuses it. */
export function hasDuplicateKeys(text: string, value: Value): boolean {
  let count = 0
  for (const [, colon] of text.matchAll(KEY)) if (colon !== undefined) count += 1
  return count !== keyCount(value)
}

function keyCount(value: Value): number {
  if (Array.isArray(value)) return value.reduce((sum, item) => sum + keyCount(item), 0)
  if (!isMap(value)) return 0
  const items = Object.values(value)
  return items.reduce((sum: number, item) => sum + keyCount(item), items.length)
}
