import { z } from 'zod'
import { runCheck } from '../../src/check.ts'
import type { Config, Parity, Rule, SourceSettings } from '../../src/config/model.ts'
import type { Item, Resource, Role } from '../../src/core/model.ts'
import { sourceType, type Kind, type Limits, type Provider } from '../../src/core/provider.ts'
import type { Report } from '../../src/core/report.ts'
import type { Attributes } from '../../src/core/value.ts'

/** A small kind that has one field of every sort; the laws are tried on it. */
export const BOX: Kind = {
  name: 'toy_box',
  also: ['toy_default_box'],
  identity: ['label', 'parent'],
  unlisted: 'compare',
  absent: 'empty',
  fields: {
    size: { scalar: 'quantity', class: 'sizing' },
    retries: { default: 3, absent: 'zero' },
    ports: { list: { keyed_by: ['port', 'protocol'] } },
    'ports[*].protocol': { default: 'TCP' },
    zones: { list: 'set' },
    rules: { list: 'set' },
    steps: { list: 'ordered' },
    labels: { free_keys: true, absent: 'null', class: 'metadata' },
    parent: { refers_to: 'toy_box' },
    given: { computed: 'recorded' },
    echo: { computed: 'never' },
    uid: { ignore: 'always' },
    address: { ignore: 'parity' },
    door: { class: 'security' },
    range: { network: true, ignore: 'parity' },
  },
}

/** A kind that nobody says anything about. */
const PLAIN: Kind = { name: 'toy_plain', identity: [], unlisted: 'compare', absent: 'null', fields: {} }

/** One that points at a box. */
const CHILD: Kind = {
  name: 'toy_child',
  identity: [],
  unlisted: 'compare',
  absent: 'null',
  fields: { parent: { refers_to: 'toy_box' } },
}

/** A kind whose normaliser fails. */
export const BROKEN: Kind = {
  name: 'toy_broken',
  identity: [],
  unlisted: 'compare',
  absent: 'null',
  fields: {},
  normalise() {
    throw new Error('no such box')
  },
}

/** What a toy source yields: items, or a function that makes the stream. */
export type Script = readonly Item[] | (() => AsyncIterable<Item>)

async function* streamOf(script: Script): AsyncIterable<Item> {
  if (typeof script === 'function') yield* script()
  else for (const item of script) yield item
}

const script_schema = z.custom<Script>((value) => Array.isArray(value) || typeof value === 'function')
const toy = sourceType<Script>({
  roles: ['declared', 'recorded', 'live'],
  settings: script_schema,
  title: () => 'toy',
  collect: (script) => streamOf(script),
})

export const TOY: Provider = { name: 'toy', sources: { toy }, kinds: [BOX, PLAIN, CHILD, BROKEN] }

export function box(
  role: Role,
  name: string,
  attributes: Attributes,
  more: Partial<Resource> = {},
): Resource {
  return {
    what: 'resource',
    role,
    kind: 'toy_box',
    id: name,
    name,
    tags: {},
    attributes,
    origin: {},
    ...more,
  }
}

export const COVERED: Item = { what: 'coverage', kinds: ['*'] }

const LIMITS: Limits = {
  request_timeout_ms: 1000,
  source_timeout_ms: 2000,
  max_bytes: 1_000_000,
  max_pages: 10,
  max_resources: 1000,
  concurrency: 4,
  retries: 0,
}

export type ToyEnvironment = Partial<Record<Role, Script>>

/** Runs the real check over scripted sources. */
export function checkToys(
  environments: Readonly<Record<string, ToyEnvironment>>,
  more: {
    parity?: Parity[]
    ignore?: Rule[]
    accept?: Config['accept']
    owners?: Config['owners']
    policy?: Config['policy']
    limits?: Partial<Limits>
    key?: string
    signal?: AbortSignal
  } = {},
): Promise<Report> {
  const position = { file: 'toy.yaml', line: 1, column: 1 }
  const source = (role: Role, script: Script | undefined): SourceSettings[] =>
    script === undefined
      ? []
      : [{ provider: TOY, type: 'toy', role, settings: script, title: 'toy', position, path: 'toy' }]
  const config: Config = {
    file: 'toy.yaml',
    folder: '/',
    providers: [TOY],
    environments: Object.fromEntries(
      Object.entries(environments).map(([name, roles]) => [
        name,
        {
          declared: source('declared', roles.declared),
          recorded: source('recorded', roles.recorded),
          live: source('live', roles.live),
        },
      ]),
    ),
    parity: more.parity ?? [],
    ignore: more.ignore ?? [],
    accept: more.accept ?? [],
    owners: more.owners ?? [],
    policy: more.policy,
    secrets: more.key === undefined ? {} : { digest_key: { env: 'TOY_KEY' } },
    notify: {},
    limits: { max_repository_bytes: 1_000_000, ...LIMITS, ...more.limits },
  }
  return runCheck(config, {
    signal: more.signal ?? new AbortController().signal,
    now: new Date('2026-01-02T03:04:05Z'),
    log: () => undefined,
    env: more.key === undefined ? {} : { TOY_KEY: more.key },
  })
}

/** A report without what differs between two equal runs. */
export function steady(report: Report): string {
  const { stats: _stats, ...rest } = report
  return JSON.stringify(rest, null, 1)
}
