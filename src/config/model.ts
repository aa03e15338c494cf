import type { Acceptance } from '../core/judge/acceptance.ts'
import type { Owner } from '../core/judge/owners.ts'
import type { PolicyOverride } from '../core/judge/policy.ts'
import type { RulePattern } from '../core/judge/rules.ts'
import type { Limits, Part, Provider, Repository } from '../core/provider.ts'
import type { Item, Role } from '../core/model.ts'

/** One configured reader, checked: `settings` fits `provider.sources[type].settings`. */
export interface SourceSettings {
  readonly provider: Provider
  /** key in `provider.sources`: `terraform_state` */
  readonly type: string
  readonly role: Role
  /** as written; the source type parses it */
  readonly settings: unknown
  /** its name in reports; unique among the sources of one environment, role and type */
  readonly title: string
  /** where it stands in the configuration */
  readonly position: Position
  /** `environments.production.live[0].aws` */
  readonly path: string
  /** the one of several sources that the entry stands for; absent = the entry itself */
  readonly part?: Part | undefined
  /** the revision that it is read at; absent = the files as they lie there */
  readonly revision?: Repository | undefined
  /** where its relative paths start: the checkout of its revision; absent = the configuration's folder */
  readonly folder?: string | undefined
  /** what is known before it is read: the commit */
  readonly preface?: readonly Item[] | undefined
}

/** A place in the configuration; line and column from 1. */
export interface Position {
  readonly file: string
  readonly line: number
  readonly column: number
}

export type Environment = Readonly<Record<Role, readonly SourceSettings[]>>

/** A rule of `ignore` or `expect`, with its place; at least one key besides `reason` is there. */
export interface Rule extends RulePattern {
  readonly position: Position
}

/** One comparison of two environments; aliases and namespaces go from the first to the second. */
export interface Parity {
  readonly environments: readonly [string, string]
  readonly aliases: readonly (readonly [string, string])[]
  readonly namespaces: Readonly<Record<string, string>>
  readonly expect: readonly Rule[]
}

/** Where a secret is: never the secret itself. A file's path is relative to the configuration's folder. */
export type SecretSetting = { readonly env: string } | { readonly file: string }

export interface Schedule {
  readonly cron: string
  readonly timezone: string
}

/** A configuration that was read and found sound. */
export interface Config {
  /** as the user named it */
  readonly file: string
  /** absolute; relative paths of the settings start here */
  readonly folder: string
  /** those that the configuration names, loaded */
  readonly providers: readonly Provider[]
  /** by name, in the order of the file; no prototype */
  readonly environments: Readonly<Record<string, Environment>>
  readonly parity: readonly Parity[]
  readonly ignore: readonly Rule[]
  readonly accept: readonly (Acceptance & { readonly position: Position })[]
  readonly owners: readonly Owner[]
  /** severities other than ours */
  readonly policy?: PolicyOverride | undefined
  readonly secrets: { readonly digest_key?: SecretSetting | undefined }
  readonly schedule?: Schedule | undefined
  readonly notify: { readonly slack?: { readonly webhook_url: SecretSetting } | undefined }
  readonly limits: Limits & { readonly max_repository_bytes: number }
}
