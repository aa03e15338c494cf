import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { itemSegment, joinPath, keySegment, PatternTable, segmentKey, splitPath } from '../src/core/path.ts'

test('a path is its segments: plain names by dots, other keys and items in brackets', () => {
  const segments = ['spec', 'containers', itemSegment([['name', 'web']]), 'labels', keySegment('a/b')]
  assert.equal(joinPath(segments), 'spec.containers[name=web].labels["a/b"]')
  assert.equal(
    itemSegment([
      ['port', '80'],
      ['path', 'a, b]'],
    ]),
    '[port=80,path="a, b]"]',
  )
})

test('any segments survive being a path', () => {
  const segment = fc.oneof(
    fc.string().map(keySegment),
    fc.tuple(fc.stringMatching(/^[a-z]+$/), fc.string()).map((key) => itemSegment([key])),
    fc.nat(99).map((index) => `[${index}]`),
  )
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 6 }), (segments) => {
      assert.deepEqual(splitPath(joinPath(segments)), segments)
    }),
  )
})

test('a key survives being a segment', () => {
  fc.assert(fc.property(fc.string(), (key) => assert.equal(segmentKey(keySegment(key)), key)))
})

test('patterns: * one segment, ** any number, [*] any item; the most literal wins', () => {
  const table = new PatternTable([
    ['spec.*', 'star'],
    ['spec.replicas', 'literal'],
    ['**.image', 'deep'],
    ['spec.containers[*].env[*].value', 'items'],
    ['metadata["a/b"]', 'quoted'],
  ])
  const at = (path: string): string | undefined => table.at(splitPath(path) ?? [])
  assert.equal(at('spec.replicas'), 'literal')
  assert.equal(at('spec.other'), 'star')
  assert.equal(at('spec.a.b[name=x].image'), 'deep')
  assert.equal(at('spec.containers[name=web].env[0].value'), 'items')
  assert.equal(at('metadata["a/b"]'), 'quoted')
  assert.equal(at('metadata'), undefined)
  assert.equal(table.covering(splitPath('metadata["a/b"].below[0]') ?? []), 'quoted')
})

test('many `**` in one pattern cost no more than their places', () => {
  const table = new PatternTable([[`${'**.a.'.repeat(20)}b`, 'rule']])
  const deep = Array.from({ length: 100 }, () => 'a')
  assert.equal(table.covering(deep), undefined)
  assert.equal(table.at([...deep, 'b']), 'rule')
})

test('a pattern with `**` fits what its words allow', () => {
  const pattern = fc.array(fc.constantFrom('a', 'b', '*', '**'), { minLength: 1, maxLength: 6 })
  const place = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 7 })
  fc.assert(
    fc.property(pattern, place, (words, segments) => {
      const parts = words.map((word) =>
        word === '**' ? '(?:[abc] )*' : word === '*' ? '[abc] ' : `${word} `,
      )
      const fits = new RegExp(`^${parts.join('')}$`).test(segments.map((one) => `${one} `).join(''))
      assert.equal(new PatternTable([[words.join('.'), true]]).at(segments) ?? false, fits)
    }),
  )
})
