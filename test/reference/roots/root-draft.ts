import type { Random } from '../random.ts'
import { TypeGenerator } from '../terraform-type-generator.ts'

/** A root module to plan, and what it is planned with. */
export interface RootCase {
  readonly files: Readonly<Record<string, string>>
  /** `-var name=value` and `-var-file=path`, in their order */
  readonly inputs: readonly RootInput[]
  readonly environment: Readonly<Record<string, string>>
  readonly workspace: string
  /** whether it needs the AWS provider */
  readonly uses_aws: boolean
}

export type RootInput =
  | { readonly kind: 'text'; readonly name: string; readonly text: string }
  | { readonly kind: 'file'; readonly path: string }

/** What the pieces of a root may name: known and unknown, sensitive and null values. */
export const VALUES = `resource "terraform_data" "u" {}
locals {
  open   = terraform_data.u.id
  text   = "word"
  num    = 4
  yes    = true
  none   = tostring(null)
  list   = ["b", "a"]
  set    = toset(["x", "y"])
  map    = { a = "1", b = "2" }
  secret = sensitive("shh")
}
`

/** A root in the making: every piece adds blocks to its files, under names of its own. */
export class RootDraft {
  readonly types: TypeGenerator
  readonly random: Random
  readonly inputs: RootInput[] = []
  readonly environment: Record<string, string> = {}
  workspace = 'default'
  uses_aws = false
  readonly #files = new Map<string, string>()
  readonly #objects = new Map<string, Record<string, unknown>>()
  #names = 0

  constructor(seed: number) {
    this.types = new TypeGenerator(seed)
    this.random = this.types.random
    this.values('')
  }

  /** A name that nothing else has. */
  name(stem: string): string {
    this.#names++
    return `${stem}${this.#names}`
  }

  add(text: string, file = 'main.tf'): void {
    this.#files.set(file, (this.#files.get(file) ?? '') + text)
  }

  has(file: string): boolean {
    return this.#files.has(file)
  }

  /** Sets a member of a file that is one JSON object. */
  json(file: string, member: string, value: unknown): void {
    const members = this.#objects.get(file) ?? {}
    members[member] = value
    this.#objects.set(file, members)
  }

  /** Adds the values that expressions name to a module's folder, '' or ending with a slash. */
  values(folder: string): void {
    this.add(VALUES, `${folder}values.tf`)
  }

  /** An output that shows whatever it is given. @returns its name */
  output(value: string, folder = ''): string {
    const name = this.name('o')
    this.add(`output "${name}" {\n  value     = ${value}\n  sensitive = true\n}\n`, `${folder}main.tf`)
    return name
  }

  /** One of the texts, the last ones with a small chance: what Terraform mostly refuses. */
  mostly(good: readonly [string, ...string[]], bad: readonly [string, ...string[]], percent = 4): string {
    return this.random.pick(this.random.chance(percent) ? bad : good)
  }

  done(): RootCase {
    return {
      files: {
        ...Object.fromEntries(this.#files),
        ...Object.fromEntries(
          [...this.#objects].map(([file, members]) => [file, JSON.stringify(members, null, 1)]),
        ),
      },
      inputs: this.inputs,
      environment: this.environment,
      workspace: this.workspace,
      uses_aws: this.uses_aws,
    }
  }
}
