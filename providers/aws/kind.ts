import type { Field, Kind } from '../../src/core/provider.ts'
import { draft, isMap, Unknown, type Attributes, type Json, type Value } from '../../src/core/value.ts'
import type { Mapping } from './mapping.ts'

/** An answer asked once for each thing of a kind, merged into its item: `DescribeVpcAttribute`. */
export interface Detail {
  /** name of the action, and of the recording's file */
  readonly action: string
  /** the API's `Attribute`, where one is asked at a time */
  readonly attribute?: string
  /** parameter that takes the thing's id */
  readonly by: string
  /** further parameters */
  readonly args?: Readonly<Record<string, Json>>
  /** members of the answer that the item gets */
  readonly take: readonly string[]
  /** the kind of the things asked about, where that is another one: only declared ones are asked about */
  readonly of?: string
  /** asked of every thing, declared or not */
  readonly every?: boolean
}

/** How the live things of a kind are read. */
export interface Api {
  readonly action: string
  readonly args?: Readonly<Record<string, Json>>
  /** asked only where code or state has one: the answer is large, or about things of other kinds */
  readonly rare?: true
  /** kinds that nothing else reads: covered when this one is */
  readonly covers?: readonly string[]
  /** the member whose items are the things, each with the outer item as its `^` */
  readonly inner?: string
  /** path of the id that AWS gives; absent = the things have none */
  readonly id?: string
  /** path of a name other than the tag `Name` */
  readonly label?: string
  /** path of the time when it was made; with `label`, what an id stands for is told of others' things, too */
  readonly made?: string
  /** path of the owning account: things of others are not ours */
  readonly owner?: string
  /** the thing is of this kind only where this member has this value; `set` = any but an empty one */
  readonly where?:
    | { readonly at: string; readonly equals: boolean | string }
    | { readonly at: string; readonly set: true }
  /** values of a member that say the thing is gone, or going */
  readonly gone?: { readonly at: string; readonly states: readonly string[] }
  readonly details?: readonly Detail[]
  /** other answers that `prepare` looks into: the action, and the member that its items are found by */
  readonly beside?: readonly (readonly [action: string, member: string])[]
  /** puts what stands in other answers, or across members, into the item */
  prepare?(item: Attributes, beside: Beside): Attributes
  readonly from: Mapping
  /** members of the answer that say nothing about a declaration, each with the reason */
  readonly irrelevant?: Readonly<Record<string, string>>
}

/** Items of another action by a member's value; Unknown where that answer could not be had. */
export type Beside = (action: string, member: string, value: Value | undefined) => Value | undefined

/** A kind of the EC2 family: a core kind, and how its live things are read. */
export interface AwsKind extends Kind {
  readonly api?: Api
  /** further known attributes that tell two live candidates of one declaration apart, besides `identity` */
  readonly hints?: readonly string[]
}

/** What a kind's file says; the rest is the same for all. */
interface Spec extends Partial<Omit<AwsKind, 'name' | 'fields' | 'identity'>> {
  readonly name: string
  readonly identity: readonly string[]
  readonly fields: Readonly<Record<string, Field>>
  /** the things have no tags of their own, although the answer may show those of what holds them */
  readonly untagged?: true
}

/** A plain argument: unset means the zero value. */
export const plain: Field = {}
/** AWS chooses it when the code does not: only the state can tell that it moved. */
export const chosen: Field = { computed: 'recorded' }
export const security: Field = { class: 'security' }
/** Metadata: tags. Each key is a finding of its own. */
export const TAGS: Field = { class: 'metadata', free_keys: true }

/** An id of another thing. @param more what else the field means */
export function refers(to: string | readonly string[], more: Field = {}): Field {
  return { refers_to: to, ...more }
}

/** A set of ids of other things. */
export function refersToSet(to: string | readonly string[], more: Field = {}): Field {
  return { list: 'set', refers_to: to, ...more }
}

/** A flag that is on unless somebody says otherwise: `false` is not the same as nothing. */
export function onByDefault(more: Field = {}): Field {
  return { default: true, absent: 'null', ...more }
}

/** The kind as the core takes it: every attribute that counts is in `fields`, zero values mean "not set", tags are one map. */
export function awsKind(spec: Spec): AwsKind {
  const { normalise, untagged, ...rest } = spec
  return {
    unlisted: 'ignore',
    absent: 'zero',
    ...rest,
    fields: untagged ? spec.fields : { ...spec.fields, tags: TAGS },
    normalise: (attributes) => {
      const formed = untagged ? withoutTags(attributes) : oneTagMap(attributes)
      return normalise ? normalise(formed) : formed
    },
  }
}

function withoutTags(attributes: Attributes): Attributes {
  if (attributes['tags'] === undefined) return attributes
  const { tags: _, ...rest } = attributes
  return rest
}

/** A name that the code leaves to the provider (a prefix, or nothing) is open, not empty. */
export function chosenName(attributes: Attributes, name: string): Attributes {
  const value = attributes[name]
  if (value !== undefined && value !== null && value !== '') return attributes
  return { ...attributes, [name]: new Unknown('the provider chooses the name') }
}

/**
 * `tags_all` (the provider's default tags and the resource's own) is what AWS holds: it stands in for `tags` on every
 * side. Tags of AWS itself (`aws:…`) belong to nobody.
 */
export function oneTagMap(attributes: Attributes): Attributes {
  const all = attributes['tags_all'] ?? attributes['tags']
  if (all === undefined) return attributes
  const { tags_all: whole, tags: own, ...others } = attributes
  const rest = isMap(whole) ? { ...others, default_tags: withoutOwn(whole, own) } : others
  const chosenTags = isMap(all) && Object.keys(all).length === 0 && isMap(own) ? own : all
  if (!isMap(chosenTags)) return chosenTags === null ? rest : { ...rest, tags: chosenTags }
  const tags = draft()
  for (const [key, value] of Object.entries(chosenTags)) if (!key.startsWith('aws:')) tags[key] = value
  return { ...rest, tags }
}

/** The provider's default tags, as far as the resource does not give them itself; for `arrange`, not compared. */
function withoutOwn(all: Attributes, own: Value | undefined): Attributes {
  return Object.fromEntries(Object.entries(all).filter(([key]) => !(isMap(own) && key in own)))
}
