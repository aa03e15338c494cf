import { createHmac } from 'node:crypto'
import path from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SourceSettings } from './config/model.ts'
import { maskText } from './core/secrets/credentials.ts'
import type { Code } from './core/errors.ts'
import type { Coverage, Excluded, Fact, Gap, Item, Resource, Snapshot } from './core/model.ts'
import { normaliseResource } from './core/normalise.ts'
import type { Context, Fetching, Limits } from './core/provider.ts'
import type { Registry } from './core/registry.ts'
import { Secret } from './core/value.ts'
import { bugText } from './fault.ts'
import type { History } from './git-history.ts'

/** Writes a line to the log. */
export type Note = (message: string, facts?: Readonly<Record<string, string | number>>) => void

/** What a run gives to each of its readers. */
export interface Collecting {
  readonly folder: string
  readonly limits: Limits
  readonly registry: Registry
  /** of the keyed digests */
  readonly key: string | Buffer
  readonly has_digest_key: boolean
  readonly now: Date
  readonly signal: AbortSignal
  readonly env: NodeJS.ProcessEnv
  readonly note: Note
  readonly called: () => void
  /** tells how old what declares is; without it nobody asks */
  readonly history?: History | undefined
  readonly fetching: Fetching
}

/** What other sources of the same environment already said. */
export interface Known {
  readonly declared: readonly Resource[]
  readonly recorded: readonly Resource[]
}

/**
 * Reads one source to its end. Whatever happens in it (a crash, its deadline, too many resources) is one gap; each
 * resource is normalised and masked as it comes, so that nothing raw is kept (laws 6, 8 and 9).
 */
export async function collectSource(
  environment: string,
  source: SourceSettings,
  known: Known,
  run: Collecting,
): Promise<Snapshot> {
  const deadline = AbortSignal.timeout(run.limits.source_timeout_ms)
  const signal = AbortSignal.any([run.signal, deadline])
  const gathered = new Gathered(run)
  const context = contextFor(environment, source, known, run, signal)
  for (const item of source.preface ?? []) gathered.add(item)
  try {
    await drain(itemsOf(source, context), gathered, signal, run.limits)
  } catch (error) {
    if (run.signal.aborted) throw error
    gathered.fail(
      deadline.aborted ? 'SOURCE_TIMEOUT' : 'SOURCE_CRASHED',
      faultText(error, deadline, run.limits),
    )
  }
  return {
    environment,
    role: source.role,
    provider: source.provider.name,
    source: source.title,
    resources: gathered.resources,
    gaps: gathered.gaps,
    coverage: gathered.coverage,
    excluded: gathered.excluded,
    facts: [...gathered.facts, ...(await ageOf(source, gathered, run))],
  }
}

/** When what a source declares was last changed, by its files: what stands at a revision is told by its own reader. */
async function ageOf(source: SourceSettings, gathered: Gathered, run: Collecting): Promise<Fact[]> {
  if (!run.history || source.role === 'live' || source.folder !== undefined) return []
  const places = declaringPlaces(gathered).map((place) => path.resolve(run.folder, place))
  const value = places.length > 0 ? await run.history(places, run.signal) : undefined
  return value === undefined ? [] : [{ what: 'fact', name: 'last_changed', value }]
}

/** The folder that a source names; the files of its resources, by their folders where there are several. */
function declaringPlaces({ facts, resources }: Gathered): string[] {
  const files = new Set(resources.flatMap(({ origin }) => origin.file ?? []))
  const named = facts.filter(({ name }) => name === 'path').map(({ value }) => value)
  const places =
    named.length === 0 && files.size === 1 ? files : new Set([...files].map((file) => path.dirname(file)))
  // what `terraform init` has fetched has a history of its own
  return [...new Set([...named, ...places])].filter((place) => !place.split(path.sep).includes('.terraform'))
}

function itemsOf(source: SourceSettings, context: Context): AsyncIterable<Item> {
  if (source.part) return source.part.collect(context)
  const type = source.provider.sources[source.type]
  if (!type) throw new TypeError(`the provider ${source.provider.name} has no source ${source.type}`)
  return type.collect(source.settings, context)
}

function faultText(error: unknown, deadline: AbortSignal, limits: Limits): string {
  if (deadline.aborted)
    return `it did not finish within ${limits.source_timeout_ms} ms; raise limits.source_timeout_ms if it needs longer`
  return `${bugText(error)}; this is a bug, please report it`
}

