import { Random } from './random.ts'

/** A type constraint; `def` is the default of an optional attribute. */
export type TypeShape =
  | { k: 'string' | 'number' | 'bool' | 'any' }
  | { k: 'list' | 'set' | 'map'; e: TypeShape }
  | { k: 'tuple'; es: TypeShape[] }
  | { k: 'object'; as: { n: string; t: TypeShape; opt: boolean; def?: string }[] }

/** Makes type constraints, constants that fit them, and expressions that mostly do. */
export class TypeGenerator {
  readonly random: Random

  constructor(seed: number) {
    this.random = new Random(seed)
  }

  /** A type, nested at most so deep. */
  type(d: number): TypeShape {
    const r = this.random
    if (d <= 0 || r.chance(25)) return { k: r.pick(['string', 'number', 'bool', 'string', 'any']) }
    const x = r.below(10)
    if (x < 5)
      return {
        k: 'object',
        as: r
          .many(1, 4, () => 0)
          .map((_, i) => {
            const t = this.type(d - 1)
            const opt = r.chance(60)
            return { n: 'abcd'.charAt(i), t, opt, ...(opt && r.chance(50) && { def: this.lit(t, 2) }) }
          }),
      }
    if (x < 6) return { k: 'tuple', es: r.many(0, 2, () => this.type(d - 1)) }
    return { k: r.pick(['list', 'set', 'map', 'map', 'list']), e: this.type(d - 1) }
  }

  /** A type as code has it. */
  show(t: TypeShape): string {
    if (t.k === 'object')
      return `object({ ${t.as.map((a) => `${a.n} = ${a.opt ? `optional(${this.show(a.t)}${a.def === undefined ? '' : `, ${a.def}`})` : this.show(a.t)}`).join(', ')} })`
    if (t.k === 'tuple') return `tuple([${t.es.map((e) => this.show(e)).join(', ')}])`
    if ('e' in t) return `${t.k}(${this.show(t.e)})`
    return t.k
  }
  /** a constant that fits */
  lit(t: TypeShape, d: number): string {
    const r = this.random
    switch (t.k) {
      case 'string':
        return r.pick(['"x"', '"y"', '""', '"5"', '"true"', '7', 'true', '"a b"'])
      case 'number':
        return r.pick(['0', '1', '2.5', '-3', '"8"', '1e3'])
      case 'bool':
        return r.pick(['true', 'false', '"true"'])
      case 'any':
        return r.pick(['"q"', '1', 'true', '[1, "a"]', '{ z = 1 }', '[]', '{}'])
      case 'list':
      case 'set':
        return `[${r.many(0, 3, () => this.lit(t.e, d - 1)).join(', ')}]`
      case 'map':
        return `{ ${r
          .many(0, 3, () => r.pick(['k', 'l', '"m n"', 'o']))
          .filter((x, i, a) => a.indexOf(x) === i)
          .map((k) => `${k} = ${this.lit(t.e, d - 1)}`)
          .join(', ')} }`
      case 'tuple':
        return `[${t.es.map((e) => this.lit(e, d - 1)).join(', ')}]`
      case 'object':
        return `{ ${t.as
          .flatMap((a) =>
            a.opt && r.chance(45)
              ? r.chance(30)
                ? [`${a.n} = null`]
                : []
              : [`${a.n} = ${this.lit(a.t, d - 1)}`],
          )
          .concat(r.chance(15) ? ['extra = 1'] : [])
          .join(', ')} }`
    }
  }
  /** an expression that mostly fits, with unknown and sensitive parts */
  expr(t: TypeShape, d: number): string {
    const r = this.random
    if (r.chance(7)) return 'null'
    if (r.chance(3)) return this.expr(this.type(1), 1)
    if (r.chance(8)) return `sensitive(${this.expr(t, d)})`
    if (d > 0 && r.chance(8))
      return `(${r.pick(['local.yes', 'local.open == "x"', 'true', 'local.num > 3'])} ? ${this.expr(t, d - 1)} : ${this.expr(t, d - 1)})`
    if (d > 0 && r.chance(5)) return `try(${this.expr(t, d - 1)}, ${this.expr(t, d - 1)})`
    switch (t.k) {
      case 'string':
        return r.pick([
          this.lit(t, 0),
          this.lit(t, 0),
          'local.open',
          '"p-${local.open}"',
          'upper("abc")',
          '"${local.num}-x"',
          'local.secret',
        ])
      case 'number':
        return r.pick([
          this.lit(t, 0),
          this.lit(t, 0),
          'local.num',
          'local.num + 1',
          'length(local.list)',
          'length(local.open)',
        ])
      case 'bool':
        return r.pick([this.lit(t, 0), 'local.yes', '!local.yes', 'local.open == "x"'])
      case 'any':
        return this.expr(this.type(Math.min(1, d)), d - 1)
      case 'list':
      case 'set': {
        const x = r.below(10)
        if (x < 1) return `[for e in local.list : ${this.expr(t.e, d - 1)}]`
        if (x < 2) return `concat([${this.expr(t.e, d - 1)}], [${this.expr(t.e, d - 1)}])`
        if (x < 3) return `terraform_data.u[*].id`
        if (x < 4) return `split(",", local.open)`
        return `[${r.many(0, 3, () => this.expr(t.e, d - 1)).join(', ')}]`
      }
      case 'map': {
        const x = r.below(10)
        if (x < 1) return `{ for k, v in local.map : k => ${this.expr(t.e, d - 1)} }`
        if (x < 2) return `merge({ a = ${this.expr(t.e, d - 1)} }, { b = ${this.expr(t.e, d - 1)} })`
        return `{ ${r
          .many(0, 3, () => r.pick(['k', 'l', '"m n"', 'o', '(local.text)']))
          .filter((x, i, a) => a.indexOf(x) === i)
          .map((k) => `${k} = ${this.expr(t.e, d - 1)}`)
          .join(', ')} }`
      }
      case 'tuple':
        return `[${t.es.map((e) => this.expr(e, d - 1)).join(', ')}]`
      case 'object': {
        const body = `{ ${t.as
          .flatMap((a) =>
            a.opt && r.chance(45)
              ? r.chance(30)
                ? [`${a.n} = null`]
                : []
              : [`${a.n} = ${this.expr(a.t, d - 1)}`],
          )
          .concat(r.chance(15) ? ['extra = 1'] : [])
          .join(', ')} }`
        return r.chance(10) ? `merge(${body}, {})` : body
      }
    }
  }
}
