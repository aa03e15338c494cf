import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { withSchemaDefaults } from '../../../providers/kubernetes/arrange/schema-defaults.ts'
import { definedKinds } from '../../../providers/kubernetes/schema/custom.ts'
import { definitionsOf } from '../../../providers/kubernetes/schema/definitions.ts'
import type { Resource } from '../../../src/core/model.ts'
import type { Attributes, Json, Value } from '../../../src/core/value.ts'

const definition = (schema: Value, more: Attributes = {}): Resource => ({
  what: 'resource',
  role: 'declared',
  kind: 'apiextensions.k8s.io/CustomResourceDefinition',
  name: 'ships.x.io',
  id: 'ships.x.io',
  tags: {},
  origin: {},
  attributes: {
    spec: {
      group: 'x.io',
      names: { kind: 'Ship' },
      versions: [{ name: 'v1', storage: true, schema: { openAPIV3Schema: schema } }],
      ...more,
    },
  },
})

/** Words of schemas where they belong, and where they do not. */
const schemas: fc.Arbitrary<Json> = fc.letrec<{ any: Json; leaf: Json; map: Json; list: Json }>((tie) => ({
  any: fc.oneof({ depthSize: 'medium' }, tie('leaf'), tie('map'), tie('map'), tie('list')),
  leaf: fc.constantFrom<Json>(null, true, 1, '', 'object', 'array', 'map', 'set'),
  map: fc.dictionary(
    fc.constantFrom(
      'type',
      'properties',
      'items',
      'additionalProperties',
      'default',
      'spec',
      '__proto__',
      'a.b',
      'x-kubernetes-list-type',
      'x-kubernetes-list-map-keys',
      'x-kubernetes-preserve-unknown-fields',
    ),
    tie('any'),
    { maxKeys: 5 },
  ),
  list: fc.array(tie('any'), { maxLength: 3 }),
})).any

describe('a definition of custom resources', () => {
  it('may hold any rubbish for a schema, structural or not: its kind is there', () => {
    fc.assert(
      fc.property(schemas, schemas, (schema, content) => {
        const resource = definition(schema)
        const [kind] = definedKinds([resource])
        assert.equal(kind?.name, 'x.io/Ship')
        assert.equal(typeof kind.fields, 'object')
        kind.knows?.(['spec', 'a', '[0]', 'b'])
        const described = definitionsOf([resource]).get('x.io/Ship')
        assert.ok(described)
        withSchemaDefaults({ spec: content }, described, 'v1')
      }),
      { numRuns: 500 },
    )
  })

  it('that lacks its group, kind or versions is passed over, or knows everything', () => {
    assert.deepEqual(definedKinds([definition({}, { group: null })]), [])
    const [bare] = definedKinds([definition({}, { versions: [] })])
    assert.equal(bare?.knows?.(['spec', 'anything']), true)
  })

  it('prunes what its schema does not have, and nothing where it is open', () => {
    const spec = {
      type: 'object',
      properties: {
        flag: { type: 'string' },
        holds: { type: 'array', items: { type: 'object', properties: { deck: { type: 'integer' } } } },
        log: { type: 'object', additionalProperties: { type: 'string' } },
        papers: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        empty: { type: 'object' },
      },
    }
    const [kind] = definedKinds([definition({ type: 'object', properties: { spec } })])
    const knows = (path: string): boolean | undefined => kind?.knows?.(path.split(' '))
    for (const path of [
      'spec flag',
      'spec holds [deck=1] deck',
      'spec log any',
      'spec papers a b',
      'metadata labels a',
    ])
      assert.equal(knows(path), true, path)
    for (const path of ['sepc', 'spec flags', 'spec holds [0] dek', 'spec empty a'])
      assert.equal(knows(path), false, path)
  })
})
