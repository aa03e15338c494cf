import type { Field } from '../../../src/core/provider.ts'
import type { Attributes } from '../../../src/core/value.ts'

/** What a field of a Go type means beyond its shape. */
export interface FieldRule extends Field {
  /** `absent`: the server itself puts `{}` here, or it says nothing; every other `{}` says something by being there */
  readonly empty?: 'absent'
}

/** By Go type and field. */
export type TypeRules = Readonly<Record<string, Readonly<Record<string, FieldRule>>>>

/** What a built-in kind needs beyond its types. */
export interface KindRules {
  readonly name: string
  /** by path, over what the types say */
  readonly fields?: Readonly<Record<string, Field>>
  /** what the server fills in that depends on other fields; idempotent, the same for every role */
  complete?(attributes: Attributes): Attributes
}

export const SET: FieldRule = { list: 'set' }
export const SECURITY: FieldRule = { class: 'security' }
export const SIZING: FieldRule = { class: 'sizing' }
export const VERSION: FieldRule = { class: 'version' }
export const EMPTY_IS_ABSENT: FieldRule = { empty: 'absent' }
/** the system fills it in; what it fills in does not count */
export const ECHO: FieldRule = { computed: 'never' }

export function keyed(...keys: readonly string[]): FieldRule {
  return { list: { keyed_by: keys } }
}

export function byDefault(value: string | number | boolean): FieldRule {
  return { default: value }
}
