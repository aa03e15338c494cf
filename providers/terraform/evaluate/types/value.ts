import type { Reference } from '../../../../src/core/value.ts'
import { NO_MARKS, unionMarks } from './marks.ts'
import { normalizeText, normalizedEntries } from './normal-text.ts'
import type { Mark, Marks } from './marks.ts'
import { BigFloat } from './number.ts'
import { parseNumber } from './number-text.ts'
import { BOOL, DYNAMIC, listOf, mapOf, NUMBER, objectOf, sameType, STRING, tupleOf } from './types.ts'
import type { Type } from './types.ts'

/**
 * What is certain about a value that is not known (go-cty's refinements). Lengths belong to lists, sets and maps, the
 * range to numbers, the prefix to strings. See `refine` in refinements.ts.
 */
export interface Refinement {
  readonly not_null?: boolean
  readonly prefix?: string
  readonly min?: Bound
  readonly max?: Bound
  readonly min_length?: number
  readonly max_length?: number
}

export interface Bound {
  readonly number: BigFloat
  readonly inclusive: boolean
}

/** Where an unknown came from: ours, not Terraform's. `refers_to` only where the value *is* that attribute's, unchanged. */
export interface Origin {
  readonly reason: string
  readonly refers_to?: Reference
}

/** One for all: most unknowns have none. */
const NO_REFINEMENT: Refinement = {}

/** The payload of a value that is not known. */
export class Undetermined {
  readonly origin: Origin
  readonly refinement: Refinement

  constructor(origin: Origin, refinement: Refinement = NO_REFINEMENT) {
    this.origin = origin
    this.refinement = refinement
  }
}

export type Payload =
  | null
  | Undetermined
  | boolean
  | BigFloat
  | string
  | readonly Value[]
  | ReadonlyMap<string, Value>

/**
 * An immutable value of Terraform's language, as go-cty models it. Lists, sets and tuples hold their elements in iteration
 * order, maps and objects their entries in byte order of the keys. Make one by the functions below, never by `new`.
 */
export class Value {
  readonly type: Type
  readonly payload: Payload
  readonly marks: Marks

  constructor(type: Type, payload: Payload, marks: Marks = NO_MARKS) {
    this.type = type
    this.payload = payload
    this.marks = marks
  }

  get isNull(): boolean {
    return this.payload === null
  }

  /** Whether it is determined at the top (its parts may still be unknown): see `isWhollyKnown`. */
  get isKnown(): boolean {
    return !(this.payload instanceof Undetermined)
  }
}

const SOMEWHERE: Origin = { reason: 'known after apply' }

export function unknown(
  type: Type,
  origin: Origin = SOMEWHERE,
  refinement: Refinement = NO_REFINEMENT,
): Value {
  return new Value(type, new Undetermined(origin, refinement))
}

/** Nothing is known of it, not even its type. */
export const DYNAMIC_UNKNOWN: Value = unknown(DYNAMIC)

const NULLS = new WeakMap<Type, Value>()

/** The null of a type: one, for an object of a schema is nulls for the most part. */
export function nullOf(type: Type): Value {
  let value = NULLS.get(type)
  if (!value) NULLS.set(type, (value = new Value(type, null)))
  return value
}

export const NULL: Value = nullOf(DYNAMIC)
export const TRUE: Value = new Value(BOOL, true)
export const FALSE: Value = new Value(BOOL, false)

export function bool(value: boolean): Value {
  return value ? TRUE : FALSE
}

/** A string; its text is NFC-normalised, as all of Terraform's are. */
export function string(text: string): Value {
  return new Value(STRING, normalizeText(text))
}

export function number(value: BigFloat): Value {
  return new Value(NUMBER, value)
}

/** Indexes for the most part. */
const SMALL_INTEGERS: Value[] = []
const SMALL_MAX = 256

/** An integer as cty makes lengths and indexes: 64 bits of precision. */
export function integer(value: number | bigint): Value {
  if (typeof value === 'bigint' || value < 0 || value >= SMALL_MAX || !Number.isInteger(value))
    return number(BigFloat.fromInteger(value))
  return (SMALL_INTEGERS[value] ??= number(BigFloat.fromInteger(value)))
}

/** A literal's number at 512 bits; undefined where the text is none. */
export function numberFromText(text: string): Value | undefined {
  const parsed = parseNumber(text)
  return parsed && number(parsed)
}

export function tuple(elements: readonly Value[]): Value {
  return new Value(tupleOf(elements.map((element) => element.type)), elements)
}

export const EMPTY_TUPLE: Value = tuple([])

/** An object; the keys are normalised and sorted here. */
export function object(attributes: ReadonlyMap<string, Value>): Value {
  const entries = normalizedEntries(attributes)
  const types = new Map<string, Type>()
  entries.forEach((value, name) => types.set(name, value.type))
  return new Value(objectOf(types), entries)
}

export const EMPTY_OBJECT: Value = object(new Map())

