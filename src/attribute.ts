import { contextFor, type Collecting } from './collect.ts'
import type { Config, SourceSettings } from './config/model.ts'
import type { Attribution, Change } from './core/provider.ts'
import type { CheckResult, Verdict } from './core/verdict.ts'
import { bugText } from './fault.ts'

/**
 * Asks those who keep a log of changes who made the ones that were found, where the live side itself does not tell. It
 * is the one thing that is read after the comparison: only that says what was changed outside the code.
 */
export async function attributeChanges(
  results: readonly CheckResult[],
  config: Config,
  run: Collecting,
): Promise<CheckResult[]> {
  const told = new Map<Change, Attribution>()
  const changes = new Map<Verdict, Change>()
  for (const verdict of results.flatMap(({ verdicts }) => verdicts)) {
    if (!isByHand(verdict)) continue
    const { resource, finding, path } = verdict
    changes.set(verdict, { resource, finding, ...(path !== undefined && { path }) })
  }
  for (const [environment, { live }] of Object.entries(config.environments)) {
    const here = [...changes].filter(([verdict]) => verdict.environments.includes(environment))
    await Promise.all(live.map((source) => askSource(environment, source, here, told, run)))
  }
  if (told.size === 0) return [...results]
  return results.map((result) => ({
    ...result,
    verdicts: result.verdicts.map((verdict) => {
      const change = changes.get(verdict)
      const { by, note } = (change && told.get(change)) ?? {}
      return {
        ...verdict,
        by: by ?? verdict.by,
        notes: note === undefined ? verdict.notes : [...verdict.notes, note],
      }
    }),
  }))
}

/** Changed or deleted outside the code, and nobody knows yet by whom. */
function isByHand({ type, cause, by, resource }: Verdict): boolean {
  return (
    type === 'drift' &&
    (cause === 'out_of_band' || cause === 'conflict') &&
    by === undefined &&
    resource.id !== undefined
  )
}

async function askSource(
  environment: string,
  source: SourceSettings,
  candidates: readonly (readonly [Verdict, Change])[],
  told: Map<Change, Attribution>,
  run: Collecting,
): Promise<void> {
  const type = source.provider.sources[source.type]
  if (!type?.attribute) return
  const own = candidates
    .map(([, change]) => change)
    .filter(({ resource }) => run.registry.describe(resource.kind).provider === source.provider.name)
  if (own.length === 0) return
  const deadline = AbortSignal.timeout(run.limits.source_timeout_ms)
  const signal = AbortSignal.any([run.signal, deadline])
  const context = contextFor(environment, source, { declared: [], recorded: [] }, run, signal)
  try {
    for (const [change, attribution] of await type.attribute(source.settings, own, context))
      told.set(change, attribution)
  } catch (error) {
    if (run.signal.aborted) throw error
    const note = `who changed it is not known: ${bugText(error)}; this is a bug`
    for (const change of own) told.set(change, { note })
  }
}
