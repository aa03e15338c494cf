import type { ZodType } from 'zod'
import type { Code } from './errors.ts'
import type { Item, Resource, Role, Writer } from './model.ts'
import type { FindingType } from './report.ts'
import type { Permissions } from './permissions.ts'
import type { Attributes, Json, Secret } from './value.ts'

/** What a difference in a field is about; with the cause it gives the severity (config/policy.yaml). */
export type FieldClass = 'security' | 'version' | 'sizing' | 'identity' | 'metadata'

/** A spelling rule of a plain value: two texts of one meaning compare equal. See src/core/compare/scalar.ts. */
export type ScalarRule =
  | 'quantity'
  | 'duration'
  | 'cidr'
  | 'json'
  | 'policy'
  | 'number'
  | 'boolean'
  | 'text'
  | 'lower'
  | 'sha1'

/**
 * How a list compares. `ordered`: position counts (the default). `set`: it does not. `single`: a block of at most one
 * item, whose path has no index. `keyed_by`: items are matched by these fields, in this order; `order: "matters"`
 * reports a pure reordering on its own.
 */
export type ListRule =
  | 'ordered'
  | 'set'
  | 'single'
  | { readonly keyed_by: readonly string[]; readonly order?: 'matters' }

/** What a difference at a path means. Every part is optional; an empty field is a plain compared value. */
export interface Field {
  readonly list?: ListRule
  readonly scalar?: ScalarRule
  /** the value that the system gives when nothing is said: absent equals it, on either side */
  readonly default?: Json
  /**
   * which values mean the same as absent: `null` only itself · `empty` also {} and [] · `zero` also "", 0 and false.
   * Default: the kind's.
   */
  readonly absent?: AbsentRule
  /** `{}` here says something by being there (emptyDir: {}, an empty rule) */
  readonly keep_empty?: boolean
  /** a map whose keys are the user's own (tags, labels, data): each key is a finding of its own, also where the whole map is missing */
  readonly free_keys?: boolean
  readonly ignore?: 'always' | 'parity'
  /** the value is a range of addresses that belongs to the environment: another environment that names it reaches in */
  readonly network?: boolean
  /** the value is the id of a thing of this kind (or one of these): compared by what it points at */
  readonly refers_to?: string | readonly string[]
  readonly secret?: boolean
  /** the attribute beside it that holds what people can read, where the value itself is a digest */
  readonly shown_by?: string
  /** `never`: an echo of something else, ignored unless declared · `recorded`: the system chooses it when the code does not; it counts against the state */
  readonly computed?: 'never' | 'recorded'
  readonly class?: FieldClass
}

export type AbsentRule = 'null' | 'empty' | 'zero'

/** A type of resource: data first; functions only where data cannot say it. Keys of `fields` are path patterns (src/core/path.ts). */
export interface Kind {
  readonly name: string
  /** other names that declarations use for the same thing: `aws_default_vpc` for `aws_vpc` */
  readonly also?: readonly string[]
  /** paths that name it to people, and by role to the matcher, when there is no id; [] = by id, or by namespace and name, alone */
  readonly identity: readonly string[]
  readonly fields: Readonly<Record<string, Field>>
  /** what to do with attributes that no field names: `compare` (Kubernetes), `ignore` (cloud kinds list all that they read) */
  readonly unlisted: 'compare' | 'ignore'
  readonly absent: AbsentRule
  /** for what no field rule can say; small, idempotent, and the same for every role */
  normalise?(attributes: Attributes): Attributes
  /** whether the system has such a field at all: what is declared elsewhere is dropped without a word; absent = nobody knows */
  knows?(path: readonly string[]): boolean
  /** who last wrote a path of a live resource, from its `written` */
  writer?(resource: Resource, path: string): Writer | undefined
}

/** All resources of one environment, by role. */
export interface Sides {
  readonly declared: readonly Resource[]
  readonly recorded: readonly Resource[]
  readonly live: readonly Resource[]
}

export interface Limits {
  /** for one request */
  readonly request_timeout_ms: number
  /** for a whole source */
  readonly source_timeout_ms: number
  /** a single file or answer */
  readonly max_bytes: number
  readonly max_pages: number
  readonly max_resources: number
  readonly concurrency: number
  readonly retries: number
}

/** What a reader gets besides its settings. No clock, no environment variable, no output but this. */
export interface Context {
  readonly environment: string
  readonly role: Role
  /** the source's name in reports */
  readonly source: string
  /** folder that relative paths of the settings start from */
  readonly folder: string
  /** what the code of this environment declares, and its state records; [] while those are read */
  readonly declared: readonly Resource[]
  readonly recorded: readonly Resource[]
  readonly limits: Limits
  /** ends at the source's deadline, or when the run is stopped: hand it to every request */
  readonly signal: AbortSignal
  readonly now: Date
  /** whether `secrets.digest_key` is configured */
  readonly has_digest_key: boolean
  /** a secret's keyed digest: the only form in which it leaves a reader */
  secret(text: string): Secret
  /** a setting of the form {env}: the variable's value */
  env(name: string): string | undefined
  /** count one request to the outside */
  called(): void
  /** what can be fetched for a reader; absent = nothing */
  readonly fetching?: Fetching
  /** a line for the log; never a value that could be a secret */
  note(message: string, facts?: Readonly<Record<string, string | number>>): void
}

