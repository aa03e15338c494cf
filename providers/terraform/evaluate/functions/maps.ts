import { partAt } from '../types/access.ts'
import { byBytes } from '../types/byte-order.ts'
import { convert } from '../types/conversion.ts'
import { isEqual } from '../types/equality.ts'
import { ConversionError } from '../types/evaluation-error.ts'
import { NO_MARKS, unionMarks } from '../types/marks.ts'
import { DYNAMIC, listOf, mapOf, objectOf, sameType, STRING, tupleOf, typeName } from '../types/types.ts'
import type { Type } from '../types/types.ts'
import { unify } from '../types/unify.ts'
import {
  elementsOf,
  entriesOf,
  isWhollyKnown,
  list,
  map,
  object,
  string,
  textOf,
  tuple,
  unmarked,
  withAllMarks,
  withMarks,
} from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { argument, NOT_NULL, openResult, refuse, textArgument } from './arguments.ts'
import type { FunctionSpec } from './function-spec.ts'

const keys: FunctionSpec = {
  name: 'keys',
  params: [{ name: 'inputMap', type: DYNAMIC, allow_unknown: true, allow_marked: true }],
  returns: (args) => {
    const { type } = argument(args, 0)
    if (type.kind === 'map') return listOf(STRING)
    if (type.kind === 'object') return tupleOf([...type.attributes.keys()].map(() => STRING))
    return refuse('must have map or object type', 0)
  },
  refine: NOT_NULL,
  call: (args, type) => {
    const given = argument(args, 0)
    if (given.type.kind === 'object')
      return withMarks(tuple([...given.type.attributes.keys()].map(string)), given.marks)
    if (!given.isKnown) return withMarks(openResult(type, args), given.marks)
    return withMarks(list([...entriesOf(given).keys()].map(string), STRING), given.marks)
  },
}

const values: FunctionSpec = {
  name: 'values',
  params: [{ name: 'mapping', type: DYNAMIC, allow_marked: true }],
  returns: (args) => {
    const { type } = argument(args, 0)
    if (type.kind === 'map') return listOf(type.element)
    if (type.kind === 'object') return tupleOf([...type.attributes.values()])
    return refuse('values() requires a map as the first argument')
  },
  refine: NOT_NULL,
  call: (args, type) => {
    const given = argument(args, 0)
    const parts = elementsOf(given)
    return withMarks(type.kind === 'list' ? list(parts, type.element) : tuple(parts), given.marks)
  },
}

function lookupType(args: readonly Value[]): Type {
  if (args.length > 3) refuse(`lookup() takes two or three arguments, got ${args.length}`)
  const { type } = argument(args, 0)
  const [, key, fallback] = args
  if (type.kind === 'map') {
    if (fallback && !fits(fallback, type.element))
      refuse('the default value must have the same type as the map elements', 2)
    return type.element
  }
  if (type.kind !== 'object') return refuse('lookup() requires a map as the first argument', 0)
  if (!key?.isKnown) return DYNAMIC
  const name = textArgument(args, 1)
  return (
    type.attributes.get(name) ??
    fallback?.type ??
    refuse(`the given object has no attribute ${JSON.stringify(name)}`, 0)
  )
}

function fits(value: Value, type: Type): boolean {
  try {
    convert(value, type)
    return true
  } catch (error) {
    if (error instanceof ConversionError) return false
    throw error
  }
}

const lookup: FunctionSpec = {
  name: 'lookup',
  params: [
    { name: 'inputMap', type: DYNAMIC, allow_marked: true, allow_unknown: true },
    { name: 'key', type: STRING, allow_marked: true, allow_unknown: true },
  ],
  variadic: {
    name: 'default',
    type: DYNAMIC,
    allow_unknown: true,
    allow_dynamic: true,
    allow_null: true,
    allow_marked: true,
  },
  returns: lookupType,
  call: (args, type) => {
    const given = argument(args, 0)
    const key = argument(args, 1)
    const marks = unionMarks(given.marks, key.marks)
    if (!given.isKnown || !key.isKnown) return withMarks(openResult(type, args), marks)
    const name = textArgument(args, 1)
    if (entriesOf(given).has(name)) return partAt(given, key)
    const fallback = args[2]
    if (fallback) return withMarks(convert(fallback, type), marks)
    const shown = key.marks.has('sensitive') ? '(sensitive value)' : JSON.stringify(name)
    return refuse(`lookup failed to find key ${shown}`)
  },
}

function mergeType(args: readonly Value[]): Type {
  const attributes = new Map<string, Type>()
  let open = false
  for (const given of args) {
    const { type } = given
    if (type.kind === 'dynamic') return DYNAMIC
    if (type.kind !== 'map' && type.kind !== 'object')
      return refuse(`arguments must be maps or objects, got ${JSON.stringify(typeName(type))}`)
    if (given.isNull) continue
    if (type.kind === 'object') for (const [name, part] of type.attributes) attributes.set(name, part)
    else if (given.isKnown) for (const name of entriesOf(given).keys()) attributes.set(name, type.element)
    else open = true
  }
  const first = args[0]?.type
  if (first && args.every((given) => sameType(given.type, first))) return first
  return open ? DYNAMIC : objectOf(attributes)
}

/** Behind an untyped null Terraform does not look at the types: what has text for keys is merged, a set of strings too. */
function mergeable(value: Value): Iterable<readonly [string, Value]> {
  if (value.type.kind === 'map' || value.type.kind === 'object') return entriesOf(value)
  const parts = elementsOf(value)
  if (parts.length > 0 && (value.type.kind !== 'set' || value.type.element.kind !== 'string'))
    return refuse('arguments must be maps or objects')
  return parts.map((part) => [textOf(part), part])
}

