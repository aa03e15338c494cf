import type { Standpoint } from '../core/provider.ts'
import type { Config, Environment, SourceSettings } from './model.ts'
import { ROLES } from './schema.ts'

/** The configuration with each entry that stands for several sources in place of them, under the role that each plays. */
export async function expandConfig(config: Config): Promise<Config> {
  const environments: Record<string, Environment> = Object.create(null)
  const from = { folder: config.folder, at_revision: false }
  for (const [name, environment] of Object.entries(config.environments))
    environments[name] = await expandEnvironment(environment, async (source) =>
      // at a revision, what there is shows when it is there
      source.revision ? [source] : expandSource(source, from),
    )
  return { ...config, environments }
}

/** An environment with other sources in place of its own. */
export async function expandEnvironment(
  environment: Environment,
  expand: (source: SourceSettings) => Promise<readonly SourceSettings[]>,
): Promise<Environment> {
  const sources: SourceSettings[] = []
  for (const role of ROLES) for (const source of environment[role]) sources.push(...(await expand(source)))
  return {
    declared: sources.filter((source) => source.role === 'declared'),
    recorded: sources.filter((source) => source.role === 'recorded'),
    live: sources.filter((source) => source.role === 'live'),
  }
}

/** The sources that one entry stands for. */
export async function expandSource(
  source: SourceSettings,
  from: Standpoint,
): Promise<readonly SourceSettings[]> {
  const parts = (await source.provider.sources[source.type]?.expand?.(source.settings, from)) ?? []
  if (parts.length === 0) return [source]
  return parts.map((part) => ({ ...source, role: part.role, title: part.title, part }))
}
