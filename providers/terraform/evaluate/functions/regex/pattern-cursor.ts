/** A place in a pattern, moving over it by code points. */
export class Cursor {
  readonly source: string
  at = 0

  constructor(source: string) {
    this.source = source
  }

  get done(): boolean {
    return this.at >= this.source.length
  }

  /** The next character, '' at the end. */
  peek(): string {
    const code = this.source.codePointAt(this.at)
    return code === undefined ? '' : String.fromCodePoint(code)
  }

  /** Moves over the next character. */
  take(): string {
    const character = this.peek()
    this.at += character.length
    return character
  }

  /** Moves over the given character when it is next. */
  skip(character: string): boolean {
    if (this.peek() !== character) return false
    this.at += character.length
    return true
  }

  /** Moves over what a sticky expression matches here. */
  match(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.at
    const match = expression.exec(this.source)
    if (!match) return undefined
    this.at += match[0].length
    return match
  }

  rest(): string {
    return this.source.slice(this.at)
  }
}
