import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Resource } from '../src/core/model.ts'
import type { Report } from '../src/core/report.ts'
import { Unknown, type Attributes } from '../src/core/value.ts'
import { box, checkToys, COVERED } from './laws/toy.ts'

/** From code: an address, and no id yet. */
function code(address: string, attributes: Attributes): Resource {
  const { id: _id, ...rest } = box('declared', address, attributes)
  return { ...rest, root: 'infra', address }
}

function live(id: string, attributes: Attributes): Resource {
  return box('live', id, attributes)
}

function said(report: Report): unknown[] {
  return report.findings.map(({ finding, resource, path }) => [
    finding,
    resource?.address ?? resource?.id,
    path,
  ])
}

function parentOf(address: string): Unknown {
  return new Unknown('known after apply', { address, attribute: 'id' })
}

test('from code alone: by role, in rounds from what has no references outwards', async () => {
  const report = await checkToys({
    production: {
      declared: [
        code('box.leaf', { label: 'leaf', parent: parentOf('box.middle'), door: 'open' }),
        code('box.middle', { label: 'same', parent: parentOf('box.top'), door: 'open' }),
        code('box.top', { label: 'top', door: 'open' }),
        code('box.other', { label: 'other', door: 'open' }),
      ],
      live: [
        live('b-1', { label: 'top', door: 'open' }),
        live('b-2', { label: 'same', parent: 'b-1', door: 'open' }),
        live('b-3', { label: 'leaf', parent: 'b-2', door: 'closed' }),
        live('b-4', { label: 'same', parent: 'b-5', door: 'open' }),
        live('b-5', { label: 'other', door: 'open' }),
        COVERED,
      ],
    },
  })
  assert.deepEqual(said(report), [
    ['changed', 'box.leaf', 'door'],
    ['unmanaged', 'b-4', null],
  ])
})

test('two candidates are ambiguous, never a guess, and none of them is unmanaged', async () => {
  const report = await checkToys({
    production: {
      declared: [code('box.a', { label: 'twin' })],
      live: [live('b-1', { label: 'twin' }), live('b-2', { label: 'twin' }), COVERED],
    },
  })
  assert.deepEqual(said(report), [['ambiguous', 'box.a', null]])
  assert.deepEqual(report.findings[0]?.notes, ['it could be any of 2: b-1, b-2'])
})

test('two roots may have one address each', async () => {
  const one = { ...box('declared', 'x', { door: 'open' }), id: 'b-1', root: 'one', address: 'box.web' }
  const two = { ...box('declared', 'x', { door: 'open' }), id: 'b-2', root: 'two', address: 'box.web' }
  const report = await checkToys({
    production: {
      declared: [one, two],
      live: [live('b-1', { door: 'open' }), live('b-2', { door: 'shut' }), COVERED],
    },
  })
  assert.deepEqual(
    report.findings.map(({ resource }) => resource?.root),
    ['two'],
  )
})

test('a reference is what it points at: another id of the same thing is silent, another thing is not', async () => {
  const environment = (parent: string): Parameters<typeof checkToys>[0] => ({
    production: {
      declared: [
        code('box.top', { label: 'top' }),
        code('box.else', { label: 'else' }),
        code('box.leaf', { label: 'leaf', parent: parentOf('box.top') }),
      ],
      recorded: [
        { ...box('recorded', 'x', { label: 'top' }), id: 'b-1', root: 'infra', address: 'box.top' },
        { ...box('recorded', 'x', { label: 'else' }), id: 'b-2', root: 'infra', address: 'box.else' },
        {
          ...box('recorded', 'x', { label: 'leaf', parent: 'b-1' }),
          id: 'b-3',
          root: 'infra',
          address: 'box.leaf',
        },
      ],
      live: [
        live('b-1', { label: 'top' }),
        live('b-2', { label: 'else' }),
        live('b-3', { label: 'leaf', parent }),
        COVERED,
      ],
    },
  })
  assert.deepEqual(said(await checkToys(environment('b-1'))), [])
  assert.deepEqual(said(await checkToys(environment('b-2'))), [['changed', 'box.leaf', 'parent']])
})

test('parity: ids differ, what they point at does not', async () => {
  const environment = (
    prefix: string,
    name: string,
  ): Record<string, readonly (Resource | typeof COVERED)[]> => ({
    declared: [
      code('box.top', { label: `top-${name}` }),
      code('box.leaf', { label: 'leaf', parent: parentOf('box.top') }),
    ],
    live: [
      live(`${prefix}-1`, { label: `top-${name}` }),
      live(`${prefix}-2`, { label: 'leaf', parent: `${prefix}-1` }),
      COVERED,
    ],
  })
  const report = await checkToys(
    { production: environment('p', 'prod'), staging: environment('s', 'stg') },
    {
      parity: [
        { environments: ['production', 'staging'], aliases: [['prod', 'stg']], namespaces: {}, expect: [] },
      ],
    },
  )
  assert.deepEqual(said(report), [])
})
