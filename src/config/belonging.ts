import type { Gap } from '../core/model.ts'
import type { Environment, SourceSettings } from './model.ts'

/**
 * An environment in which those recorded sources of which nobody can tell what they were made from say just that. With a name
 * that no declared source has, or none where several could be meant, or two for the same one, all that they record would
 * look as if it had been taken out of the code.
 */
export function checkBelonging(environment: Environment): Environment {
  const taken = new Map<string, SourceSettings>()
  const recorded = environment.recorded.map((source) => {
    const why = whyStray(source, environment.declared, taken)
    return why === undefined ? source : saying(source, why)
  })
  return { ...environment, recorded }
}

/** @param taken by the declared source that they belong to, the recorded ones so far */
function whyStray(
  source: SourceSettings,
  declared: readonly SourceSettings[],
  taken: Map<string, SourceSettings>,
): string | undefined {
  const wanted = wantedOf(source)
  const makers = declared.filter(({ provider }) => provider.name === source.provider.name)
  // of a revision that could not be had nobody knows which ones it holds
  if (wanted === undefined || makers.length === 0 || makers.some(({ revision }) => revision !== undefined))
    return undefined
  const titles = makers.map(({ title }) => title)
  const name = wanted ?? (titles.length === 1 ? titles[0] : undefined)
  if (name === undefined) return `say by \`for\` which of the declared roots it belongs to: ${listOf(titles)}`
  if (!titles.includes(name))
    return `\`for\` names ${JSON.stringify(name)}, which is no declared root; there are: ${listOf(titles)}`
  const earlier = taken.get(name)
  if (earlier) return `what belongs to ${JSON.stringify(name)} is read as ${earlier.title} already`
  taken.set(name, source)
  return undefined
}

function wantedOf({ part, provider, type, settings }: SourceSettings): string | null | undefined {
  return part ? part.belongs_to : provider.sources[type]?.belongsTo?.(settings)
}

const TOLD_MAX = 10

function listOf(titles: readonly string[]): string {
  const more = titles.length > TOLD_MAX ? `, and ${titles.length - TOLD_MAX} more` : ''
  return titles.slice(0, TOLD_MAX).join(', ') + more
}

function saying(source: SourceSettings, why: string): SourceSettings {
  const { role, title, position } = source
  const message = `${position.file}:${position.line}:${position.column}: ${why}`
  async function* collect(): AsyncGenerator<Gap> {
    yield { what: 'gap', code: 'STATE_ROOT', message, kinds: ['*'] }
  }
  return { ...source, part: { role, title, collect } }
}
