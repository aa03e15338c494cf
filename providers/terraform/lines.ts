import { indexSegment, joinPath, keySegment } from '../../src/core/path.ts'
import type { Body, Expression, Range } from './hcl/ast.ts'
import { objectKeyName } from './hcl/object-key.ts'
import { rawText } from './json/expression.ts'

/** Where the parts of a body are written, by path. */
interface Places {
  readonly lines: Record<string, number>
  /** as ranges name it; only of what does not stand in the file of the body itself: overrides */
  readonly files: Record<string, string>
}

const CACHE = new WeakMap<Body, Places>()

/** The line of each argument and block of a body by its path, and of the keys of maps that are written out. @param own file of the body */
export function placesOf(body: Body, own: string): Places {
  let places = CACHE.get(body)
  if (!places) {
    places = { lines: {}, files: {} }
    new Collector(own, places).collect(body, [])
    CACHE.set(body, places)
  }
  return places
}

class Collector {
  readonly #own: string
  readonly #places: Places

  constructor(own: string, places: Places) {
    this.#own = own
    this.#places = places
  }

  collect(body: Body, path: readonly string[]): void {
    for (const attribute of body.attributes.values()) {
      const at = [...path, keySegment(attribute.name)]
      this.#note(at, attribute.name_range)
      for (const [key, range] of keysOf(attribute.expression)) this.#note([...at, keySegment(key)], range)
    }
    const counts = new Map<string, number>()
    for (const block of body.blocks) {
      const isDynamic = block.block_type === 'dynamic'
      const name = keySegment(isDynamic ? (block.labels[0] ?? 'dynamic') : block.block_type)
      const top = [...path, name]
      if (this.#places.lines[joinPath(top)] === undefined) this.#note(top, block.definition_range)
      // how many blocks a dynamic one makes is not known here, so the indexes behind it are not either
      if (isDynamic) counts.set(name, Number.NaN)
      const index = counts.get(name) ?? 0
      if (Number.isNaN(index)) continue
      counts.set(name, index + 1)
      const at = [...top, indexSegment(index)]
      this.#note(at, block.definition_range)
      this.collect(block.body, at)
    }
  }

  #note(path: readonly string[], { file, start }: Range): void {
    const at = joinPath(path)
    this.#places.lines[at] = start.line
    if (file !== this.#own) this.#places.files[at] = file
  }
}

/** The keys of a written-out map, also inside `merge(…)`. */
function* keysOf(expression: Expression): Generator<readonly [string, Range]> {
  if (expression.type === 'function_call' && expression.name === 'merge')
    for (const argument of expression.args) yield* keysOf(argument)
  if (expression.type === 'parentheses') yield* keysOf(expression.expression)
  if (expression.type !== 'object') return
  for (const { key } of expression.items) {
    const name = objectKeyName(key) ?? rawText(key.wrapped) ?? quotedText(key.wrapped)
    if (name !== undefined) yield [name, key.range]
  }
}

function quotedText(expression: Expression): string | undefined {
  const part =
    expression.type === 'template' && expression.parts.length === 1 ? expression.parts[0] : undefined
  return part?.type === 'literal_value' && part.value.type === 'string' ? part.value.value : undefined
}
