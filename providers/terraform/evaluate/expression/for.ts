import type { ForExpr } from '../../hcl/ast.ts'
import { convert } from '../types/conversion.ts'
import { firstOrigin } from '../types/equality.ts'
import { ConversionError } from '../types/evaluation-error.ts'
import type { Marks } from '../types/marks.ts'
import { BOOL, DYNAMIC, STRING, isPrimitive, typeName } from '../types/types.ts'
import {
  DYNAMIC_UNKNOWN,
  hasElements,
  object,
  pairsOf,
  textOf,
  tuple,
  unknown,
  unmarked,
  withAllMarks,
} from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { evaluate } from './evaluate.ts'
import type { Evaluation } from './evaluation.ts'
import { bind, refuse } from './evaluation.ts'
import { closed } from './open-object.ts'

/** What a `for` gathers while it runs. `open` is the first unknown that leaves the result open. */
interface Gathering {
  readonly expression: ForExpr
  readonly marks: Marks[]
  readonly values: Value[]
  readonly entries: Map<string, Value[]>
  open: Value | null
  /** one of the elements was refused: the result is dynamic. As behind an unknown one, hcl says no more faults of conditions and keys */
  spoilt: boolean
}

/** `[for …]` and `{for …}`: a tuple or an object; unknown as a whole where a condition or a key is unknown. */
export function evaluateFor(expression: ForExpr, at: Evaluation): Value {
  const given = closed(evaluate(expression.collection, at))
  const fail = (summary: string, detail: string): Value => {
    refuse(at, expression.collection.range, summary, detail)
    return DYNAMIC_UNKNOWN
  }
  if (given.isNull)
    return fail(
      'Iteration over null value',
      "A null value cannot be used as the collection in a 'for' expression.",
    )
  if (given.type.kind === 'dynamic') return unknown(DYNAMIC, firstOrigin([given]))
  if (isPrimitive(given.type)) {
    const detail = `A value of type ${typeName(given.type)} cannot be used as the collection in a 'for' expression.`
    return fail('Iteration over non-iterable value', detail)
  }
  const collection = unmarked(given)
  const early = checkCondition(expression, at)
  if (!early) return DYNAMIC_UNKNOWN
  if (!hasElements(collection))
    return withAllMarks(unknown(DYNAMIC, firstOrigin([collection])), [given.marks, early])
  const all: Gathering = {
    expression,
    marks: [given.marks],
    values: [],
    entries: new Map(),
    open: null,
    spoilt: false,
  }
  for (const [key, value] of pairsOf(collection)) gather(all, key, value, at)
  return withAllMarks(resultOf(all), all.marks)
}

function resultOf(all: Gathering): Value {
  if (all.open || all.spoilt) return unknown(DYNAMIC, all.open ? firstOrigin([all.open]) : undefined)
  if (!all.expression.key) return tuple(all.values)
  const entries = new Map<string, Value>()
  for (const [key, values] of all.entries) {
    const [first] = values
    if (all.expression.group) entries.set(key, tuple(values))
    else if (first) entries.set(key, first)
  }
  return object(entries)
}

/** The condition once with unknown names, as hcl does: what is wrong for any element is said even for none. */
function checkCondition(expression: ForExpr, at: Evaluation): Marks | undefined {
  const { condition } = expression
  if (!condition) return DYNAMIC_UNKNOWN.marks
  const before = at.refusals.length
  const value = evaluate(condition, iteration(expression, DYNAMIC_UNKNOWN, DYNAMIC_UNKNOWN, at))
  if (value.isNull) {
    refuse(at, condition.range, 'Condition is null', "The value of the 'if' clause must not be null.")
    return undefined
  }
  const included = asBool(value)
  if (included instanceof ConversionError) {
    const detail = `The 'if' clause value is invalid: ${included.reason}.`
    refuse(at, condition.range, "Invalid 'for' condition", detail)
    return undefined
  }
  return at.refusals.length > before ? undefined : value.marks
}

function iteration(expression: ForExpr, key: Value, value: Value, at: Evaluation): Evaluation {
  const names: (readonly [string, Value])[] = [[expression.value_var, value]]
  if (expression.key_var !== null) names.unshift([expression.key_var, key])
  return bind(at, names)
}

function gather(all: Gathering, key: Value, value: Value, at: Evaluation): void {
  at.scope.budget.spend()
  const inner = iteration(all.expression, key, value, at)
  if (!isIncluded(all, inner)) return
  at.scope.budget.hold(1)
  if (!all.expression.key) {
    all.values.push(evaluate(all.expression.value, inner))
    return
  }
  const name = keyOf(all, inner)
  if (name === undefined) return
  const result = evaluate(all.expression.value, inner)
  const same = all.entries.get(name)
  if (!same) all.entries.set(name, [result])
  else if (all.expression.group) same.push(result)
  else {
    const shown = all.marks.some((marks) => marks.size > 0) ? '(sensitive)' : JSON.stringify(name)
    const detail = `Two different items produced the key ${shown} in this 'for' expression. If duplicates are expected, use the ellipsis (...) after the value expression to enable grouping by key.`
    refuse(at, all.expression.key.range, 'Duplicate object key', detail)
  }
}

function isIncluded(all: Gathering, at: Evaluation): boolean {
  const { condition } = all.expression
  if (!condition) return true
  const value = evaluate(condition, at)
  const wrong = (detail: string): false => {
    if (!all.spoilt && !all.open) refuse(at, condition.range, "Invalid 'for' condition", detail)
    all.spoilt = true
    return false
  }
  if (value.isNull) return wrong("The value of the 'if' clause must not be null.")
  all.marks.push(value.marks)
  // hcl looks at the type of an unknown condition only where it makes an object
  if (!value.isKnown && !all.expression.key) {
    all.open ??= value
    return false
  }
  const included = asBool(value)
  if (included instanceof ConversionError)
    return wrong(`The 'if' clause value is invalid: ${included.reason}.`)
  if (!included.isKnown) {
    all.open ??= included
    return false
  }
  return included.payload === true
}

/** The key of an element as text; undefined where it is unknown or refused. */
function keyOf(all: Gathering, at: Evaluation): string | undefined {
  const expression = all.expression.key
  if (!expression) return undefined
  const value = evaluate(expression, at)
  const wrong = (detail: string): undefined => {
    if (!all.spoilt && !all.open) refuse(at, expression.range, 'Invalid object key', detail)
    all.spoilt = true
  }
  if (value.isNull) return wrong("Key expression in 'for' expression must not produce a null value.")
  all.marks.push(value.marks)
  if (!value.isKnown) {
    all.open ??= value
    return undefined
  }
  try {
    return textOf(unmarked(convert(value, STRING)))
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error
    return wrong(`The key expression produced an invalid result: ${error.reason}.`)
  }
}

function asBool(value: Value): Value | ConversionError {
  try {
    return convert(value, BOOL)
  } catch (error) {
    if (error instanceof ConversionError) return error
    throw error
  }
}
