/** Why a YAML document is refused. */
export class YamlError extends Error {}

/** Characters that no YAML text may hold: controls but tab and line ends, and what is no character. */
const FORBIDDEN = /[^\t\n\r -~\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

export function isBlank(character: string): boolean {
  return character === ' ' || character === '\t'
}

export function isBreak(character: string): boolean {
  return (
    character === '\n' ||
    character === '\r' ||
    character === '\u0085' ||
    character === '\u2028' ||
    character === '\u2029'
  )
}

/** A line's end, or the text's. */
export function isBreakOrEnd(character: string): boolean {
  return character === '' || isBreak(character)
}

export function isBlankOrEnd(character: string): boolean {
  return isBlank(character) || isBreakOrEnd(character)
}

/** A place in a YAML text that moves over it. Lines and columns count from 0, columns in characters. */
export class YamlSource {
  readonly text: string
  at = 0
  line = 0
  column = 0

  constructor(text: string) {
    const forbidden = FORBIDDEN.exec(text)
    if (forbidden) throw new YamlError('control characters are not allowed')
    this.text = text.replace(/^\ufeff/, '')
  }

  /** The character so many places on ('' behind the end): places are UTF-16 units, all that is looked ahead for is ASCII. */
  peek(distance = 0): string {
    return this.text.charAt(this.at + distance)
  }

  /** Moves over a character of a line and returns it. */
  take(): string {
    const code = this.text.codePointAt(this.at) ?? 0
    const character = String.fromCodePoint(code)
    this.at += character.length
    this.column++
    return character
  }

  skip(count = 1): void {
    for (let i = 0; i < count; i++) this.take()
  }

  /** Moves over a line's end and returns what it means in a text: a newline, or a separator as it stands. */
  takeBreak(): string {
    const character = this.peek()
    this.at += this.text.startsWith('\r\n', this.at) ? 2 : 1
    this.line++
    this.column = 0
    return character === '\u2028' || character === '\u2029' ? character : '\n'
  }

  skipBlanks(): void {
    while (isBlank(this.peek())) this.skip()
  }

  /** Moves to the end of the line when a comment stands here. */
  skipComment(): void {
    if (this.peek() !== '#') return
    while (!isBreakOrEnd(this.peek())) this.skip()
  }

  /** Whether `---` or `...` stands here at the start of a line. */
  atDocumentMark(mark?: '---' | '...'): boolean {
    if (this.column !== 0) return false
    const three = this.text.slice(this.at, this.at + 3)
    return (mark ? three === mark : three === '---' || three === '...') && isBlankOrEnd(this.peek(3))
  }

  /** What stands here of these characters; moves over it. */
  match(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0] ?? ''
    this.at += found.length
    this.column += found.length
    return found
  }
}
