import { indexSegment, joinPath, keySegment } from '../../src/core/path.ts'
import type { Body, Expression } from './hcl/ast.ts'
import { objectKeyName } from './hcl/object-key.ts'
import { rawText } from './json/expression.ts'

const CACHE = new WeakMap<Body, Readonly<Record<string, number>>>()

/** The line of each argument and block of a body by its path, and of the keys of maps that are written out. */
export function linesOf(body: Body): Readonly<Record<string, number>> {
  let lines = CACHE.get(body)
  if (!lines) {
    const found: Record<string, number> = {}
    collect(body, [], found)
    CACHE.set(body, (lines = found))
  }
  return lines
}

function collect(body: Body, path: readonly string[], lines: Record<string, number>): void {
  for (const attribute of body.attributes.values()) {
    const at = [...path, keySegment(attribute.name)]
    lines[joinPath(at)] = attribute.name_range.start.line
    for (const [key, line] of keysOf(attribute.expression)) lines[joinPath([...at, keySegment(key)])] = line
  }
  const counts = new Map<string, number>()
  for (const block of body.blocks) {
    const isDynamic = block.block_type === 'dynamic'
    const name = keySegment(isDynamic ? (block.labels[0] ?? 'dynamic') : block.block_type)
    const top = joinPath([...path, name])
    lines[top] ??= block.definition_range.start.line
    // how many blocks a dynamic one makes is not known here, so the indexes behind it are not either
    if (isDynamic) counts.set(name, Number.NaN)
    const index = counts.get(name) ?? 0
    if (Number.isNaN(index)) continue
    counts.set(name, index + 1)
    const at = [...path, name, indexSegment(index)]
    lines[joinPath(at)] = block.definition_range.start.line
    collect(block.body, at, lines)
  }
}

/** The keys of a written-out map, also inside `merge(…)`. */
function* keysOf(expression: Expression): Generator<readonly [string, number]> {
  if (expression.type === 'function_call' && expression.name === 'merge')
    for (const argument of expression.args) yield* keysOf(argument)
  if (expression.type === 'parentheses') yield* keysOf(expression.expression)
  if (expression.type !== 'object') return
  for (const { key } of expression.items) {
    const name = objectKeyName(key) ?? rawText(key.wrapped) ?? quotedText(key.wrapped)
    if (name !== undefined) yield [name, key.range.start.line]
  }
}

function quotedText(expression: Expression): string | undefined {
  const part =
    expression.type === 'template' && expression.parts.length === 1 ? expression.parts[0] : undefined
  return part?.type === 'literal_value' && part.value.type === 'string' ? part.value.value : undefined
}
