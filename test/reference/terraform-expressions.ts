import type { Random } from './random.ts'
import { CALLS, CONSTANTS } from './terraform-functions.ts'
import type { Want } from './terraform-functions.ts'
import { NAMES } from './terraform-preamble.ts'

const COLLECTIONS: readonly [Want, ...Want[]] = [
  'strings',
  'numbers',
  'set',
  'map',
  'tuple',
  'object',
  'objects',
]
const LISTS: readonly [Want, ...Want[]] = ['strings', 'numbers', 'set', 'tuple', 'objects', 'strings']
const VALUES: readonly [Want, ...Want[]] = ['string', 'number', 'bool', 'string', 'number', ...COLLECTIONS]
const KEYS: readonly [string, ...string[]] = [
  'a',
  'b',
  'k',
  'id',
  'n',
  '"a b"',
  '"1"',
  '(local.text)',
  '"k-${1}"',
  '(local.open)',
]
const COMPARED: readonly [string, ...string[]] = ['<', '<=', '>', '>=']

/** Makes random expressions that are mostly well typed. A level of `depth` is one operator, call or constructor. */
export class ExpressionGenerator {
  readonly #random: Random
  /** names that `for` binds around what is being made */
  #bound: string[] = []

  constructor(random: Random) {
    this.#random = random
  }

  /** An expression for an output. */
  expression(): string {
    this.#bound = []
    return this.make('any', 1 + this.#random.below(4))
  }

  make(want: Want, depth: number): string {
    const random = this.#random
    // what does not fit tells what is refused
    if (random.chance(3)) return this.#fitting(random.pick(VALUES), depth)
    if (want === 'any') return this.#fitting(random.chance(12) ? 'any' : random.pick(VALUES), depth)
    if (want === 'list') return this.#fitting(random.pick(LISTS), depth)
    return this.#fitting(want, depth)
  }

  #fitting(want: Want, depth: number): string {
    const random = this.#random
    if (depth <= 0) return this.#leaf(want)
    const inner = depth - 1
    const roll = random.below(100)
    if (roll < 12) return this.#leaf(want)
    if (roll < 40) return this.#call(want, inner)
    if (roll < 48) return this.#conditional(want, inner)
    if (roll < 54)
      return `try(${random.many(1, 2, () => this.make('any', inner)).join(', ')}, ${this.make(want, inner)})`
    if (roll < 58) return `(${this.make(want, inner)})`
    if (roll < 64) return this.#part(inner)
    return this.#own(want, inner)
  }

