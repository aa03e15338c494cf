import type { Steps } from '../../graph/node.ts'
import type { OutputConfig } from '../../module/config.ts'
import type { Refusal } from '../expression/evaluation.ts'
import { closedDeep } from '../expression/open-object.ts'
import { containsMark } from '../types/deep-marks.ts'
import { DYNAMIC } from '../types/types.ts'
import { sensitive, unknown } from '../types/value.ts'
import type { Value } from '../types/value.ts'
import { checkReference } from './check-reference.ts'
import { checkConditions } from './conditions.ts'
import type { ModuleInstance } from './module-instance.ts'
import { OVERRIDDEN, refusedReason } from './module-instance.ts'
import { NO_KEY } from './repetition.ts'

/** An output's value, and what is wrong with it: then the value is unknown. */
export interface OutputResult {
  readonly value: Value
  readonly refusals: readonly Refusal[]
}

/** Evaluates an output; one of a child module becomes part of the call's value. */
export function* evaluateOutput(module: ModuleInstance, config: OutputConfig): Steps<OutputResult> {
  const label = `${module.prefix}output.${config.name}`
  if (module.isOverridden(`output.${config.name}`))
    return { value: unknown(DYNAMIC, { reason: OVERRIDDEN }), refusals: [] }
  const spoilt = (refusals: readonly Refusal[]): OutputResult => {
    if (module.caller) module.root.faults.refused(refusals)
    return { value: unknown(DYNAMIC, { reason: refusedReason(label) }), refusals }
  }
  if (!config.expression)
    return spoilt([
      {
        summary: 'Missing required argument',
        detail: 'The argument "value" is required, but no definition was found.',
        range: config.range,
      },
    ])
  const { value: given, refusals } = yield* module.scope.evaluate(config.expression)
  const value = module.caller ? given : closedDeep(given)
  if (refusals.length > 0) return spoilt(refusals)
  const undeclared = config.depends_on.flatMap(
    (traversal) => checkReference(traversal, module, NO_KEY, false) ?? [],
  )
  if (undeclared.length > 0) return spoilt(undeclared)
  const failed = yield* checkConditions(config.preconditions, module.scope, {
    owner: 'Module output value',
  })
  if (failed.length > 0) return spoilt(failed)
  const problem = markProblem(module, config, value)
  if (problem) return spoilt([problem])
  // Terraform marks what a root shows; what a child passes on keeps the marks it has
  return { value: config.sensitive && !module.caller ? sensitive(value) : value, refusals: [] }
}

/** A root's output has to own up to what it shows; a child's passes its marks on. */
function markProblem(module: ModuleInstance, config: OutputConfig, value: Value): Refusal | undefined {
  const at = config.expression?.range ?? config.range
  if (config.ephemeral && !module.caller)
    return {
      summary: 'Ephemeral output not allowed',
      detail: 'Ephemeral outputs are not allowed in context of a root module',
      range: config.range,
    }
  if (config.ephemeral && !value.marks.has('ephemeral'))
    return {
      summary: 'Value not allowed in ephemeral output',
      detail:
        'This output value is declared as returning an ephemeral value, so it can only be set to an ephemeral value.',
      range: at,
    }
  if (!config.ephemeral && containsMark(value, 'ephemeral'))
    return {
      summary: 'Ephemeral value not allowed',
      detail:
        'This output value is not declared as returning an ephemeral value, so it cannot be set to a result derived from an ephemeral value.',
      range: at,
    }
  if (module.caller || config.sensitive || !containsMark(value, 'sensitive')) return undefined
  return {
    summary: 'Output refers to sensitive values',
    detail:
      'To reduce the risk of accidentally exporting sensitive data that was intended to be only internal, Terraform requires that any root module output containing sensitive data be explicitly marked as sensitive, to confirm your intent.',
    range: config.range,
  }
}
