import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ScalarRule } from '../src/core/provider.ts'
import { canonicalScalar } from '../src/core/compare/scalar.ts'

type Plain = string | number

const EQUAL: readonly [ScalarRule, Plain, Plain][] = [
  ['quantity', '1000m', '1'],
  ['quantity', '1024Mi', '1Gi'],
  ['quantity', '0.5', '500m'],
  ['quantity', '1e3', '1k'],
  ['quantity', '1E3', '1000'],
  ['quantity', '+1', 1],
  ['quantity', '0.1Gi', '107374182400m'],
  ['quantity', '0', '0m'],
  ['duration', '60m', '1h0m0s'],
  ['duration', '1.5s', '1500ms'],
  ['cidr', '10.0.0.1/8', '10.0.0.0/8'],
  ['cidr', '2001:DB8::/32', '2001:0db8:0:0::/32'],
  ['json', '{"a":1,"b":[1,2]}', '{ "b": [1, 2], "a": 1 }'],
  ['number', '007', 7],
  ['boolean', 'True', 'true'],
  ['text', 5, '5'],
  [
    'policy',
    '{"Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":["b","a"],"Principal":"*"}}',
    '{"Statement":[{"Effect":"Allow","Action":["s3:Get*"],"Resource":["a","b"],"Principal":{"AWS":"*"}}]}',
  ],
]

const DIFFERENT: readonly [ScalarRule, Plain, Plain][] = [
  ['quantity', '1', '1k'],
  ['quantity', 'one', '1'],
  ['duration', '1m', '1ms'],
  ['cidr', '10.0.0.0/8', '10.0.0.0/9'],
  ['cidr', '10.0.0.1', '10.0.0.1/32'],
  ['json', '{"a":[1,2]}', '{"a":[2,1]}'],
  ['json', '{"a":1', '{"a":1}'],
  ['policy', '{"Statement":[{"Effect":"Allow"}]}', '{"Statement":[{"Effect":"Deny"}]}'],
]

for (const [rule, a, b] of EQUAL) {
  test(`${rule}: ${a} is ${b}`, () => assert.equal(canonicalScalar(rule, a), canonicalScalar(rule, b)))
}

for (const [rule, a, b] of DIFFERENT) {
  test(`${rule}: ${a} is not ${b}`, () => assert.notEqual(canonicalScalar(rule, a), canonicalScalar(rule, b)))
}

test('sha1: a text is its digest, as the state keeps it', () => {
  assert.equal(
    canonicalScalar('sha1', 'abc'),
    canonicalScalar('sha1', 'a9993e364706816aba3e25717850c26c9cd0d89d'),
  )
})

test('a quantity is exact: thousandths and binary multiples agree with integers', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (whole) => {
      assert.equal(
        canonicalScalar('quantity', `${whole * 1000n}m`),
        canonicalScalar('quantity', String(whole)),
      )
      assert.equal(
        canonicalScalar('quantity', `${whole}Ki`),
        canonicalScalar('quantity', String(whole * 1024n)),
      )
    }),
  )
})

test('no rule throws, whatever it is given', () => {
  const rules: ScalarRule[] = [
    'quantity',
    'duration',
    'cidr',
    'json',
    'policy',
    'number',
    'boolean',
    'text',
    'lower',
    'sha1',
  ]
  fc.assert(
    fc.property(
      fc.constantFrom(...rules),
      fc.oneof(fc.string(), fc.double(), fc.boolean()),
      (rule, value) => {
        assert.equal(typeof canonicalScalar(rule, value), 'string')
      },
    ),
  )
})