/** how many items are taken before the network and the clock are looked at */
const ITEMS_A_TURN = 200

/** Takes items until the end or the signal: a reader that does not heed the signal is left behind. */
async function drain(
  items: AsyncIterable<Item>,
  gathered: Gathered,
  signal: AbortSignal,
  limits: Limits,
): Promise<void> {
  const iterator = items[Symbol.asyncIterator]()
  let stop: (() => void) | undefined
  let taken = 0
  signal.addEventListener('abort', () => stop?.(), { once: true })
  for (;;) {
    const next = await new Promise<IteratorResult<Item>>((resolve, reject) => {
      stop = () => reject(new Error('aborted'))
      if (signal.aborted) stop()
      else iterator.next().then(resolve, reject)
    })
    if (next.done) return
    gathered.add(next.value)
    taken += 1
    // else answers wait, and the deadline, until all that is at hand is done
    if (taken % ITEMS_A_TURN === 0) await nextTurn()
    if (gathered.resources.length > limits.max_resources) {
      gathered.fail(
        'SOURCE_TOO_MANY',
        `more than ${limits.max_resources} resources; raise limits.max_resources to read them all`,
      )
      void iterator.return?.(undefined)
      return
    }
  }
}

/** Of a message, which a server may have written, so many characters are looked through, and so many told. */
const MESSAGE_READ = 20_000
const MESSAGE_TOLD = 2000

class Gathered {
  readonly resources: Resource[] = []
  readonly gaps: Gap[] = []
  readonly coverage: Coverage[] = []
  readonly excluded: Excluded[] = []
  readonly facts: Fact[] = []
  readonly #run: Collecting

  constructor(run: Collecting) {
    this.#run = run
  }

  add(item: Item): void {
    switch (item.what) {
      case 'resource':
        return this.#resource(item)
      case 'gap':
        this.gaps.push({ ...item, message: this.#mask(item.message) })
        return
      case 'coverage':
        this.coverage.push(item)
        return
      case 'excluded':
        this.excluded.push(item)
        return
      case 'fact':
        this.facts.push(item)
    }
  }

  /** A kind whose normaliser fails on a resource is one gap; the others go on. */
  #resource(resource: Resource): void {
    try {
      this.resources.push(
        normaliseResource(resource, this.#run.registry, (text) => keyedDigest(text, this.#run.key)),
      )
    } catch (error) {
      const message = `${resource.kind} ${resource.name} cannot be normalised: ${bugText(error)}; this is a bug, please report it`
      const isKnown = this.gaps.some(
        (gap) => gap.code === 'SOURCE_CRASHED' && gap.kinds.includes(resource.kind),
      )
      if (!isKnown)
        this.gaps.push({
          what: 'gap',
          code: 'SOURCE_CRASHED',
          message: this.#mask(message),
          kinds: [resource.kind],
        })
    }
  }

  fail(code: Code, message: string): void {
    this.gaps.push({ what: 'gap', code, message: this.#mask(message), kinds: ['*'] })
  }

  /** A message as a report may hold it: on one line, without credentials, and no longer than somebody reads. */
  #mask(text: string): string {
    const lines = text
      .slice(0, MESSAGE_READ)
      .split('\n')
      .map((line) => line.trim())
    const oneLine = lines.filter((line) => line !== '').join(' ')
    const masked = maskText(oneLine, (secret) => keyedDigest(secret, this.#run.key)) ?? oneLine
    return masked.length <= MESSAGE_TOLD ? masked : `${masked.slice(0, MESSAGE_TOLD)}…`
  }
}

/** A secret's keyed digest (HMAC-SHA-256). */
export function keyedDigest(text: string, key: string | Buffer): Secret {
  return new Secret(createHmac('sha256', key).update(text).digest('hex'))
}

/** What one reader gets. */
export function contextFor(
  environment: string,
  source: SourceSettings,
  known: Known,
  run: Collecting,
  signal: AbortSignal,
): Context {
  return {
    environment,
    role: source.role,
    source: source.title,
    folder: source.folder ?? run.folder,
    declared: known.declared,
    recorded: known.recorded,
    limits: run.limits,
    signal,
    now: run.now,
    has_digest_key: run.has_digest_key,
    secret: (text) => keyedDigest(text, run.key),
    env: (name) => run.env[name],
    called: run.called,
    fetching: run.fetching,
    note: run.note,
  }
}
