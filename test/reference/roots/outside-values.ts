import type { TypeShape } from '../terraform-type-generator.ts'
import type { RootDraft } from './root-draft.ts'

/** Variables of a root that several places give: tfvars of every kind, the environment, the command line. */
export function outsideValues(draft: RootDraft): void {
  const { random, types } = draft
  for (let i = random.below(3) + 1; i > 0; i--) {
    const name = draft.name('v')
    const type: TypeShape | null = random.chance(85) ? types.type(2) : null
    draft.add(declaration(draft, name, type))
    const giver = new Giver(draft, name, type)
    for (let n = random.below(4); n > 0; n--) giver.give()
    if (random.chance(4)) giver.give()
    draft.output(
      random.pick([`var.${name}`, `jsonencode(var.${name})`, `[var.${name}]`, `try(var.${name}.a, "none")`]),
    )
  }
  if (random.chance(20)) draft.environment['TF_VAR_nobody'] = 'x'
  if (random.chance(3)) draft.inputs.push({ kind: 'text', name: 'nobody', text: 'x' })
  if (random.chance(10)) draft.add('nobody = 1\n', 'terraform.tfvars')
}

function declaration(draft: RootDraft, name: string, type: TypeShape | null): string {
  const { random, types } = draft
  const lines = [
    type ? `type = ${types.show(type)}` : '',
    random.chance(92) ? `default = ${random.chance(20) ? 'null' : types.lit(type ?? { k: 'any' }, 2)}` : '',
    random.chance(30) ? `nullable = ${random.pick(['false', 'true', 'false'])}` : '',
    random.chance(10) ? 'sensitive = true' : '',
    random.chance(30) ? validation(draft, name) : '',
    random.chance(10) ? 'description = "what it is"' : '',
  ]
  return `variable "${name}" {\n${lines.filter((line) => line !== '').join('\n')}\n}\n`
}

function validation(draft: RootDraft, name: string): string {
  const condition = draft.mostly(
    [
      `length(jsonencode(var.${name})) > 1`,
      `can(var.${name})`,
      `var.${name} == null || local.yes`,
      `try(length(var.${name}) >= 0, true)`,
      `try(var.${name}.a, "") != "never"`,
      `alltrue([for x in try(tolist(var.${name}), []) : x != "never"])`,
      `local.open != var.${name}`,
      `terraform.workspace != "" || var.${name} == 1`,
    ],
    [
      `var.${name} != null`,
      `can(tonumber(var.${name}))`,
      'local.yes',
      `length(var.${name}) > 0`,
      `var.${name}`,
      'var.nowhere == 1',
    ],
    10,
  )
  const message = draft.mostly(
    ['"bad"', `"bad \${jsonencode(var.${name})}"`, '"${local.text} is bad"'],
    ['local.open', 'null'],
    5,
  )
  return `validation {\n  condition = ${condition}\n  error_message = ${message}\n}`
}

/** Gives one variable values in one place after the other. */
class Giver {
  readonly #draft: RootDraft
  readonly #name: string
  readonly #type: TypeShape
  readonly #isText: boolean

  constructor(draft: RootDraft, name: string, type: TypeShape | null) {
    this.#draft = draft
    this.#name = name
    this.#type = type ?? { k: 'any' }
    this.#isText = !type || ['string', 'number', 'bool'].includes(type.k)
  }

  give(): void {
    const { random } = this.#draft
    random.pick([
      () => this.#file('terraform.tfvars'),
      () => this.#file('terraform.tfvars.json'),
      () =>
        this.#file(random.pick(['a.auto.tfvars', 'b.auto.tfvars', 'B.auto.tfvars', 'a.auto.tfvars.json'])),
      () => {
        this.#draft.environment[`TF_VAR_${this.#name}`] = this.#text()
      },
      () => this.#draft.inputs.push({ kind: 'text', name: this.#name, text: this.#text() }),
      () => {
        const path = random.pick(['env/one.tfvars', 'two.tfvars', 'env/three.tfvars.json'])
        this.#file(path)
        if (!this.#draft.inputs.some((input) => input.kind === 'file' && input.path === path))
          this.#draft.inputs.push({ kind: 'file', path })
      },
    ])()
  }

  #literal(): string {
    const { random, types } = this.#draft
    if (random.chance(8)) return 'null'
    return types.lit(random.chance(4) ? types.type(1) : this.#type, 2)
  }

  /** A text as an environment variable has it: itself for plain types. */
  #text(): string {
    const { random } = this.#draft
    if (!this.#isText) return this.#literal()
    const { k } = this.#type
    if (k === 'number') return random.pick(['5', '2.50', '1e2', '007', '-1'])
    if (k === 'bool') return random.pick(['true', 'false', 'true'])
    return random.pick(['plain', '"quoted"', '{ a = 1 }', '', '007', 'a=b', 'null'])
  }

  #file(path: string): void {
    if (!path.endsWith('.json')) return this.#draft.add(`${this.#name} = ${this.#literal()}\n`, path)
    // one JSON object a file: every value is a member of its own text
    this.#draft.json(path, this.#name, this.#json(this.#type))
  }

  #json(type: TypeShape): unknown {
    const { random } = this.#draft
    if (random.chance(8)) return null
    switch (type.k) {
      case 'string':
        return random.pick(['x', '$${lit}', '', 'a b'])
      case 'number':
        return random.pick([1, 2.5, '8', 1e3])
      case 'bool':
        return random.pick<unknown>([true, 'false'])
      case 'any':
        return random.pick<unknown>(['q', 1, [1, 'a'], { z: 1 }])
      case 'list':
      case 'set':
        return random.many(0, 2, () => this.#json(type.e))
      case 'map':
        return Object.fromEntries(random.many(0, 2, () => [random.pick(['k', 'l m']), this.#json(type.e)]))
      case 'tuple':
        return type.es.map((element) => this.#json(element))
      case 'object':
        return Object.fromEntries(
          type.as.flatMap(({ n, t, opt }) => (opt && random.chance(40) ? [] : [[n, this.#json(t)]])),
        )
    }
  }
}
