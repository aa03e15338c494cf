import type { Attributes, Json } from './value.ts'
import type { Code } from './errors.ts'

/** declared: what the code says · recorded: what the last apply wrote down · live: what runs */
export type Role = 'declared' | 'recorded' | 'live'

/** Where a fact was read: a file's line (1-based), or the request that answered it. */
export interface Origin {
  readonly file?: string
  readonly line?: number
  readonly request?: string
  /** line of a path of the resource, where the reader knows it; the deepest path that covers a finding counts */
  readonly lines?: Readonly<Record<string, number>>
  /** the file that such a line is in, where it is another one than `file` */
  readonly files?: Readonly<Record<string, string>>
}

/** Who last wrote a path. It names a tool or an account as the system recorded it; the time is an upper bound. */
export interface Writer {
  readonly writer: string
  readonly operation?: string
  readonly no_later_than?: string
}

/** One thing, in one role. What identifies it: `id` where the system gave one, else root and address, else namespace and name. */
export interface Resource {
  readonly what: 'resource'
  readonly role: Role
  /** as written: a Terraform type (`aws_default_vpc`) or group/Kind (`apps/Deployment`, `core/Service`) */
  readonly kind: string
  /** the system's own id (`vpc-0a1`); for Kubernetes `namespace/name`, or `name` where there is no namespace */
  readonly id?: string
  /** name of the Terraform root that the address belongs to */
  readonly root?: string
  readonly address?: string
  /** what its address was before: a state that no apply has updated may still know it by one of these */
  readonly previous_addresses?: readonly string[]
  readonly namespace?: string
  /** `account/region` (src/core/match/place.ts), where one environment may span several; absent = not known */
  readonly place?: string
  readonly name: string
  /** its name without what a generator appends to it, which follows the content: things that differ only there succeed each other */
  readonly base_name?: string
  /** what it was installed as: one of possibly several releases of a chart, with the namespace that keeps the release */
  readonly release?: { readonly name: string; readonly chart: string; readonly namespace?: string }
  readonly tags: Readonly<Record<string, string>>
  /** as the provider's kind describes them, plain JSON with `Unknown` and `Secret` */
  readonly attributes: Attributes
  readonly origin: Origin
  /** who owns it, where that is not its declaration: a ReplicaSet, an autoscaler, a service */
  readonly controller?: string
  /** what to do when nobody declares it: `silent` for what the system makes, `folded` for what a controller makes; else it is unmanaged */
  readonly undeclared?: 'silent' | 'folded'
  /** paths (patterns) that its own declaration or environment takes out of the comparison, with the reason */
  readonly ignores?: readonly { readonly path: string; readonly reason: string }[]
  /** the reader's own record of who wrote what (managedFields); `Kind.writer` reads it */
  readonly written?: Json
  /** credentials that were found written down in it, by the digest in their place: the rule that found each */
  readonly credentials?: Readonly<Record<string, string>>
  /** in the middle of a change, in words: what differs may be gone in a minute */
  readonly settling?: string
  /** version that the object was read or declared at (`apps/v1`); never part of the identity */
  readonly api_version?: string
}

/** Something that hides whole resources. `kinds: ["*"]` = nobody knows which. */
export interface Gap {
  readonly what: 'gap'
  readonly code: Code
  /** what happened, where (file:line:column or request), and what to do: one line, no secret */
  readonly message: string
  readonly kinds: readonly string[]
  readonly namespace?: string
  /** hides only what is, or may be, there; absent = wherever it is */
  readonly place?: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/**
 * What a source has looked at, said once or several times (the union counts). Live resources outside it do not exist
 * for the comparison; declared ones outside it stand in `not_compared`.
 */
export interface Coverage {
  readonly what: 'coverage'
  /** `["*"]` = every kind of this provider */
  readonly kinds: readonly string[]
  /** absent = every namespace */
  readonly namespaces?: readonly string[]
  /** whether things without a namespace were looked at; absent = yes */
  readonly cluster_scope?: boolean
  /** absent = wherever it is */
  readonly place?: string
  /** a recording is whole: a kind that it does not hold has no objects, which a `missing` then says */
  readonly recording?: boolean
}

/** A kind left out by decision, not by failure: it stands in `not_compared`. */
export interface Excluded {
  readonly what: 'excluded'
  readonly kind: string
  readonly reason: string
}

/**
 * A fact about the source itself, for the snapshot: `account`, `region`, `serial`, `lineage`, `commit`, `path` (a file or
 * folder that declares, relative to `Context.folder`), `last_changed` (ISO 8601).
 */
export interface Fact {
  readonly what: 'fact'
  readonly name: string
  readonly value: string
  /** `value` says in words what the id `name` stands for */
  readonly describes?: true
  /** `name` is a thing whose version, `value`, environments are meant to share */
  readonly version_of?: VersionOf
  readonly origin?: Origin
}

/** A thing that has a version and is no resource of its own: a provider, a chart, a cluster, a running image. */
export interface VersionOf {
  readonly kind: string
  readonly path: string
  readonly root?: string
  readonly address?: string
  readonly namespace?: string
  /** of the resource, where it is one */
  readonly id?: string
  /** one an environment: they pair whatever they are called */
  readonly is_single?: true
  /** compared only where this is the same in both: a module's source, an image by name and tag */
  readonly given?: string
  /** the part that counts: where it is the same, a difference is information */
  readonly counts?: string
  /** the label that says it, and whose: there it is not told again */
  readonly label?: { readonly name: string; readonly resources: readonly Pick<Resource, 'kind' | 'id'>[] }
}

/** What a reader yields. */
export type Item = Resource | Gap | Coverage | Excluded | Fact

/** Everything that one source of one environment had to say at one time. */
export interface Snapshot {
  readonly environment: string
  readonly role: Role
  /** the provider that read it, and the source's name in reports: `aws eu-west-1`, `infra` */
  readonly provider: string
  readonly source: string
  readonly resources: readonly Resource[]
  readonly gaps: readonly Gap[]
  readonly coverage: readonly Coverage[]
  readonly excluded: readonly Excluded[]
  readonly facts: readonly Fact[]
}
