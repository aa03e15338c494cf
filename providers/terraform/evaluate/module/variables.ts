import type { Steps } from '../../graph/node.ts'
import type { Range } from '../../hcl/ast.ts'
import type { VariableConfig } from '../../module/config.ts'
import { convertedTo } from '../../module/variable-default.ts'
import { placeText } from '../../place-text.ts'
import type { Refusal } from '../expression/evaluation.ts'
import { closedDeep } from '../expression/open-object.ts'
import { withMarks, sensitive, unknown } from '../types/value.ts'
import { ConversionError, UncomputedError } from '../types/evaluation-error.ts'
import { containsMark } from '../types/deep-marks.ts'
import { EPHEMERAL } from '../types/marks.ts'
import { withoutOptional } from '../types/types.ts'
import type { Value } from '../types/value.ts'
import { checkConditions } from './conditions.ts'
import { ExpressionScope } from './expression-scope.ts'
import type { ModuleInstance } from './module-instance.ts'
import { OVERRIDDEN, refusedReason } from './module-instance.ts'
import { NO_KEY } from './repetition.ts'

/** What was given for a variable: a value, nothing, or what spoils it. */
type Given =
  | { readonly kind: 'value'; readonly value: Value; readonly range: Range | null; readonly source: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly reason: string }

/** The final value of a variable of a module instance, with its marks (Terraform's prepareFinalInputVariableValue). */
export function* evaluateVariable(module: ModuleInstance, config: VariableConfig): Steps<Value> {
  const name = `${module.prefix}var.${config.name}`
  const type = withoutOptional(config.constraint.type)
  const open = (reason: string): Value => marked(config, unknown(type, { reason }))
  if (module.isOverridden(`variable.${config.name}`)) return open(OVERRIDDEN)
  const given = module.caller ? yield* fromCaller(module, config) : fromOutside(module, config)
  if (given.kind === 'unknown') return open(given.reason)
  const { value, refusals } = finalValue({ address: configAddress(module, config), config }, given)
  if (value) {
    const place = (given.kind === 'value' && given.range) || config.range
    const failed = yield* validate(module, config, value, place)
    module.root.faults.refused(failed)
    return failed.length > 0 ? open(refusedReason(name)) : marked(config, value)
  }
  if (refusals.length > 0) {
    module.root.faults.refused(refusals)
    return open(refusedReason(name))
  }
  noteMissing(module, config)
  return open(`no value is given for ${name}`)
}

/** A variable's value with the marks that its declaration gives it. */
export function marked(config: VariableConfig, value: Value): Value {
  const shown = config.sensitive ? sensitive(value) : value
  return config.ephemeral ? withMarks(shown, EPHEMERAL) : shown
}

function fromOutside(module: ModuleInstance, config: VariableConfig): Given {
  const input = module.root.options.inputs.get(config.name)
  return input ? { kind: 'value', ...input } : { kind: 'none' }
}

function* fromCaller(module: ModuleInstance, config: VariableConfig): Steps<Given> {
  const { caller } = module
  const argument = caller?.config.body.attributes.get(config.name)
  if (!caller || !argument) return { kind: 'none' }
  if (caller.module.isOverridden(`module.${caller.config.name}`))
    return { kind: 'unknown', reason: OVERRIDDEN }
  const scope = caller.module.scopeOf(caller.key)
  const { value, refusals: told } = yield* scope.evaluate(argument.expression)
  const isStored = module.root.has_ephemeral && !config.ephemeral && containsMark(value, 'ephemeral')
  const refusals = isStored ? [...told, notEphemeral(argument.expression.range)] : told
  if (refusals.length === 0) return { kind: 'value', value, range: argument.expression.range, source: '' }
  module.root.faults.refused(refusals)
  return { kind: 'unknown', reason: refusedReason(`the argument ${config.name} of ${caller.config.name}`) }
}

function notEphemeral(range: Range): Refusal {
  const detail =
    'This input variable is not declared as accepting ephemeral values, so it cannot be set to a result derived from an ephemeral value.'
  return { summary: 'Ephemeral value not allowed', detail, range }
}

