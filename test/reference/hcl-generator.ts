import { COMMENTS, ESCAPES, LINE_COMMENTS, NAMES, NUMBERS, OPERATORS, TEXTS } from './hcl-vocabulary.ts'
import type { Random } from './random.ts'

/** Random HCL, everything the grammar has, in odd places and odd spellings: files, expressions and templates. `lines` says whether line breaks mean nothing where something is put. */
export class Generator {
  readonly random: Random
  #markers = 0
  /** Of a file: its usual line break. */
  #newline = '\n'

  constructor(random: Random) {
    this.random = random
  }

  /** A whole file. */
  file(): string {
    const { random } = this
    this.#newline = random.chance(25) ? '\r\n' : '\n'
    const start = random.chance(5) ? '\ufeff' : ''
    const text = start + this.#body(3)
    return random.chance(15) ? text.trimEnd() : text
  }

  /** An expression on its own, where line breaks mean nothing. */
  loneExpression(): string {
    return this.#gap(true) + this.#expression(4, true) + this.#gap(true)
  }

  /** The inside of a template, over lines. */
  template(): string {
    const { random } = this
    return random.many(0, 6, () => this.#part(3, false) + (random.chance(30) ? this.#break() : '')).join('')
  }

  #break(): string {
    return this.random.chance(5) ? '\n' : this.#newline
  }

