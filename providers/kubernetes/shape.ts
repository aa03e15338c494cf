import { draft, isList, isMap, type Attributes, type Draft, type Value } from '../../src/core/value.ts'
import { fieldsOf, typeOf, type Shape } from './schema/types.ts'
import { ruleOf } from './kinds/rules.ts'

/**
 * An object of a built-in kind as the server would store it, as far as its types alone tell: null, empty lists and the
 * zero values of what is no pointer are the same as nothing said, and go. A pointer's zero value stays, and so does the
 * value of a map's key. What the types do not know (a newer server's field, a typing error) stays as it is.
 */
export function shapedKind(kind: string, attributes: Attributes): Draft {
  const type = typeOf(kind)
  return type === undefined ? withoutNulls(attributes) : shapedStruct(type, attributes)
}

function shapedStruct(type: string, map: Attributes): Draft {
  const out = draft()
  const fields = fieldsOf(type)
  for (const key of Object.keys(map)) {
    const value = map[key] ?? null
    if (value === null) continue
    const shape = fields.get(key)
    const formed = shape ? shaped(value, shape, ruleOf(type, key)?.empty === 'absent') : value
    if (formed !== undefined) out[key] = formed
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
  const isEmpty = Object.keys(struct).length === 0
  return isEmpty && (!shape.is_pointer || isEmptyAbsent) ? undefined : struct
}

function shapedMap(map: Attributes, items: Shape | undefined): Value | undefined {
  const out = draft()
  for (const key of Object.keys(map)) {
    const value = map[key] ?? null
    if (value !== null) out[key] = shapedItem(value, items)
  }
  return Object.keys(out).length === 0 ? undefined : out
}

function shapedList(list: readonly Value[], items: Shape | undefined): Value | undefined {
  return list.length === 0 ? undefined : list.map((item) => (item === null ? item : shapedItem(item, items)))
}

/**
 * The server rounds the quantities of a list of resources up to thousandths (SetDefaults_ResourceList); what is finer
 * has another text, and what is not a quantity stays.
 */
function roundedQuantity(value: Value): Value {
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

/** A custom resource as the server stores it: a null that its schema does not allow is dropped, all else is kept. */
function withoutNulls(map: Attributes): Draft {
  const out = draft()
  for (const key of Object.keys(map)) {
    const value = map[key] ?? null
    if (value !== null) out[key] = isMap(value) ? withoutNulls(value) : value
  }
  return out
}
