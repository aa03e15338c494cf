import { VALUES } from './roots/root-draft.ts'
import type { Random } from './random.ts'
import { TypeGenerator } from './terraform-type-generator.ts'
import type { TypeShape } from './terraform-type-generator.ts'

interface Variable {
  readonly name: string
  readonly type: TypeShape | null
  readonly required: boolean
}

/** What a module takes and gives. */
interface Interface {
  readonly variables: readonly Variable[]
  readonly outputs: readonly string[]
}

/**
 * Makes root modules with modules nested below them: variables of every shape of type, counts and maps of instances,
 * unknown, sensitive and null values, overrides and tfvars. About a third is what Terraform accepts whole.
 */
export class RootGenerator extends TypeGenerator {
  variable(name: string, t: TypeShape | null, o: { required: boolean }): string {
    const r = this.random
    const lines: string[] = []
    if (t) lines.push(`type = ${this.show(t)}`)
    if (!o.required) lines.push(`default = ${r.chance(15) ? 'null' : this.lit(t ?? { k: 'any' }, 2)}`)
    if (r.chance(30)) lines.push(`nullable = ${r.chance(70) ? 'false' : 'true'}`)
    if (r.chance(12)) lines.push('sensitive = true')
    if (r.chance(20))
      lines.push(
        `validation {\n    condition     = ${r.pick([`var.${name} != null`, `can(var.${name})`, `length(jsonencode(var.${name})) > 2`, `try(length(var.${name}), 1) > 0`, `var.${name} == null || true`])}\n    error_message = "bad ${name}"\n  }`,
      )
    return `variable "${name}" {\n${lines.map((l) => '  ' + l).join('\n')}\n}\n`
  }
  /** repetition of a block, and the names it gives */
  repetition(): { text: string; kind: 'one' | 'count' | 'each'; names: string[] } {
    const r = this.random
    if (r.chance(45)) return { text: '', kind: 'one', names: [] }
    if (r.chance(45))
      return {
        text: `  count = ${r.pick(['2', '0', '1', 'length(local.list)', 'local.yes ? 1 : 0', '"2"', 'sensitive(1)', 'local.num > 100 ? 1 : 0', 'length(local.open) > 0 ? 1 : 0', 'local.none == null ? 1 : 0', 'null', '-1', '1.5'])}\n`,
        kind: 'count',
        names: ['count.index'],
      }
    return {
      text: `  for_each = ${r.pick(['local.map', 'toset(local.list)', '{ a = local.open, b = "z" }', 'toset(["p", "q"])', '{ for i, e in local.list : e => i }', 'local.set', '{}', 'toset([])', 'sensitive(local.map)', 'toset([local.open])', '["a"]', 'var.each'])}\n`,
      kind: 'each',
      names: ['each.key', 'each.value'],
    }
  }
  ref(base: string, kind: string, tail: string): string {
    const r = this.random
    if (kind === 'one') return base + tail
    if (kind === 'count')
      return r.pick([
        `${base}[*]${tail}`,
        `${base}[0]${tail}`,
        `one(${base}[*]${tail})`,
        `try(${base}[0]${tail}, null)`,
        `length(${base})`,
        `${base}.*${tail || '.id'}`,
        `[for x in ${base} : x${tail}]`,
      ])
    return r.pick([
      `values(${base})[*]${tail}`,
      `{ for k, v in ${base} : k => v${tail} }`,
      `keys(${base})`,
      `try(${base}["a"]${tail}, "none")`,
      `${base}["a"]${tail}`,
      `length(${base})`,
      `[for k, v in ${base} : "\${k}"]`,
    ])
  }
  readonly #locals = `${VALUES}variable "each" {
  type    = map(string)
  default = { v = "w" }
}
`
  /** The files of a root by name. */
  root(): Readonly<Record<string, string>> {
    const files: Record<string, string> = {}
    const { variables } = this.#module(files, '', 2)
    for (const variable of variables) {
      if (!variable.required && !this.random.chance(50)) continue
      this.#set(files, variable, 'terraform.tfvars')
      if (this.random.chance(30))
        this.#set(files, variable, this.random.pick(['a.auto.tfvars', 'b.auto.tfvars']))
    }
    return files
  }

  #set(files: Record<string, string>, { name, type }: Variable, file: string): void {
    const value = this.random.chance(6) ? 'null' : this.lit(type ?? { k: 'any' }, 3)
    files[file] = `${files[file] ?? ''}${name} = ${value}\n`
  }

  /** Writes a module into a folder, and those that it calls below that. `folder` is '' or ends with a slash. */
  #module(files: Record<string, string>, folder: string, depth: number): Interface {
    const random = this.random
    const variables = random
      .many(1, 3, () => 0)
      .map((_, i): Variable => {
        const type = random.chance(88) ? this.type(3) : null
        return { name: `v${i}`, type, required: random.chance(60) }
      })
    const outputs: string[] = []
    const output = (name: string, value: string, isSensitive = true): string => {
      outputs.push(name)
      return `output "${name}" {\n  value = ${value}\n${isSensitive ? '  sensitive = true\n' : ''}}\n`
    }
    const texts = [
      this.#locals,
      ...variables.map(({ name, type, required }) => this.variable(name, type, { required })),
    ]
    for (const { name } of variables) texts.push(output(name, `var.${name}`, random.chance(70)))
    const resources = random.below(3)
    for (let i = 0; i < resources; i++) {
      const { text, kind } = this.#resource(`r${i}`, variables)
      texts.push(
        text,
        output(
          `o${i}`,
          this.ref(`terraform_data.r${i}`, kind, random.pick(['.input', '.id', '.output', ''])),
        ),
      )
    }
    const calls = depth > 0 ? random.below(3) : 0
    for (let i = 0; i < calls; i++) {
      const called = this.#module(files, `${folder}m${i}/`, depth - 1)
      const { text, kind } = this.#call(`m${i}`, variables, called)
      texts.push(text, output(`m${i}`, this.ref(`module.m${i}`, kind, '')))
      const name = one(random, called.outputs)
      texts.push(output(`m${i}_${name}`, this.ref(`module.m${i}`, kind, `.${name}`)))
    }
    files[`${folder}main.tf`] = texts.join('')
    if (random.chance(12)) files[`${folder}x_override.tf`] = this.#override(variables)
    return { variables, outputs }
  }

  #resource(name: string, variables: readonly Variable[]): { readonly text: string; readonly kind: string } {
    const random = this.random
    const { text, kind, names } = this.repetition()
    const v = `var.${one(random, variables).name}`
    const input = random.pick([
      v,
      `{ i = ${v}, k = ${names[0] ?? '1'} }`,
      `try(${v}.a, "none")`,
      `[${[...names, 'path.module'].join(', ')}]`,
      `jsonencode(${v})`,
      `can(tostring(${v}))`,
    ])
    const lines = [`  input = ${input}\n`]
    if (random.chance(20)) lines.push(`  triggers_replace = ${this.expr(this.type(1), 1)}\n`)
    const condition = random.pick(['local.yes', `${v} != null`, 'local.num == 5', 'local.open != ""'])
    if (random.chance(15))
      lines.push(
        `  lifecycle {\n    precondition {\n      condition     = ${condition}\n      error_message = "pre"\n    }\n  }\n`,
      )
    return { text: `resource "terraform_data" "${name}" {\n${text}${lines.join('')}}\n`, kind }
  }

  #call(
    name: string,
    variables: readonly Variable[],
    called: Interface,
  ): { readonly text: string; readonly kind: string } {
    const random = this.random
    const { text, kind, names } = this.repetition()
    const passed = called.variables.flatMap((variable) => {
      if (!random.chance(variable.required ? 97 : 60)) return []
      const outer = random.pick([`var.${one(random, variables).name}`, names[0] ?? 'local.text'])
      const value = random.chance(20) ? outer : this.expr(variable.type ?? { k: 'any' }, 3)
      return [`  ${variable.name} = ${value}\n`]
    })
    const waits = random.chance(10) ? '  depends_on = [terraform_data.u]\n' : ''
    return { text: `module "${name}" {\n  source = "./${name}"\n${text}${passed.join('')}${waits}}\n`, kind }
  }

  #override(variables: readonly Variable[]): string {
    const [first] = variables
    return this.random.pick([
      'locals {\n  num = 9\n}\n',
      `variable "v0" {\n  default = ${this.lit(first?.type ?? { k: 'any' }, 2)}\n}\n`,
      'output "v0" {\n  value = "over"\n}\n',
      'resource "terraform_data" "u" {\n  input = "x"\n}\n',
    ])
  }
}

function one<T>(random: Random, items: readonly T[]): T {
  const [first, ...rest] = items
  if (first === undefined) throw new TypeError('there is nothing to choose from')
  return random.pick([first, ...rest])
}
