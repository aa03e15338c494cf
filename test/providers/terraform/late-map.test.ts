import assert from 'node:assert/strict'
import { test } from 'node:test'

import { LateMap } from '../../../providers/terraform/evaluate/types/late-map.ts'

const PLAN = new Map([
  ['a', 1],
  ['b', 2],
  ['c', 3],
])
const WHOLE = [
  ['a', 10],
  ['b', 20],
  ['c', 30],
]

function late(): { readonly map: LateMap<number, number>; readonly made: string[] } {
  const made: string[] = []
  const map = new LateMap(PLAN, (part, key) => {
    made.push(key)
    return part * 10
  })
  return { map, made }
}

test('a late map makes only what is asked for, and each once', () => {
  const { map, made } = late()
  assert.equal(map.size, 3)
  assert.ok(map.has('c'))
  assert.ok(!map.has('d'))
  assert.equal(map.get('c'), 30)
  assert.equal(map.get('c'), 30)
  assert.equal(map.get('d'), undefined)
  assert.deepEqual(made, ['c'])
})

test('whichever way it is walked, all of it is there in the order of the plan', () => {
  const walks: ((map: LateMap<number, number>) => unknown)[] = [
    (map) => [...map],
    (map) => [...map.entries()],
    (map) => [...new Map(map)],
    (map) => [...map.keys()].map((key) => [key, map.get(key)]),
    (map) => [...map.values()].map((value, i) => [[...PLAN.keys()][i], value]),
    (map) => {
      const seen: unknown[] = []
      map.forEach((value, key) => seen.push([key, value]))
      return seen
    },
  ]
  for (const walk of walks) {
    const { map, made } = late()
    map.get('b')
    assert.deepEqual(walk(map), WHOLE)
    assert.deepEqual(walk(map), WHOLE)
    assert.deepEqual(made.toSorted(), ['a', 'b', 'c'])
  }
})
