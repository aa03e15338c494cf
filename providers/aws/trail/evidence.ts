import type { Change } from '../../../src/core/provider.ts'
import type { Writer } from '../../../src/core/model.ts'
import { splitPath } from '../../../src/core/path.ts'
import { isList, isMap, type Value } from '../../../src/core/value.ts'
import type { Item } from '../mapping.ts'

/** What ends a thing, or its place in another. */
const ENDINGS = /^(Delete|Terminate|Release|Deregister|Detach|Disassociate|Revoke|Disable|Cancel|Unassign)/
/** What makes a thing: how it was at first is what code and state say. */
const MAKINGS = /^(Create|Run|Allocate|Import|Register|Request|Copy)/
const TAGGINGS = /^(CreateTags|DeleteTags)$/
/** What the API calls an attribute's parts, where that is not the attribute's own name. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  ingress: ['networkaclentry'],
  egress: ['networkaclentry'],
  entry: ['entries'],
  route: ['gatewayroutepropagation'],
}

/**
 * Who made a change, by the events that a log holds about the thing, the newest first: the newest that succeeded, wrote,
 * and speaks of what was changed. Undefined where none does: the newest event of all may be about something else.
 */
export function writerOf(change: Change, events: readonly Item[]): Writer | undefined {
  for (const event of events) {
    const name = event['EventName']
    if (typeof name !== 'string' || event['ReadOnly'] === 'true') continue
    const record = recordOf(event)
    if (record['errorCode'] !== undefined || !speaksOf(change, name, record)) continue
    const time = event['EventTime']
    return {
      writer: actorOf(event, record),
      operation: name,
      ...(typeof time === 'string' && { no_later_than: time.replace(/\.000Z$/, 'Z') }),
    }
  }
  return undefined
}

/** The event as it was logged, whole. */
function recordOf(event: Item): Readonly<Record<string, unknown>> {
  const text = event['CloudTrailEvent']
  try {
    return membersOf(typeof text === 'string' ? JSON.parse(text) : {})
  } catch {
    return {}
  }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function speaksOf(change: Change, name: string, record: Readonly<Record<string, unknown>>): boolean {
  if (change.finding === 'missing') return ENDINGS.test(name)
  const segments = splitPath(change.path ?? '') ?? []
  const [first = '', second] = segments
  const parameters = record['requestParameters']
  if (first === 'tags' || first === 'tags_all')
    return TAGGINGS.test(name) && (second === undefined || namesTag(parameters, plainName(second)))
  if (TAGGINGS.test(name)) return false
  const words = segments.filter((segment) => /^[a-z]/.test(segment)).map((word) => word.replaceAll('_', ''))
  const [top, leaf] = [words[0] ?? '', words.at(-1) ?? '']
  const called = name.toLowerCase()
  const wanted = [...new Set([top, leaf, ...(OTHER_NAMES[first] ?? [])])].filter((word) => word !== '')
  if (MAKINGS.test(name)) return wanted.some((word) => called.endsWith(word))
  const keys = [...keysOf(parameters)]
  return wanted.some((word) => called.includes(word) || keys.some((key) => key.endsWith(word)))
}

function plainName(segment: string): string {
  return segment.startsWith('["') ? segment.slice(2, -2).replace(/\\(.)/g, '$1') : segment
}

/** `tagSet: {items: [{key, value}]}` */
function namesTag(parameters: unknown, key: string): boolean {
  if (Array.isArray(parameters)) return parameters.some((item) => namesTag(item, key))
  if (typeof parameters !== 'object' || parameters === null) return false
  return Object.entries(parameters).some(
    ([name, value]) => (/^key$/i.test(name) && value === key) || namesTag(value, key),
  )
}

function* keysOf(parameters: unknown): Generator<string> {
  if (Array.isArray(parameters)) for (const item of parameters) yield* keysOf(item)
  else if (typeof parameters === 'object' && parameters !== null)
    for (const [name, value] of Object.entries(parameters)) {
      yield name.toLowerCase()
      yield* keysOf(value)
    }
}

/** `user/alice`, `assumed-role/admin/alice`, `autoscaling.amazonaws.com`. */
function actorOf(event: Item, record: Readonly<Record<string, unknown>>): string {
  const { arn, invokedBy, type } = membersOf(record['userIdentity'])
  if (typeof arn === 'string' && arn !== '') return arn.split(':').slice(5).join(':')
  const user = event['Username']
  const named = [invokedBy, user, type].find((text) => typeof text === 'string' && text !== '')
  return typeof named === 'string' ? named : 'unknown'
}

/** The things that an answer lists, as maps. */
export function eventsOf(list: Value | undefined): Item[] {
  return isList(list) ? list.filter(isMap) : []
}
