import path from 'node:path'
import { expandEnvironment, expandSource } from '../config/expand.ts'
import { refusal } from '../config/mistake.ts'
import type { Config, Environment, SourceSettings } from '../config/model.ts'
import { nameSources } from '../config/titles.ts'
import type { Gap, Item } from '../core/model.ts'
import type { Checkout, Fetching } from '../core/provider.ts'
import { isInside } from './outside-links.ts'
import { withoutCredentials } from './shown-url.ts'

/**
 * The sources of an environment, those at a revision with its checkout in place: they read there. What cannot be had is a
 * source that says why. @throws EvenkeelError CONFIG_INVALID where two sources turn out to have one name
 */
export async function openEnvironment(
  name: string,
  config: Config,
  fetching: Fetching,
): Promise<Environment> {
  const environment = config.environments[name] ?? { declared: [], recorded: [], live: [] }
  if (!environment.declared.some(({ revision }) => revision !== undefined)) return environment
  const opened = await expandEnvironment(environment, async (source) =>
    source.revision ? openRevision(source, source.revision, config.folder, fetching) : [source],
  )
  const named = nameSources({ ...config, environments: { [name]: opened } })
  if (named.mistakes.length > 0) throw refusal(named.mistakes)
  return named.config.environments[name] ?? opened
}

async function openRevision(
  source: SourceSettings,
  revision: NonNullable<SourceSettings['revision']>,
  folder: string,
  fetching: Fetching,
): Promise<readonly SourceSettings[]> {
  const isLocal = 'path' in revision
  const repository = isLocal ? { ...revision, path: path.resolve(folder, revision.path) } : revision
  const checkout = await fetching.checkout(repository)
  const facts = factsOf(isLocal ? revision.path : revision.url, revision.ref ?? 'HEAD')
  if ('code' in checkout) return [saying(source, facts, gap(checkout.code, checkout.message))]
  const at = { ...source, folder: checkout.folder, revision: undefined }
  const preface: Item[] = [
    ...facts,
    { what: 'fact', name: 'commit', value: checkout.commit },
    { what: 'fact', name: 'committed_at', value: checkout.committed_at },
  ]
  const paths = source.provider.sources[source.type]?.paths?.(source.settings) ?? []
  const stray = paths.find((one) => !isInside(checkout.folder, path.resolve(checkout.folder, one)))
  if (stray !== undefined)
    return [saying(at, preface, gap('PATH_OUTSIDE', `${stray} lies outside the repository at this revision`))]
  const parts = await expandSource(at, { folder: checkout.folder, at_revision: true })
  const cut = linksBelow(checkout, paths)
  return parts.map((part) => ({ ...part, preface: [...preface, ...(part.role === 'declared' ? cut : [])] }))
}

function factsOf(repository: string, ref: string): readonly Item[] {
  return [
    { what: 'fact', name: 'repository', value: withoutCredentials(repository) },
    { what: 'fact', name: 'ref', value: ref },
  ]
}

/** A source that says why it has nothing else to say. */
function saying(source: SourceSettings, preface: readonly Item[], item: Gap): SourceSettings {
  const { role, title } = source
  async function* collect(): AsyncGenerator<Item> {
    yield item
  }
  return { ...source, preface, part: { role, title, collect } }
}

/** The links that were cut where the source reads: they may have led to what it declares. */
function linksBelow(checkout: Checkout, paths: readonly string[]): readonly Gap[] {
  const isRead = (link: string): boolean =>
    paths.some((one) => isInside(fixedPart(one), link) || isInside(link, fixedPart(one)))
  return checkout.outside.filter(isRead).map((link) => ({
    ...gap('PATH_OUTSIDE', `${link} is a link that leads outside the repository: it is not followed`),
    file: link,
  }))
}

/** The part of a path before its first pattern. */
function fixedPart(pattern: string): string {
  return path.normalize(pattern.replace(/(?:^|\/)[^/]*[*?[{].*$/s, '') || '.')
}

function gap(code: Gap['code'], message: string): Gap {
  return { what: 'gap', code, message, kinds: ['*'] }
}
