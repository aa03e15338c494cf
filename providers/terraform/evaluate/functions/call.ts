import { containsMarked, unmarkDeep } from '../types/deep-marks.ts'
import { convert } from '../types/conversion.ts'
import { firstOrigin } from '../types/equality.ts'
import {
  ConversionError,
  EvaluationError,
  FunctionError,
  UncomputedError,
} from '../types/evaluation-error.ts'
import { NotANumber } from '../types/arithmetic.ts'
import type { Marks } from '../types/marks.ts'
import { refine } from '../types/refinements.ts'
import { DYNAMIC, nonconformance } from '../types/types.ts'
import type { Type } from '../types/types.ts'
import { unknown, withAllMarks } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import type { CallContext, FunctionSpec, Parameter, Signature } from './function-spec.ts'

/**
 * Calls a function as HCL does: checks the count, converts each argument to its parameter's type, then cty's protocol.
 * Throws an EvaluationError in Terraform's words.
 */
export function callFunction(spec: FunctionSpec, args: readonly Value[], context: CallContext): Value {
  checkCount(spec, args)
  const converted = args.map((value, i) => convertArgument(parameterAt(spec, i), value))
  try {
    return callConverted(spec, converted, (bare, type) => spec.call(bare, type, context))
  } catch (error) {
    throw worded(spec, error)
  }
}

/** What a function says of a sensitive argument may quote it, whole or in part. */
function withheld(error: unknown): unknown {
  if (error instanceof UncomputedError && error.code === 'PATH_OUTSIDE')
    return new UncomputedError(
      error.code,
      'a sensitive path lies outside the folders that this root may read',
    )
  const argument = error instanceof FunctionError ? error.argument : undefined
  const isRefusal =
    error instanceof FunctionError ||
    error instanceof EvaluationError ||
    error instanceof NotANumber ||
    error instanceof TypeError
  return isRefusal
    ? new FunctionError('why is withheld, for it may quote a sensitive value', argument)
    : error
}

function checkCount(spec: FunctionSpec, args: readonly Value[]): void {
  const missing = spec.params[args.length]
  const count = spec.params.length
  if (missing) {
    const least = spec.variadic ? ' at least' : ''
    throw new EvaluationError(
      'Not enough function arguments',
      `Function "${spec.name}" expects${least} ${count} argument(s). Missing value for "${missing.name}".`,
    )
  }
  if (!spec.variadic && args.length > count)
    throw new EvaluationError(
      'Too many function arguments',
      `Function "${spec.name}" expects only ${count} argument(s).`,
    )
}

function parameterAt(spec: Signature, index: number): Parameter {
  const parameter = spec.params[index] ?? spec.variadic
  if (!parameter) throw new TypeError(`there is no parameter ${index}`)
  return parameter
}

function convertArgument(parameter: Parameter, value: Value): Value {
  try {
    return convert(value, parameter.type)
  } catch (error) {
    if (error instanceof ConversionError) throw invalidArgument(parameter, error.reason)
    throw error
  }
}

function invalidArgument(parameter: Parameter, why: string): EvaluationError {
  return new EvaluationError(
    'Invalid function argument',
    `Invalid value for "${parameter.name}" parameter: ${why}.`,
  )
}

function worded(spec: FunctionSpec, error: unknown): unknown {
  const failed = (why: string): EvaluationError =>
    new EvaluationError('Error in function call', `Call to function "${spec.name}" failed: ${why}.`)
  if (error instanceof FunctionError) {
    const parameter =
      error.argument === undefined ? undefined : (spec.params[error.argument] ?? spec.variadic)
    return parameter ? invalidArgument(parameter, error.message) : failed(error.message)
  }
  if (error instanceof ConversionError) return failed(error.reason)
  if (error instanceof NotANumber) return failed(error.message)
  if (error instanceof RangeError)
    return new UncomputedError(
      'EVALUATION_LIMIT',
      `the result of ${spec.name} is larger than evenkeel computes`,
    )
  // where a check of ours is missing Terraform's own code would have panicked, which it reports as the call's failure
  return error instanceof TypeError ? failed(`it cannot be computed (${error.message})`) : error
}

/** cty's call protocol: null and type checks, marks taken off, unknown arguments, the result's refinement. */
function callConverted(
  spec: Signature,
  args: readonly Value[],
  call: (args: readonly Value[], type: Type) => Value,
): Value {
  const marks: Marks[] = []
  let open = false
  const bare = args.map((value, i) => {
    const parameter = parameterAt(spec, i)
    if (parameter.allow_marked || !containsMarked(value)) return value
    const inner = unmarkDeep(value)
    marks.push(inner.marks)
    return inner.value
  })
  for (const [i, value] of bare.entries()) {
    const parameter = parameterAt(spec, i)
    if (value.isNull && !parameter.allow_null) throw new FunctionError('argument must not be null', i)
    if (value.type.kind === 'dynamic') {
      if (!parameter.allow_dynamic) return withAllMarks(unknown(DYNAMIC, firstOrigin(bare)), marks)
    } else {
      const reason = nonconformance(value.type, parameter.type)
      if (reason !== undefined) throw new FunctionError(reason, i)
    }
    if (!value.isKnown && !parameter.allow_unknown) open = true
  }
  let result: Value
  try {
    const type = returnType(spec, bare)
    result = open ? unknown(type, firstOrigin(bare)) : call(bare, type)
  } catch (error) {
    throw args.some(containsMarked) ? withheld(error) : error
  }
  const marked = withAllMarks(result, marks)
  return spec.refine ? refine(marked, spec.refine) : marked
}

function returnType(spec: Signature, args: readonly Value[]): Type {
  return typeof spec.returns === 'function' ? spec.returns(args) : spec.returns
}
