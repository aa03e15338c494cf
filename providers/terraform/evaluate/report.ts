import { discreetNamed, discreetText } from '../../../src/core/secrets/discreet.ts'
import type { Fault } from '../module/config.ts'
import type { EvaluatedRoot } from './evaluate-root.ts'
import { indexOf } from './module/repetition.ts'
import type { OutputResult } from './module/outputs.ts'
import type { ResourceInstance } from './module/resource-node.ts'
import { containsMark } from './types/deep-marks.ts'
import { unknownPaths } from './types/json.ts'
import { isWritable, numberText } from './types/number-text.ts'
import type { BigFloat } from './types/number.ts'
import { typeToJson } from './types/types.ts'
import { elementsOf, entriesOf, numberOf, object } from './types/value.ts'
import type { Value } from './types/value.ts'

export interface ReportOptions {
  readonly show_sensitive: boolean
}

/** Pieces are gathered up to this many characters. */
const PIECE_LENGTH = 65_536

/** What a root says as the JSON text that `evaluate` prints; numbers with all their digits, which a double would lose. */
export function evaluationJson(root: EvaluatedRoot, options: ReportOptions): string {
  return [...evaluationPieces(root, options)].join('')
}

/** The same in pieces, for a large root's text is large; each ends between two values. */
export function evaluationPieces(root: EvaluatedRoot, options: ReportOptions): Generator<string, void> {
  return gathered(texts(root, options))
}

/** Texts put together to pieces that are worth a write. */
export function* gathered(texts: Iterable<string>): Generator<string, void> {
  let piece = ''
  for (const text of texts) {
    piece += text
    if (piece.length < PIECE_LENGTH) continue
    yield piece
    piece = ''
  }
  yield piece
}

function* texts(root: EvaluatedRoot, options: ReportOptions): Generator<string, void> {
  const resources = root.resources.values().map((one) => {
    const id = root.imports.get(one.address)
    return resourceText(one, id && (options.show_sensitive || !id.is_sensitive) ? id.text : null, options)
  })
  const outputs = root.outputs
    .entries()
    .map(([name, output]) => `    ${JSON.stringify(name)}: ${outputText(name, output, options)}`)
  yield '{\n  "resources": '
  yield* lines(resources, '[]')
  yield ',\n  "outputs": '
  yield* lines(outputs, '{}')
  yield ',\n  "gaps": '
  yield* lines(root.faults.values().map(faultText), '[]')
  yield '\n}\n'
}

function* lines(items: Iterable<string>, brackets: '[]' | '{}'): Generator<string, void> {
  const [open, close] = brackets
  let before = ''
  for (const item of items) {
    yield before === '' ? `${open}\n${item}` : before + item
    before = ',\n'
  }
  yield before === '' ? brackets : `\n  ${close}`
}

function record(fields: readonly (readonly [string, string | undefined])[]): string {
  const present = fields.flatMap(([name, text]) =>
    text === undefined ? [] : [`${JSON.stringify(name)}: ${text}`],
  )
  return `{ ${present.join(', ')} }`
}

function resourceText(instance: ResourceInstance, importId: string | null, options: ReportOptions): string {
  const { address, config, configured, key } = instance
  const values = object(configured)
  const { file, start } = config.range
  const text = JSON.stringify
  const named = `"address": ${text(address)}, "mode": ${text(config.mode)}, "type": ${text(config.type)}, "name": ${text(config.name)}`
  const set = `"index": ${text(indexOf(key))}, "values": ${valueText(values, options)}, "unknown": ${text(unknownPaths(values))}`
  return `    { ${named}, ${set}, "import_id": ${text(importId)}, "file": ${text(file)}, "line": ${start.line} }`
}

function outputText(name: string, output: OutputResult, options: ReportOptions): string {
  const { value, refusals } = output
  const [first] = refusals
  if (first) {
    const { summary, detail, range } = first
    const error = { summary, detail: discreetText(detail), file: range.file, line: range.start.line }
    return JSON.stringify({ error })
  }
  const unknown = unknownPaths(value)
  return record([
    ['type', value.isKnown ? JSON.stringify(value.isNull ? 'dynamic' : typeToJson(value.type)) : undefined],
    ['sensitive', containsMark(value, 'sensitive') ? 'true' : undefined],
    ['value', valueText(value, options, name)],
    ['unknown', unknown.length > 0 ? JSON.stringify(unknown) : undefined],
  ])
}

function faultText({ code, message, range }: Fault): string {
  return `    ${record([
    ['code', JSON.stringify(code)],
    ['message', JSON.stringify(discreetText(message))],
    ['file', range ? JSON.stringify(range.file) : undefined],
    ['line', range ? String(range.start.line) : undefined],
    ['column', range ? String(range.start.column) : undefined],
  ])}`
}

/**
 * A value as JSON text: null where it is unknown, or sensitive and to be withheld. What is a credential by the name that it
 * stands under, or by what it looks like, is withheld as well.
 */
function valueText(value: Value, options: ReportOptions, name = ''): string {
  if (value.isNull || !value.isKnown) return 'null'
  if (!options.show_sensitive && value.marks.size > 0) return 'null'
  switch (value.type.kind) {
    case 'string': {
      const text = String(value.payload)
      return JSON.stringify(options.show_sensitive ? text : discreetNamed(name, text))
    }
    case 'bool':
      return JSON.stringify(value.payload)
    case 'number':
      return writtenNumber(numberOf(value))
    case 'map':
    case 'object': {
      const entries = [...entriesOf(value)].map(
        ([key, part]) => `${JSON.stringify(key)}: ${valueText(part, options, key)}`,
      )
      return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
    }
    default:
      return `[${elementsOf(value)
        .map((part) => valueText(part, options, name))
        .join(', ')}]`
  }
}

function writtenNumber(number: BigFloat): string {
  if (!isWritable(number)) return 'null'
  return number.kind === 'infinite' ? JSON.stringify(numberText(number)) : numberText(number)
}