/** Default, optional attributes, conversion and null, in Terraform's order; no value where one is missing. */
function finalValue(
  { address, config }: { readonly address: string; readonly config: VariableConfig },
  given: Exclude<Given, { kind: 'unknown' }>,
): { readonly value: Value | undefined; readonly refusals: readonly Refusal[] } {
  const { fallback } = config
  // a default that is refused was told when the file was read
  if (fallback?.kind === 'refused')
    return {
      value: unknown(withoutOptional(config.constraint.type), { reason: refusedReason(address) }),
      refusals: [],
    }
  if (given.kind === 'none') return { value: fallback?.value, refusals: [] }
  const refuse = (summary: string, detail: string, word: string): ReturnType<typeof finalValue> => {
    const { range, source } = given
    const unfit = (whole: string, at: Range): ReturnType<typeof finalValue> => ({
      value: undefined,
      refusals: [{ summary, detail: whole, range: at }],
    })
    if (!range) return unfit(`Unsuitable value for ${address} ${source}: ${detail}`, config.range)
    const suits = `The given value is not suitable for ${address}`
    if (!config.sensitive || word === 'defined')
      return unfit(`${suits} ${word} at ${placeText(config.range)}: ${detail}`, range)
    const whole = `${suits}, which is sensitive: ${detail} Invalid value defined at ${placeText(range)}.`
    return unfit(whole, config.range)
  }
  try {
    const value = prepared(config, given.value)
    if (!value.isNull || config.nullable) return { value, refusals: [] }
    if (fallback) return { value: fallback.value, refusals: [] }
    return refuse('Required variable not set', 'required variable may not be set to null.', 'defined')
  } catch (error) {
    if (error instanceof UncomputedError)
      return {
        value: unknown(withoutOptional(config.constraint.type), { reason: error.message }),
        refusals: [],
      }
    if (!(error instanceof ConversionError)) throw error
    const reason = error.message.replace(/^.*?: Unsuitable value: /, '').replace(/\.$/, '')
    return refuse('Invalid value for input variable', `${reason}.`, 'declared')
  }
}

/** A variable's address without the keys of instances: what is wrong in all of them is told once. */
function configAddress(module: ModuleInstance, config: VariableConfig): string {
  return [...module.tree.path.map((name) => `module.${name}`), `var.${config.name}`].join('.')
}

function prepared({ constraint }: VariableConfig, value: Value): Value {
  return constraint.type.kind === 'dynamic' ? value : convertedTo(constraint, closedDeep(value))
}

/** Validation sees the variable's own value, which is still being computed: it is bound by name. */
function* validate(
  module: ModuleInstance,
  config: VariableConfig,
  value: Value,
  place: Range,
): Steps<readonly Refusal[]> {
  if (config.validations.length === 0) return []
  const scope = new ValidationScope(module, config.name, marked(config, value))
  return yield* checkConditions(config.validations, scope, { place })
}

/** The module's scope in which one variable already has its value. */
class ValidationScope extends ExpressionScope {
  readonly #name: string
  readonly #value: Value

  constructor(module: ModuleInstance, name: string, value: Value) {
    super(module, NO_KEY)
    this.#name = name
    this.#value = value
  }

  override *prepare(
    ...[references, bindings]: Parameters<ExpressionScope['prepare']>
  ): ReturnType<ExpressionScope['prepare']> {
    const others = references.filter((reference) => !this.#isOwn(reference))
    return yield* super.prepare(others, bindings)
  }

  override lookup(
    ...[traversal, refusals]: Parameters<ExpressionScope['lookup']>
  ): ReturnType<ExpressionScope['lookup']> {
    return this.#isOwn(traversal) ? { value: this.#value, used: 1 } : super.lookup(traversal, refusals)
  }

  #isOwn(traversal: Parameters<ExpressionScope['lookup']>[0]): boolean {
    const [step] = traversal.steps
    return traversal.root === 'var' && step?.type === 'attribute' && step.name === this.#name
  }
}

/** A root's variable without a value; what a call leaves out is told where the call is read. */
function noteMissing(module: ModuleInstance, config: VariableConfig): void {
  if (module.caller) return
  module.root.faults.add({
    code: 'VARIABLE_MISSING',
    message: `No value for required variable: The root module input variable ${JSON.stringify(config.name)} is not set, and has no default value.`,
    range: config.range,
    kinds: ['*'],
  })
}
