import type { BlockHeader } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { TOKEN } from './tokens.ts'

const OPENERS = new Set<number>([TOKEN.open_brace, TOKEN.open_bracket, TOKEN.open_paren])
const CLOSERS = new Set<number>([TOKEN.close_brace, TOKEN.close_bracket, TOKEN.close_paren])

/**
 * The outermost blocks' headers in the tokens of a file that could not be parsed: a name at the start of a line, its
 * labels, and a brace. Behind unbalanced brackets a name in the first column counts as outermost again. What is found
 * tells which names the file may have declared; it is not the whole of them.
 */
export function blockHeaders(cursor: Cursor): BlockHeader[] {
  const { tokens } = cursor
  const headers: BlockHeader[] = []
  let depth = 0
  let lineStart = true
  for (let row = 0; row < tokens.count; row++) {
    const kind = tokens.kind[row] ?? TOKEN.eof
    if (kind === TOKEN.newline || kind === TOKEN.comment) {
      lineStart = true
      continue
    }
    if (lineStart && kind === TOKEN.ident && (depth === 0 || cursor.startOf(row).column === 1)) {
      const found = headerAt(cursor, row)
      if (found !== null) {
        headers.push(found.header)
        row = found.brace
        depth = 1
        lineStart = false
        continue
      }
    }
    lineStart = false
    if (OPENERS.has(kind)) depth++
    else if (CLOSERS.has(kind)) depth = Math.max(0, depth - 1)
  }
  return headers
}

function headerAt(cursor: Cursor, first: number): { header: BlockHeader; brace: number } | null {
  const { tokens } = cursor
  const labels: string[] = []
  for (let row = first + 1; row < tokens.count; row++) {
    const kind = tokens.kind[row]
    if (kind === TOKEN.ident || kind === TOKEN.quoted_lit) labels.push(cursor.text(row))
    else if (kind === TOKEN.open_brace) {
      const header = { block_type: cursor.text(first), labels, range: cursor.range(first, row - 1) }
      return { header, brace: row }
    } else if (kind !== TOKEN.open_quote && kind !== TOKEN.close_quote) return null
  }
  return null
}
