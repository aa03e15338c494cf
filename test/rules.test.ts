import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { exitOf } from '../src/core/exit.ts'
import type { Config } from '../src/config/model.ts'
import type { Item } from '../src/core/model.ts'
import type { Report } from '../src/core/report.ts'
import { fitsGlob } from '../src/core/judge/rules.ts'
import { box, checkToys, COVERED, type ToyEnvironment } from './laws/toy.ts'

const position = { file: 'toy.yaml', line: 1, column: 1 }
const OPEN_DOOR: ToyEnvironment = {
  declared: [box('declared', 'a', { door: 'closed', size: '1' })],
  live: [box('live', 'a', { door: 'open', size: '1' }, { tags: { team: 'payments' } }), COVERED],
}
const GAP: Item = { what: 'gap', code: 'AWS_FORBIDDEN', message: 'no', kinds: ['toy_other'] }

function exitCode(report: Report): number {
  return exitOf(report, { fail_on: 'low', no_fail: false }).code
}

function told(report: Report): unknown[] {
  return report.findings.map(({ finding, path, accepted }) => [finding, path, accepted?.until ?? null])
}

test('an accepted finding is shown with its day and no longer fails the run', async () => {
  const accept = [
    { kind: 'toy_box', path: 'door', reason: 'being fixed', owner: 'ops', until: '2026-01-02', position },
  ]
  const report = await checkToys({ production: OPEN_DOOR }, { accept })
  assert.deepEqual(told(report), [['changed', 'door', '2026-01-02']])
  assert.deepEqual([report.outcome, exitCode(report)], ['clean', 0])
})

test('a finding is accepted by its fingerprint, which survives another value', async () => {
  const [finding] = (await checkToys({ production: OPEN_DOOR })).findings
  const accept = [{ fingerprint: finding?.fingerprint ?? '', reason: 'known', until: '2099-01-01', position }]
  const ajar = { ...OPEN_DOOR, live: [box('live', 'a', { door: 'ajar', size: '1' }), COVERED] }
  assert.equal((await checkToys({ production: ajar }, { accept })).outcome, 'clean')
})

test('on expiry the finding is back and says so', async () => {
  const accept = [{ name: 'a', reason: 'being fixed', owner: 'ops', until: '2026-01-01', position }]
  const report = await checkToys({ production: OPEN_DOOR }, { accept })
  assert.deepEqual(told(report), [
    ['changed', 'door', null],
    ['expired_acceptance', null, null],
  ])
  assert.deepEqual(report.findings[0]?.notes, ['it was accepted by ops until 2026-01-01: being fixed'])
  assert.equal(exitCode(report), 1)
})

test('an accepted gap stops counting, and still never lets anything be called missing', async () => {
  const environment: ToyEnvironment = {
    declared: [{ ...box('declared', 'b', {}), kind: 'toy_other' }],
    live: [GAP, COVERED],
  }
  const accept = [
    { gap: 'AWS_*', kinds: ['toy_other'], reason: 'never readable', until: '2099-01-01', position },
  ]
  const without = await checkToys({ production: environment })
  const report = await checkToys({ production: environment }, { accept })
  assert.deepEqual([exitCode(without), exitCode(report)], [2, 0])
  assert.deepEqual(report.findings, [])
  assert.equal(report.gaps[0]?.accepted?.reason, 'never readable')
})

test('a gap that is accepted in one environment counts in the other', async () => {
  const environment: ToyEnvironment = { declared: [], live: [GAP, COVERED] }
  const rule = { gap: 'AWS_FORBIDDEN', reason: 'another team’s account', until: '2099-01-01', position }
  const gaps = async (accept: Config['accept']): Promise<unknown[]> => {
    const report = await checkToys({ production: environment, staging: environment }, { accept })
    return [exitCode(report), ...report.gaps.map((gap) => [gap.environment, gap.accepted !== null])]
  }
  assert.deepEqual(await gaps([{ ...rule, environment: 'stag*' }]), [
    2,
    ['production', false],
    ['staging', true],
  ])
  assert.deepEqual(await gaps([rule]), [0, ['production', true], ['staging', true]])
})

test('an ignored path is silent; a rule that fits nothing is told, unless the run was incomplete', async () => {
  const ignore = [
    { kind: 'toy_*', path: 'door', position },
    { name: 'gone', position },
    { kind: 'toy_box', path: 'no.such.path', position },
  ]
  const report = await checkToys({ production: OPEN_DOOR }, { ignore })
  assert.deepEqual(report.findings.map(({ finding, notes }) => [finding, ...notes]).toSorted(), [
    ['stale_rule', 'ignore { kind: toy_box, path: no.such.path } fits nothing'],
    ['stale_rule', 'ignore { name: gone } fits nothing'],
  ])
  assert.equal(exitCode(report), 0)
  const cut = { ...OPEN_DOOR, live: [box('live', 'a', { door: 'open', size: '1' }), COVERED, GAP] }
  assert.deepEqual((await checkToys({ production: cut }, { ignore })).findings, [])
})

