import type { Code } from '../../../src/core/errors.ts'
import type { Block, Body, Expression, Range, ScopeTraversal } from '../hcl/ast.ts'
import type { TypeConstraint } from './type-constraint.ts'
import type { VariableDefault } from './variable-default.ts'

/** Something wrong with the code, at its place. `kinds` are the resource types that it may hide; [] = none. */
export interface Fault {
  readonly code: Code
  readonly message: string
  readonly range: Range | null
  readonly kinds: readonly string[]
}

/** `variable "x" { … }`. */
export interface VariableConfig {
  readonly name: string
  readonly range: Range
  readonly constraint: TypeConstraint
  /** a text from a command line or environment variable is the value itself, not an expression: no type, or a primitive one */
  readonly takes_text: boolean
  readonly default: Expression | null
  /** what that is, converted to the type */
  readonly fallback: VariableDefault
  readonly nullable: boolean
  readonly sensitive: boolean
  readonly ephemeral: boolean
  readonly validations: readonly Block[]
}

/** One `name = expression` of `locals`. */
export interface LocalConfig {
  readonly name: string
  readonly range: Range
  readonly expression: Expression
}

/** `output "x" { … }`. */
export interface OutputConfig {
  readonly name: string
  readonly range: Range
  readonly expression: Expression | null
  readonly sensitive: boolean
  readonly ephemeral: boolean
  readonly preconditions: readonly Block[]
  readonly depends_on: readonly ScopeTraversal[]
}

/** A provider as code names it: `aws`, or `aws.west`. */
export interface ProviderName {
  readonly local: string
  readonly alias: string | null
}

/** `count`, `for_each`, or neither; and what `depends_on` names, as addresses without keys (`aws_vpc.v`, `module.m`). */
export interface Repetition {
  readonly count: Expression | null
  readonly for_each: Expression | null
  readonly depends_on: readonly string[]
  /** the same as references, where they are no strings */
  readonly dependencies: readonly ScopeTraversal[]
}

/** `resource` or `data`; `body` holds its arguments and nested blocks alone, without what Terraform itself reads. */
export interface ResourceConfig extends Repetition {
  readonly mode: 'managed' | 'data' | 'ephemeral'
  readonly type: string
  readonly name: string
  readonly range: Range
  readonly body: Body
  readonly provider: ProviderName | null
  readonly ignore_changes: IgnoreChanges
  /** resources of `replace_triggered_by`, as addresses without keys */
  readonly replaced_by: readonly string[]
  readonly conditions: readonly Block[]
}

/** `lifecycle.ignore_changes`: all, or the paths as steps from the resource. */
export type IgnoreChanges = 'all' | readonly (readonly (string | number)[])[]

/** `module "x" { … }`; `body` holds the arguments for its variables alone. */
export interface CallConfig extends Repetition {
  readonly name: string
  readonly range: Range
  readonly source: string | null
  readonly version: string | null
  readonly body: Body
  /** inner provider name to the outer one; null when nothing is said and the defaults are inherited */
  readonly providers: ReadonlyMap<string, ProviderName> | null
}

/** `provider "aws" { … }`. */
export interface ProviderConfig {
  readonly name: ProviderName
  readonly range: Range
  readonly body: Body
}

/** `terraform { backend "s3" { … } }`; `cloud { … }` has the type `cloud`. */
export interface BackendConfig {
  readonly type: string
  readonly range: Range
  readonly body: Body
}

/** `import { … }`. */
export interface ImportConfig {
  readonly range: Range
  readonly to: Expression
  readonly id: Expression | null
  readonly for_each: Expression | null
}

/** `moved { from, to }`: addresses within the module, as Terraform writes them. */
export interface MovedConfig {
  readonly range: Range
  readonly from: string
  readonly to: string
}

/** `removed { from }`. */
export interface RemovedConfig {
  readonly range: Range
  readonly from: string
}

/** What a broken file may have declared or overridden in a module: names that nobody knows. */
interface Uncertainty {
  /** a file that is not even text may declare any name */
  readonly any: boolean
  /** keys of blocks (`variable.x`, `resource.aws_vpc.v`, `locals`) that broken files may declare, and of blocks that are refused */
  readonly declared: ReadonlySet<string>
  /** keys of blocks that a broken override may change; `*` = every one */
  readonly overridden: ReadonlySet<string>
}

/** A module's code, all its files merged. Keys of `resources`: `aws_vpc.v`, `data.aws_region.r`. */
export interface ModuleConfig {
  readonly variables: ReadonlyMap<string, VariableConfig>
  readonly locals: ReadonlyMap<string, LocalConfig>
  readonly outputs: ReadonlyMap<string, OutputConfig>
  readonly resources: ReadonlyMap<string, ResourceConfig>
  readonly calls: ReadonlyMap<string, CallConfig>
  readonly providers: readonly ProviderConfig[]
  /** local name to source address, `aws` → `hashicorp/aws` */
  readonly required_providers: ReadonlyMap<string, string>
  /** local name to the constraint on its version, where the code has one */
  readonly required_versions: ReadonlyMap<string, { readonly text: string; readonly range: Range }>
  /** null where the code names none: the state is a file in the root */
  readonly backend: BackendConfig | null
  readonly imports: readonly ImportConfig[]
  readonly moves: readonly MovedConfig[]
  readonly removals: readonly RemovedConfig[]
  readonly uncertain: Uncertainty
  readonly faults: readonly Fault[]
}

/** The key under which a resource stands in `ModuleConfig.resources`. */
export function resourceKey(mode: ResourceConfig['mode'], type: string, name: string): string {
  return mode === 'managed' ? `${type}.${name}` : `${mode}.${type}.${name}`
}
