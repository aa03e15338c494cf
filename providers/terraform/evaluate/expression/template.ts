import type { Template, TemplateJoin } from '../../hcl/ast.ts'
import { QuotedNode } from '../../hcl/nodes.ts'
import { brokenTemplate } from '../../json/expression.ts'
import { convert } from '../types/conversion.ts'
import { firstOrigin } from '../types/equality.ts'
import { ConversionError } from '../types/evaluation-error.ts'
import type { Marks } from '../types/marks.ts'
import { NO_MARKS, unionMarks } from '../types/marks.ts'
import { refine } from '../types/refinements.ts'
import { STRING } from '../types/types.ts'
import { elementsOf, string, textOf, unknown, unmarked, withMarks } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { evaluate } from './evaluate.ts'
import type { Evaluation } from './evaluation.ts'
import { refuse } from './evaluation.ts'

const SUMMARY = 'Invalid template interpolation value'
/** hcl keeps no longer known start of an unknown text. */
const PREFIX_BYTES = 128

/** A string of several parts. One unknown part makes it unknown, with what stands before as a known start. */
export function evaluateTemplate(template: Template, at: Evaluation): Value {
  if (template instanceof QuotedNode) return string(template.text)
  const broken = brokenTemplate(template)
  if (broken) refuse(at, template.range, broken.summary, broken.detail)
  const before = at.refusals.length
  let marks: Marks = NO_MARKS
  let text = ''
  let open: Value | undefined
  for (const part of template.parts) {
    const value = evaluate(part, at)
    if (value.isNull) {
      const detail = 'The expression result is null. Cannot include a null value in a string template.'
      refuse(at, part.range, SUMMARY, detail)
      continue
    }
    marks = unionMarks(marks, value.marks)
    if (!value.isKnown) {
      open ??= value
      continue
    }
    const piece = asText(value)
    if (typeof piece !== 'string')
      refuse(at, part.range, SUMMARY, `Cannot include the given value in a string template: ${piece.reason}.`)
    else if (!open && at.refusals.length === before) text += piece
  }
  at.scope.budget.holdText(text.length)
  if (!open) return withMarks(string(text), marks)
  const prefix = at.refusals.length === before ? firstBytes(text) : ''
  const result = refine(unknown(STRING, firstOrigin([open])), { not_null: true, prefix })
  return withMarks(result, marks)
}

/** `%{for}`: the texts of its results in a row. */
export function evaluateJoin(join: TemplateJoin, at: Evaluation): Value {
  const tuple = evaluate(join.tuple, at)
  if (tuple.type.kind !== 'tuple' || !tuple.isKnown) return unknown(STRING, firstOrigin([tuple]))
  let marks = tuple.marks
  let text = ''
  for (const value of elementsOf(tuple)) {
    if (value.isNull) {
      const detail = 'An iteration result is null. Cannot include a null value in a string template.'
      refuse(at, join.range, SUMMARY, detail)
      continue
    }
    if (!value.isKnown) return withMarks(unknown(STRING, firstOrigin([value])), tuple.marks)
    const piece = asText(value)
    if (typeof piece !== 'string') {
      const detail = `Cannot include one of the interpolation results into the string template: ${piece.reason}.`
      refuse(at, join.range, SUMMARY, detail)
      continue
    }
    marks = unionMarks(marks, value.marks)
    text += piece
  }
  at.scope.budget.holdText(text.length)
  return withMarks(string(text), marks)
}

function asText(value: Value): string | ConversionError {
  try {
    return textOf(convert(unmarked(value), STRING))
  } catch (error) {
    if (error instanceof ConversionError) return error
    throw error
  }
}

function firstBytes(text: string): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= PREFIX_BYTES) return text
  // a character cut in two is a replacement character, which refine drops with the last cluster
  return bytes
    .subarray(0, PREFIX_BYTES)
    .toString('utf8')
    .replace(/\uFFFD+$/, '')
}
