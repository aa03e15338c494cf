import {
  draft,
  isEmptyMap,
  isList,
  isMap,
  type Attributes,
  type Draft,
  type Value,
} from '../../../src/core/value.ts'
import { fieldsOf, typeOf, type Shape } from './types.ts'
import { ruleOf } from '../kinds/rules.ts'

/**
 * An object of a built-in kind as the server would store it, as far as its types alone tell: null, empty lists and the
 * zero values of what is no pointer are the same as nothing said, and go. A pointer's zero value stays, and so does the
 * value of a map's key. What the types do not know (a newer server's field, a typing error) stays as it is, and so does
 * the very object that nothing is taken from: most of what runs is stored in this form already.
 */
export function shapedKind(kind: string, attributes: Attributes): Attributes {
  const type = typeOf(kind)
  return type === undefined ? attributes : shapedStruct(type, attributes)
}

/** A field of a type, with what its kind's rules add to its shape. */
interface Member {
  readonly shape: Shape
  readonly is_empty_absent: boolean
}

const MEMBERS = new Map<string, ReadonlyMap<string, Member>>()

function membersOf(type: string): ReadonlyMap<string, Member> {
  let members = MEMBERS.get(type)
  if (!members) {
    const fields = [...fieldsOf(type)]
    members = new Map(
      fields.map(([key, shape]) => [key, { shape, is_empty_absent: ruleOf(type, key)?.empty === 'absent' }]),
    )
    MEMBERS.set(type, members)
  }
  return members
}

function shapedStruct(type: string, map: Attributes): Attributes {
  const members = membersOf(type)
  let out: Draft | undefined
  for (const key in map) {
    const value = map[key] ?? null
    const member = members.get(key)
    const formed =
      value === null || !member ? (value ?? undefined) : shaped(value, member.shape, member.is_empty_absent)
    if (formed !== value) out ??= before(map, key)
    if (out && formed !== undefined) out[key] = formed
  }
  return out ?? map
}

/** A map with each value in its form, and without those that have none; the same map where that changes nothing. */
function formedMap(map: Attributes, form: (value: Value) => Value): Attributes {
  let out: Draft | undefined
  for (const key in map) {
    const value = map[key] ?? null
    const formed = value === null ? undefined : form(value)
    if (formed !== value) out ??= before(map, key)
    if (out && formed !== undefined) out[key] = formed
  }
  return out ?? map
}

/** The entries of a map that stand before a key. */
function before(map: Attributes, end: string): Draft {
  const out = draft()
  for (const key in map) {
    if (key === end) break
    out[key] = map[key] ?? null
  }
  return out
}

/** @returns undefined where the value is the same as nothing said */
function shaped(value: Value, shape: Shape, isEmptyAbsent: boolean): Value | undefined {
  switch (shape.form) {
    case 'struct':
      return isMap(value) ? shapedNested(value, shape, isEmptyAbsent) : value
    case 'map':
      return isMap(value) ? shapedMap(value, shape.items) : value
    case 'list':
      return isList(value) ? shapedList(value, shape.items) : value
    case 'quantity':
    case 'other':
      return value
    default:
      return !shape.is_pointer && !shape.is_always && (value === '' || value === 0 || value === false)
        ? undefined
        : value
  }
}

function shapedNested(value: Attributes, shape: Shape, isEmptyAbsent: boolean): Value | undefined {
  const struct = shapedStruct(shape.type ?? '', value)
  return (!shape.is_pointer || isEmptyAbsent) && isEmptyMap(struct) ? undefined : struct
}

function shapedMap(map: Attributes, items: Shape | undefined): Value | undefined {
  const formed = formedMap(map, (value) => shapedItem(value, items))
  return isEmptyMap(formed) ? undefined : formed
}

function shapedList(list: readonly Value[], items: Shape | undefined): Value | undefined {
  if (list.length === 0) return undefined
  let out: Value[] | undefined
  for (let index = 0; index < list.length; index += 1) {
    const item = list[index] ?? null
    const formed = item === null ? item : shapedItem(item, items)
    if (formed !== item) out ??= list.slice(0, index)
    out?.push(formed)
  }
  return out ?? list
}

/** a fraction, an exponent, or a unit below a thousandth */
const MAY_BE_FINER = /[.eEnu]/

/**
 * The server rounds the quantities of a list of resources up to thousandths (SetDefaults_ResourceList); what is finer
 * has another text, and what is not a quantity stays.
 */
function roundedQuantity(value: Value): Value {
  if (!MAY_BE_FINER.test(String(value))) return value
  const match = /^([+-]?\d*\.?\d*)(?:([eE]-\d+)|([num]))?$/.exec(String(value))
  const [, digits = '', exponent = '', suffix = ''] = match ?? []
  if (!match || digits === '' || typeof value === 'object') return value
  const milli = Number(`${digits}${exponent}`) * ({ n: 1e-6, u: 1e-3, m: 1 }[suffix] ?? 1000)
  const isFiner = Number.isFinite(milli) && Math.abs(milli - Math.round(milli)) > 1e-9
  return isFiner ? `${Math.ceil(milli)}m` : value
}

/** An item is there, whatever it holds: an empty rule says something, and so does an empty text. */
function shapedItem(value: Value, shape: Shape | undefined): Value {
  if (shape?.form === 'struct' && isMap(value)) return shapedStruct(shape.type ?? '', value)
  if (shape?.form === 'quantity') return roundedQuantity(value)
  const isNested = shape?.form === 'map' || shape?.form === 'list'
  return shape && isNested ? (shaped(value, shape, false) ?? value) : value
}