  /** What may stand between two tokens. */
  #gap(lines: boolean): string {
    const { random } = this
    if (random.chance(70)) return random.chance(60) ? ' ' : ''
    if (!lines || random.chance(50)) {
      return random.pick(['  ', '\t', ' \t', ` ${random.pick(COMMENTS)} `])
    }
    return random.chance(50) ? this.#break() : `${random.pick(LINE_COMMENTS)}${this.#break()}`
  }

  #lineEnd(): string {
    const { random } = this
    const end = random.chance(20) ? random.pick(LINE_COMMENTS) : ''
    const blank = random.chance(10) ? this.#break() : ''
    return `${random.chance(20) ? ' ' : ''}${end}${this.#break()}${blank}`
  }

  #name(): string {
    return this.random.chance(75)
      ? this.random.pick(['a', 'b', 'c', 'var', 'local', 'aws_vpc'])
      : this.random.pick(NAMES)
  }

  #body(depth: number): string {
    const { random } = this
    const names = new Set<string>()
    return random
      .many(0, 5, () => {
        if (random.chance(10)) return this.#gap(true) + this.#lineEnd()
        if (depth > 0 && random.chance(35)) return this.#block(depth - 1)
        let name = this.#name()
        while (names.has(name)) name += random.below(10)
        names.add(name)
        return this.#attribute(name, depth + 1)
      })
      .join('')
  }

  #attribute(name: string, depth: number): string {
    const before = `${this.#gap(false)}${name}${this.#gap(false)}=${this.#gap(false)}`
    if (this.random.chance(12)) return before + this.#heredoc(depth)
    return before + this.#expression(depth, false) + this.#gap(false) + this.#lineEnd()
  }

  #block(depth: number): string {
    const { random } = this
    const labels = random.many(0, 2, () => {
      const label = random.chance(60) ? `"${random.chance(80) ? this.#name() : this.#text()}"` : this.#name()
      return this.#gap(false) + label
    })
    const head = `${this.#gap(false)}${this.#name()} ${labels.join(' ')} {`
    if (random.chance(20)) {
      const inside = random.chance(70) ? ` ${this.#name()} = ${this.#expression(depth + 1, false)} ` : ''
      return `${head}${inside}}${this.#lineEnd()}`
    }
    return `${head}${this.#lineEnd()}${this.#body(depth)}${this.#gap(false)}}${this.#lineEnd()}`
  }

  #expression(depth: number, lines: boolean): string {
    const { random } = this
    if (depth <= 0 || random.chance(20)) return this.#leaf()
    const inner = (): string => this.#gap(lines) + this.#expression(depth - 1, lines) + this.#gap(lines)
    switch (random.below(12)) {
      case 0:
        return `${this.#operand(depth, lines)}${this.#gap(lines)}${random.pick(OPERATORS)}${inner()}`
      case 1:
        return `${random.pick(['-', '!', '!!', '- '])}${this.#operand(depth, lines)}`
      case 2:
        return `${this.#operand(depth, lines)} ?${inner()}:${inner()}`
      case 3:
        return this.#call(depth)
      case 4:
        return this.#tuple(depth)
      case 5:
        return this.#object(depth)
      case 6:
        return this.#for(depth)
      case 7:
        return `(${this.#gap(true)}${this.#expression(depth - 1, true)}${this.#gap(true)})`
      case 8:
      case 9:
        return this.#quoted(depth)
      default:
        return this.#traversal(depth, lines)
    }
  }

  #operand(depth: number, lines: boolean): string {
    return this.random.chance(50)
      ? this.#leaf()
      : this.random.chance(50)
        ? this.#traversal(depth, lines)
        : `(${this.#expression(depth - 1, true)})`
  }

  #leaf(): string {
    const { random } = this
    switch (random.below(5)) {
      case 0:
        return random.pick(NUMBERS)
      case 1:
        return random.pick(['true', 'false', 'null'])
      case 2:
        return `"${this.#text()}"`
      case 3:
        return random.pick(['[]', '{}', '""', 'f()', 'a'])
      default:
        return this.#name()
    }
  }

  #traversal(depth: number, lines: boolean): string {
    const { random } = this
    const base = random.chance(70)
      ? this.#name()
      : random.chance(50)
        ? this.#call(depth - 1)
        : `(${this.#name()})`
    const steps = random.many(1, 4, () => {
      switch (random.below(9)) {
        case 0:
          return `.${random.below(12)}`
        case 1:
          return `[${this.#gap(true)}${random.below(12)}${this.#gap(true)}]`
        case 2:
          return `["${this.#text()}"]`
        case 3:
          return `[${this.#gap(true)}${this.#expression(depth - 2, true)}${this.#gap(true)}]`
        case 4:
          return '[*]'
        case 5:
          return '.*'
        case 6:
          return `${this.#gap(lines)}.${this.#gap(lines)}${this.#name()}`
        default:
          return `.${this.#name()}`
      }
    })
    return base + steps.join('')
  }

  #call(depth: number): string {
    const { random } = this
    const name = random.chance(85) ? this.#name() : `provider::${this.#name()}${this.#gap(false)}::f`
    const args = random.many(0, 3, () => this.#item(depth))
    const last = args.length > 0 ? random.pick(['', '', '', ',', '...']) : ''
    return `${name}(${args.join(',')}${last}${this.#gap(true)})`
  }

  #tuple(depth: number): string {
    const items = this.random.many(0, 4, () => this.#item(depth))
    const last = items.length > 0 && this.random.chance(30) ? ',' : ''
    return `[${items.join(',')}${last}${this.#gap(true)}]`
  }

  /** Something in a list, where line breaks mean nothing. */
  #item(depth: number): string {
    if (depth > 0 && this.random.chance(6)) return `${this.#gap(true)}${this.#heredoc(depth - 1)}`
    return this.#gap(true) + this.#expression(depth - 1, true) + this.#gap(true)
  }

  #object(depth: number): string {
    const { random } = this
    const items = random.many(0, 4, () => {
      const key = random.pick([
        this.#name(),
        `"${this.#text()}"`,
        `(${this.#expression(depth - 2, true)})`,
        this.#quoted(depth - 2),
        String(random.below(9)),
        `${this.#name()}.a`,
      ])
      const value =
        random.chance(6) && depth > 0
          ? this.#heredoc(depth - 1)
          : this.#expression(depth - 1, false) +
            this.#gap(false) +
            random.pick([',', this.#lineEnd(), `,${this.#lineEnd()}`])
      return `${this.#gap(false)}${key}${this.#gap(false)}${random.pick(['=', ':'])}${this.#gap(false)}${value}`
    })
    return `{${random.chance(40) ? this.#lineEnd() : ''}${items.join('')}${this.#gap(false)}}`
  }

  #for(depth: number): string {
    const { random } = this
    const names = random.chance(50)
      ? this.#name()
      : `${this.#name()}${this.#gap(true)},${this.#gap(true)}${this.#name()}`
    const inner = (): string => this.#gap(true) + this.#expression(depth - 1, true) + this.#gap(true)
    const condition = random.chance(30) ? ` if${this.#gap(true)} ${this.#expression(depth - 2, true)}` : ''
    const head = `${this.#gap(true)}for ${names} in ${this.#expression(depth - 1, true)}${this.#gap(true)}:`
    if (random.chance(50)) return `[${head}${inner()}${condition}${this.#gap(true)}]`
    return `{${head}${inner()}=>${inner()}${random.chance(30) ? '...' : ''}${condition}${this.#gap(true)}}`
  }

  #text(): string {
    const { random } = this
    return random.many(0, 3, () => (random.chance(30) ? random.pick(ESCAPES) : random.pick(TEXTS))).join('')
  }

  #quoted(depth: number): string {
    return `"${this.random.many(0, 4, () => this.#part(depth, true)).join('')}"`
  }

  /** A part of a template; escapes are for quoted ones. */
  #part(depth: number, quoted: boolean): string {
    const { random } = this
    const open = (mark: string): string => `${mark}{${random.chance(25) ? '~' : ''}${this.#gap(true)}`
    const close = (): string => `${this.#gap(true)}${random.chance(25) ? '~' : ''}}`
    if (depth <= 0 || random.chance(50)) {
      return quoted && random.chance(30) ? random.pick(ESCAPES) : random.pick(TEXTS)
    }
    if (random.chance(60)) return `${open('$')}${this.#expression(depth - 1, true)}${close()}`
    const inside = (): string => random.many(0, 2, () => this.#part(depth - 1, quoted)).join('')
    if (random.chance(50)) {
      const otherwise = random.chance(50) ? `${open('%')}else${close()}${inside()}` : ''
      const condition = `${open('%')}if ${this.#expression(depth - 1, true)}${close()}`
      return `${condition}${inside()}${otherwise}${open('%')}endif${close()}`
    }
    const names = random.chance(50) ? this.#name() : `${this.#name()}, ${this.#name()}`
    const head = `${open('%')}for ${names} in ${this.#expression(depth - 1, true)}${close()}`
    return `${head}${inside()}${open('%')}endfor${close()}`
  }

  /** A heredoc with the line break behind its end marker. */
  #heredoc(depth: number): string {
    const { random } = this
    const marker = `${random.pick(['EOT', 'E-T', 'ÉOT', 'a'])}${this.#markers++}`
    const lines = random.many(0, 4, () => {
      const indent = random.pick(['', '  ', '    ', '\t', ' \t', '\u00a0 ', '      '])
      const parts = random.chance(20) ? '' : random.many(1, 3, () => this.#part(depth, false)).join('')
      return `${indent}${parts}${this.#break()}`
    })
    const end = `${random.pick(['', '', '  ', '\t', '\u00a0', '\u0085', '\ufeff'])}${marker}${random.pick(['', '', ' '])}`
    return `<<${random.chance(60) ? '-' : ''}${marker}${this.#break()}${lines.join('')}${end}${this.#break()}`
  }
}