const merge: FunctionSpec = {
  name: 'merge',
  params: [],
  variadic: { name: 'maps', type: DYNAMIC, allow_dynamic: true, allow_null: true, allow_marked: true },
  returns: mergeType,
  refine: NOT_NULL,
  call: (args, type) => {
    const entries = new Map<string, Value>()
    let marks = NO_MARKS
    for (const given of args) {
      if (given.isNull) continue
      marks = unionMarks(marks, given.marks)
      for (const [key, part] of mergeable(given)) entries.set(key, part)
    }
    return withMarks(type.kind === 'map' ? map(entries, type.element) : object(entries), marks)
  },
}

function zipmapType(args: readonly Value[]): Type {
  const names = argument(args, 0)
  const { type } = argument(args, 1)
  if (type.kind === 'list') return mapOf(type.element)
  if (type.kind !== 'tuple') return refuse('values argument must be a list or tuple value')
  if (!isWhollyKnown(names)) return DYNAMIC
  const given = elementsOf(names)
  if (given.length !== type.elements.length) unequal(given.length, type.elements.length)
  const attributes = new Map<string, Type>()
  for (const [i, name] of given.entries()) {
    if (name.isNull) refuse(`keys list has null value at index ${i}`)
    attributes.set(textOf(name), type.elements[i] ?? DYNAMIC)
  }
  return objectOf(attributes)
}

function unequal(names: number, parts: number): never {
  return refuse(`number of keys (${names}) does not match number of values (${parts})`)
}

const zipmap: FunctionSpec = {
  name: 'zipmap',
  params: [
    { name: 'keys', type: listOf(STRING), allow_marked: true },
    { name: 'values', type: DYNAMIC, allow_marked: true },
  ],
  returns: zipmapType,
  refine: NOT_NULL,
  call: (args, type) => {
    const names = argument(args, 0)
    const parts = argument(args, 1)
    if (!isWhollyKnown(names)) return withAllMarks(openResult(type, args), [names.marks, parts.marks])
    const given = elementsOf(names)
    const elements = elementsOf(parts)
    if (given.length !== elements.length) unequal(given.length, elements.length)
    const entries = new Map<string, Value>()
    for (const [i, name] of given.entries()) {
      if (name.isNull) refuse(`keys list has null value at index ${i}`)
      entries.set(textOf(unmarked(name)), argument(elements, i))
    }
    const marks = [names.marks, parts.marks, ...given.map((name) => name.marks)]
    return withAllMarks(type.kind === 'map' ? map(entries, type.element) : object(entries), marks)
  },
}

const TEXT_LISTS_BY_KEY = mapOf(listOf(STRING))

const transpose: FunctionSpec = {
  name: 'transpose',
  params: [{ name: 'values', type: TEXT_LISTS_BY_KEY }],
  returns: TEXT_LISTS_BY_KEY,
  refine: NOT_NULL,
  call: (args) => {
    const given = argument(args, 0)
    if (!isWhollyKnown(given)) return openResult(TEXT_LISTS_BY_KEY, args)
    const turned = new Map<string, string[]>()
    for (const [key, part] of entriesOf(given)) {
      if (part.isNull) refuse('input must not contain null list')
      for (const one of elementsOf(part)) {
        if (one.isNull) refuse('input list must not contain null string')
        const text = textOf(one)
        turned.set(text, [...(turned.get(text) ?? []), key])
      }
    }
    const entries = new Map<string, Value>()
    for (const [text, names] of turned) entries.set(text, list(names.sort(byBytes).map(string)))
    return map(entries, listOf(STRING))
  },
}

const ANY_LIST = listOf(DYNAMIC)

const matchkeys: FunctionSpec = {
  name: 'matchkeys',
  params: [
    { name: 'values', type: ANY_LIST },
    { name: 'keys', type: ANY_LIST },
    { name: 'searchset', type: ANY_LIST },
  ],
  returns: (args) => {
    if (!unify([argument(args, 1).type, argument(args, 2).type]))
      refuse('keys and searchset must be of the same type')
    return argument(args, 0).type
  },
  refine: NOT_NULL,
  call: (args, type) => {
    const given = argument(args, 0)
    const element = type.kind === 'list' ? type.element : DYNAMIC
    if (elementsOf(given).length !== elementsOf(argument(args, 1)).length)
      refuse('length of keys and values should be equal')
    const common = unify([argument(args, 1).type, argument(args, 2).type]) ?? DYNAMIC
    const names = convert(argument(args, 1), common)
    const wanted = elementsOf(convert(argument(args, 2), common))
    if (wanted.length === 0) return list([], element)
    if (!isWhollyKnown(given) || !isWhollyKnown(names)) return openResult(type, args)
    const matched: Value[] = []
    for (const [i, name] of elementsOf(names).entries()) {
      for (const one of wanted) {
        const equal = isEqual(name, one)
        // what Terraform does with an unknown to search for, too
        if (equal === undefined) return list([], element)
        if (!equal) continue
        matched.push(argument(elementsOf(given), i))
        break
      }
    }
    return list(matched, element)
  },
}

/** Functions of maps and objects. */
export const MAPS: readonly FunctionSpec[] = [keys, values, lookup, merge, zipmap, transpose, matchkeys]
