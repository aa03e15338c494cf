import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FieldTable } from '../../src/core/field-table.ts'
import type { Item } from '../../src/core/model.ts'
import { splitPath } from '../../src/core/path.ts'
import type { Context, Kind, Provider } from '../../src/core/provider.ts'
import { Secret, type Attributes } from '../../src/core/value.ts'

/** How to try one source of a provider: settings that are right, and settings that lead nowhere. */
export interface SourceTrial {
  readonly type: string
  /** fit the schema, but what they name does not exist */
  readonly leads_nowhere: readonly unknown[]
}

/** A context that counts nothing and knows nothing. */
export function bareContext(more: Partial<Context> = {}): Context {
  return {
    environment: 'production',
    role: 'live',
    source: 'trial',
    folder: import.meta.dirname,
    declared: [],
    recorded: [],
    limits: {
      request_timeout_ms: 2000,
      source_timeout_ms: 10_000,
      max_bytes: 1_000_000,
      max_pages: 10,
      max_resources: 1000,
      concurrency: 2,
      retries: 0,
    },
    signal: AbortSignal.timeout(10_000),
    now: new Date('2026-01-02T03:04:05Z'),
    has_digest_key: false,
    secret: (text) => new Secret(Buffer.from(text).toString('hex')),
    env: () => undefined,
    called: () => undefined,
    note: () => undefined,
    ...more,
  }
}

/** The suite that every provider passes, built-in or not. */
export function testProvider(
  provider: Provider,
  trials: readonly SourceTrial[],
  allKinds: ReadonlySet<string>,
): void {
  test(`${provider.name}: every source has roles and strict settings`, () => {
    assert.deepEqual(trials.map(({ type }) => type).toSorted(), Object.keys(provider.sources).toSorted())
    for (const [type, source] of Object.entries(provider.sources)) {
      assert.ok(source.roles.length > 0, type)
      assert.equal(source.settings.safeParse({ no_such_setting: 1 }).success, false, type)
    }
  })
  test(`${provider.name}: every kind is sound data`, () => testKinds(provider.kinds, allKinds))
  test(`${provider.name}: normalise is idempotent and survives anything`, () => testNormalise(provider.kinds))
  for (const { type, leads_nowhere } of trials) {
    for (const settings of leads_nowhere) {
      test(`${provider.name}: ${type} ${JSON.stringify(settings)} leads nowhere: a gap, not an error`, async () => {
        const items = await collectAll(provider, type, settings)
        const gaps = items.filter((item) => item.what === 'gap')
        assert.ok(gaps.length > 0, 'no gap')
        for (const gap of gaps) {
          assert.ok(gap.kinds.length > 0)
          assert.doesNotMatch(gap.message, /\n|\bat .*:\d+:\d+\)/, 'one line, no stack trace')
        }
        assert.equal(
          items.some((item) => item.what === 'resource'),
          false,
        )
      })
    }
  }
}

async function collectAll(provider: Provider, type: string, settings: unknown): Promise<Item[]> {
  const source = provider.sources[type]
  assert.ok(source)
  const role = source.roles[0]
  assert.ok(role)
  const items: Item[] = []
  for await (const item of source.collect(settings, bareContext({ role }))) items.push(item)
  return items
}

function testKinds(kinds: readonly Kind[], allKinds: ReadonlySet<string>): void {
  const names = kinds.flatMap((kind) => [kind.name, ...(kind.also ?? [])])
  assert.equal(new Set(names).size, names.length, 'two kinds with one name')
  for (const kind of kinds) {
    assert.ok(new FieldTable(kind).at([]), kind.name)
    for (const path of kind.identity) assert.ok(splitPath(path), `${kind.name} ${path}`)
    for (const [pattern, field] of Object.entries(kind.fields)) {
      const targets = field.refers_to === undefined ? [] : [field.refers_to].flat()
      for (const target of targets)
        assert.ok(allKinds.has(target), `${kind.name} ${pattern} refers to ${target}`)
      if (typeof field.list === 'object') assert.ok(field.list.keyed_by.length > 0, `${kind.name} ${pattern}`)
    }
  }
}

const anything: fc.Arbitrary<Attributes> = fc
  .dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }))
  .map((value): Attributes => JSON.parse(JSON.stringify(value)))

function testNormalise(kinds: readonly Kind[]): void {
  for (const kind of kinds) {
    if (!kind.normalise) continue
    const known = [...new Set(Object.keys(kind.fields).map((pattern) => splitPath(pattern)?.[0] ?? pattern))]
    const shaped = fc
      .tuple(fc.constantFrom('', ...known), fc.jsonValue({ maxDepth: 4 }), anything)
      .map(([key, value, rest]): Attributes => ({ ...rest, ...JSON.parse(JSON.stringify({ [key]: value })) }))
    fc.assert(
      fc.property(shaped, (attributes) => {
        const once = kind.normalise?.(attributes) ?? {}
        assert.deepEqual(kind.normalise?.(once), once, kind.name)
      }),
      { numRuns: 25 },
    )
  }
}
