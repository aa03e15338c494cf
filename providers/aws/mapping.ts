import {
  draft,
  isList,
  isMap,
  Unknown,
  type Attributes,
  type Draft,
  type Json,
  type Value,
} from '../../src/core/value.ts'

/** One thing of an API answer, members as AWS names them. `^` is the thing that it was listed in. */
export type Item = Attributes

/** How the attributes of a resource or nested block are read from an item, by attribute. */
export type Mapping = Readonly<Record<string, From>>

/**
 * Where an attribute comes from: a path (`Placement.Tenancy`, `Groups[].GroupId` for a list, `Attachments[0].VpcId`,
 * `^.VpcId` for the outer item), or one of the forms below.
 */
export type From =
  | string
  /** true where the member has one of these values */
  | { readonly is: string; readonly any_of: readonly Json[] }
  /** a nested block of at most one */
  | { readonly block: string; readonly of: Mapping }
  /** a nested block for each item of a list */
  | { readonly blocks: string; readonly of: Mapping }
  /** the first path that holds something */
  | { readonly first: readonly string[] }
  /** a key/value list as a map */
  | { readonly tags: string }
  /** the same for every item */
  | { readonly always: Json }
  /** what paths cannot say; `reads` names the members */
  | { readonly with: (item: Item) => Value | undefined; readonly reads: readonly string[] }

/** Attributes of one item; what the answer does not hold is left out. */
export function mapItem(item: Item, mapping: Mapping): Attributes {
  const attributes = draft()
  for (const [name, from] of Object.entries(mapping)) {
    const value = read(item, from)
    if (value !== undefined && value !== null) attributes[name] = value
  }
  return attributes
}

/** The value of one attribute; undefined where the answer holds nothing for it. */
export function read(item: Item, from: From): Value | undefined {
  if (typeof from === 'string') return at(item, from.split('.'))
  if ('is' in from) return isOneOf(read(item, from.is), from.any_of)
  if ('first' in from) return firstOf(item, from.first)
  if ('tags' in from) return tagsOf(read(item, from.tags))
  if ('always' in from) return from.always
  if ('with' in from) return from.with(item)
  return blocksOf(item, from)
}

function at(value: Value | undefined, steps: readonly string[]): Value | undefined {
  let current = value
  for (const [index, step] of steps.entries()) {
    if (current instanceof Unknown) return current
    if (!isMap(current)) return undefined
    const match = /^([^[]+)(?:\[(\d*)\])?$/.exec(step)
    const member = current[match?.[1] ?? step]
    if (match?.[2] === undefined) {
      current = member
      continue
    }
    if (member instanceof Unknown) return member
    if (!isList(member)) return match[2] === '' ? [] : undefined
    const rest = steps.slice(index + 1)
    if (match[2] !== '') return at(member[Number(match[2])], rest)
    return member.map((each) => at(each, rest)).filter((each) => each !== undefined && each !== null)
  }
  return current
}

function isOneOf(value: Value | undefined, wanted: readonly Json[]): Value | undefined {
  if (value === undefined || value instanceof Unknown) return value
  return wanted.some((each) => each === value)
}

function firstOf(item: Item, paths: readonly string[]): Value | undefined {
  for (const path of paths) {
    const value = read(item, path)
    if (value !== undefined && value !== null && value !== '') return value
  }
  return undefined
}

/** `[{Key, Value}]` as a map; tags of AWS itself (`aws:…`) only where asked for: nobody declares them. */
export function tagsOf(list: Value | undefined, withAws = false): Value | undefined {
  if (list instanceof Unknown) return list
  const tags: Draft = draft()
  for (const tag of isList(list) ? list : []) {
    const key = isMap(tag) ? tag['Key'] : undefined
    if (typeof key !== 'string' || !isMap(tag) || (!withAws && key.startsWith('aws:'))) continue
    tags[key] = tag['Value'] ?? ''
  }
  return tags
}

function blocksOf(
  item: Item,
  from: { readonly block: string; readonly of: Mapping } | { readonly blocks: string; readonly of: Mapping },
): Value | undefined {
  if ('block' in from) {
    const value = read(item, from.block)
    if (value instanceof Unknown) return value
    if (!isMap(value)) return undefined
    const block = mapItem(value, from.of)
    return Object.keys(block).length === 0 ? undefined : [block]
  }
  const list = read(item, from.blocks)
  if (list instanceof Unknown) return list
  return isList(list) ? list.filter(isMap).map((each) => mapItem(each, from.of)) : []
}

/** The members of an item that a mapping looks at, top level only; `^` is not one. */
export function membersOf(mapping: Mapping): string[] {
  const members = Object.values(mapping).flatMap((from): readonly string[] => {
    if (typeof from === 'string') return [from]
    if ('is' in from) return [from.is]
    if ('first' in from) return from.first
    if ('tags' in from) return [from.tags]
    if ('always' in from) return []
    if ('with' in from) return from.reads
    return ['block' in from ? from.block : from.blocks]
  })
  return [...new Set(members.map((path) => path.split(/[.[]/)[0] ?? ''))].filter((name) => name !== '^')
}

/** Foreign data as plain values: dates as AWS writes them, bytes as base64, nothing where nothing was said. */
export function toValue(foreign: unknown): Value {
  if (foreign === null || foreign === undefined) return null
  if (typeof foreign === 'string' || typeof foreign === 'number' || typeof foreign === 'boolean')
    return foreign
  if (foreign instanceof Date) return foreign.toISOString()
  if (foreign instanceof Uint8Array) return Buffer.from(foreign).toString('base64')
  if (Array.isArray(foreign)) return foreign.map(toValue)
  if (typeof foreign !== 'object') return null
  const map: Draft = draft()
  for (const [key, value] of Object.entries(foreign)) {
    if (value !== undefined && !key.startsWith('$')) map[key] = toValue(value)
  }
  return map
}
