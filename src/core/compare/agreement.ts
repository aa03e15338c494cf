import type { Entity } from '../match/entity.ts'
import type { Place } from '../field-table.ts'
import { leafText } from './leaf.ts'
import { isItem } from '../path.ts'
import { canonicalScalar } from './scalar.ts'
import { isReordered, isTree, ORDER, UNKNOWN, type Tree } from './tree.ts'
import { isList, isMap, ownValue, Secret, type Attributes, type Value } from '../value.ts'

type Node = Tree | string | undefined

/**
 * Whether two trees say the same once absent values and defaults count as such: a cheap walk that spares most resources
 * of an environment the search for differences. Where it is not sure, it says no.
 */
export function treesAgree(a: Tree, b: Tree, place: Place): boolean {
  for (const key of Object.keys(a)) {
    const [own, other] = [a[key], b[key]]
    if (own !== other && !nodesAgree(own, other, key, place)) return false
  }
  for (const key of Object.keys(b)) {
    if (a[key] === undefined && !nodesAgree(undefined, b[key], key, place)) return false
  }
  return true
}

function nodesAgree(a: Node, b: Node, key: string, above: Place): boolean {
  if (key === ORDER) return typeof a !== 'string' || typeof b !== 'string' || !isReordered(a, b)
  if (a === UNKNOWN || b === UNKNOWN) return false
  const place = above.child(key)
  if (isTree(a) && isTree(b)) return treesAgree(a, b, place)
  if (isTree(a)) return b === undefined && isAllDefault(a, key, place)
  if (isTree(b)) return a === undefined && isAllDefault(b, key, place)
  return !isItem(key) && leafText(a, place) === leafText(b, place)
}

/** Whether a tree says no more than nothing at all. An item is there or it is not. */
function isAllDefault(tree: Tree, key: string, place: Place): boolean {
  return !isItem(key) && Object.keys(tree).every((own) => nodesAgree(tree[own], undefined, own, place))
}

/** Whether all that was said of a thing is plainly what runs: most of an environment is, most of the time. */
export function entityAgrees({ declared, recorded, live, described }: Entity): boolean {
  const { root } = described.table
  return [declared, recorded].every(
    (side) => !side || (live !== undefined && attributesAgree(side.attributes, live.attributes, root)),
  )
}

/**
 * The same of the attributes themselves, which spares most resources even the trees. Lists have to have the same items in
 * the same places. Where it is not sure (something is open, points somewhere, or stands in another order) it says no.
 */
export function attributesAgree(a: Attributes, b: Attributes, place: Place): boolean {
  let shared = 0
  for (const key in a) {
    const [own, other] = [a[key], ownValue(b, key)]
    if (other !== undefined) shared += 1
    if (isPlain(own) && own === other) continue
    if (!valuesAgree(own ?? undefined, other ?? undefined, place.key(key))) return false
  }
  if (sizeOf(b) === shared) return true
  for (const key in b) {
    if (ownValue(a, key) === undefined && !valuesAgree(undefined, b[key] ?? undefined, place.key(key)))
      return false
  }
  return true
}

function sizeOf(map: Attributes): number {
  let size = 0
  for (const _ in map) size += 1
  return size
}

function isPlain(value: Value | undefined): boolean {
  return typeof value !== 'object'
}

function valuesAgree(a: Value | undefined, b: Value | undefined, place: Place): boolean {
  if (place.ignore === 'always' || isDefault(a, b, place) || isDefault(b, a, place)) return true
  if (isMap(a) && isMap(b)) return attributesAgree(a, b, place)
  if (isList(a) && isList(b)) return listsAgree(a, b, place)
  if (a === undefined && b === undefined) return true
  if (isMap(a)) return b === undefined && saysNothing(a, place)
  if (isMap(b)) return a === undefined && saysNothing(b, place)
  if (a instanceof Secret && b instanceof Secret) return a.digest === b.digest
  return isText(a) && isText(b) && textAt(a, place) === textAt(b, place)
}

/** Whether one side says nothing, and the other what that means: most of what a server adds. */
function isDefault(a: Value | undefined, b: Value | undefined, place: Place): boolean {
  return a === undefined && b !== undefined && isPlain(b) && b === place.field.default
}

function listsAgree(a: readonly Value[], b: readonly Value[], place: Place): boolean {
  if (a.length !== b.length) return false
  const item = place.child('[0]')
  for (let index = 0; index < a.length; index += 1) {
    const [own, other] = [a[index], b[index]]
    if (own !== other || !isPlain(own)) if (isPlain(own) || !valuesAgree(own, other, item)) return false
  }
  return true
}

/** Whether a map says no more than nothing at all. */
function saysNothing(map: Attributes, place: Place): boolean {
  return !place.field.keep_empty && attributesAgree(map, {}, place)
}

type Text = string | number | boolean | undefined

function isText(value: Value | undefined): value is Text {
  return value === undefined || (typeof value !== 'object' && value !== null)
}

function textAt(value: Text, place: Place): string | undefined {
  if (value === undefined) return leafText(undefined, place)
  // what a value points at is told by others
  if (place.field.refers_to !== undefined) return JSON.stringify(value)
  const { scalar } = place.field
  return leafText(scalar ? canonicalScalar(scalar, value) : JSON.stringify(value), place)
}
