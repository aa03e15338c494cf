import { sourceType, type Provider } from '../../src/core/provider.ts'
import { arrange } from './arrange.ts'
import {
  planSettings,
  rootSettings,
  stateSettings,
  type PlanSettings,
  type RootSettings,
  type StateSettings,
} from './settings.ts'

/** Terraform and OpenTofu: what code declares, and what states record. The kinds are those of the clouds. */
export const provider: Provider = {
  name: 'terraform',
  sources: {
    terraform: sourceType<RootSettings>({
      roles: ['declared'],
      settings: rootSettings,
      title: (settings) => settings.name ?? settings.root,
      async *collect(settings, context) {
        const { collectRoot } = await import('./declared.ts')
        yield* collectRoot(settings, context)
      },
    }),
    terraform_state: sourceType<StateSettings>({
      roles: ['recorded'],
      settings: stateSettings,
      title: (settings) => settings.path,
      async *collect(settings, context) {
        const { collectState } = await import('./state/collect-state.ts')
        yield* collectState(settings, context)
      },
    }),
    terraform_plan: sourceType<PlanSettings>({
      roles: ['declared'],
      settings: planSettings,
      title: (settings) => settings.name ?? settings.path,
      async *collect(settings, context) {
        const { collectPlan } = await import('./state/collect-plan.ts')
        yield* collectPlan(settings, context)
      },
    }),
  },
  kinds: [],
  arrange,
}
