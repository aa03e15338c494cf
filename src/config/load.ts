import path from 'node:path'
import type { z } from 'zod'
import type { Role } from '../core/model.ts'
import type { Provider, ProviderEntry } from '../core/provider.ts'
import { checkReferences } from './references.ts'
import { readDocument, stepsText } from './document.ts'
import { expandConfig } from './expand.ts'
import type { ConfigDocument, Steps } from './document.ts'
import { limits_schema } from './limits.ts'
import { checkLiteralSecrets } from './literal-secrets.ts'
import { refusal } from './mistake.ts'
import type { Mistake } from './mistake.ts'
import type { Config, Environment, Rule, SourceSettings } from './model.ts'
import { phraseIssues } from './phrase.ts'
import { REVISION_KEYS, revision_schema } from '../git/settings.ts'
import { entry, entryAt, itemsOf, keysOf } from './raw.ts'
import { checkSchedule } from './schedule.ts'
import { configSchema, ROLES } from './schema.ts'
import { nameSources } from './titles.ts'

type Parsed = z.infer<ReturnType<typeof configSchema>>

/**
 * Reads and checks a configuration. Loads those providers that it names and no others.
 * @param file path as the user gave it
 * @throws EvenkeelError CONFIG_NOT_FOUND, CONFIG_UNREADABLE, CONFIG_SYNTAX, CONFIG_INVALID or CONFIG_NOT_BUILT: the
 *   message holds every mistake, one a line
 */
export async function loadConfig(file: string, entries: readonly ProviderEntry[]): Promise<Config> {
  const document = await readDocument(file)
  const providers = await loadProviders(entries, namedTypes(document.value))
  const schema = configSchema(providers)
  const parsed = schema.safeParse(document.value)
  const wrong: Mistake[] = [
    ...(parsed.success ? [] : phraseIssues(document, schema, parsed.error.issues)),
    ...checkReferences(document),
    ...(await checkSchedule(document)),
  ]
  const literal = checkLiteralSecrets(document).filter(({ path }) => !wrong.some((one) => one.path === path))
  const mistakes = [...wrong, ...literal]
  if (!parsed.success) throw refusal(mistakes)
  const config = toConfig(document, parsed.data, providers)
  const named = nameSources(await expandConfig(config))
  if (mistakes.length + named.mistakes.length > 0) throw refusal([...mistakes, ...named.mistakes])
  return named.config
}

/** Keys of all items under declared, recorded and live: the source types in use, known or not. */
function namedTypes(value: unknown): string[] {
  const environments = entry(value, 'environments')
  return keysOf(environments).flatMap((name) =>
    ROLES.flatMap((role) =>
      itemsOf(entryAt(environments, [name, role])).flatMap((item) =>
        keysOf(item).flatMap((key) => typesOf(item, key)),
      ),
    ),
  )
}

/** The type that a key of an item names; for one at a revision, those inside. */
function typesOf(item: unknown, key: string): string[] {
  return key === 'git' ? keysOf(entry(item, key)).filter((inner) => !REVISION_KEYS.has(inner)) : [key]
}

async function loadProviders(
  entries: readonly ProviderEntry[],
  types: readonly string[],
): Promise<Provider[]> {
  const offers = (entry: ProviderEntry, type: string): boolean => entry.sources.includes(type)
  // a type that nobody offers is a mistake, and only all providers together can tell what was meant
  const stray = types.some((type) => !entries.some((entry) => offers(entry, type)))
  const used = stray ? entries : entries.filter((entry) => types.some((type) => offers(entry, type)))
  return Promise.all(used.map((entry) => entry.load()))
}

function toConfig(document: ConfigDocument, parsed: Parsed, providers: readonly Provider[]): Config {
  const environments: Record<string, Environment> = Object.create(null)
  for (const name of Object.keys(parsed.environments)) {
    const role = (role: Role): SourceSettings[] =>
      toSources(document, ['environments', name, role], role, providers)
    environments[name] = { declared: role('declared'), recorded: role('recorded'), live: role('live') }
  }
  const { secrets, schedule, notify, limits } = parsed
  return {
    file: document.file,
    folder: path.dirname(path.resolve(document.file)),
    providers,
    environments,
    parity: (parsed.parity ?? []).map((pair, index) => {
      const expect = toRules(document, ['parity', index, 'expect'], pair.expect)
      return { ...pair, aliases: pair.aliases ?? [], namespaces: pair.namespaces ?? {}, expect }
    }),
    ignore: toRules(document, ['ignore'], parsed.ignore),
    accept: (parsed.accept ?? []).map((rule, index) => ({
      ...rule,
      position: document.valueAt(['accept', index]),
    })),
    owners: parsed.owners ?? [],
    policy: parsed.policy,
    secrets: secrets ?? {},
    schedule: schedule && { cron: schedule.cron, timezone: schedule.timezone ?? 'UTC' },
    notify: notify ?? {},
    limits: limits ?? limits_schema.parse({}),
  }
}

function toSources(
  document: ConfigDocument,
  steps: Steps,
  role: Role,
  providers: readonly Provider[],
): SourceSettings[] {
  return itemsOf(entryAt(document.value, steps)).flatMap((item, index) =>
    keysOf(item).flatMap((key) =>
      typesOf(item, key).flatMap((type): SourceSettings[] => {
        const provider = providers.find((candidate) => Object.hasOwn(candidate.sources, type))
        const settings = entryAt(item, key === 'git' ? [key, type] : [type])
        const title = provider?.sources[type]?.title(settings)
        if (!provider || title === undefined) return []
        const [position, path] = [document.keyAt([...steps, index], key), stepsText([...steps, index, key])]
        const revision = key === 'git' ? revision_schema.parse(entry(item, key)) : undefined
        return [{ provider, type, role, settings, title, position, path, ...(revision && { revision }) }]
      }),
    ),
  )
}

function toRules(
  document: ConfigDocument,
  steps: Steps,
  rules: readonly Omit<Rule, 'position'>[] = [],
): Rule[] {
  return rules.map((rule, index) => ({ ...rule, position: document.valueAt([...steps, index]) }))
}
