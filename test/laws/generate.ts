import fc from 'fast-check'
import { isSecretName } from '../../src/core/secrets/credential-names.ts'
import { isList, isMap, type Attributes, type Json, type Value } from '../../src/core/value.ts'

/** names under which nobody keeps a credential: those have a law of their own */
const word = fc.stringMatching(/^[a-z]{1,6}$/).filter((text) => !isSecretName(text))
const text = fc.oneof(word, fc.constantFrom('a/b', 'x y', '__proto__', 'constructor', '"q"', 'ü', ']'))
const port = fc.record({ port: fc.integer({ min: 1, max: 9 }), name: word })
const rule = fc.record({ from: word, verbs: fc.uniqueArray(word, { maxLength: 3 }) })

/** Attributes of a toy box, every sort of field among them. */
export const attributes: fc.Arbitrary<Attributes> = fc
  .record(
    {
      size: fc.constantFrom('1', '500m', '2Gi', '1k', '0.25'),
      retries: fc.integer({ min: 1, max: 9 }),
      ports: fc.uniqueArray(port, { maxLength: 4, selector: ({ port }) => port }),
      zones: fc.uniqueArray(word, { maxLength: 4 }),
      rules: fc.uniqueArray(rule, { maxLength: 4, selector: (item) => JSON.stringify(item) }),
      steps: fc.array(fc.record({ run: word }), { maxLength: 4 }),
      labels: fc.dictionary(text, word, { maxKeys: 4 }),
      door: fc.constantFrom('open', 'closed'),
      nested: fc.record({ deep: fc.record({ flag: fc.boolean(), count: fc.integer() }) }),
      note: text,
    },
    { requiredKeys: ['door', 'nested'] },
  )
  .map((value): Attributes => JSON.parse(JSON.stringify(value)))

/** The same attributes with every map's keys, and every list whose order says nothing, in another order. */
export function reordered(value: Attributes): Attributes {
  const shuffle = (item: Value, key: string): Value => {
    if (Array.isArray(item)) {
      const items = item.map((part: Value) => shuffle(part, ''))
      return ['ports', 'zones', 'rules'].includes(key) ? items.toReversed() : items
    }
    if (typeof item !== 'object' || item === null) return item
    return Object.fromEntries(
      Object.entries(item)
        .toReversed()
        .map(([name, part]: [string, Value]) => [name, shuffle(part, name)]),
    )
  }
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, part]) => [name, shuffle(part, name)]),
  )
}

/** One change of one attribute, and the path at which it has to be found. */
export interface Change {
  readonly path: string
  readonly apply: (before: Attributes) => Record<string, Json | Value>
}

export const change: fc.Arbitrary<Change> = fc.constantFrom<Change>(
  { path: 'door', apply: (before) => ({ ...before, door: before['door'] === 'open' ? 'closed' : 'open' }) },
  { path: 'size', apply: (before) => ({ ...before, size: '77Mi' }) },
  { path: 'retries', apply: (before) => ({ ...before, retries: 10 }) },
  { path: 'added', apply: (before) => ({ ...before, added: { a: 1, b: { c: 2 } } }) },
  {
    path: 'labels["k/new"]',
    apply: (before) => ({ ...before, labels: { ...asMap(before['labels']), 'k/new': 'v' } }),
  },
  {
    path: 'nested.deep.count',
    apply: (before) => ({
      ...before,
      nested: { deep: { ...asMap(asMap(before['nested'])['deep']), count: 0.5 } },
    }),
  },
  {
    path: 'ports[port=10,protocol=TCP]',
    apply: (before) => ({ ...before, ports: [...asList(before['ports']), { port: 10, name: 'new' }] }),
  },
  { path: 'zones', apply: (before) => ({ ...before, zones: [...asList(before['zones']), 'a-new-zone'] }) },
)

function asMap(value: Value | undefined): Record<string, Value> {
  return isMap(value) ? { ...value } : {}
}

function asList(value: Value | undefined): Value[] {
  return isList(value) ? [...value] : []
}
