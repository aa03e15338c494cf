import assert from 'node:assert/strict'
import { test } from 'node:test'

import { hasIndex, lengthOf, partAt } from '../../../providers/terraform/evaluate/types/access.ts'
import { convert } from '../../../providers/terraform/evaluate/types/conversion.ts'
import { equals } from '../../../providers/terraform/evaluate/types/equality.ts'
import { jsonText, unknownPaths } from '../../../providers/terraform/evaluate/types/json.ts'
import { refine } from '../../../providers/terraform/evaluate/types/refinements.ts'
import { set } from '../../../providers/terraform/evaluate/types/sets.ts'
import {
  BOOL,
  DYNAMIC,
  listOf,
  mapOf,
  NUMBER,
  objectOf,
  setOf,
  STRING,
  tupleOf,
  typeToJson,
} from '../../../providers/terraform/evaluate/types/types.ts'
import type { Type } from '../../../providers/terraform/evaluate/types/types.ts'
import { unify } from '../../../providers/terraform/evaluate/types/unify.ts'
import {
  bool,
  elementsOf,
  integer,
  isWhollyKnown,
  list,
  NULL,
  object,
  originOf,
  sensitive,
  string,
  tuple,
  unknown,
} from '../../../providers/terraform/evaluate/types/value.ts'
import type { Value } from '../../../providers/terraform/evaluate/types/value.ts'

const ORIGIN = { reason: 'known after apply', refers_to: { address: 'aws_subnet.a', attribute: 'id' } }
const subnetId = unknown(STRING, ORIGIN)

function record(entries: Readonly<Record<string, Value>>): Value {
  return object(new Map(Object.entries(entries)))
}

function typed(entries: Readonly<Record<string, Type>>, ...optional: readonly string[]): Type {
  return objectOf(new Map(Object.entries(entries)), new Set(optional))
}

function reasonOf(convertIt: () => unknown): string {
  try {
    convertIt()
  } catch (error) {
    if (error instanceof Error && 'reason' in error) return String(error.reason)
  }
  return 'accepted'
}

test('values become what is wanted of them', () => {
  const one = record({ a: integer(1) })
  assert.equal(
    jsonText(convert(tuple([integer(1), string('a'), bool(true)]), listOf(DYNAMIC))),
    '["1","a","true"]',
  )
  assert.equal(jsonText(convert(tuple([string('b'), string('a'), string('b')]), setOf(STRING))), '["a","b"]')
  assert.equal(
    jsonText(convert(tuple([one, record({ b: integer(2) })]), listOf(DYNAMIC))),
    '[{"a":1},{"b":2}]',
  )
  assert.equal(jsonText(convert(record({ a: string('5') }), mapOf(NUMBER))), '{"a":5}')
  const wanted = typed({ a: STRING, b: NUMBER }, 'b')
  assert.equal(jsonText(convert(record({ a: integer(1), c: NULL }), wanted)), '{"a":"1","b":null}')
})

test('what cannot be converted is refused in Terraform’s words', () => {
  assert.equal(
    reasonOf(() => convert(string('x'), NUMBER)),
    'a number is required',
  )
  assert.equal(
    reasonOf(() => convert(string('yes'), BOOL)),
    'a bool is required',
  )
  assert.equal(
    reasonOf(() => convert(string('True'), BOOL)),
    'a bool is required; to convert from string, use lowercase "true"',
  )
  assert.equal(
    reasonOf(() => convert(record({}), typed({ a: STRING }))),
    'attribute "a" is required',
  )
  assert.equal(
    reasonOf(() => convert(integer(1), listOf(STRING))),
    'list of string required',
  )
  assert.equal(
    reasonOf(() => convert(tuple([integer(1), tuple([])]), listOf(NUMBER))),
    'element 1: number required',
  )
})

