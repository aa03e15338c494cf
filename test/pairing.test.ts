import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Resource } from '../src/core/model.ts'
import type { Report } from '../src/core/report.ts'
import type { Attributes } from '../src/core/value.ts'
import { box, checkToys, COVERED, type ToyEnvironment } from './laws/toy.ts'

/** Which thing of one environment is which of the other: certain, or said to be ambiguous; never guessed. */

const PARITY = [{ environments: ['production', 'staging'] as const, aliases: [], namespaces: {}, expect: [] }]

function running(...resources: Resource[]): ToyEnvironment {
  return { live: [...resources, COVERED] }
}

function twin(id: string, attributes: Attributes = {}): Resource {
  return box('live', id, { label: 'twin', door: 'open', ...attributes })
}

async function said(production: ToyEnvironment, staging: ToyEnvironment): Promise<unknown[]> {
  const report: Report = await checkToys({ production, staging }, { parity: PARITY })
  return report.findings.map(({ finding, path, cause, values }) => [finding, path, cause, values])
}

test('two of one role on one side: one ambiguous finding, and nothing is missing', async () => {
  const found = [['ambiguous', null, null, { production: ['p-1'], staging: ['s-1', 's-2'] }]]
  assert.deepEqual(await said(running(twin('p-1')), running(twin('s-1'), twin('s-2'))), found)
  assert.deepEqual(await said(running(twin('p-1')), running(twin('s-2'), twin('s-1'))), found)
})

test('a reference to one of them differs from no other reference to one of them', async () => {
  const pointing = (name: string, parent: string): Resource =>
    box('live', name, { label: 'child', parent, door: 'open' })
  const production = running(twin('p-1'), twin('p-2'), pointing('p-3', 'p-2'))
  const staging = running(twin('s-1'), twin('s-2'), pointing('s-3', 's-1'))
  assert.deepEqual(
    (await said(production, staging)).map((one) => (Array.isArray(one) ? one[0] : one)),
    ['ambiguous'],
  )
})

/** What a generator made of its content, and what refers to it. */
function generation(name: string, text: string): Resource {
  return { ...box('live', name, { text }), kind: 'toy_plain', namespace: 'shop', base_name: 'config' }
}

function user(config: string): Resource {
  return {
    ...box('live', 'shop/web', { config: { name: config } }),
    kind: 'toy_plain',
    namespace: 'shop',
    name: 'web',
  }
}

test('generated names pair by what they are generated from; an earlier generation is no difference', async () => {
  const [first, second, third] = ['config-5h2k9ttbcf', 'config-97ddt6kbm4', 'config-c8k2m4bhf9'] as const
  const production = running(generation(first, 'a'), user(first))
  assert.deepEqual(await said(production, running(generation(second, 'a'), user(second))), [])
  assert.deepEqual(await said(production, running(generation(second, 'b'), user(second))), [
    [
      'changed',
      'text',
      'undeclared',
      { production: 'a', staging: 'b', declared: { production: null, staging: null } },
    ],
  ])
  const both = running(generation(second, 'a'), generation(third, 'old'), user(second))
  assert.deepEqual(await said(production, both), [])
  const unused = running(generation(second, 'a'), generation(third, 'a'))
  assert.deepEqual(await said(running(generation(first, 'a')), unused), [
    ['ambiguous', null, null, { production: [first], staging: [second, third] }],
  ])
})

test('a new generation in the code and the earlier one that runs are one thing', async () => {
  const [next, now, before] = ['config-5h2k9ttbcf', 'config-97ddt6kbm4', 'config-c8k2m4bhf9'] as const
  const code = (name: string, text: string): Resource => ({ ...generation(name, text), role: 'declared' })
  const drift = async (...live: Resource[]): Promise<unknown[]> => {
    const declared = [code(next, 'new'), { ...user(next), role: 'declared' as const }]
    const report = await checkToys({ production: { declared, live: [...live, COVERED] } })
    return report.findings.map(({ finding, path, resource }) => [finding, resource?.name, path])
  }
  assert.deepEqual(await drift(generation(now, 'old'), user(now)), [['changed', next, 'text']])
  assert.deepEqual(await drift(generation(now, 'old'), generation(before, 'older'), user(now)), [
    ['changed', next, 'text'],
    ['unmanaged', before, null],
  ])
  assert.deepEqual(await drift(generation(now, 'old'), generation(before, 'older'), user('other')), [
    ['changed', 'web', 'config.name'],
    ['ambiguous', next, null],
  ])
  assert.deepEqual(await drift(generation(next, 'new'), user(now)), [['changed', 'web', 'config.name']])
})

/** One thing of a release, which is named after it. */
function part(release: string, chart: string, more: Attributes = {}): Resource {
  const name = `${release}-${chart}`
  const attributes = { url: `http://${name}:80/`, instance: release, plain: 'shop', ...more }
  return {
    ...box('live', `shop/${name}`, attributes),
    kind: 'toy_plain',
    namespace: 'shop',
    name,
    release: { name: release, chart, namespace: 'shop' },
  }
}

test('a release that a chart has once on either side is the same, whatever it is called', async () => {
  for (const [here, there] of [
    ['shop-prod', 'shop-stg'],
    ['shop', 'shop-staging'],
    ['web', 'frontend'],
  ] as const) {
    assert.deepEqual(await said(running(part(here, 'web')), running(part(there, 'web'))), [])
    const [found] = await said(
      running(part(here, 'web')),
      running(part(there, 'web', { url: `http://${there}-db/` })),
    )
    assert.deepEqual(Array.isArray(found) && found.slice(0, 3), ['changed', 'url', 'undeclared'])
  }
})

test('releases of one name pair first; several that are left are ambiguous, once', async () => {
  const production = running(part('a', 'redis'), part('b', 'redis'))
  assert.deepEqual(await said(production, running(part('b', 'redis'), part('c', 'redis'))), [])
  const [found, ...others] = await said(
    running(part('a', 'redis'), part('b', 'redis')),
    running(part('c', 'redis')),
  )
  assert.deepEqual(found, ['ambiguous', null, null, { production: ['a', 'b'], staging: ['c'] }])
  assert.deepEqual(others, [])
})

test('ids of what is outside are no difference; where a kind was not seen whole, nobody can tell', async () => {
  const [top, outside, other] = [
    (id: string): Resource => box('live', id, { label: 'top', door: 'open' }),
    'toy-0123456789',
    'toy-9876543210',
  ] as const
  const child = (parent: string): Resource => ({
    ...box('live', 'shop/child', { parent }),
    kind: 'toy_child',
    namespace: 'shop',
    name: 'child',
  })
  assert.deepEqual(await said(running(child(outside)), running(child(other))), [])
  const [found] = await said(
    running(child('toy-aaaaaaaa1'), top('toy-aaaaaaaa1')),
    running(child(other), top('toy-bbbbbbbb2')),
  )
  assert.deepEqual(Array.isArray(found) && found.slice(0, 3), ['changed', 'parent', 'undeclared'])
  const hidden: ToyEnvironment = {
    live: [child(other), COVERED, { what: 'gap', code: 'AWS_FORBIDDEN', message: 'no', kinds: ['toy_box'] }],
  }
  assert.deepEqual(await said(running(child('toy-aaaaaaaa1'), top('toy-aaaaaaaa1')), hidden), [])
})
