import { NO_MARKS, unionMarks } from './marks.ts'
import type { Mark, Marks } from './marks.ts'
import { elementsOf, entriesOf, hasElements, unmarked, Value } from './value.ts'

/** Whether the value or any part of it is marked. */
export function containsMarked(value: Value): boolean {
  return value.marks.size > 0 || (hasElements(value) && elementsOf(value).some(containsMarked))
}

/** Whether the value or any part of it carries this mark. */
export function containsMark(value: Value, mark: Mark): boolean {
  return (
    value.marks.has(mark) || (hasElements(value) && elementsOf(value).some((one) => containsMark(one, mark)))
  )
}

/** The same value with `change` applied to each of its parts (not to itself), type and marks kept. */
export function mapParts(value: Value, change: (part: Value) => Value): Value {
  if (!hasElements(value)) return value
  if (value.payload instanceof Map) {
    const entries = new Map<string, Value>()
    for (const [key, part] of entriesOf(value)) entries.set(key, change(part))
    return new Value(value.type, entries, value.marks)
  }
  return new Value(value.type, elementsOf(value).map(change), value.marks)
}

/** The value without any mark, at whatever depth, and all marks that were found. */
export function unmarkDeep(value: Value): { readonly value: Value; readonly marks: Marks } {
  if (!containsMarked(value)) return { value, marks: NO_MARKS }
  let marks: Marks = value.marks
  const bare = mapParts(unmarked(value), (part) => {
    const inner = unmarkDeep(part)
    marks = unionMarks(marks, inner.marks)
    return inner.value
  })
  return { value: bare, marks }
}

/** The value with one mark taken off everywhere. */
export function withoutMark(value: Value, mark: Mark): Value {
  if (!containsMark(value, mark)) return value
  const marks = new Set([...value.marks].filter((one) => one !== mark))
  return mapParts(new Value(value.type, value.payload, marks), (part) => withoutMark(part, mark))
}
