import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { test } from 'node:test'
import { provider } from '../../../providers/aws/provider.ts'
import { USER_DATA_TEXT, userDataForm } from '../../../providers/aws/kinds/user-data.ts'
import type { Resource, Role } from '../../../src/core/model.ts'
import { readableValues, readAlike } from '../../../src/core/compare/readable.ts'
import { Registry } from '../../../src/core/registry.ts'
import { Secret, Unknown, type Attributes } from '../../../src/core/value.ts'

const SCRIPT = '#!/bin/sh\nexec /opt/web\n'
const ENCODED = Buffer.from(SCRIPT).toString('base64')

test('the text stands beside the SHA-1 where it is known, and where people can read it', () => {
  const plain = userDataForm({ user_data: SCRIPT }, true)
  assert.equal(plain[USER_DATA_TEXT], SCRIPT)
  assert.deepEqual(userDataForm({ user_data_base64: ENCODED }, true), plain)
  assert.deepEqual(userDataForm(plain, true), plain)
  const packed = userDataForm({ user_data_base64: gzipSync(SCRIPT).toString('base64') }, true)
  assert.match(String(packed['user_data']), /^[0-9a-f]{40}$/)
  assert.equal(packed[USER_DATA_TEXT], undefined)
  assert.equal(userDataForm({ user_data: 'a'.repeat(40) }, true)[USER_DATA_TEXT], undefined)
})

test('what is sensitive compares only where every side spells it alike', () => {
  const secret = new Secret('digest')
  assert.equal(userDataForm({ user_data: secret }, true)['user_data'], secret)
  assert.ok(userDataForm({ user_data: secret }, false)['user_data'] instanceof Unknown)
  assert.ok(userDataForm({ user_data_base64: secret }, true)['user_data'] instanceof Unknown)
  const machine = (role: Role, attributes: Attributes, more: Partial<Resource> = {}): Resource => ({
    what: 'resource',
    role,
    kind: 'aws_instance',
    name: 'web',
    tags: {},
    attributes,
    origin: {},
    ...more,
  })
  const code = machine('declared', { user_data: secret }, { root: 'infra', address: 'aws_instance.web' })
  const found = { ...userDataForm({ user_data: SCRIPT }, true), tags: { Name: 'stray' } }
  const stray = machine('live', found, { id: 'i-00000001' })
  const sides = provider.arrange?.({ declared: [code], recorded: [], live: [stray] })
  assert.ok(sides?.declared[0]?.attributes['user_data'] instanceof Unknown)
  assert.equal(sides?.live[0]?.attributes[USER_DATA_TEXT], undefined)
})

function resource(text: string | undefined): Resource {
  return {
    what: 'resource',
    role: 'live',
    kind: 'x',
    name: 'x',
    tags: {},
    attributes: text === undefined ? {} : { text },
    origin: {},
  }
}

test('a report shows the lines that differ, where two sides know them', () => {
  const values = ['sha-1', 'sha-2', 'sha-3']
  const shown = (...texts: (string | undefined)[]): unknown =>
    readableValues(
      values,
      texts.map((text) => resource(text)),
      'text',
    )
  assert.deepEqual(shown('a\nb\nc\nd', undefined, 'a\nb\nx\ny\nd'), [
    '… 2 lines alike\nc\n… 1 line alike',
    'sha-2',
    '… 2 lines alike\nx\ny\n… 1 line alike',
  ])
  assert.deepEqual(shown('a\nb', undefined, 'a\nb\nb'), ['… 2 lines alike', 'sha-2', '… 2 lines alike\nb'])
  assert.deepEqual(shown('same', undefined, 'same'), values)
  assert.deepEqual(shown('only one', undefined, undefined), values)
  assert.deepEqual(shown('a (secret 0123456789abcdef)', undefined, 'b'), ['a (secret)', 'sha-2', 'b'])
  assert.deepEqual(readableValues(values, [resource('a'), resource('b')], undefined), values)
})

test('scripts that differ in the environments’ own words alone are the same', () => {
  const described = new Registry([provider]).describe('aws_instance')
  const entity = (text: string | undefined) => ({ described, live: resource(text) })
  const without = (word: string) => (text: string) => text.replaceAll(word, '')
  const neutral = [without('production'), without('staging')] as const
  assert.ok(readAlike([entity('env=production'), entity('env=staging')], 'text', neutral))
  assert.ok(!readAlike([entity('env=production'), entity('env=other')], 'text', neutral))
  assert.ok(!readAlike([entity(undefined), entity('env=staging')], 'text', neutral))
  assert.ok(!readAlike([entity('a'), entity('a')], undefined, neutral))
})
