import { EVENT_ID, getScalarValue, parseEvents, type Event } from 'js-yaml'
import { FieldTable } from '../../../src/core/field-table.ts'
import { indexSegment, itemSegment, joinPath, keySegment } from '../../../src/core/path.ts'
import type { Origin } from '../../../src/core/model.ts'
import type { Kind } from '../../../src/core/provider.ts'
import { builtInKinds } from '../schema/built-in.ts'
import { genericKind } from '../schema/custom.ts'

/** Where a document's parts stand. */
interface Place {
  readonly line: number
  readonly entries?: readonly { readonly key: string; readonly line: number; readonly value: Place }[]
  readonly items?: readonly Place[]
  readonly text?: string
}

/** What is needed to find the lines of an object's paths: its document, and its place there if that is a list. */
export interface Written {
  readonly text: string
  /** line of the file that the text begins at */
  readonly start: number
  /** position in the document's `items` */
  readonly item: number | undefined
  /** the document itself, where this is one of its items: they share what is read of it */
  readonly whole?: Written
}

const SECRET_KIND = 'core/Secret'

/**
 * Where an object is declared. The lines of its paths are found when somebody asks for them, for that costs as much as
 * reading the document once more; only a Secret's at once, so that its text is not kept.
 */
export function originOf(file: string, line: number, written: Written, kind: string): Origin {
  let found: { line: number; lines: Readonly<Record<string, number>> } | undefined
  const find = () => (found ??= placesOf(written, kind, line))
  if (kind === SECRET_KIND) return { file, ...find() }
  const origin = { file, line }
  // not enumerable: a copy of everything must not set this off
  Object.defineProperty(origin, 'lines', { get: () => find().lines })
  if (written.item !== undefined)
    Object.defineProperty(origin, 'line', { get: () => find().line, enumerable: true })
  return origin
}

function placesOf(
  written: Written,
  kind: string,
  line: number,
): { line: number; lines: Readonly<Record<string, number>> } {
  const lines: Record<string, number> = Object.create(null)
  const root = documentPlace(written)
  if (root) collect(root, [], new FieldTable(kindOf(kind)), lines)
  return { line: written.item === undefined ? line : (root?.line ?? line), lines }
}

function kindOf(name: string): Kind {
  return builtInKinds.find((kind) => kind.name === name) ?? genericKind(name)
}

function documentPlace(written: Written): Place | undefined {
  try {
    const root = rootPlace(written)
    if (written.item === undefined) return root
    return root?.entries?.find(({ key }) => key === 'items')?.value.items?.[written.item]
  } catch {
    return undefined
  }
}

/** What was read of lists: kept as long as items are asked for in a row, which is all at once. */
const READ = new WeakMap<Written, WeakRef<Place>>()

function rootPlace({ text, start, whole }: Written): Place | undefined {
  const known = whole && READ.get(whole)?.deref()
  if (known) return known
  const root = new PlaceReader(text, start).read()
  if (whole && root) READ.set(whole, new WeakRef(root))
  return root
}

class PlaceReader {
  readonly #text: string
  readonly #events: readonly Event[]
  readonly #breaks: number[] = []
  readonly #start: number
  #at = 0

  constructor(text: string, start: number) {
    this.#text = text
    this.#start = start
    this.#events = parseEvents(text, { maxDepth: 200 })
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#breaks.push(at)
  }

  read(): Place | undefined {
    const event = this.#events[this.#at]
    this.#at += 1
    switch (event?.type) {
      case EVENT_ID.DOCUMENT:
        return this.read()
      case EVENT_ID.MAPPING:
        return { line: this.#lineOf(event.start), entries: this.#entries() }
      case EVENT_ID.SEQUENCE:
        return { line: this.#lineOf(event.start), items: this.#items() }
      case EVENT_ID.SCALAR:
        return { line: this.#lineOf(event.valueStart), text: getScalarValue(this.#text, event) }
      case EVENT_ID.ALIAS:
        return { line: this.#lineOf(event.anchorStart) }
      default:
        return undefined
    }
  }

  #entries(): NonNullable<Place['entries']> {
    const entries: { key: string; line: number; value: Place }[] = []
    for (let key = this.read(); key; key = this.read()) {
      const value = this.read()
      if (!value) break
      entries.push({ key: key.text ?? '', line: key.line, value })
    }
    return entries
  }

  #items(): Place[] {
    const items: Place[] = []
    for (let item = this.read(); item; item = this.read()) items.push(item)
    return items
  }

  #lineOf(offset: number): number {
    let [low, high] = [0, this.#breaks.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#breaks[middle] ?? 0) < offset) low = middle + 1
      else high = middle
    }
    return this.#start + low
  }
}

function collect(
  place: Place,
  segments: readonly string[],
  table: FieldTable,
  lines: Record<string, number>,
): void {
  for (const { key, line, value } of place.entries ?? []) {
    // a Secret's texts are compared where the server keeps them
    const own = segments.length === 0 && key === 'stringData' ? 'data' : key
    const path = [...segments, keySegment(own)]
    lines[joinPath(path)] = line
    collect(value, path, table, lines)
  }
  const rule = place.items ? table.at(segments).field.list : undefined
  for (const [index, item] of (place.items ?? []).entries()) {
    const keys = typeof rule === 'object' ? keysOf(item, rule.keyed_by, segments, table) : []
    const path = [...segments, keys.length === 0 ? indexSegment(index) : itemSegment(keys)]
    lines[joinPath(path)] ??= item.line
    collect(item, path, table, lines)
  }
}

function keysOf(
  item: Place,
  names: readonly string[],
  segments: readonly string[],
  table: FieldTable,
): [string, string][] {
  return names.flatMap((name): [string, string][] => {
    let value: Place | undefined = item
    for (const part of name.split('.')) value = value?.entries?.find(({ key }) => key === part)?.value
    const usual = table.at([...segments, '[0]', ...name.split('.').map(keySegment)]).field.default
    const text = value?.text ?? (usual === undefined ? undefined : String(usual))
    return text === undefined || text === '' ? [] : [[name, text]]
  })
}