/** The type that all elements share, `dynamic` ones joining any other; undefined where they have no single one. */
export function commonElementType(elements: Iterable<Value>): Type | undefined {
  let type: Type = DYNAMIC
  for (const element of elements) {
    if (type.kind === 'dynamic') type = element.type
    else if (element.type.kind !== 'dynamic' && !sameType(type, element.type)) return undefined
  }
  return type
}

/** The value with another type and the same payload: for nulls and unknowns, whose type says what they will be. */
export function retyped(value: Value, type: Type): Value {
  return value.type === type ? value : new Value(type, value.payload, value.marks)
}

function elementType(elements: Iterable<Value>): Type {
  const type = commonElementType(elements)
  if (!type) throw new TypeError('the elements of a collection have several types')
  return type
}

/** A list of equally typed elements (`dynamic` nulls and unknowns take that type); `element` is for an empty one. */
export function list(elements: readonly Value[], element: Type = DYNAMIC): Value {
  const type = elements.length === 0 ? element : elementType(elements)
  return new Value(
    listOf(type),
    elements.map((one) => retyped(one, type)),
  )
}

/** A map of equally typed elements; `element` is for an empty one. Keys are normalised and sorted here. */
export function map(entries: ReadonlyMap<string, Value>, element: Type = DYNAMIC): Value {
  const type = entries.size === 0 ? element : elementType(entries.values())
  const normal = normalizedEntries(entries)
  const typed = new Map<string, Value>()
  normal.forEach((value, key) => typed.set(key, retyped(value, type)))
  return new Value(mapOf(type), typed)
}

/** The value with these marks added at its top. */
export function withMarks(value: Value, marks: Marks): Value {
  const all = unionMarks(value.marks, marks)
  return all.size === value.marks.size ? value : new Value(value.type, value.payload, all)
}

/** The value with the marks of several sets added at its top. */
export function withAllMarks(value: Value, sets: readonly Marks[]): Value {
  return sets.reduce(withMarks, value)
}

/** The value marked sensitive. */
export function sensitive(value: Value): Value {
  return withMarks(value, SENSITIVE)
}

const SENSITIVE: Marks = new Set<Mark>(['sensitive'])

/** The value without the marks at its top; those of its parts stay. */
export function unmarked(value: Value): Value {
  return value.marks.size === 0 ? value : new Value(value.type, value.payload)
}

/** The text of a known string. The accessors throw a TypeError where the caller did not check: that is a bug of ours. */
export function textOf(value: Value): string {
  if (typeof value.payload !== 'string')
    throw new TypeError(`a known string is expected, not ${value.type.kind}`)
  return value.payload
}

export function numberOf(value: Value): BigFloat {
  if (!(value.payload instanceof BigFloat))
    throw new TypeError(`a known number is expected, not ${value.type.kind}`)
  return value.payload
}

export function boolOf(value: Value): boolean {
  if (typeof value.payload !== 'boolean')
    throw new TypeError(`a known bool is expected, not ${value.type.kind}`)
  return value.payload
}

function isElements(payload: Payload): payload is readonly Value[] {
  return Array.isArray(payload)
}

/** The elements of a known list, set or tuple, or the values of a known map or object, in iteration order. */
export function elementsOf(value: Value): readonly Value[] {
  if (isElements(value.payload)) return value.payload
  if (value.payload instanceof Map) return [...value.payload.values()]
  throw new TypeError(`known elements are expected, not ${value.type.kind}`)
}

/** The entries of a known map or object, in byte order of their keys. */
export function entriesOf(value: Value): ReadonlyMap<string, Value> {
  if (value.payload instanceof Map) return value.payload
  throw new TypeError(`a known map or object is expected, not ${value.type.kind}`)
}

/** Whether the value has parts to walk: known, not null, and a list, set, tuple, map or object. */
export function hasElements(value: Value): boolean {
  return isElements(value.payload) || value.payload instanceof Map
}

/** How many parts it has to walk. */
export function sizeOf(value: Value): number {
  const { payload } = value
  return isElements(payload) ? payload.length : payload instanceof Map ? payload.size : 0
}

/** Key and value of each part in iteration order: an index, a key, or (of a set) the element itself. */
export function* pairsOf(value: Value): Generator<readonly [Value, Value]> {
  if (value.payload instanceof Map) {
    for (const [key, element] of entriesOf(value)) yield [string(key), element]
    return
  }
  for (const [i, element] of elementsOf(value).entries())
    yield [value.type.kind === 'set' ? element : integer(i), element]
}

/** Whether nothing in it is unknown. */
export function isWhollyKnown(value: Value): boolean {
  if (!value.isKnown) return false
  return !hasElements(value) || elementsOf(value).every(isWhollyKnown)
}

/** The origin of an unknown, or undefined for what is known. */
export function originOf(value: Value): Origin | undefined {
  return value.payload instanceof Undetermined ? value.payload.origin : undefined
}
