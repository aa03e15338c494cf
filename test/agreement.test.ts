import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { attributesAgree, treesAgree } from '../src/core/compare/agreement.ts'
import { canonicalTree } from '../src/core/compare/canonical.ts'
import { driftCause, NOT_RECORDED } from '../src/core/judge/cause.ts'
import { compareTrees } from '../src/core/compare.ts'
import { FieldTable } from '../src/core/field-table.ts'
import type { Kind } from '../src/core/provider.ts'
import { Secret, Unknown, type Attributes, type Value } from '../src/core/value.ts'

const KIND: Kind = {
  name: 'x/Thing',
  identity: [],
  unlisted: 'compare',
  absent: 'null',
  fields: {
    replicas: { default: 1 },
    size: { scalar: 'quantity', default: '1Gi' },
    strategy: { absent: 'empty' },
    'strategy.type': { default: 'Rolling' },
    kept: { keep_empty: true },
    gone: { ignore: 'always' },
    labels: { free_keys: true },
    ports: { list: { keyed_by: ['port', 'protocol'] } },
    'ports[*].protocol': { default: 'TCP' },
    env: { list: { keyed_by: ['name'], order: 'matters' } },
    rules: { list: 'set' },
    'rules[*].scope': { default: '*' },
    computed: { computed: 'recorded' },
  },
}

const plain = fc.constantFrom<Value>('a', 'b', '1Gi', '1024Mi', 'Rolling', 1, 2, true, null)
/** keys that every object answers to, whatever it holds */
const INHERITED = ['toString', 'constructor', '__proto__', 'hasOwnProperty']
const rare = fc.oneof(
  { weight: 20, arbitrary: plain },
  { weight: 1, arbitrary: fc.constant<Value>(new Unknown('later')) },
  { weight: 1, arbitrary: fc.constantFrom<Value>(new Secret('aa'), new Secret('bb')) },
)
const port = fc.record(
  { port: fc.constantFrom(80, 81), protocol: fc.constantFrom('TCP', 'UDP'), name: plain },
  { requiredKeys: ['port'] },
)
const rule = fc.record(
  { scope: fc.constantFrom('*', 'all'), verbs: fc.array(plain, { maxLength: 2 }) },
  { requiredKeys: [] },
)
const attributes: fc.Arbitrary<Attributes> = fc.record(
  {
    replicas: rare,
    size: rare,
    strategy: fc.oneof(fc.record({ type: plain, more: plain }, { requiredKeys: [] }), plain),
    kept: fc.record({ a: plain }, { requiredKeys: [] }),
    gone: plain,
    labels: fc.dictionary(fc.constantFrom('a', 'b'), rare),
    ports: fc.uniqueArray(port, {
      maxLength: 3,
      selector: ({ port: number, protocol }) => `${number} ${protocol ?? 'TCP'}`,
    }),
    env: fc.uniqueArray(fc.record({ name: fc.constantFrom('A', 'B', 'C'), value: rare }), {
      maxLength: 3,
      selector: ({ name }) => name,
    }),
    rules: fc.array(rule, { maxLength: 2 }),
    computed: rare,
    other: fc.oneof(plain, fc.array(rare, { maxLength: 2 })),
    data: fc.dictionary(fc.constantFrom('a', ...INHERITED), plain, { noNullPrototype: true }),
  },
  { requiredKeys: [] },
)

/** Two that differ in little: what agrees is what matters here. */
const similar = fc
  .tuple(attributes, attributes, fc.array(fc.constantFrom(...Object.keys(KIND.fields), 'other', 'data')))
  .map(
    ([one, other, keys]) =>
      [
        one,
        {
          ...one,
          ...Object.fromEntries(keys.flatMap((key) => (key in other ? [[key, other[key] ?? null]] : []))),
        },
      ] as const,
  )

test('what agrees at a glance has no difference, and nothing open, when it is looked at closely', () => {
  let agreed = 0
  fc.assert(
    fc.property(similar, ([declared, live]) => {
      const table = new FieldTable(KIND)
      const options = { kind: KIND, table, mode: 'drift' } as const
      const first = canonicalTree(declared, options)
      const second = canonicalTree(live, { ...options, align: first })
      const isAlike = attributesAgree(declared, live, table.root)
      if (isAlike) assert.ok(treesAgree(first, second, table.root))
      if (!isAlike && !treesAgree(first, second, table.root)) return
      agreed += 1
      // by the judge alone, with the glance out of the way: one side holds something that no other has
      const glance = { marked: 'x' }
      const { differences, open } = compareTrees(
        {
          sides: [first, undefined, { ...second, ...glance }],
          pairs: [[0, 2]],
          table,
          isIgnored: () => false,
          judge: ([d, r, l], segments) =>
            driftCause({
              declared: d,
              recorded: r ?? NOT_RECORDED,
              live: l,
              has_code: true,
              computed: table.at(segments).computed,
              has_default: table.at(segments).field.default !== undefined,
            }),
          between: () => [0, 2],
        },
        (a, b) => a === b,
      )
      assert.deepEqual(
        differences.map(({ segments }) => segments),
        [['marked']],
      )
      assert.equal(open, 0)
    }),
    { numRuns: 3000 },
  )
  assert.ok(agreed > 300, `${agreed} agreed`)
})

test('a key that every object inherits is there only where somebody wrote it', () => {
  const { root } = new FieldTable(KIND)
  for (const key of INHERITED) {
    const data = JSON.parse(`{"${key}": "x"}`)
    assert.equal(attributesAgree({ data: { a: 'b' } }, { data: { a: 'b', ...data } }, root), false, key)
    assert.equal(attributesAgree({ data: { a: 'b', ...data } }, { data: { a: 'b' } }, root), false, key)
    assert.equal(attributesAgree({ data }, { data: JSON.parse(`{"${key}": "x"}`) }, root), true, key)
  }
})
