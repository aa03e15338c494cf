import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Fact, Item, VersionOf } from '../src/core/model.ts'
import type { Report } from '../src/core/report.ts'
import { box, checkToys, COVERED, type ToyEnvironment } from './laws/toy.ts'

const position = { file: 'toy.yaml', line: 1, column: 1 }

function version(value: string, of: Partial<VersionOf> = {}, name = 'engine'): Fact {
  return { what: 'fact', name, value, version_of: { kind: 'toy_engine', path: 'version', ...of } }
}

type Role = 'declared' | 'live'
function sides(a: readonly Item[], b: readonly Item[], role: Role = 'live'): Record<string, ToyEnvironment> {
  const side = (items: readonly Item[]): ToyEnvironment =>
    role === 'live' ? { live: [COVERED, ...items] } : { declared: items, live: [COVERED] }
  return { production: side(a), staging: side(b) }
}

type Parity = NonNullable<Parameters<typeof checkToys>[1]>['parity']
function pair(more: Partial<NonNullable<Parity>[number]> = {}): NonNullable<Parity> {
  return [{ environments: ['production', 'staging'], aliases: [], namespaces: {}, expect: [], ...more }]
}

async function compare(a: readonly Item[], b: readonly Item[], role?: Role): Promise<Report> {
  return checkToys(sides(a, b, role), { parity: pair() })
}

function told(report: Report): unknown[] {
  return report.findings.map((one) => [one.finding, one.severity, one.cause, one.resource?.kind, one.path])
}

test('a version that differs is a finding of class version; the same one is silent', async () => {
  const report = await compare([version('1')], [version('2')])
  assert.deepEqual(told(report), [['changed', 'medium', 'undeclared', 'toy_engine', 'version']])
  assert.deepEqual(report.findings[0]?.values, {
    production: '1',
    staging: '2',
    declared: { production: null, staging: null },
  })
  assert.deepEqual((await compare([version('1')], [version('1')])).findings, [])
})

test('what code says is declared differently', async () => {
  const origin = { file: 'infra/lock', line: 3 }
  const report = await compare([{ ...version('1'), origin }], [version('2')], 'declared')
  assert.deepEqual(told(report), [['changed', 'low', 'declared_differently', 'toy_engine', 'version']])
  assert.deepEqual(report.findings[0]?.source, origin)
})

test('no false pair: another thing, one side alone, several answers, another image or source', async () => {
  const silent: readonly (readonly [readonly Fact[], readonly Fact[]])[] = [
    [[version('1')], []],
    [[version('1', {}, 'a')], [version('2', {}, 'b')]],
    [[version('1', { root: 'a' })], [version('2', { root: 'b' })]],
    [[version('1', { namespace: 'a' })], [version('2', { namespace: 'b' })]],
    [[version('1'), version('2')], [version('3')]],
    [[version('1', { given: 'web:1' })], [version('2', { given: 'web:2' })]],
  ]
  for (const [a, b] of silent) assert.deepEqual((await compare(a, b)).findings, [])
})

test('things pair after aliases and namespaces, and single ones whatever they are called', async () => {
  const a = [
    version('1', { root: 'infra/production', namespace: 'shop' }),
    version('7', { kind: 'toy_server', is_single: true }, 'prod'),
  ]
  const b = [
    version('2', { root: 'infra/staging', namespace: 'shop-stg' }),
    version('8', { kind: 'toy_server', is_single: true }, 'stg'),
  ]
  const parity = pair({ aliases: [['production', 'staging']], namespaces: { shop: 'shop-stg' } })
  const report = await checkToys(sides(a, b), { parity })
  assert.deepEqual(
    report.findings.map(({ resource }) => [resource?.kind, resource?.name]),
    [
      ['toy_engine', 'engine'],
      ['toy_server', 'prod'],
    ],
  )
})

test('where the part that counts is the same, it is information', async () => {
  const report = await compare([version('1.2.3', { counts: '1.2' })], [version('1.2.9', { counts: '1.2' })])
  assert.deepEqual(told(report), [['changed', 'info', 'undeclared', 'toy_engine', 'version']])
  const minor = await compare([version('1.2.3', { counts: '1.2' })], [version('1.3.0', { counts: '1.3' })])
  assert.equal(minor.findings[0]?.severity, 'medium')
})

test('a version that labels repeat is told once, with what the code says in them', async () => {
  const labelled = (role: Role, text: string): Item[] =>
    ['a', 'b'].map((name) =>
      box(role, name, { label: name, labels: { engine: text, other: 'x' } }, { tags: { engine: text } }),
    )
  const label = {
    name: 'engine',
    resources: [
      { kind: 'toy_box', id: 'a' },
      { kind: 'toy_box', id: 'b' },
    ],
  }
  const side = (text: string, declared: string): ToyEnvironment => ({
    declared: labelled('declared', declared),
    live: [COVERED, ...labelled('live', text), version(text, { label })],
  })
  const report = await checkToys({ production: side('2', '1'), staging: side('1', '1') }, { parity: pair() })
  const parity = report.findings.filter(({ check }) => check.endsWith('parity'))
  assert.deepEqual(
    parity.map((one) => [one.resource?.kind, one.cause, one.drifted]),
    [['toy_engine', 'drifted', ['production']]],
  )
  assert.equal(report.checks.find(({ type }) => type === 'parity')?.clean, 2)
})

test('expect and ignore hold for versions, and are not stale while there is something to be about', async () => {
  const rule = { kind: 'toy_engine', path: 'version', reason: 'upgraded in staging first', position }
  for (const value of ['1', '2']) {
    const environments = sides([version('1')], [version(value)])
    const expected = await checkToys(environments, { parity: pair({ expect: [rule] }) })
    assert.ok(
      expected.findings.every(({ finding, severity }) => finding === 'changed' && severity === 'info'),
    )
    assert.equal(expected.findings.length, value === '1' ? 0 : 1)
    assert.deepEqual((await checkToys(environments, { parity: pair(), ignore: [rule] })).findings, [])
  }
})

test('swapping the environments swaps the sides and nothing else', async () => {
  const environments = sides([version('1')], [version('2')])
  const [report, turned] = await Promise.all([
    checkToys(environments, { parity: pair() }),
    checkToys(environments, { parity: pair({ environments: ['staging', 'production'] }) }),
  ])
  assert.deepEqual(turned.findings, report.findings)
})

test('an id that a reader can describe comes with its words', async () => {
  const described: Fact = {
    what: 'fact',
    name: 'img-1',
    value: 'ubuntu 24.04, made on 2026-01-01',
    describes: true,
  }
  const items = (image: string): Item[] => [box('live', 'a', { label: 'a', image }), described]
  const report = await compare(items('img-1'), items('img-2'))
  assert.deepEqual(
    report.findings.map(({ notes }) => notes),
    [['img-1 is ubuntu 24.04, made on 2026-01-01']],
  )
})

test('a thing in the middle of a change says so with its findings', async () => {
  const declared = [box('declared', 'a', { label: 'a', door: 'closed' })]
  const live = (door: string, more: object): Item[] => [COVERED, box('live', 'a', { label: 'a', door }, more)]
  const report = await checkToys(
    {
      production: { declared, live: live('open', { settling: 'a rollout is under way' }) },
      staging: { declared, live: live('closed', {}) },
    },
    { parity: pair() },
  )
  assert.deepEqual(report.findings.map(({ notes }) => notes).toSorted(), [
    ['settling in production: a rollout is under way'],
    ['settling: a rollout is under way'],
  ])
})
