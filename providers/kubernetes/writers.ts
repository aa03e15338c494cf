import type { Resource, Writer } from '../../src/core/model.ts'
import { isItem, segmentKey, splitPath } from '../../src/core/path.ts'
import { byText, isList, isMap, type Attributes, type Json, type Value } from '../../src/core/value.ts'
import { listAt, mapAt, textAt, valueAt } from './kube-object.ts'

/** One step down a live object: the key or index taken, and what stands there. */
interface Step {
  readonly key: string | number
  readonly value: Value
}

/**
 * Who last wrote a path of a live object, by its managedFields. All entries are read together: the deepest place that
 * any of them owns counts, and of several owners the latest. What is not there has no owner.
 */
export function writerOf(resource: Resource, path: string): Writer | undefined {
  const latest = owningEntries(resource, path).toSorted((a, b) => byText(timeOf(b), timeOf(a)))[0]
  return latest === undefined ? undefined : writer(latest)
}

/** All managers that own a path. */
export function ownersOf(resource: Resource, path: string): string[] {
  return owningEntries(resource, path).flatMap((entry) => textAt(entry, 'manager') ?? [])
}

function owningEntries(resource: Resource, path: string): Value[] {
  const steps = stepsTo(resource.attributes, splitPath(path) ?? [])
  if (!steps) return []
  const all = listAt(resource.written, 'fields')
  // who made an object is not who keeps its status
  const entries = steps.length === 0 ? all.filter((entry) => textAt(entry, 'subresource') !== 'status') : all
  const owners = entries.flatMap((entry) => {
    const depth = ownedDepth(mapAt(entry, 'fieldsV1'), steps)
    return depth === undefined ? [] : [{ entry, depth }]
  })
  const deepest = owners.reduce((depth, owner) => Math.max(depth, owner.depth), 0)
  return owners.filter((owner) => owner.depth === deepest).map((owner) => owner.entry)
}

function timeOf(entry: Value): string {
  return textAt(entry, 'time') ?? ''
}

function writer(entry: Value): Writer | undefined {
  const name = textAt(entry, 'manager')
  if (name === undefined) return undefined
  const operation = textAt(entry, 'operation')
  const time = textAt(entry, 'time')
  return {
    writer: name,
    ...(operation === undefined ? {} : { operation }),
    ...(time === undefined ? {} : { no_later_than: time }),
  }
}

/**
 * The steps to a place of an object; undefined where there is nothing. An item without keys may run at another place of
 * its list than the path says (as declared): such a list has one owner, so the way to the list is enough.
 */
function stepsTo(attributes: Attributes, segments: readonly string[]): Step[] | undefined {
  const steps: Step[] = []
  let value: Value = attributes
  for (const [depth, segment] of segments.entries()) {
    const step: Step | undefined = isItem(segment) ? itemAt(value, segment) : keyAt(value, segment)
    if (!step) {
      const list = segments.slice(0, depth + 1).findIndex((known) => /^\[\d+\]$/.test(known))
      return list === -1 ? undefined : [...steps.slice(0, list), { key: -1, value: null }]
    }
    steps.push(step)
    value = step.value
  }
  return steps
}

function keyAt(value: Value, segment: string): Step | undefined {
  const key = segmentKey(segment) ?? ''
  const found = valueAt(value, key)
  return found === undefined || found === null ? undefined : { key, value: found }
}

/** An item by its place, or by the values of its keys; `item=2` is the second of the same keys. */
function itemAt(value: Value, segment: string): Step | undefined {
  if (!isList(value)) return undefined
  const index = /^\[(\d+)\]$/.exec(segment)?.[1]
  if (index !== undefined) {
    const item = value[Number(index)]
    return item === undefined ? undefined : { key: Number(index), value: item }
  }
  const keys = keysOf(segment)
  const nth = Number(keys.get('item') ?? 1)
  keys.delete('item')
  const fits = value
    .map((item, at) => ({ key: at, value: item }))
    .filter((item) => [...keys].every(([key, text]) => keyText(item.value, key) === text))
  return fits[nth - 1] ?? fits[0]
}

function keysOf(segment: string): Map<string, string> {
  const keys = new Map<string, string>()
  for (const [, key = '', quoted, plain] of segment
    .slice(1, -1)
    .matchAll(/([^=,]+)=(?:("(?:[^"\\]|\\.)*")|([^,]*))(?:,|$)/g))
    keys.set(key, quoted === undefined ? (plain ?? '') : String(JSON.parse(quoted)))
  return keys
}

/** The value of an item's key as text; a protocol that is not said is TCP. */
function keyText(item: Value, key: string): string | undefined {
  const value = valueAt(item, ...key.split('.'))
  if (value === undefined || value === null) return key === 'protocol' ? 'TCP' : undefined
  return typeof value === 'object' ? undefined : String(value)
}

/** How far down a set of fields owns the way to a place; undefined where it does not own it at all. */
function ownedDepth(fields: Value | undefined, steps: readonly Step[]): number | undefined {
  let node = isMap(fields) ? fields : undefined
  if (!node) return undefined
  for (const [depth, step] of steps.entries()) {
    const next: Attributes | undefined =
      typeof step.key === 'string' ? mapAt(node, `f:${step.key}`) : itemNode(node, step)
    // a leaf above the place owns all below it: an atomic list or map
    if (!next) return depth > 0 && Object.keys(node).length === 0 ? depth : undefined
    node = next
  }
  return steps.length
}

function itemNode(node: Attributes, step: Step): Attributes | undefined {
  for (const key of Object.keys(node)) {
    const rest = key.slice(2)
    const fits =
      (key.startsWith('k:') && isItemOf(parsed(rest), step.value)) ||
      (key.startsWith('v:') && parsed(rest) === step.value) ||
      (key.startsWith('i:') && Number(rest) === step.key)
    if (fits) return mapAt(node, key)
  }
  return undefined
}

function isItemOf(keys: Json | undefined, item: Value): boolean {
  return isMap(keys) && Object.keys(keys).every((key) => keyText(item, key) === keyText(keys, key))
}

function parsed(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}
