import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { attributeChanges } from './attribute.ts'
import { collectSource, keyedDigest, type Collecting, type Known, type Note } from './collect.ts'
import { checkBelonging } from './config/belonging.ts'
import type { Config, Parity } from './config/model.ts'
import { readSecret } from './config/secret.ts'
import { Acceptances } from './core/judge/acceptance.ts'
import { assemble } from './core/assemble.ts'
import { checkDrift } from './core/drift.ts'
import { viewEnvironment, type EnvironmentView } from './core/environment.ts'
import { EvenkeelError } from './core/errors.ts'
import type { Resource, Role, Snapshot } from './core/model.ts'
import { checkParity, type ParityRules } from './core/parity.ts'
import { overridden, policy_schema, type Policy } from './core/judge/policy.ts'
import { Registry } from './core/registry.ts'
import type { Report } from './core/report.ts'
import { Rules } from './core/judge/rules.ts'
import type { CheckResult } from './core/verdict.ts'
import type { History } from './git-history.ts'
import { createFetching } from './git/fetching.ts'
import { openEnvironment } from './git/open-revisions.ts'
import { readCodeowners } from './read-codeowners.ts'
import { packageFile, version } from './version.ts'

export interface CheckOptions {
  /** names of the environments to check; all when left out */
  readonly environments?: readonly string[] | undefined
  readonly signal: AbortSignal
  readonly now: Date
  readonly log: Note
  /** declared kinds that no live source reads count as gaps */
  readonly strict?: boolean | undefined
  readonly env?: NodeJS.ProcessEnv
  /** tells how old what declares is; without it the report says nothing of that */
  readonly history?: History | undefined
}

/**
 * One whole run: collect → normalise → match → compare → attribute → judge → report. But for attributing,
 * which asks who made what was found, everything after collecting is pure.
 *
 * @throws EvenkeelError USAGE for an environment that the configuration does not have, CONFIG_SECRET for a key that cannot be read
 */
export async function runCheck(config: Config, options: CheckOptions): Promise<Report> {
  const started_ms = performance.now()
  const names = chosen(config, options.environments)
  let calls = 0
  const registry = new Registry(config.providers)
  const collecting: Collecting = {
    folder: config.folder,
    limits: config.limits,
    registry,
    key: await digestKey(config, options.env ?? process.env),
    has_digest_key: config.secrets.digest_key !== undefined,
    now: options.now,
    signal: options.signal,
    env: options.env ?? process.env,
    note: options.log,
    called: () => (calls += 1),
    fetching: createFetching({
      env: options.env ?? process.env,
      signal: options.signal,
      timeout_ms: config.limits.source_timeout_ms,
      bytes_max: config.limits.max_repository_bytes,
    }),
    history: options.history,
  }
  const collected = await Promise.all(names.map((name) => collectEnvironment(name, config, collecting)))
  const views = new Map(
    collected.map((environment) => [
      environment.name,
      viewEnvironment(environment, config.providers, registry, (text) => keyedDigest(text, collecting.key)),
    ]),
  )
  const ignore = new Rules(config.ignore)
  const results = [...views.values()].filter(hasDrift).map((view) => checkDrift(view, ignore))
  const expect = new Map<string, Rules>()
  for (const parity of config.parity) {
    const expected = new Rules(parity.expect)
    const result = parityOf(parity, views, { ignore, expect: expected })
    if (!result) continue
    results.push(result)
    expect.set(result.summary.name, expected)
  }
  const attributed = await attributeChanges(results, config, collecting)
  const snapshots = collected.flatMap((environment) => environment.snapshots)
  return assemble({
    results: attributed,
    snapshots,
    policy: overridden(await readPolicy(), config.policy),
    said: {
      ignore,
      expect,
      accept: new Acceptances(config.accept, options.now),
      owners: config.owners,
      file_owner: await readCodeowners(declaringFiles(snapshots), config.folder, options.log),
    },
    version,
    now: options.now,
    is_whole: names.length === Object.keys(config.environments).length,
    is_strict: options.strict ?? false,
    stats: {
      resources: snapshots.reduce((sum, snapshot) => sum + snapshot.resources.length, 0),
      api_calls: calls,
      duration_ms: Math.round(performance.now() - started_ms),
      peak_rss_bytes: process.resourceUsage().maxRSS * 1024,
    },
  })
}

function chosen(config: Config, wanted: readonly string[] | undefined): string[] {
  const all = Object.keys(config.environments)
  if (!wanted || wanted.length === 0) return all
  const strange = wanted.find((name) => !all.includes(name))
  if (strange === undefined) return all.filter((name) => wanted.includes(name))
  throw new EvenkeelError(
    'USAGE',
    `there is no environment ${strange} in ${config.file}; it has ${all.join(', ')}`,
  )
}

async function digestKey(config: Config, env: NodeJS.ProcessEnv): Promise<string | Buffer> {
  const setting = config.secrets.digest_key
  return setting
    ? readSecret(setting, { name: 'secrets.digest_key', folder: config.folder, env })
    : randomBytes(32)
}

/** Code first, then what it recorded, then what runs: a reader may need to know what was declared before it. */
async function collectEnvironment(
  name: string,
  config: Config,
  collecting: Collecting,
): Promise<{ name: string; snapshots: Snapshot[] }> {
  const sources = checkBelonging(await openEnvironment(name, config, collecting.fetching))
  const collectAll = (role: Role, known: Known): Promise<Snapshot[]> =>
    Promise.all(sources[role].map((source) => collectSource(name, source, known, collecting)))
  const declared = await collectAll('declared', { declared: [], recorded: [] })
  const recorded = await collectAll('recorded', { declared: resourcesOf(declared), recorded: [] })
  const live = await collectAll('live', { declared: resourcesOf(declared), recorded: resourcesOf(recorded) })
  return { name, snapshots: [...declared, ...recorded, ...live] }
}

/** As reports name them; what was read at a revision lies elsewhere. */
function declaringFiles(snapshots: readonly Snapshot[]): string[] {
  return snapshots
    .filter(({ role, facts }) => role === 'declared' && !facts.some(({ name }) => name === 'commit'))
    .flatMap(({ resources }) => resources)
    .flatMap(({ origin }) => [
      ...(origin.file === undefined ? [] : [origin.file]),
      ...Object.values(origin.files ?? {}),
    ])
}

function resourcesOf(snapshots: readonly Snapshot[]): Resource[] {
  return snapshots.flatMap((snapshot) => snapshot.resources)
}

/** An environment with live sources only, or without any, has no drift to check. */
function hasDrift(view: EnvironmentView): boolean {
  return view.declared.exists || view.recorded.exists
}

function parityOf(
  parity: Parity,
  views: ReadonlyMap<string, EnvironmentView>,
  rules: ParityRules,
): CheckResult | undefined {
  const [a, b] = parity.environments.map((name) => views.get(name))
  return a && b && checkParity([a, b], parity, rules)
}

async function readPolicy(): Promise<Policy> {
  return policy_schema.parse(parse(await readFile(packageFile('config/policy.yaml'), 'utf8')))
}
