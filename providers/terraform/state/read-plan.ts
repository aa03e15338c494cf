import { z } from 'zod'

import { PlanConfiguration } from '../plan/references.ts'
import { misfit } from './misfit.ts'
import { parseStateJson } from './read-text.ts'
import { instancesOf, shownModule } from './shown-state.ts'
import type { StateInstance } from './state-content.ts'
import { StateFault } from './state-content.ts'

/** A resource as it will be. */
export interface PlannedInstance extends StateInstance {
  /** of what exists already, or is imported */
  readonly id: string | undefined
  readonly previous_address: string | undefined
  /** a structure of booleans: true where it is known after apply */
  readonly unknown: unknown
}

export interface PlanContent {
  readonly instances: readonly PlannedInstance[]
  readonly facts: Readonly<Record<string, string>>
  /** why the plan does not hold everything */
  readonly incomplete: readonly string[]
  /** addresses of what had left its state by other hands when the plan was made, sorted */
  readonly drifted: readonly string[]
  /** the plan's `configuration`, as it stands there */
  readonly configuration: unknown
}

const change = z.looseObject({
  address: z.string(),
  previous_address: z.string().optional(),
  mode: z.string().optional(),
  action_reason: z.string().optional(),
  change: z.looseObject({
    actions: z.array(z.string()).optional(),
    before: z.unknown().optional(),
    after: z.unknown().optional(),
    after_unknown: z.unknown().optional(),
    importing: z.looseObject({ id: z.string().optional() }).nullish(),
  }),
})

const schema = z.looseObject({
  format_version: z.string(),
  terraform_version: z.string().optional(),
  timestamp: z.string().optional(),
  errored: z.boolean().optional(),
  complete: z.boolean().optional(),
  planned_values: z.looseObject({ root_module: shownModule.nullish() }),
  resource_changes: z.array(change).nullish(),
  resource_drift: z.array(z.looseObject({ address: z.string() })).nullish(),
  prior_state: z
    .looseObject({ values: z.looseObject({ root_module: shownModule.nullish() }).nullish() })
    .nullish(),
  configuration: z.unknown().optional(),
})

const withId = z.looseObject({ id: z.string().min(1) })

/** Reads what `terraform show -json` prints of a saved plan. @throws StateFault */
export function readPlan(text: string): PlanContent {
  const value = parseStateJson(text)
  const parsed = schema.safeParse(value)
  if (!parsed.success) {
    const isPlan = typeof value === 'object' && value !== null && 'planned_values' in value
    if (isPlan) throw misfit(parsed.error)
    throw new StateFault('STATE_SYNTAX', 'this is not what `terraform show -json` prints of a plan')
  }
  const plan = parsed.data
  if (!plan.format_version.startsWith('1.'))
    throw new StateFault('STATE_VERSION', `it has format ${plan.format_version}, this can read format 1`)
  const changes = new Map((plan.resource_changes ?? []).map((one) => [one.address, one]))
  const root = plan.planned_values.root_module
  const drifted = [...new Set((plan.resource_drift ?? []).map((one) => one.address))].sort()
  const instances = [...(root ? instancesOf(root) : [])].filter((one) => one.mode === 'managed')
  return {
    instances: instances.map((instance): PlannedInstance => {
      const one = changes.get(instance.address)
      return {
        ...instance,
        id: one && idOf(one.change),
        previous_address: one?.previous_address,
        unknown: one?.change.after_unknown,
      }
    }),
    facts: {
      ...(plan.terraform_version !== undefined && { terraform_version: plan.terraform_version }),
      ...(plan.timestamp !== undefined && { planned_at: plan.timestamp }),
      ...(drifted.length > 0 && { resource_drift: drifted.join(', ') }),
    },
    drifted,
    configuration: plan.configuration,
    incomplete: [
      ...(plan.errored ? ['the plan failed: it does not hold everything'] : []),
      ...(plan.complete === false && !plan.errored
        ? ['the plan is not complete: some of it was deferred or left out by -target']
        : []),
      ...otherMode(plan),
    ],
  }
}

/**
 * Plans that say nothing of what the code wants. Such as destroy take away what the configuration still has, and need no
 * reason; any other names one. Such as only refresh change nothing, where any other tells of each thing at least that it stays.
 */
function otherMode({
  resource_changes: given,
  configuration,
  prior_state: prior,
}: z.infer<typeof schema>): readonly string[] {
  const changes = (given ?? []).filter(({ mode }) => mode !== 'data')
  const declared = new PlanConfiguration(configuration)
  const destroys = changes.filter(
    ({ address, action_reason: reason, change: { actions } }) =>
      reason === undefined && actions?.join() === 'delete' && declared.expressions(address) !== undefined,
  )
  if (destroys.length > 0 && changes.every(({ change: { actions } }) => actions?.join() === 'delete'))
    return ['the plan was made with -destroy: it does not say what the code declares']
  const before = prior?.values?.root_module
  const isManaged = before ? [...instancesOf(before)].some(({ mode }) => mode === 'managed') : false
  return isManaged && changes.length === 0
    ? ['the plan was made with -refresh-only: it does not say what the code declares']
    : []
}

function idOf(one: z.infer<typeof change>['change']): string | undefined {
  for (const state of [one.after, one.before]) {
    const found = withId.safeParse(state)
    if (found.success) return found.data.id
  }
  return one.importing?.id
}
