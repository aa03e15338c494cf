import { isAbsolute, relative } from 'node:path'
import { styleText } from 'node:util'

import type { EvaluatedRoot } from '../../providers/terraform/evaluate/evaluate-root.ts'
import type { ModuleInstance } from '../../providers/terraform/evaluate/module/module-instance.ts'
import type { OutputResult } from '../../providers/terraform/evaluate/module/outputs.ts'
import type { ResourceInstance } from '../../providers/terraform/evaluate/module/resource-node.ts'
import type { Value } from '../../providers/terraform/evaluate/types/value.ts'
import type { Range } from '../../providers/terraform/hcl/ast.ts'
import type { Fault } from '../../providers/terraform/module/config.ts'
import { gathered } from '../../providers/terraform/evaluate/report.ts'
import { discreetText } from '../core/secrets/discreet.ts'
import { counted, printable } from '../report/printable.ts'
import { valueLines } from './evaluated-value.ts'
import type { Showing } from './evaluated-value.ts'

export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string

export interface TextOptions {
  /** the folder as the user named it */
  readonly root: string
  readonly workspace: string
  readonly colour: boolean
  readonly width: number
  readonly show_sensitive: boolean
}

/** Paints where colours are wanted. */
export function painter(colour: boolean): Paint {
  return (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text)
}

/** How values are shown with these options. */
export function showingOf({ colour, width, show_sensitive }: TextOptions): Showing {
  const paint = painter(colour)
  return { width, show_sensitive, dim: (text) => paint('dim', text) }
}

/** `main.tf:12`: files of the root as they lie in it, others as they lie from here. */
export function placeText({ file, start }: Range): string {
  return printable(`${isAbsolute(file) ? relative('.', file) : file}:${start.line}`)
}

/**
 * What a root says, for people, in pieces: the values of its variables, its resources module by module, its outputs, and
 * last what could not be evaluated.
 */
export function evaluationText(root: EvaluatedRoot, options: TextOptions): Iterable<string> {
  const lines = new Tree(root, options).lines()
  return gathered(lines.map((line) => `${line}\n`))
}

class Tree {
  readonly #root: EvaluatedRoot
  readonly #options: TextOptions
  readonly #paint: Paint
  readonly #showing: Showing
  readonly #instances: ReadonlyMap<string, readonly ResourceInstance[]>

  constructor(root: EvaluatedRoot, options: TextOptions) {
    this.#root = root
    this.#options = options
    this.#paint = painter(options.colour)
    this.#showing = showingOf(options)
    this.#instances = Map.groupBy(root.resources, (one) => blockAddress(one))
  }

  *lines(): Generator<string, void> {
    const { module, faults, outputs, resources } = this.#root
    const title = this.#paint('bold', printable(this.#options.root))
    const gaps = faults.length === 0 ? 'no gap' : counted(faults.length, 'gap')
    yield* [`${title}  workspace ${printable(this.#options.workspace)}`, '']
    if (module) yield* this.#variables(module)
    if (module) yield* this.#module(module, '')
    if (outputs.size > 0) {
      yield this.#paint('bold', 'outputs')
      for (const [name, output] of outputs) yield* this.#output(name, output)
      yield ''
    }
    if (faults.length > 0) {
      yield this.#paint(['bold', 'yellow'], 'could not be evaluated')
      for (const fault of faults) yield* this.#gap(fault)
      yield ''
    }
    yield `${counted(resources.length, 'resource')}, ${counted(outputs.size, 'output')}, ${gaps}`
  }

  #variables(module: ModuleInstance): readonly string[] {
    const { variables } = module.tree.config
    if (variables.size === 0) return []
    const lines = [this.#paint('bold', 'variables')]
    for (const [name, config] of [...variables].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const value = module.variable(name)?.outcome()
      const input = module.root.options.inputs.get(name)
      const range = input?.range ?? config.default?.range ?? config.range
      const from = input ? (input.range ? placeText(input.range) : printable(input.source)) : placeText(range)
      if (value) lines.push(...this.#entry('  ', name, value, from))
    }
    return [...lines, '']
  }

  *#module(module: ModuleInstance, indent: string): Generator<string, void> {
    const { resources, calls } = module.tree.config
    for (const key of resources.keys())
      for (const one of this.#instances.get(module.prefix + key) ?? [])
        yield* [...this.#resource(one, indent), '']
    for (const name of calls.keys())
      for (const inner of module.call(name)?.instances().values() ?? []) yield* this.#call(inner, indent)
  }

  *#call(module: ModuleInstance, indent: string): Generator<string, void> {
    const { caller, prefix, tree } = module
    const label = `${indent}${this.#paint(['bold', 'cyan'], printable(prefix.replace(/\.$/, '')))}`
    const place = caller ? this.#dim(`  ${placeText(caller.config.range)} → ${printable(tree.folder)}`) : ''
    yield label + place
    let isEmpty = true
    for (const line of this.#module(module, `${indent}  `)) {
      isEmpty = false
      yield line
    }
    if (isEmpty) yield ''
  }

  #resource(instance: ResourceInstance, indent: string): readonly string[] {
    const { address, config, configured } = instance
    const id = this.#root.imports.get(address)
    const isShown = !id?.is_sensitive || this.#options.show_sensitive
    const facts = [
      placeText(config.range),
      ...(id ? [`imported as ${isShown ? printable(id.text) : '(sensitive)'}`] : []),
    ]
    const lines = [`${indent}${this.#paint('bold', printable(address))}${this.#dim(`  ${facts.join(', ')}`)}`]
    for (const [name, value] of [...configured].sort(([a], [b]) => (a < b ? -1 : 1)))
      lines.push(...this.#entry(`${indent}  `, name, value))
    return lines
  }

  #output(name: string, { value, refusals: [refusal] }: OutputResult): readonly string[] {
    if (!refusal) return this.#entry('  ', name, value)
    const { summary, detail, range } = refusal
    return [
      `  ${printable(name)}  ${this.#paint('yellow', printable(discreetText(`refused: ${summary}: ${detail}`)))}${this.#dim(`  ${placeText(range)}`)}`,
    ]
  }

  #entry(indent: string, name: string, value: Value, from?: string): readonly string[] {
    const label = `${indent}${printable(name)} = `
    const [first = '', ...rest] = valueLines(value, this.#showing, label.length, name)
    return [
      `${label}${first}${from === undefined ? '' : this.#dim(`  ${from}`)}`,
      ...rest.map((line) => indent + line),
    ]
  }

  #gap({ code, message, range }: Fault): readonly string[] {
    const place = range ? `  ${placeText(range)}` : ''
    return [`  ${this.#paint('yellow', code)}${place}`, `    ${printable(discreetText(message))}`]
  }

  #dim(text: string): string {
    return this.#paint('dim', text)
  }
}

/** The address of an instance's block: without its own key. */
function blockAddress({ address, config, key }: ResourceInstance): string {
  if (key.kind === 'none') return address
  const { mode, type, name } = config
  const block = mode === 'managed' ? `${type}.${name}` : `${mode}.${type}.${name}`
  return address.slice(0, address.lastIndexOf(`${block}[`) + block.length)
}
