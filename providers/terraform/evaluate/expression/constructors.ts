import type { ObjectCons, ObjectKey, TupleCons } from '../../hcl/ast.ts'
import { objectKeyName } from '../../hcl/object-key.ts'
import { convert } from '../types/conversion.ts'
import { firstOrigin } from '../types/equality.ts'
import { ConversionError } from '../types/evaluation-error.ts'
import type { Marks } from '../types/marks.ts'
import { DYNAMIC, STRING } from '../types/types.ts'
import {
  DYNAMIC_UNKNOWN,
  object,
  string,
  textOf,
  tuple,
  unknown,
  unmarked,
  withAllMarks,
} from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { evaluate } from './evaluate.ts'
import type { Evaluation } from './evaluation.ts'
import { refuse } from './evaluation.ts'

/** `[a, b]`. */
export function evaluateTuple(expression: TupleCons, at: Evaluation): Value {
  return tuple(expression.items.map((item) => evaluate(item, at)))
}

/** `{ key = value }`: a later equal key wins; unknown as a whole where a key is unknown. */
export function evaluateObject(expression: ObjectCons, at: Evaluation): Value {
  const entries = new Map<string, Value>()
  const marks: Marks[] = []
  let open: Value | undefined
  for (const item of expression.items) {
    const before = at.refusals.length
    const key = evaluateKey(item.key, at)
    const wrong = at.refusals.length > before
    const value = evaluate(item.value, at)
    if (wrong) {
      open ??= DYNAMIC_UNKNOWN
      continue
    }
    if (!key.isNull) marks.push(key.marks)
    const name = key.isNull ? nullKey(item.key, item.value, at) : asName(key, item.key, at)
    if (name === undefined) open ??= key.isKnown ? DYNAMIC_UNKNOWN : key
    else entries.set(name, value)
  }
  if (open) return unknown(DYNAMIC, firstOrigin([open]))
  return withAllMarks(object(entries), marks)
}

/** The value of a key: a bare word is its own name. */
export function evaluateKey(key: ObjectKey, at: Evaluation): Value {
  const name = objectKeyName(key)
  if (name !== null) return string(name)
  if (!key.force_non_literal && key.wrapped.type === 'scope_traversal') {
    const detail =
      "If this expression is intended to be a reference, wrap it in parentheses. If it's instead intended as a literal name containing periods, wrap it in quotes to create a string literal."
    refuse(at, key.range, 'Ambiguous attribute key', detail)
    return DYNAMIC_UNKNOWN
  }
  return evaluate(key.wrapped, at)
}

function nullKey(_key: ObjectKey, value: ObjectCons['items'][number]['value'], at: Evaluation): undefined {
  refuse(at, value.range, 'Null value as key', "Can't use a null value as a key.")
}

function asName(key: Value, expression: ObjectKey, at: Evaluation): string | undefined {
  try {
    const text = convert(unmarked(key), STRING)
    return text.isKnown ? textOf(text) : undefined
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error
    refuse(at, expression.range, 'Incorrect key type', `Can't use this value as a key: ${error.reason}.`)
    return undefined
  }
}
