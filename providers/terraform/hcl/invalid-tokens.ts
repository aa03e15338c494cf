import type { Cursor } from './cursor.ts'
import { TOKEN } from './tokens.ts'

/** Summary and detail by kind of token that is never right; hcl recognises them in order to say what to write. */
const COMPLAINTS = new Map<number, readonly [summary: string, detail: string]>([
  [
    TOKEN.bitwise_and,
    ['Unsupported operator', 'Bitwise operators are not supported. Did you mean boolean AND ("&&")?'],
  ],
  [
    TOKEN.bitwise_or,
    ['Unsupported operator', 'Bitwise operators are not supported. Did you mean boolean OR ("||")?'],
  ],
  [
    TOKEN.bitwise_not,
    ['Unsupported operator', 'Bitwise operators are not supported. Did you mean boolean NOT ("!")?'],
  ],
  [TOKEN.bitwise_xor, ['Unsupported operator', 'Bitwise operators are not supported.']],
  [
    TOKEN.backtick,
    [
      'Invalid character',
      'The "`" character is not valid. To create a multi-line string, use the "heredoc" syntax, like "<<EOT".',
    ],
  ],
  [
    TOKEN.apostrophe,
    ['Invalid character', 'Single quotes are not valid. Use double quotes (") to enclose strings.'],
  ],
  [
    TOKEN.semicolon,
    [
      'Invalid character',
      'The ";" character is not valid. Use newlines to separate arguments and blocks, and commas to separate items in collection values.',
    ],
  ],
  [
    TOKEN.bad_utf8,
    [
      'Invalid character encoding',
      'All input files must be UTF-8 encoded. Ensure that UTF-8 encoding is selected in your editor.',
    ],
  ],
  [
    TOKEN.quoted_newline,
    [
      'Invalid multi-line string',
      'Quoted strings may not be split over multiple lines. To produce a multi-line string, either use the \\n escape to represent a newline character or use the "heredoc" multi-line template syntax.',
    ],
  ],
  [TOKEN.invalid, ['Invalid character', 'This character is not used within the language.']],
])

const CURLY_QUOTES =
  '"Curly quotes" are not valid here. These can sometimes be inadvertently introduced when sharing code via documents or discussion forums. It might help to replace the character with a "straight quote".'

/** Notes the first token of each kind that the language has no use for: one is enough to refuse the file. */
export function invalidTokens(cursor: Cursor): void {
  const { tokens } = cursor
  const told = new Set<number>()
  for (let row = 0; row < tokens.count; row++) {
    const kind = tokens.kind[row] ?? 0
    if (kind < TOKEN.bitwise_and || told.has(kind)) continue
    const complaint = COMPLAINTS.get(kind)
    if (complaint === undefined) continue
    told.add(kind)
    const curly = kind === TOKEN.invalid && /^[“”]$/u.test(cursor.text(row))
    cursor.note(complaint[0], curly ? CURLY_QUOTES : complaint[1], cursor.range(row))
  }
}
