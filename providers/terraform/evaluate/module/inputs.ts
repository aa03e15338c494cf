import { isUtf8 } from 'node:buffer'
import { basename, join, resolve } from 'node:path'

import { FileFault, listFolder, readRegularFile } from '../../files/boundary.ts'
import type { Expression, Range } from '../../hcl/ast.ts'
import { parseConfig, parseExpression } from '../../hcl/parse.ts'
import { bodyOf, expressionOf } from '../../json/expression.ts'
import { parseJson } from '../../json/parse-json.ts'
import type { ModuleConfig } from '../../module/config.ts'
import { ConstantError, constant } from '../../module/constant.ts'
import { automaticVariableFiles } from '../../module/discover.ts'
import { syntaxFault } from '../../module/read-file.ts'
import { DYNAMIC } from '../types/types.ts'
import { string, unknown } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import type { Faults } from './faults.ts'

/** A root variable's value from outside the code, the winning one of all sources. */
interface Input {
  readonly value: Value
  /** where it stands; null for what is not in a file */
  readonly range: Range | null
  /** who gave it: a file's name; else in Terraform's words, `set using -var="size=..."` */
  readonly source: string
}

export type Inputs = ReadonlyMap<string, Input>

/** Where values come from: a tfvars file, a text as the command line has it, or a value that is one already. */
export type InputSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'text'; readonly name: string; readonly text: string }
  | { readonly kind: 'value'; readonly name: string; readonly value: Value }
  | { readonly kind: 'unknown'; readonly name: string }

interface Sources {
  readonly folder: string
  readonly inputs: readonly InputSource[]
  readonly environment: ReadonlyMap<string, string>
}

/**
 * Values of the root's variables, later sources over earlier ones: TF_VAR_, terraform.tfvars, terraform.tfvars.json,
 * *.auto.tfvars in byte order, then what the caller gives. A file that cannot be read leaves every variable unknown that no
 * later source sets.
 */
export function gatherInputs(sources: Sources, config: ModuleConfig, faults: Faults): Inputs {
  const gathering = new Gathering(config, faults)
  for (const [name, text] of sources.environment)
    if (config.variables.has(name))
      gathering.text(name, text, `set using the TF_VAR_${name} environment variable`)
  for (const name of automaticVariableFiles(listFolder(sources.folder) ?? []))
    gathering.file(join(sources.folder, name), name)
  for (const source of sources.inputs) {
    if (source.kind === 'file') gathering.file(resolve(sources.folder, source.path), source.path)
    else if (!config.variables.has(source.name)) gathering.undeclared(source.name)
    else if (source.kind === 'unknown') gathering.spoil(source.name)
    else if (source.kind === 'text')
      gathering.text(source.name, source.text, `set using -var="${source.name}=..."`)
    else gathering.inputs.set(source.name, { value: source.value, range: null, source: OUTSIDE })
  }
  return gathering.inputs
}

const OUTSIDE = 'set from outside of the configuration'

class Gathering {
  readonly inputs = new Map<string, Input>()
  readonly #config: ModuleConfig
  readonly #faults: Faults

  constructor(config: ModuleConfig, faults: Faults) {
    this.#config = config
    this.#faults = faults
  }

  /** A text: as it stands where the type is a primitive one or absent, else an expression of constants. */
  text(name: string, text: string, source: string): void {
    const variable = this.#config.variables.get(name)
    if (!variable || variable.takes_text) {
      this.inputs.set(name, { value: string(text), range: null, source })
      return
    }
    const parsed = parseExpression(text, `<value for var.${name}>`)
    const [first] = parsed.errors
    if (parsed.value) this.#expression(name, parsed.value, null, source)
    else {
      const message = `the value for var.${name}, ${source}, is no expression: ${first?.summary ?? ''}`
      this.#faults.add({ code: 'TERRAFORM_INVALID', message, range: variable.range, kinds: ['*'] })
      this.spoil(name)
    }
  }

  undeclared(name: string): void {
    if (this.#config.uncertain.any || this.#config.uncertain.declared.has(`variable.${name}`)) return
    const message = `Value for undeclared variable: A variable named ${JSON.stringify(name)} was assigned, but the root module does not declare a variable of that name.`
    this.#faults.add({ code: 'TERRAFORM_INVALID', message, range: null, kinds: [] })
  }

  /** A tfvars file; names that the root does not declare are ignored, as Terraform does with a warning. */
  file(path: string, shown: string): void {
    const attributes = this.#attributes(path, shown)
    if (!attributes) {
      for (const name of this.#config.variables.keys()) this.spoil(name)
      return
    }
    for (const [name, expression] of attributes) this.#expression(name, expression, expression.range, shown)
  }

  #attributes(path: string, shown: string): ReadonlyMap<string, Expression> | undefined {
    let bytes: Buffer
    try {
      bytes = readRegularFile(path)
    } catch (error) {
      if (!(error instanceof FileFault)) throw error
      this.#faults.add({
        code: error.code,
        message: `the variables file ${shown}: ${error.message.replace(path, shown)}`,
        range: null,
        kinds: ['*'],
      })
      return undefined
    }
    return path.endsWith('.json') ? this.#json(bytes, shown) : this.#native(bytes, shown)
  }

  #native(bytes: Buffer, shown: string): ReadonlyMap<string, Expression> | undefined {
    const parsed = parseConfig(bytes, shown)
    if (!parsed.body) {
      this.#faults.add(syntaxFault(parsed.errors[0]))
      return undefined
    }
    for (const block of parsed.body.blocks) {
      const message = `Unexpected ${JSON.stringify(block.block_type)} block: Blocks are not allowed here.`
      this.#faults.add({ code: 'TERRAFORM_INVALID', message, range: block.definition_range, kinds: [] })
    }
    return new Map([...parsed.body.attributes].map(([name, attribute]) => [name, attribute.expression]))
  }

  #json(bytes: Buffer, shown: string): ReadonlyMap<string, Expression> | undefined {
    const node = isUtf8(bytes) ? parseJson(bytes.toString('utf8'), shown) : undefined
    if (node && !('code' in node)) {
      const body = bodyOf(expressionOf(node))
      if (body) return new Map([...body.attributes].map(([name, { expression }]) => [name, expression]))
    }
    if (node && 'code' in node) this.#faults.add(syntaxFault(node))
    else {
      const message = `${basename(shown)} must hold one JSON object`
      this.#faults.add({ code: 'HCL_SYNTAX', message, range: null, kinds: ['*'] })
    }
    return undefined
  }

  #expression(name: string, expression: Expression, range: Range | null, source: string): void {
    try {
      this.inputs.set(name, { value: constant(expression), range, source })
    } catch (error) {
      if (!(error instanceof ConstantError)) throw error
      const message = `${error.summary}: ${error.message}`
      this.#faults.add({ code: 'TERRAFORM_INVALID', message, range: error.range, kinds: ['*'] })
      this.spoil(name)
    }
  }

  /** Leaves a variable unknown: something is given for it, but what cannot be read. */
  spoil(name: string): void {
    const value = unknown(DYNAMIC, { reason: `the value given for var.${name} cannot be read` })
    this.inputs.set(name, { value, range: null, source: 'what cannot be read' })
  }
}
