import { isDeepStrictEqual } from 'node:util'
import type { Mistake } from './mistake.ts'
import type { Config, Environment, SourceSettings } from './model.ts'
import { ROLES } from './schema.ts'

/**
 * Makes the sources' names unique in their environment. Two declared sources of one provider and name are a mistake: the name is
 * part of what identifies their resources. So are two sources with the same settings. Others get a number.
 */
export function nameSources(config: Config): { config: Config; mistakes: Mistake[] } {
  const mistakes: Mistake[] = []
  const environments: Record<string, Environment> = Object.create(null)
  for (const [name, environment] of Object.entries(config.environments)) {
    const numbered: Record<string, SourceSettings[]> = {}
    for (const role of ROLES) {
      numbered[role] = numberTitles(environment[role], mistakes)
    }
    environments[name] = { ...environment, ...numbered }
  }
  return { config: { ...config, environments }, mistakes }
}

function numberTitles(sources: readonly SourceSettings[], mistakes: Mistake[]): SourceSettings[] {
  const groups = new Map<string, SourceSettings[]>()
  return sources.map((source) => {
    // whatever declares it: a root and a plan of one name would be the same thing twice
    const key = `${source.role === 'declared' ? source.provider.name : source.type} ${source.title}`
    const earlier = groups.get(key) ?? []
    groups.set(key, [...earlier, source])
    if (earlier.length === 0) return source
    const same = earlier.find((other) => isDeepStrictEqual(other.settings, source.settings))
    if (same || source.role === 'declared') {
      const what = same ? 'the same source' : `a source named ${JSON.stringify(source.title)}`
      const message = `${what} stands at line ${(same ?? earlier[0] ?? source).position.line} already`
      mistakes.push({ code: 'CONFIG_INVALID', position: source.position, path: source.path, message })
    }
    return { ...source, title: `${source.title} #${earlier.length + 1}` }
  })
}