test('types are unified as a conditional’s branches are', () => {
  const common = (...types: readonly Type[]): unknown => {
    const type = unify(types)
    return type && JSON.parse(JSON.stringify(typeToJson(type)))
  }
  assert.deepEqual(common(NUMBER, STRING), 'string')
  assert.deepEqual(common(tupleOf([]), tupleOf([STRING])), ['list', 'string'])
  assert.deepEqual(common(typed({ a: NUMBER }), typed({ b: STRING })), ['map', 'string'])
  assert.deepEqual(common(typed({ a: NUMBER }), typed({ a: STRING })), ['object', { a: 'string' }])
  assert.deepEqual(common(setOf(STRING), listOf(STRING)), ['list', 'string'])
  assert.deepEqual(common(tupleOf([]), typed({})), undefined)
  assert.deepEqual(common(listOf(STRING), DYNAMIC), 'dynamic')
  assert.deepEqual(common(), undefined)
})

test('an unknown says where it came from through conversions, lists and parts', () => {
  const converted = convert(tuple([subnetId, string('b')]), listOf(STRING))
  assert.deepEqual(originOf(elementsOf(converted)[0] ?? NULL), ORIGIN)
  assert.deepEqual(originOf(convert(unknown(DYNAMIC, ORIGIN), STRING)), ORIGIN)
  assert.deepEqual(originOf(convert(subnetId, NUMBER)), ORIGIN)
  assert.deepEqual(originOf(elementsOf(convert(tuple([subnetId]), setOf(STRING)))[0] ?? NULL), ORIGIN)
  const attached = unknown(listOf(STRING), { ...ORIGIN, refers_to: { address: 'aws_x.a', attribute: 'ids' } })
  assert.equal(originOf(partAt(attached, integer(0)))?.refers_to?.attribute, 'ids[0]')
  assert.equal(originOf(equals(subnetId, string('x')))?.refers_to, undefined)
})

test('refinements decide what they can', () => {
  const prefixed = refine(unknown(STRING), { not_null: true, prefix: 'arn:aws:' })
  assert.equal(jsonText(equals(prefixed, NULL)), 'false')
  assert.equal(jsonText(equals(prefixed, string('vpc'))), 'false')
  assert.equal(equals(prefixed, string('arn:aws:x')).isKnown, false)
  const two = refine(unknown(listOf(STRING)), { not_null: true, min_length: 2, max_length: 2 })
  assert.equal(isWhollyKnown(lengthOf(two)), true)
  assert.deepEqual(unknownPaths(two), [[0], [1]])
  const most = refine(unknown(setOf(STRING)), { not_null: true, max_length: 0 })
  assert.equal(jsonText(most), '[]')
  assert.equal(jsonText(hasIndex(two, integer(2))), 'false')
})

test('equality asks for equal types and never fails', () => {
  assert.equal(jsonText(equals(string('1'), integer(1))), 'false')
  assert.equal(jsonText(equals(tuple([integer(1)]), list([integer(1)]))), 'false')
  assert.equal(jsonText(equals(NULL, NULL)), 'true')
  const secret = equals(sensitive(string('a')), string('a'))
  assert.ok(secret.marks.has('sensitive'))
  assert.equal(equals(tuple([subnetId]), tuple([string('a')])).isKnown, false)
  assert.equal(equals(tuple([integer(1), subnetId]), tuple([integer(2), subnetId])).payload, false)
})

test('sets have Terraform’s order, no duplicates, and take their elements’ marks', () => {
  assert.equal(jsonText(set([string('b'), string('a'), string('é'), string('b')])), '["a","b","é"]')
  assert.equal(jsonText(set([integer(20), integer(3), integer(1)])), '[1,3,20]')
  assert.equal(jsonText(set([bool(true), bool(false)])), '[false,true]')
  assert.ok(set([sensitive(string('a')), string('b')]).marks.has('sensitive'))
  assert.equal(elementsOf(set([subnetId, subnetId, string('a')])).length, 3)
  assert.equal(jsonText(set([string('e\u0301'), string('\u00e9')])), '["é"]')
})