  /** A form of the wanted type's own. */
  #own(want: Want, depth: number): string {
    const random = this.#random
    switch (want) {
      case 'number':
      case 'index':
        if (random.chance(15)) return `-${this.make('number', depth)}`
        return `${this.make('number', depth)} ${random.pick(['+', '-', '*', '/', '%'])} ${this.make('number', depth)}`
      case 'bool':
        return this.#truth(depth)
      case 'strings':
      case 'numbers':
        return this.#sequence(want, depth)
      case 'tuple':
      case 'objects':
        return this.#tuple(want, depth)
      case 'set':
        return `toset(${this.make(random.pick(['strings', 'numbers', 'tuple']), depth)})`
      case 'map':
        return random.chance(50) ? `tomap(${this.#object('string', depth)})` : this.#forObject(depth)
      case 'object':
        return random.chance(70) ? this.#object('any', depth) : this.#forObject(depth)
      case 'any':
        return this.make(random.pick(VALUES), depth)
      default:
        return want === 'string' || random.chance(20) ? this.#template(depth) : this.#leaf(want)
    }
  }

  #leaf(want: Want): string {
    const random = this.#random
    if (this.#bound.length > 0 && random.chance(35)) {
      const [first = 'local.text', ...rest] = this.#bound
      return random.pick([first, ...rest])
    }
    const names = NAMES[want]
    const constants = CONSTANTS[want]
    if (names && (!constants || random.chance(45))) return random.pick(names)
    if (constants) return random.pick(constants)
    return random.chance(10) ? 'null' : this.#leaf(random.pick(VALUES))
  }

  #call(want: Want, depth: number): string {
    const random = this.#random
    const fitting = CALLS.filter((one) => one.gives === want || one.gives === 'any')
    const [first, ...rest] = fitting.length > 0 && random.chance(85) ? fitting : CALLS
    if (!first) return this.#leaf(want)
    const { name, takes, more } = random.pick([first, ...rest])
    const args = takes.map((one) => this.make(one, depth))
    if (more) args.push(...random.many(0, 2, () => this.make(more, depth)))
    if (name === 'format' || name === 'formatlist') args[0] = this.#format()
    if (name === 'formatdate')
      args[0] = random.pick(['"YYYY-MM-DD"', '"EEE, DD MMM YY hh:mm:ss ZZZ"', '"H:m AA"', '"\'q\' M"'])
    if (name === 'templatestring') args[0] = random.pick(['local.text', '"x"', 'local.object.b'])
    if (name === 'csvdecode')
      args[0] = random.pick(['"a,b\\n1,2\\n"', '"a\\n"', '"a,b\\n1\\n"', '"a\\n\\"x\\ny\\"\\n"'])
    if (name === 'textencodebase64' || name === 'textdecodebase64')
      args[1] = random.pick(['"UTF-16LE"', '"UTF-8"', '"nope"'])
    if (name === 'uuidv5') args[0] = random.pick(['"dns"', '"url"', '"nope"'])
    const last = args.at(-1)
    if (more && last !== undefined && random.chance(8))
      args[args.length - 1] = `${this.make('list', depth)}...`
    return `${random.chance(3) ? 'core::' : ''}${name}(${args.join(', ')})`
  }

  #format(): string {
    const verbs = this.#random.many(0, 3, () =>
      this.#random.pick([
        '%s',
        '%d',
        '%v',
        '%q',
        '%5s',
        '%-4s|',
        '%05d',
        '%.2f',
        '%x',
        '%t',
        '%%',
        '%#v',
        '%e',
        '%g',
        '%b',
        '%+d',
        'x',
      ]),
    )
    return `"${verbs.join(' ')}"`
  }

  #conditional(want: Want, depth: number): string {
    return `(${this.make('bool', depth)} ? ${this.make(want, depth)} : ${this.make(want, depth)})`
  }

  #truth(depth: number): string {
    const random = this.#random
    const roll = random.below(100)
    if (roll < 25)
      return `${this.make('number', depth)} ${random.pick(COMPARED)} ${this.make('number', depth)}`
    if (roll < 50) {
      const want = random.pick(VALUES)
      return `${this.make(want, depth)} ${random.pick(['==', '!='])} ${random.chance(15) ? 'null' : this.make(want, depth)}`
    }
    if (roll < 75)
      return `${this.make('bool', depth)} ${random.pick(['&&', '||'])} ${this.make('bool', depth)}`
    if (roll < 88) return `!${this.make('bool', depth)}`
    return `can(${this.make('any', depth)})`
  }

  #template(depth: number): string {
    const random = this.#random
    if (random.chance(25)) return this.#heredoc(depth)
    const parts = random.many(0, 3, () => {
      const roll = random.below(100)
      if (roll < 35) return random.pick(['a', 'b-', ' ', 'é', '\\n', '$$', '%'])
      if (roll < 75) return `\${${this.make(random.pick(['string', 'number', 'bool', 'string']), depth)}}`
      if (roll < 88)
        return `%{ if ${this.make('bool', depth)} }${random.pick(['y', '${local.text}', ''])}%{ else }n%{ endif }`
      return `%{ for ${this.#name()} in ${this.make('list', depth)} ~} x\${1} %{ endfor }`
    })
    return `"${parts.join('')}"`
  }

  /** A heredoc in parentheses, where the newline behind it ends nothing; `~` eats what stands around a sequence. */
  #heredoc(depth: number): string {
    const random = this.#random
    const [open, close] = [random.pick(['', '~ ']), random.pick(['', ' ~'])]
    const lines = random.many(0, 4, () => {
      const indent = random.pick(['', '  ', '    ', '\t'])
      const roll = random.below(100)
      if (roll < 40) return `${indent}${random.pick(['text', '', '$${x}', '"q"', 'é \\n', '%%{ if }'])}`
      if (roll < 70) return `${indent}a ${'$'}{${open}${this.make('string', depth)}${close}} b`
      if (roll < 85)
        return `${indent}%{${open}if ${this.make('bool', depth)}${close}}\n${indent}yes\n${indent}%{${open}else${close}}\n${indent}no\n${indent}%{${open}endif${close}}`
      return `${indent}%{${open}for ${this.#name()} in ${this.make('list', depth)}${close}}\n${indent}- x\n${indent}%{${open}endfor${close}}`
    })
    // one inside another would end the outer one
    if (lines.some((line) => line.includes('<<'))) return '"flat"'
    return `(<<${random.pick(['', '-'])}EOT\n${lines.map((line) => `${line}\n`).join('')}${random.pick(['', '  '])}EOT\n)`
  }

  #name(): string {
    return `e${this.#bound.length}`
  }

  #sequence(want: 'strings' | 'numbers', depth: number): string {
    const random = this.#random
    const item = want === 'strings' ? 'string' : 'number'
    if (random.chance(35)) return this.#forTuple(item, depth)
    if (random.chance(20)) return this.#splat(depth)
    const items = random.many(0, 3, () => this.make(item, depth)).join(', ')
    return random.chance(50) ? `tolist([${items}])` : `[${items}]`
  }

  #tuple(want: 'tuple' | 'objects', depth: number): string {
    const random = this.#random
    if (want === 'tuple' && random.chance(25)) return this.#forTuple('any', depth)
    if (random.chance(15)) return this.#splat(depth)
    return `[${random.many(0, 3, () => this.make(want === 'tuple' ? 'any' : 'object', depth)).join(', ')}]`
  }

  #splat(depth: number): string {
    const random = this.#random
    const source = random.chance(70) ? this.#fitting('objects', 0) : `(${this.make('any', depth)})`
    return `${source}${random.pick(['[*].id', '[*]', '[*].n', '.*.id', '[*].c[0]', '[*].missing'])}`
  }

  #object(item: Want, depth: number): string {
    const items = this.#random.many(0, 3, () => `${this.#random.pick(KEYS)} = ${this.make(item, depth)}`)
    return `{ ${items.join(', ')} }`
  }

  #forTuple(item: Want, depth: number): string {
    const { names, inside } = this.#loop(depth)
    const result = inside(() => this.make(item, depth))
    const filter = this.#random.chance(30) ? inside(() => ` if ${this.make('bool', depth)}`) : ''
    return `[for ${names} in ${this.make(this.#random.pick(COLLECTIONS), depth)} : ${result}${filter}]`
  }

  #forObject(depth: number): string {
    const { names, inside } = this.#loop(depth)
    const key = inside(() =>
      this.#random.chance(60) ? `"\${${this.#bound.at(-1)}}"` : this.make('string', depth),
    )
    const result = inside(() => this.make('any', depth))
    const group = this.#random.chance(40) ? '...' : ''
    const filter = this.#random.chance(25) ? inside(() => ` if ${this.make('bool', depth)}`) : ''
    return `{for ${names} in ${this.make(this.#random.pick(COLLECTIONS), depth)} : ${key} => ${result}${group}${filter}}`
  }

  #loop(_depth: number): { readonly names: string; readonly inside: (make: () => string) => string } {
    const value = `v${this.#bound.length}`
    const own = this.#random.chance(40) ? [`k${this.#bound.length}`, value] : [value]
    const inside = (make: () => string): string => {
      const outer = this.#bound
      this.#bound = [...outer, ...own]
      const text = make()
      this.#bound = outer
      return text
    }
    return { names: own.join(', '), inside }
  }

  /** An attribute or element of something. */
  #part(depth: number): string {
    const random = this.#random
    const roll = random.below(100)
    if (roll < 30) return `(${this.make('list', depth)})[${this.make('index', 0)}]`
    if (roll < 55) return `(${this.make('map', depth)})[${this.make('string', 0)}]`
    if (roll < 80)
      return `(${this.make('object', depth)})${random.pick(['.a', '.b', '.id', '.c[0]', '.d.e', '["a"]'])}`
    return random.pick([
      'local.object.c[1]',
      'local.objects[0].id',
      'local.shape.extra',
      'local.tuple[3]',
      'local.openmap.k',
      'local.map["a b"]',
      'local.object.d.e',
      'local.strings[local.opennum]',
      'local.openobj["id"]',
    ])
  }
}
