import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { builtInKinds } from '../../../providers/kubernetes/schema/built-in.ts'
import { isBuiltInField } from '../../../providers/kubernetes/schema/known-fields.ts'
import { attributesAgree } from '../../../src/core/compare/agreement.ts'
import { canonicalTree } from '../../../src/core/compare/canonical.ts'
import { compareTrees } from '../../../src/core/compare.ts'
import { FieldTable } from '../../../src/core/field-table.ts'
import type { Kind } from '../../../src/core/provider.ts'
import { leavesOf, type Tree } from '../../../src/core/compare/tree.ts'
import { canonicalText, isList, isMap, type Attributes, type Value } from '../../../src/core/value.ts'
import { objectsOf, reversed } from './generated-objects.ts'

const RUNS = Number(process.env['EVENKEEL_RUNS'] ?? '40')

const formed = (kind: Kind, attributes: Attributes): Attributes => kind.normalise?.(attributes) ?? attributes

function differences(kind: Kind, table: FieldTable, a: Attributes, b: Attributes): number {
  const first = canonicalTree(a, { kind, table, mode: 'drift' })
  const second = canonicalTree(b, { kind, table, mode: 'drift', align: first })
  return differencesOf(table, first, second)
}

function differencesOf(table: FieldTable, first: Tree, second: Tree): number {
  return compareTrees(
    {
      sides: [first, second],
      pairs: [[0, 1]],
      table,
      isIgnored: () => false,
      judge: ([one, other]) => (one === other ? 'silent' : 'differs'),
      between: () => [0, 1],
    },
    () => true,
  ).differences.length
}

/** A copy without the nth entry of all the maps in it. */
function withoutEntry(value: Value, nth: { left: number }): Value {
  if (isList(value)) return value.map((item) => withoutEntry(item, nth))
  if (!isMap(value)) return value
  const out: Record<string, Value> = {}
  for (const [key, item] of Object.entries(value)) {
    nth.left -= 1
    if (nth.left !== 0) out[key] = withoutEntry(item, nth)
  }
  return out
}

function asMap(value: Value): Attributes {
  return isMap(value) ? value : {}
}

describe('every built-in kind, over generated objects', () => {
  it('there are many', () => assert.ok(builtInKinds.length > 60))
  for (const kind of builtInKinds) {
    it(`${kind.name}: forming twice is forming once, and the order of keys is nothing`, () => {
      const table = new FieldTable(kind)
      fc.assert(
        fc.property(objectsOf(kind.name), (attributes) => {
          const before = canonicalText(attributes)
          const once = formed(kind, attributes)
          assert.equal(canonicalText(attributes), before, 'what comes in is left as it was')
          assert.equal(canonicalText(formed(kind, once)), canonicalText(once))
          const other = formed(kind, asMap(reversed(attributes)))
          assert.equal(canonicalText(other), canonicalText(once))
          assert.equal(differences(kind, table, once, other), 0)
          // what its types allow is no mistake
          for (const [segments] of leavesOf(canonicalTree(once, { kind, table, mode: 'drift' }), []))
            if (!segments.some((segment) => segment.startsWith('\u0000')))
              assert.ok(isBuiltInField(kind.name, segments), segments.join(' '))
        }),
        { numRuns: RUNS },
      )
    })
  }

  it('whose glance calls nothing alike that differs when it is looked at closely', () => {
    let alike = 0
    for (const kind of builtInKinds) {
      const table = new FieldTable(kind)
      fc.assert(
        fc.property(objectsOf(kind.name), fc.integer({ min: 1, max: 40 }), (attributes, left) => {
          const once = formed(kind, attributes)
          const other = formed(kind, asMap(withoutEntry(attributes, { left })))
          if (!attributesAgree(once, other, table.root)) return
          alike += 1
          assert.equal(differences(kind, table, once, other), 0)
        }),
        { numRuns: RUNS },
      )
    }
    assert.ok(alike > 100, `${alike} were alike`)
  })
})
