import { isAbsolute, join } from 'node:path'

import { sourceType, type Provider } from '../../src/core/provider.ts'
import { arrange } from './arrange.ts'
import {
  planSettings,
  rootSettings,
  stateSettings,
  type PlanSettings,
  type StateSettings,
  type TerraformSettings,
} from './settings.ts'
import { s3Permissions } from './state-places/s3-permissions.ts'
import { s3Settings } from './state-places/s3-settings.ts'

/** What a root's settings name, from the configuration's folder; `**` may stand for no folder at all. */
function pathsOf({ root, roots, var_files, backend_config, read }: TerraformSettings): readonly string[] {
  const base = root ?? roots?.replace(/\*\*(?:\/|$)/g, '') ?? ''
  return [
    base,
    ...[...var_files, ...backend_config].map((path) => (isAbsolute(path) ? path : join(base, path))),
    ...read,
  ]
}

/** Terraform and OpenTofu: what code declares, and what states record. The kinds are those of the clouds. */
export const provider: Provider = {
  name: 'terraform',
  sources: {
    terraform: sourceType<TerraformSettings>({
      roles: ['declared'],
      settings: rootSettings,
      title: ({ name, root, roots }) => name ?? root ?? roots ?? '',
      async *collect(settings, context) {
        const { collectEntry } = await import('./roots/entry.ts')
        yield* collectEntry(settings, context)
      },
      async expand(settings, from) {
        if (settings.roots === undefined && settings.state === undefined) return []
        const { partsOf } = await import('./roots/entry.ts')
        return partsOf(settings, from)
      },
      paths: pathsOf,
      permissions: ({ state }) =>
        state && {
          language: 'unknown',
          why: 'where its state lies, the code at the revision says: if that is S3, reading it takes a right',
        },
    }),
    terraform_state: sourceType<StateSettings>({
      roles: ['recorded'],
      settings: stateSettings,
      title: (settings) => settings.path.replace(/[?#].*$/s, ''),
      belongsTo: (settings) => settings.for ?? null,
      async *collect(settings, context) {
        const { collectState } = await import('./state/collect-state.ts')
        const { settingsPlace, shownPath } = await import('./state-places/settings-place.ts')
        const { path, for: root, stale_after_days } = settings
        const as = { shown: shownPath(path), root, stale_after_days }
        yield* collectState(() => settingsPlace(settings, context), as, context)
      },
      permissions(settings) {
        const object = s3Settings(settings)
        return object && s3Permissions(object)
      },
    }),
    terraform_plan: sourceType<PlanSettings>({
      roles: ['declared'],
      settings: planSettings,
      title: (settings) => settings.name ?? settings.path,
      paths: ({ path }) => [path],
      async *collect(settings, context) {
        const { collectPlan } = await import('./state/collect-plan.ts')
        yield* collectPlan(settings, context)
      },
    }),
  },
  kinds: [],
  arrange,
}
