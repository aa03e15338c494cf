import type { Expression, FunctionCall } from '../../hcl/ast.ts'
import { firstOrigin } from '../types/equality.ts'
import { EvaluationError, UncomputedError } from '../types/evaluation-error.ts'
import { BOOL, DYNAMIC } from '../types/types.ts'
import {
  DYNAMIC_UNKNOWN,
  FALSE,
  TRUE,
  elementsOf,
  isWhollyKnown,
  originOf,
  unknown,
  unmarked,
  Value,
  withMarks,
} from '../types/value.ts'
import { evaluate } from './evaluate.ts'
import type { Evaluation, Refusal } from './evaluation.ts'
import { refuse } from './evaluation.ts'
import { closed, closedDeep } from './open-object.ts'
import { templateStringProblem } from './template-string.ts'

/** `name(args)`. The arguments of `try` and `can` are evaluated as they are needed, what is wrong with them is kept in. */
export function evaluateCall(call: FunctionCall, at: Evaluation): Value {
  const name = call.name.startsWith('core::') ? call.name.slice('core::'.length) : call.name
  if (!at.scope.functions.has(name)) return unknownFunction(call, name, at)
  const before = at.refusals.length
  const spread = call.expand_final ? spreadArguments(call, at) : undefined
  if (spread instanceof Value) return spread
  const fixed = call.expand_final ? call.args.slice(0, -1) : call.args
  if (name === 'try' || name === 'can') {
    const thunks: Thunk[] = fixed.map((arg) => (inner) => evaluate(arg, inner))
    for (const value of spread ?? []) thunks.push(() => value)
    return name === 'try' ? evaluateTry(call, thunks, at) : evaluateCan(call, thunks, at)
  }
  const given = [...fixed.map((arg) => evaluate(arg, at)), ...(spread ?? [])]
  const args = given.map(PASSES_ON.has(name) ? closed : closedDeep)
  if (at.refusals.length > before) return DYNAMIC_UNKNOWN
  const [first] = fixed
  const problem = name === 'templatestring' && first ? literalTemplate(first, args) : undefined
  if (problem !== undefined) {
    const detail = `Invalid value for "template" parameter: invalid template expression: ${problem}.`
    refuse(at, call.range, 'Invalid function argument', detail)
    return DYNAMIC_UNKNOWN
  }
  try {
    return at.scope.functions.call(name, args, { scope: at.scope })
  } catch (error) {
    if (error instanceof UncomputedError) {
      at.scope.noteUncomputed(error, call.range)
      return unknown(DYNAMIC, { reason: error.message })
    }
    if (!(error instanceof EvaluationError)) throw error
    refuse(at, call.range, error.summary, error.detail)
    return DYNAMIC_UNKNOWN
  }
}

/** Functions that hand elements on without looking into them: an object that is not known whole may be among those. */
const PASSES_ON = new Set([
  'values',
  'element',
  'concat',
  'flatten',
  'one',
  'slice',
  'reverse',
  'keys',
  'length',
  'merge',
  'zipmap',
  'lookup',
  'coalescelist',
])

/** What is wrong with the template of a `templatestring`; nobody looks while its variables are unknown. */
function literalTemplate(template: Expression, [, variables]: readonly Value[]): string | undefined {
  return variables?.isKnown === false ? undefined : templateStringProblem(template)
}

type Thunk = (at: Evaluation) => Value

function unknownFunction(call: FunctionCall, name: string, at: Evaluation): Value {
  // a provider's function is Terraform's to run: not ours to refuse
  if (name.startsWith('provider::'))
    return unknown(DYNAMIC, { reason: `${name} is a function of a provider` })
  const detail = name.includes('::')
    ? `There are no functions in namespace ${JSON.stringify(name.slice(0, name.lastIndexOf('::') + 2))}.`
    : `There is no function named ${JSON.stringify(name)}.`
  refuse(at, call.name_range, 'Call to unknown function', detail)
  return DYNAMIC_UNKNOWN
}

/** The elements of `f(list...)`; a value where the whole call has one already: unknown, or refused. */
function spreadArguments(call: FunctionCall, at: Evaluation): readonly Value[] | Value {
  const last: Expression | undefined = call.args.at(-1)
  if (!last) return []
  const before = at.refusals.length
  const value = evaluate(last, at)
  if (at.refusals.length > before) return DYNAMIC_UNKNOWN
  const wrong = (detail: string): Value => {
    refuse(at, last.range, 'Invalid expanding argument value', detail)
    return DYNAMIC_UNKNOWN
  }
  const { kind } = value.type
  if (kind !== 'dynamic' && kind !== 'tuple' && kind !== 'list' && kind !== 'set')
    return wrong('The expanding argument (indicated by ...) must be of a tuple, list, or set type.')
  if (value.isNull) return wrong('The expanding argument (indicated by ...) must not be null.')
  if (!value.isKnown) return unknown(DYNAMIC, firstOrigin([value]))
  return elementsOf(unmarked(value)).map((element) => withMarks(element, value.marks))
}

/** The first argument without a fault; wholly unknown where that one is not wholly known. */
function evaluateTry(call: FunctionCall, thunks: readonly Thunk[], at: Evaluation): Value {
  const wrongs: Refusal[] = []
  for (const thunk of thunks) {
    const refusals: Refusal[] = []
    const value = thunk({ ...at, refusals })
    if (refusals.length === 0) return isWhollyKnown(value) ? value : undecided(value)
    wrongs.push(...refusals)
  }
  const told = wrongs.map((wrong) => `\n- ${wrong.summary}\n  ${wrong.detail}`).join('')
  const why =
    thunks.length === 0
      ? 'at least one argument is required'
      : `no expression succeeded:${told}\n\nAt least one expression must produce a successful result`
  refuse(at, call.range, 'Error in function call', `Call to function "try" failed: ${why}.`)
  return DYNAMIC_UNKNOWN
}

/** Terraform says nothing of such a value; we keep where a single unknown came from. */
function undecided(value: Value): Value {
  return unknown(DYNAMIC, originOf(value) ?? firstOrigin([value]))
}

function evaluateCan(call: FunctionCall, thunks: readonly Thunk[], at: Evaluation): Value {
  const [thunk] = thunks
  if (!thunk || thunks.length > 1) {
    const summary = thunk ? 'Too many function arguments' : 'Not enough function arguments'
    const detail = thunk
      ? 'Function "can" expects only 1 argument(s).'
      : 'Function "can" expects 1 argument(s). Missing value for "expression".'
    refuse(at, call.range, summary, detail)
    return DYNAMIC_UNKNOWN
  }
  const refusals: Refusal[] = []
  const value = thunk({ ...at, refusals })
  if (refusals.length > 0) return FALSE
  return isWhollyKnown(value) ? TRUE : unknown(BOOL, firstOrigin([value]))
}
