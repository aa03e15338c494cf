import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Item, Role } from '../src/core/model.ts'
import { Unknown, type Attributes } from '../src/core/value.ts'
import { box, checkToys, COVERED, type ToyEnvironment } from './laws/toy.ts'

/**
 * Every combination of declared × recorded × live for one path, against DESIGN.md section 6 read as rules, not as a
 * list of answers: `-` = not set, `?` = undetermined, `x` and `y` = values, `none` = no such resource on that side.
 */
const LEAVES = ['-', '?', 'x', 'y', 'none'] as const
type Leaf = (typeof LEAVES)[number]
type Expected = readonly string[]

function expectedDrift(d: Leaf, r: Leaf, l: Leaf, field: string): Expected {
  if (l === 'none') {
    if (d === 'none') return []
    return [`missing ${r === 'none' ? 'not_applied' : 'out_of_band'}`]
  }
  if (d === 'none') return [`unmanaged ${r === 'none' ? 'undeclared' : 'not_applied'}`]
  const cause = pathCause(d, r, l, field)
  return cause === undefined ? [] : [`changed ${cause}`]
}

function pathCause(d: Leaf, r: Leaf, l: Leaf, field: string): string | undefined {
  const isChosenBySystem = field === 'given' || field === 'echo'
  if (d === '?' && (r === 'none' || r === l)) return undefined
  if (r === 'none') return d === l || (d === '-' && isChosenBySystem) ? undefined : 'differs'
  if (d === '-' && field === 'echo') return undefined
  if (d === '-' || d === '?') {
    if (r !== l) return 'out_of_band'
    return r === '-' || isChosenBySystem ? undefined : 'not_applied'
  }
  if (d === r) return r === l ? undefined : 'out_of_band'
  if (r === l) return 'not_applied'
  return d === l ? 'stale_state' : 'conflict'
}

function side(role: Role, leaf: Leaf, field: string): Item[] {
  if (leaf === 'none') return role === 'live' ? [COVERED] : []
  const values: Record<Leaf, Attributes> = {
    '-': {},
    '?': { [field]: new Unknown('open') },
    x: { [field]: 'x' },
    y: { [field]: 'y' },
    none: {},
  }
  return [box(role, 'a', { label: 'a', ...values[leaf] }), ...(role === 'live' ? [COVERED] : [])]
}

for (const field of ['plain', 'given', 'echo']) {
  test(`drift: every combination of declared, recorded and live, ${field} field`, async () => {
    for (const d of LEAVES) {
      for (const r of LEAVES.filter((leaf) => leaf !== '?')) {
        for (const l of LEAVES.filter((leaf) => leaf !== '?')) {
          const environment: ToyEnvironment = {
            declared: side('declared', d, field),
            recorded: side('recorded', r, field),
            live: side('live', l, field),
          }
          const report = await checkToys({ production: environment })
          assert.deepEqual(
            report.findings.map(({ finding, cause }) => `${finding} ${cause}`),
            expectedDrift(d, r, l, field),
            `D ${d}, R ${r}, L ${l}`,
          )
        }
      }
    }
  })
}

function expectedParity(
  p: Leaf,
  s: Leaf,
  dP: Leaf,
  dS: Leaf,
): { cause: string; drifted: string[] } | undefined {
  if (p === s) return undefined
  if (dP === '?' || dS === '?') return { cause: 'undeclared', drifted: [] }
  const drifted = [...(dP !== p ? ['production'] : []), ...(dS !== s ? ['staging'] : [])]
  return { cause: dP === dS ? 'drifted' : 'declared_differently', drifted }
}

/** A resource that is declared says something at each of its paths, also by leaving it out. */
test('parity: every combination of two live and two declared values', async () => {
  const parity = [
    { environments: ['production', 'staging'] as const, aliases: [], namespaces: {}, expect: [] },
  ]
  const some = LEAVES.filter((leaf) => leaf !== 'none')
  for (const p of some.filter((leaf) => leaf !== '?')) {
    for (const s of some.filter((leaf) => leaf !== '?')) {
      for (const dP of some) {
        for (const dS of some) {
          const report = await checkToys(
            {
              production: { declared: side('declared', dP, 'plain'), live: side('live', p, 'plain') },
              staging: { declared: side('declared', dS, 'plain'), live: side('live', s, 'plain') },
            },
            { parity },
          )
          const found = report.findings.filter(({ check }) => check.includes('parity'))
          const expected = expectedParity(p, s, dP, dS)
          assert.deepEqual(
            found.map(({ cause, drifted }) => ({ cause, drifted })),
            expected ? [expected] : [],
            `P ${p}, S ${s}, dP ${dP}, dS ${dS}`,
          )
        }
      }
    }
  }
})

test('a gap of the code makes no wrong cause: it is named, and nothing is called unmanaged', async () => {
  const gap: Item = { what: 'gap', code: 'MODULE_NOT_INSTALLED', message: 'no', kinds: ['*'] }
  const report = await checkToys({
    production: {
      declared: [gap],
      recorded: [box('recorded', 'a', { plain: 'x' })],
      live: [box('live', 'a', { plain: 'y' }), box('live', 'b', {}), COVERED],
    },
  })
  assert.deepEqual(
    report.findings.map(({ finding, cause, gap: named }) => [finding, cause, named?.code]),
    [['changed', 'differs', 'MODULE_NOT_INSTALLED']],
  )
})

test('a gap of the state: code and reality are compared, the cause is not told', async () => {
  const gap: Item = { what: 'gap', code: 'STATE_SYNTAX', message: 'no', kinds: ['*'] }
  const report = await checkToys({
    production: {
      declared: [box('declared', 'a', { plain: 'x' }), box('declared', 'gone', {})],
      recorded: [gap],
      live: [box('live', 'a', { plain: 'y' }), COVERED],
    },
  })
  assert.deepEqual(
    report.findings.map(({ finding, cause, gap: named }) => [finding, cause, named?.code]).toSorted(),
    [
      ['changed', 'differs', 'STATE_SYNTAX'],
      ['missing', 'differs', 'STATE_SYNTAX'],
    ],
  )
})
