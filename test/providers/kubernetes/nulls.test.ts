import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { drift } from './reading.ts'

type Plain = Readonly<Record<string, unknown>>

const integer: Plain = { type: 'integer' }
const DEFINITION: Plain = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.x.io' },
  spec: {
    group: 'x.io',
    scope: 'Namespaced',
    names: { kind: 'Widget', plural: 'widgets' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                properties: {
                  plain: integer,
                  filled: { ...integer, default: 5 },
                  open: { ...integer, default: 5, nullable: true },
                  box: { type: 'object', nullable: true, default: { a: 1 }, properties: { a: integer } },
                  parts: { type: 'array', items: { type: 'object', properties: { a: integer, b: integer } } },
                },
              },
            },
          },
        },
      },
    ],
  },
}

const FILLED: Plain = { filled: 5, open: 5, box: { a: 1 } }

/** What the server makes of nulls (structural schemas, "Defaulting and Nullable"), and which paths are to be told. */
const CASES: readonly (readonly [what: string, declared: Plain, live: Plain, told: readonly string[]])[] = [
  ['pruned, and the default takes its place', { plain: null, filled: null }, FILLED, []],
  ['pruned inside a list, too', { parts: [{ a: 1, b: null }] }, { ...FILLED, parts: [{ a: 1 }] }, []],
  [
    'kept where null is allowed and has a default',
    { open: null, box: null },
    { ...FILLED, open: null, box: null },
    [],
  ],
  ['a value by hand in place of null', { open: null }, { ...FILLED, open: 7 }, ['spec.open']],
  ['a null by hand in place of the default', {}, { ...FILLED, box: null }, ['spec.box']],
]

describe('nulls of a custom resource', () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evenkeel-nulls-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  for (const [what, declared, live, told] of CASES)
    it(what, async () => {
      const widget = (spec: Plain): Plain => ({
        apiVersion: 'x.io/v1',
        kind: 'Widget',
        metadata: { name: 'w', namespace: 'farm' },
        spec,
      })
      const list = (...items: readonly Plain[]): string =>
        JSON.stringify({ apiVersion: 'v1', kind: 'List', items })
      await writeFile(join(folder, 'declared.json'), list(DEFINITION, widget(declared)))
      await writeFile(join(folder, 'live.json'), list(DEFINITION, widget(live)))
      const verdicts = await drift(folder, 'declared.json', 'live.json')
      assert.deepEqual(
        verdicts.map(({ path }) => path),
        told,
      )
    })
})
