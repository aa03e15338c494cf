import data from './types.json' with { type: 'json' }

/** What a field is made of; see README.md for the notation it comes from. */
export interface Shape {
  readonly form:
    | 'list'
    | 'map'
    | 'struct'
    | 'text'
    | 'boolean'
    | 'number'
    | 'quantity'
    | 'int_or_text'
    | 'other'
  /** a nil pointer differs from its zero value */
  readonly is_pointer: boolean
  /** the server writes it also where it is zero, so that leaving it out says zero */
  readonly is_always: boolean
  /** of a list's or map's items */
  readonly items?: Shape
  /** of a list: the fields that tell its items apart; `set` where order means nothing */
  readonly keys?: readonly string[] | 'set'
  /** name of a struct's type */
  readonly type?: string
}

const FORMS: Readonly<Record<string, Shape['form']>> = {
  s: 'text',
  b: 'boolean',
  n: 'number',
  q: 'quantity',
  o: 'int_or_text',
  y: 'text',
}

const TYPES: Readonly<Record<string, Readonly<Record<string, string>>>> = data.types
const KINDS: Readonly<Record<string, string>> = data.kinds
const parsed = new Map<string, ReadonlyMap<string, Shape>>()

/** Every kind that the server itself defines: `apps/Deployment`. */
export const BUILT_IN_KINDS: readonly string[] = Object.keys(KINDS)

/** The Go type of a kind; undefined for a custom resource. */
export function typeOf(kind: string): string | undefined {
  return Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined
}

/** The fields of a type; empty for one that is not known. */
export function fieldsOf(type: string): ReadonlyMap<string, Shape> {
  let fields = parsed.get(type)
  if (!fields) {
    const own = Object.hasOwn(TYPES, type) ? (TYPES[type] ?? {}) : {}
    fields = new Map(Object.entries(own).map(([name, text]) => [name, parseShape(text)]))
    parsed.set(type, fields)
  }
  return fields
}

function parseShape(text: string): Shape {
  if (text.startsWith('*')) return { ...parseShape(text.slice(1)), is_pointer: true }
  if (text.startsWith('!')) return { ...parseShape(text.slice(1)), is_always: true }
  if (text.startsWith('?')) return parseShape(text.slice(1))
  if (text.startsWith('{}'))
    return { form: 'map', is_pointer: false, is_always: false, items: parseShape(text.slice(2)) }
  if (text.startsWith('[')) {
    const end = text.indexOf(']')
    const mark = text.slice(1, end)
    const list: Shape = {
      form: 'list',
      is_pointer: false,
      is_always: false,
      items: parseShape(text.slice(end + 1)),
    }
    return mark === '' ? list : { ...list, keys: mark === '~' ? 'set' : mark.split(',') }
  }
  if (text.startsWith('#'))
    return { form: 'struct', is_pointer: false, is_always: false, type: text.slice(1) }
  return { form: FORMS[text] ?? 'other', is_pointer: false, is_always: false }
}