test('a rule about a path that makes no difference today is not stale', async () => {
  const same = {
    declared: [box('declared', 'a', { size: '1' })],
    live: [box('live', 'a', { size: '1' }), COVERED],
  }
  const report = await checkToys({ production: same }, { ignore: [{ path: 'size', position }] })
  assert.deepEqual(report.findings, [])
})

test('the last owner rule that fits puts owner, channel and runbook on a finding', async () => {
  const tagged = {
    ...OPEN_DOOR,
    declared: [box('declared', 'a', { door: 'closed', size: '1' }, { tags: { team: 'payments' } })],
  }
  const owners = [
    { match: { kind: 'toy_*' }, owner: '@platform' },
    {
      match: { tags: { team: 'pay*' } },
      owner: '@payments',
      slack: '#payments',
      runbook: 'https://runbooks.example.com/doors',
    },
    { match: { tags: { team: 'other' } }, owner: '@other' },
  ]
  const [finding] = (await checkToys({ production: tagged }, { owners })).findings
  assert.deepEqual([finding?.owner, finding?.channel], ['@payments', '#payments'])
  assert.equal(finding?.remedy.at(-1)?.text, 'runbook: https://runbooks.example.com/doors')
})

test('what is expected to differ is information', async () => {
  const side = (door: string): ToyEnvironment => ({ live: [box('live', 'a', { label: 'a', door }), COVERED] })
  const expect = [{ path: 'door', reason: 'staging is open for tests', position }]
  const report = await checkToys(
    { production: side('closed'), staging: side('open') },
    { parity: [{ environments: ['production', 'staging'], aliases: [], namespaces: {}, expect }] },
  )
  assert.deepEqual(
    report.findings.map(({ severity, notes }) => [severity, ...notes]),
    [['info', 'expected: staging is open for tests']],
  )
})

test('a user’s policy takes the place of ours, and its rules come first', async () => {
  const severities = async (policy: Config['policy']): Promise<unknown[]> =>
    (await checkToys({ production: OPEN_DOOR }, { policy })).findings.map(({ severity }) => severity)
  assert.deepEqual(await severities(undefined), ['high'])
  assert.deepEqual(await severities({ changed: { security: 'low' } }), ['low'])
  const rules = [
    { reason: 'doors', kinds: ['toy_*'], paths: ['door'], live: 'open', severity: 'critical' as const },
  ]
  assert.deepEqual(await severities({ changed: { security: 'low' }, rules }), ['critical'])
})

test('the policy’s words about live values hold in a parity, for the side that left the agreement', async () => {
  const policy = {
    rules: [
      { reason: 'doors', kinds: ['toy_box'], paths: ['door'], live: 'open', severity: 'critical' as const },
      {
        reason: 'a note',
        kinds: ['toy_box'],
        paths: ['note'],
        not_live: 'open',
        severity: 'critical' as const,
      },
    ],
  }
  const side = (door: string, note: string): ToyEnvironment => ({
    declared: [box('declared', 'a', { label: 'a', door: 'closed', note: 'open' })],
    live: [box('live', 'a', { label: 'a', door, note }), COVERED],
  })
  const parity = [
    { environments: ['production', 'staging'] as const, aliases: [], namespaces: {}, expect: [] },
  ]
  const graded = async (production: ToyEnvironment, staging: ToyEnvironment): Promise<unknown[]> => {
    const report = await checkToys({ production, staging }, { parity, policy })
    return report.findings
      .filter(({ check }) => check.includes('parity'))
      .map(({ path, severity, drifted }) => [path, severity, ...drifted])
  }
  assert.deepEqual(await graded(side('open', 'open'), side('closed', 'open')), [
    ['door', 'critical', 'production'],
  ])
  assert.deepEqual(await graded(side('ajar', 'open'), side('closed', 'open')), [
    ['door', 'high', 'production'],
  ])
  assert.deepEqual(await graded(side('closed', 'shut'), side('closed', 'open')), [
    ['note', 'critical', 'production'],
  ])
})

test('a glob fits what its stars and question marks allow, however many there are', () => {
  const piece = fc.constantFrom('a', 'b', '*', '?', '[', '.')
  const texts = fc.tuple(
    fc.array(piece, { maxLength: 8 }),
    fc.string({ unit: fc.constantFrom('a', 'b', '[', '.', '\n') }),
  )
  fc.assert(
    fc.property(texts, ([pieces, text]) => {
      const signs = new Map([
        ['*', '[^]*'],
        ['?', '[^]'],
        ['[', String.raw`\[`],
        ['.', String.raw`\.`],
      ])
      const source = pieces.map((one) => signs.get(one) ?? one)
      assert.equal(fitsGlob(pieces.join(''), text), new RegExp(`^${source.join('')}$`).test(text))
    }),
    { numRuns: 2000 },
  )
  assert.equal(fitsGlob(`${'*a'.repeat(30)}b`, 'a'.repeat(5000)), false)
})
