import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Item, Role } from '../src/core/model.ts'
import type { Finding, Report } from '../src/core/report.ts'
import { box, checkToys, COVERED, type ToyEnvironment } from './laws/toy.ts'

/**
 * One source of two whole environments is lost in turn. DESIGN.md section 6: where a gap covers a declaration the cause
 * is `differs` (drift) or `undeclared` (parity) and the finding names the gap; where it covers a live side, there is none.
 */
const GAP: Item = { what: 'gap', code: 'FILE_UNREADABLE', message: 'gone', kinds: ['*'] }
const ROLES: readonly Role[] = ['declared', 'recorded', 'live']

function boxes(role: Role, name: string): Item[] {
  const isLive = role === 'live'
  const door = isLive && name === 'production' ? 'open' : 'closed'
  return [
    box(role, 'changed-by-hand', { label: 'changed-by-hand', door }),
    ...(isLive ? [] : [box(role, 'deleted-by-hand', { label: 'deleted-by-hand' })]),
    ...(isLive ? [box(role, 'made-by-hand', { label: 'made-by-hand' }), COVERED] : []),
  ]
}

function whole(name: string): Record<Role, Item[]> {
  return { declared: boxes('declared', name), recorded: boxes('recorded', name), live: boxes('live', name) }
}

async function withLost(lost?: { environment: string; role: Role }): Promise<Report> {
  const environments: Record<string, ToyEnvironment> = {}
  for (const name of ['production', 'staging']) {
    const roles = whole(name)
    if (lost?.environment === name) roles[lost.role] = [GAP]
    environments[name] = roles
  }
  const parity = [
    { environments: ['production', 'staging'] as const, aliases: [], namespaces: {}, expect: [] },
  ]
  return checkToys(environments, { parity })
}

function told(findings: readonly Finding[]): string[] {
  return findings
    .map(({ check, finding, resource, cause, gap }) =>
      [check, finding, resource?.name, cause, ...(gap ? [gap.code] : [])].join(' '),
    )
    .toSorted()
}

const WHOLE = [
  'production drift changed changed-by-hand out_of_band',
  'production drift missing deleted-by-hand out_of_band',
  'production drift unmanaged made-by-hand undeclared',
  'production/staging parity changed changed-by-hand drifted',
  'staging drift missing deleted-by-hand out_of_band',
  'staging drift unmanaged made-by-hand undeclared',
]

/** What stands instead, by the role that is lost in production. */
const LOST: Readonly<Record<Role, readonly string[]>> = {
  declared: [
    'production drift changed changed-by-hand differs FILE_UNREADABLE',
    'production/staging parity changed changed-by-hand undeclared FILE_UNREADABLE',
    ...WHOLE.slice(4),
  ],
  recorded: [
    'production drift changed changed-by-hand differs FILE_UNREADABLE',
    'production drift missing deleted-by-hand differs FILE_UNREADABLE',
    'production/staging parity changed changed-by-hand drifted',
    ...WHOLE.slice(4),
  ],
  live: WHOLE.slice(4),
}

test('with every source, each finding has its cause', async () => {
  assert.deepEqual(told((await withLost()).findings), WHOLE)
})

for (const role of ROLES) {
  test(`production's ${role} source lost: no wrong cause, and nothing called absent`, async () => {
    const report = await withLost({ environment: 'production', role })
    assert.deepEqual(told(report.findings), LOST[role])
    assert.equal(report.outcome, 'incomplete')
  })
  test(`staging's ${role} source lost: the same rules on the other side`, async () => {
    const report = await withLost({ environment: 'staging', role })
    const production = report.findings.filter(({ check }) => check === 'production drift')
    assert.deepEqual(told(production), WHOLE.slice(0, 3))
    const staging = report.findings.filter(({ check }) => check === 'staging drift')
    for (const { finding, cause } of staging) {
      assert.equal(finding === 'unmanaged' && role !== 'live', false)
      assert.equal(cause === 'out_of_band' && role === 'recorded', false)
    }
    assert.equal(report.outcome, 'incomplete')
  })
}