/** What the run fetches for its readers, and keeps for the next run. */
export interface Fetching {
  /** a folder for what a reader fetches itself; absolute, and written by nobody else */
  readonly cache: string
  /**
   * a repository at a revision, once a run
   * @param signal of the first who asks for it, where he waits for less than the run's own deadline
   */
  checkout(repository: Repository, signal?: AbortSignal): Promise<Checkout | FetchFault>
}

/** A git repository: elsewhere, or on this machine. Without `ref` its own head counts. */
export type Repository = ({ readonly url: string } | { readonly path: string }) & { readonly ref?: string }

/** A revision in a folder of its own, only for reading. Links that lead outside are cut. */
export interface Checkout {
  /** absolute, links resolved */
  readonly folder: string
  readonly commit: string
  /** ISO 8601 */
  readonly committed_at: string
  /** the links that were cut, relative to the folder */
  readonly outside: readonly string[]
}

export interface FetchFault {
  readonly code: Code
  /** without credentials */
  readonly message: string
}

/** One type of source as it stands in the configuration: `aws: {…}` under `live`. */
export interface SourceType<S = unknown> {
  readonly roles: readonly Role[]
  /** strict; positions are added by the configuration's reader */
  readonly settings: ZodType<S>
  /** the name of one such source in reports */
  title(settings: S): string
  /** streams; never throws for the outside world's faults: those are gaps */
  collect(settings: S, context: Context): AsyncIterable<Item>
  /**
   * for an entry that stands for several sources (a glob of roots, a root and its state): those, in one order; absent, or
   * none = the entry itself
   */
  expand?(settings: S, from: Standpoint): Promise<readonly Part[]>
  /**
   * who made changes that the comparison found, where somebody keeps a log of that; what nobody knows is left out. Never
   * throws for the outside world's faults
   */
  attribute?(
    settings: S,
    changes: readonly Change[],
    context: Context,
  ): Promise<ReadonlyMap<Change, Attribution>>
  /**
   * the least rights that somebody has to grant for it; absent, or undefined = none: files, recordings. Of an entry that
   * stands for others it is asked only at a revision, where these show when it is there
   */
  permissions?(settings: S, known: { readonly has_digest_key: boolean }): Permissions | undefined
  /**
   * for what was made from one declared source of the same provider: its title; null = the only one that there is. Absent =
   * it belongs to none
   */
  belongsTo?(settings: S): string | null
  /** paths that the settings name, relative to `Context.folder`: at a revision they have to lie inside the checkout */
  paths?(settings: S): readonly string[]
}

/** Something that was found to be changed outside the code. */
export interface Change {
  /** as the report names it, with its id */
  readonly resource: Resource
  readonly finding: FindingType
  /** absent = the whole thing */
  readonly path?: string
}

/** What a log says about a change: who made it, or why that cannot be told. */
export interface Attribution {
  readonly by?: Writer
  readonly note?: string
}

/** From where an entry of the configuration is looked at. */
export interface Standpoint {
  /** as `Context.folder` */
  readonly folder: string
  /** the folder is a checkout of a revision: what nobody committed is not there */
  readonly at_revision: boolean
}

/** One of several sources that an entry of the configuration stands for. */
export interface Part {
  readonly role: Role
  /** as `SourceType.title` */
  readonly title: string
  /** as `SourceType.belongsTo` */
  readonly belongs_to?: string
  collect(context: Context): AsyncIterable<Item>
  /** as `SourceType.permissions` */
  permissions?(from: Pick<Context, 'folder' | 'env'>): Promise<Permissions | undefined>
}

/** The code behind a kind of source. */
export interface Provider {
  readonly name: string
  readonly sources: Readonly<Record<string, SourceType>>
  readonly kinds: readonly Kind[]
  /** kinds that the resources themselves define (custom resource definitions) */
  derive?(resources: readonly Resource[]): readonly Kind[]
  /** the description of a kind that nothing describes; undefined = not this provider's */
  generic?(kind: string): Kind | undefined
  /** pure: what only the environment as a whole tells (who manages a group's rules, whose replicas an autoscaler sets) */
  arrange?(sides: Sides): Sides
}

/** A provider that is loaded on first use: what a list of providers holds. */
export interface ProviderEntry {
  readonly name: string
  /** the keys of its `sources` */
  readonly sources: readonly string[]
  load(): Promise<Provider>
}

/** Keeps a source's own type of settings where it is defined, while lists of sources hold any. */
export function sourceType<S>(type: SourceType<S>): SourceType {
  const { attribute, belongsTo, expand, paths, permissions } = type
  return {
    roles: type.roles,
    settings: type.settings,
    title: (settings) => type.title(type.settings.parse(settings)),
    collect: (settings, context) => type.collect(type.settings.parse(settings), context),
    ...(expand && { expand: (settings, from) => expand(type.settings.parse(settings), from) }),
    ...(belongsTo && { belongsTo: (settings) => belongsTo(type.settings.parse(settings)) }),
    ...(paths && { paths: (settings) => paths(type.settings.parse(settings)) }),
    ...(attribute && {
      attribute: (settings, changes, context) => attribute(type.settings.parse(settings), changes, context),
    }),
    ...(permissions && {
      permissions: (settings, known) => permissions(type.settings.parse(settings), known),
    }),
  }
}
