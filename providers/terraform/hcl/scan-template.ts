import type { Scanner } from './scan.ts'
import { isBadByte } from './source.ts'
import { TOKEN } from './tokens.ts'

/** Which kind of template is being scanned. */
export const TEMPLATE_MODE = { quoted: 1, heredoc: 2, bare: 3 } as const

/** One of `TEMPLATE_MODE`'s values. */
export type TemplateMode = (typeof TEMPLATE_MODE)[keyof typeof TEMPLATE_MODE]

const NEWLINE = 10
const RETURN = 13
const QUOTE = 34
const DOLLAR = 36
const PERCENT = 37
const BACKSLASH = 92
const OPEN_BRACE = 123
const TILDE = 126

/** Scans one token of a template, at `scanner.at`, which is inside the text. */
export function scanTemplateToken(scanner: Scanner, mode: TemplateMode): void {
  const { text, at } = scanner
  const unit = text.charCodeAt(at)
  if (unit === DOLLAR || unit === PERCENT) {
    if (text.charCodeAt(at + 1) === OPEN_BRACE) {
      const kind = unit === DOLLAR ? TOKEN.template_interp : TOKEN.template_control
      scanner.enterSequence(kind, sequenceEnd(text, at))
    } else scanMarker(scanner, mode, unit)
  } else if (mode === TEMPLATE_MODE.quoted) scanQuoted(scanner, unit)
  else scanLines(scanner, mode)
}

/** The end of the `${`, `${~`, `%{` or `%{~` at a place. */
function sequenceEnd(text: string, at: number): number {
  return text.charCodeAt(at + 2) === TILDE ? at + 3 : at + 2
}

/**
 * A `$` or `%` that opens nothing: doubled before a brace it is an escape, else itself. What hcl's state machine does
 * with the character behind it, and with a line's end behind that, is seen in tokens' ranges only.
 */
function scanMarker(scanner: Scanner, mode: TemplateMode, marker: number): void {
  const { text, at } = scanner
  const kind = mode === TEMPLATE_MODE.quoted ? TOKEN.quoted_lit : TOKEN.string_lit
  if (text.charCodeAt(at + 1) === marker && text.charCodeAt(at + 2) === OPEN_BRACE) {
    const end = sequenceEnd(text, at + 1)
    emitLiteral(scanner, mode, end, scanner.newlineEnd(end))
    return
  }
  if (at + 1 >= text.length) {
    scanner.emit(mode === TEMPLATE_MODE.bare ? TOKEN.string_lit : TOKEN.invalid, at + 1)
    return
  }
  const behind = text.charCodeAt(at + 2)
  const endsLine = behind === NEWLINE || behind === RETURN
  if (mode !== TEMPLATE_MODE.quoted && text.charCodeAt(at + 1) < 0x80 && endsLine) {
    emitLiteral(scanner, mode, at + 2, at + 2)
    return
  }
  scanner.midline()
  scanner.emit(kind, at + 1)
}

/** Text of a bare template or heredoc: to the end of its line, or to what could open a sequence. */
function scanLines(scanner: Scanner, mode: TemplateMode): void {
  const { text, at } = scanner
  let end = at
  for (; end < text.length; end++) {
    const unit = text.charCodeAt(end)
    if (unit === DOLLAR || unit === PERCENT || unit === NEWLINE || unit === RETURN) break
    if (scanner.source.broken && isBadByte(text.codePointAt(end) ?? 0)) break
  }
  const line = scanner.newlineEnd(end)
  if (line > at) emitLiteral(scanner, mode, end, line)
  else if (isBadByte(text.codePointAt(at) ?? 0)) scanner.emitStray()
  // hcl's machine stops at a carriage return on its own, and takes the rest as it is.
  else scanner.emit(mode === TEMPLATE_MODE.bare ? TOKEN.string_lit : TOKEN.invalid, restEnd(scanner))
}

/** The end of the text, or its next byte that is not UTF-8. */
function restEnd(scanner: Scanner): number {
  const { text, at, source } = scanner
  let end = source.broken ? at : text.length
  while (end < text.length && !isBadByte(text.codePointAt(end) ?? 0)) end = scanner.characterEnd(end)
  return end
}

/** Emits a literal to `line`, behind its line break, or to `end` where it has none. */
function emitLiteral(scanner: Scanner, mode: TemplateMode, end: number, line: number): void {
  if (mode === TEMPLATE_MODE.quoted) scanner.emit(TOKEN.quoted_lit, end)
  else if (mode === TEMPLATE_MODE.bare) scanner.emit(TOKEN.string_lit, line)
  else if (line > end) scanner.heredocLine(line)
  else {
    scanner.midline()
    scanner.emit(TOKEN.string_lit, end)
  }
}

function scanQuoted(scanner: Scanner, unit: number): void {
  const { text, at } = scanner
  if (unit === QUOTE) {
    scanner.emit(TOKEN.close_quote, at + 1)
    scanner.leave()
    return
  }
  let end = at
  if (unit === NEWLINE || unit === RETURN) {
    while (text.charCodeAt(end) === NEWLINE || text.charCodeAt(end) === RETURN) end++
    scanner.emit(TOKEN.quoted_newline, end)
    return
  }
  end = quotedEnd(scanner, at)
  if (end > at) scanner.emit(TOKEN.quoted_lit, end)
  else scanner.emitStray()
}

/** Where the plain characters and escapes of a quoted string end. */
function quotedEnd(scanner: Scanner, at: number): number {
  const { text, source } = scanner
  let end = at
  while (end < text.length) {
    const unit = text.charCodeAt(end)
    if (unit === QUOTE || unit === DOLLAR || unit === PERCENT || unit === NEWLINE || unit === RETURN)
      return end
    if (source.broken && isBadByte(text.codePointAt(end) ?? 0)) return end
    if (unit === BACKSLASH) {
      const escaped = text.codePointAt(end + 1)
      if (escaped === undefined || escaped === NEWLINE || escaped === RETURN || isBadByte(escaped)) return end
      end++
    }
    end += text.charCodeAt(end) >= 0xd800 ? scanner.characterEnd(end) - end : 1
  }
  return end
}
