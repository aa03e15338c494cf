import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import type { EvaluatedRoot } from '../../providers/terraform/evaluate/evaluate-root.ts'
import { explain } from '../../providers/terraform/evaluate/explain/explain.ts'
import { NoSuchValueError } from '../../providers/terraform/evaluate/explain/explanation.ts'
import type { Explanation } from '../../providers/terraform/evaluate/explain/explanation.ts'
import { containsMarked } from '../../providers/terraform/evaluate/types/deep-marks.ts'
import type { Expression } from '../../providers/terraform/hcl/ast.ts'
import { children } from '../../providers/terraform/hcl/children.ts'
import { placeOf } from '../../providers/terraform/json/expression.ts'
import { isSecretName } from '../core/secrets/credential-names.ts'
import { discreetText } from '../core/secrets/discreet.ts'
import { EvenkeelError } from '../core/errors.ts'
import { counted, printable } from '../report/printable.ts'
import { valueLines } from './evaluated-value.ts'
import type { Showing } from './evaluated-value.ts'
import { painter, placeText, showingOf } from './evaluation-text.ts'
import type { Paint, TextOptions } from './evaluation-text.ts'

/** Lines of an expression that are shown. */
const LINES_MAX = 20
const INDENT = '  '

/**
 * How a value came about, for people: each value with its place and expression, and under it what fed it. Below what is
 * sensitive nothing is shown but names and places: what goes into a secret is one. `folder` is the root's.
 */
export function explainedText(
  evaluated: EvaluatedRoot,
  asked: string,
  folder: string,
  options: TextOptions,
): string {
  const { module, faults } = evaluated
  if (!module)
    throw new EvenkeelError('USAGE', `nothing could be evaluated: ${faults[0]?.message ?? 'no code'}`)
  const writer = new Writer(folder, options)
  try {
    writer.write(explain(module, asked), '', false)
  } catch (error) {
    if (error instanceof NoSuchValueError) throw new EvenkeelError('USAGE', printable(error.message))
    throw error
  }
  for (const { code, message, range } of faults)
    writer.lines.push(
      '',
      `${code}  ${range ? placeText(range) : ''}`.trimEnd(),
      `  ${printable(discreetText(message))}`,
    )
  return `${writer.lines.join('\n')}\n`
}

class Writer {
  readonly lines: string[] = []
  readonly #folder: string
  readonly #paint: Paint
  readonly #showing: Showing
  readonly #files = new Map<string, Buffer | null>()

  constructor(folder: string, options: TextOptions) {
    this.#folder = folder
    this.#paint = painter(options.colour)
    this.#showing = showingOf(options)
  }

  write(explanation: Explanation, indent: string, isInsideSecret: boolean): void {
    const { name, value, expression, place, note, uses, omitted } = explanation
    const shown = name.slice(name.lastIndexOf('.') + 1)
    const isOne = containsMarked(value) || (value.type.kind === 'string' && isSecretName(shown))
    const isSecret = !this.#showing.show_sensitive && (isInsideSecret || isOne)
    const label = `${indent}${this.#paint('bold', printable(name))} = `
    const [first = '', ...rest] =
      isInsideSecret && isSecret
        ? [this.#showing.dim('(feeds what is sensitive)')]
        : valueLines(value, this.#showing, indent.length + name.length + 3, shown)
    this.lines.push(label + first, ...rest.map((line) => indent + line))
    const facts = [place ? placeText(place) : '', note === null ? '' : printable(note), omitted ?? '']
    const told = facts.filter((fact) => fact !== '').join('  ')
    const inner = `${indent}${INDENT}${INDENT}`
    if (told !== '') this.lines.push(this.#paint('dim', inner + told))
    if (expression && (uses.length > 0 || !isSecret))
      for (const line of this.#code(expression, isSecret)) this.lines.push(inner + line)
    for (const use of uses) this.write(use, indent + INDENT, isSecret)
  }

  /** The expression as written, without the indentation it stands in. */
  #code(expression: Expression, isSecret: boolean): readonly string[] {
    const text = this.#source(expression, isSecret)
    if (text === undefined) return []
    const [first = '', ...rest] = (this.#showing.show_sensitive ? text : discreetText(text)).split('\n')
    const depth = Math.min(...rest.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)))
    const lines = [first, ...rest.map((line) => line.slice(depth))].map((line) => printable(line.trimEnd()))
    if (lines.length <= LINES_MAX) return lines
    return [...lines.slice(0, LINES_MAX), `… ${counted(lines.length - LINES_MAX, 'more line')}`]
  }

  #source(expression: Expression, isSecret: boolean): string | undefined {
    const { file, start, end } = placeOf(expression)
    const bytes = this.#file(file)
    // a string of JSON is a template in other words: where its literals stand in the file is not known
    if (!bytes || (isSecret && file.endsWith('.json'))) return undefined
    let text = ''
    let at = start.byte
    for (const hidden of isSecret ? literals(expression) : []) {
      text += `${bytes.toString('utf8', at, hidden.start)}…`
      at = hidden.end
    }
    return text + bytes.toString('utf8', at, end.byte)
  }

  #file(name: string): Buffer | null {
    let bytes = this.#files.get(name)
    if (bytes === undefined) {
      try {
        bytes = readFileSync(resolve(this.#folder, name))
      } catch {
        bytes = null
      }
      this.#files.set(name, bytes)
    }
    return bytes
  }
}

/** The stretches of an expression that are constants, in order: of a secret, they may be all of it. */
function literals(expression: Expression): readonly { readonly start: number; readonly end: number }[] {
  const found: { readonly start: number; readonly end: number }[] = []
  const pending: Expression[] = [expression]
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.type === 'literal_value') found.push({ start: next.range.start.byte, end: next.range.end.byte })
    else pending.push(...children(next))
  }
  const sorted = found.sort((a, b) => a.start - b.start)
  return sorted.filter((one, i) => one.start >= (sorted[i - 1]?.end ?? 0))
}
