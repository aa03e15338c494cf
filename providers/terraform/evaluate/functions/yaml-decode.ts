import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException } from 'js-yaml'
import type { Event, ScalarEvent } from 'js-yaml'
import { convert } from '../types/conversion.ts'
import { STRING, typeName } from '../types/types.ts'
import { elementsOf, entriesOf, hasElements, NULL, object, string, textOf, tuple } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { MERGE, resolveScalar, TAGS, YamlError } from './yaml-scalar.ts'

/** Deeper documents are refused, and larger ones once their aliases are written out: limits of ours. */
const DEEPEST = 1000
const MOST_NODES = 2_000_000

/** The one document of a YAML text as a value: mappings as objects, sequences as tuples. Throws a YamlError. */
export function decodeYaml(text: string): Value {
  const events = eventsOf(text)
  if (events.filter(({ type }) => type === EVENT_ID.DOCUMENT).length > 1)
    throw new YamlError('only a single document is allowed')
  return new Decoder(text, events).document()
}

function eventsOf(text: string): readonly Event[] {
  try {
    return parseEvents(text, { maxDepth: DEEPEST })
  } catch (error) {
    if (error instanceof YAMLException) throw new YamlError(error.message.split('\n')[0] ?? 'malformed YAML')
    throw error
  }
}

/** A collection's event, or a scalar's: what can carry a tag and an anchor. */
type NodeEvent = Extract<Event, { tagStart: number }>

class Decoder {
  readonly text: string
  readonly events: readonly Event[]
  readonly anchors = new Map<string, Value>()
  readonly pending = new Set<string>()
  readonly handles = new Map([['!!', 'tag:yaml.org,2002:']])
  at = 0
  nodes = 0

  constructor(text: string, events: readonly Event[]) {
    this.text = text
    this.events = events
  }

  document(): Value {
    const start = this.next()
    if (start?.type !== EVENT_ID.DOCUMENT) return NULL
    for (const directive of start.directives)
      if (directive.kind === 'tag') this.handles.set(directive.handle, directive.prefix)
    const root = this.next()
    return root && root.type !== EVENT_ID.POP ? this.node(root) : NULL
  }

  next(): Event | undefined {
    return this.events[this.at++]
  }

  node(event: Event): Value {
    this.count(1)
    switch (event.type) {
      case EVENT_ID.ALIAS:
        return this.alias(this.text.slice(event.anchorStart, event.anchorEnd).replace(/^\*/, ''))
      case EVENT_ID.SCALAR:
        return this.anchored(event, () => this.scalar(event))
      case EVENT_ID.SEQUENCE:
        this.requireTag(event, TAGS.seq, 'sequence')
        return this.anchored(event, () => this.sequence())
      case EVENT_ID.MAPPING:
        this.requireTag(event, TAGS.map, 'mapping')
        return this.anchored(event, () => this.mapping())
      default:
        throw new YamlError('unexpected parser event')
    }
  }

  count(nodes: number): void {
    this.nodes += nodes
    if (this.nodes > MOST_NODES) throw new YamlError('the document is larger than evenkeel reads')
  }

  alias(name: string): Value {
    if (this.pending.has(name))
      throw new YamlError(`cannot refer to anchor ${JSON.stringify(name)} from inside its own definition`)
    const value = this.anchors.get(name)
    if (!value) throw new YamlError(`reference to undefined anchor ${JSON.stringify(name)}`)
    this.count(sizeOf(value))
    return value
  }

  anchored(event: NodeEvent, decode: () => Value): Value {
    if (event.anchorStart < 0) return decode()
    const name = this.text.slice(event.anchorStart, event.anchorEnd).replace(/^&/, '')
    this.pending.add(name)
    const value = decode()
    this.pending.delete(name)
    this.anchors.set(name, value)
    return value
  }

  /** The tag in full, '' for none. */
  tagOf(event: NodeEvent): string {
    if (event.tagStart < 0) return ''
    const raw = this.text.slice(event.tagStart, event.tagEnd)
    if (raw.startsWith('!<')) return raw.slice(2, -1)
    const handle = /^!(?:[\w-]*!)?/.exec(raw)?.[0] ?? ''
    return decodeURIComponent((this.handles.get(handle) ?? handle) + raw.slice(handle.length))
  }

  requireTag(event: NodeEvent, wanted: string, what: string): void {
    const tag = this.tagOf(event)
    if (tag !== '' && tag !== wanted) throw new YamlError(`can't interpret ${what} as ${tag}`)
  }

  resolve(event: ScalarEvent): Value | typeof MERGE {
    const text = event.valueStart < 0 ? '' : getScalarValue(this.text, event)
    const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED
    return resolveScalar(this.tagOf(event), text, quoted)
  }

  scalar(event: ScalarEvent): Value {
    const value = this.resolve(event)
    if (value === MERGE) return string('<<')
    // a block scalar is text: what it looks like is resolved first all the same, then turned back
    const block = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK
    return block && event.tagStart < 0 ? convert(value, STRING) : value
  }

  sequence(): Value {
    const elements: Value[] = []
    for (let event = this.next(); event && event.type !== EVENT_ID.POP; event = this.next())
      elements.push(this.node(event))
    return tuple(elements)
  }

  mapping(): Value {
    const entries = new Map<string, Value>()
    for (let event = this.next(); event && event.type !== EVENT_ID.POP; event = this.next()) {
      if (event.type !== EVENT_ID.SCALAR) throw new YamlError('only strings are allowed as mapping keys')
      const key = this.resolve(event)
      const next = this.next()
      const value = next ? this.node(next) : NULL
      if (key === MERGE) {
        if (value.type.kind !== 'object')
          throw new YamlError(`cannot merge ${typeName(value.type)} into mapping`)
        for (const [name, part] of entriesOf(value)) entries.set(name, part)
        continue
      }
      if (key.isNull) throw new YamlError('mapping key cannot be null')
      entries.set(textOf(convert(key, STRING)), value)
    }
    return object(entries)
  }
}

const sizes = new WeakMap<Value, number>()

/** The number of parts of a value, itself among them. */
function sizeOf(value: Value): number {
  const known = sizes.get(value)
  if (known !== undefined) return known
  const size = hasElements(value) ? elementsOf(value).reduce((sum, part) => sum + sizeOf(part), 1) : 1
  sizes.set(value, size)
  return size
}
