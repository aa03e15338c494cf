import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Item } from '../../../src/core/model.ts'
import { Unknown } from '../../../src/core/value.ts'
import { collect, contextFor, digest, resourcesOf } from './collect.ts'
import { withFiles } from './evaluate-text.ts'

async function read(text: string, settings: object = {}, max_bytes = 1_000_000): Promise<readonly Item[]> {
  return withFiles({ 's.tfstate': text }, (folder) => {
    const context = contextFor(folder)
    return collect(
      'terraform_state',
      { path: 's.tfstate', ...settings },
      { ...context, limits: { ...context.limits, max_bytes } },
    )
  })
}

const PROVIDER = 'provider["registry.terraform.io/hashicorp/aws"]'

const RAW = {
  version: 4,
  terraform_version: '1.11.4',
  serial: 7,
  lineage: 'l-1',
  outputs: {},
  resources: [
    {
      mode: 'managed',
      type: 'aws_eip',
      name: 'e',
      provider: PROVIDER,
      instances: [
        { index_key: 0, attributes: { id: 'eip-0', tags: { Name: 'first' } } },
        { index_key: 1, attributes: { id: 'eip-1', tags: null }, deposed: 'abc' },
      ],
    },
    {
      module: 'module.net["a\\"b"]',
      mode: 'managed',
      type: 'aws_db_instance',
      name: 'db',
      provider: PROVIDER,
      instances: [
        {
          index_key: 'x${y}',
          attributes: {
            id: 'db-1',
            password: 'canary-1',
            tags: { Open: 'o', Hidden: 'canary-2' },
            username: 'canary-3',
          },
          sensitive_attributes: [
            [
              { type: 'get_attr', value: 'tags' },
              { type: 'index', value: { value: 'Hidden', type: 'string' } },
            ],
            [{ type: 'get_attr', value: 'username' }],
          ],
        },
      ],
    },
    {
      mode: 'data',
      type: 'aws_region',
      name: 'r',
      provider: PROVIDER,
      instances: [{ attributes: { id: 'eu-west-1' } }],
    },
  ],
}

test('a raw state: managed current objects, addresses as Terraform prints them, secrets as digests', async () => {
  const items = await read(JSON.stringify(RAW), { for: 'infra' })
  const resources = resourcesOf(items)
  assert.deepEqual(
    resources.map(({ address, id, root, name, kind }) => [address, id, root, name, kind]),
    [
      ['aws_eip.e[0]', 'eip-0', 'infra', 'first', 'aws_eip'],
      ['module.net["a\\"b"].aws_db_instance.db["x$${y}"]', 'db-1', 'infra', 'db', 'aws_db_instance'],
    ],
  )
  const [, db] = resources
  assert.deepEqual(db?.attributes['password'], digest('canary-1'))
  assert.deepEqual(db?.attributes['username'], digest('canary-3'))
  assert.deepEqual({ ...Object(db?.attributes['tags']) }, { Open: 'o', Hidden: digest('canary-2') })
  assert.doesNotMatch(JSON.stringify(items), /canary/)
  const facts = items.flatMap((item) => (item.what === 'fact' ? [[item.name, item.value]] : [])).slice(0, 3)
  assert.deepEqual(facts, [
    ['serial', '7'],
    ['lineage', 'l-1'],
    ['terraform_version', '1.11.4'],
  ])
})

test('what terraform show -json prints is read the same', async () => {
  const shown = {
    format_version: '1.0',
    terraform_version: '1.11.4',
    values: {
      root_module: {
        resources: [
          {
            address: 'aws_eip.e[0]',
            mode: 'managed',
            type: 'aws_eip',
            name: 'e',
            values: { id: 'eip-0', tags: { A: 'canary' } },
            sensitive_values: { tags: { A: true } },
          },
          {
            address: 'aws_eip.e[0]',
            mode: 'managed',
            type: 'aws_eip',
            name: 'e',
            deposed_key: 'd',
            values: { id: 'old' },
          },
        ],
        child_modules: [
          {
            address: 'module.m',
            resources: [
              {
                address: 'module.m.aws_vpc.v',
                mode: 'managed',
                type: 'aws_vpc',
                name: 'v',
                values: { id: 'vpc-1' },
              },
            ],
          },
        ],
      },
    },
  }
  const resources = resourcesOf(await read(JSON.stringify(shown)))
  assert.deepEqual(
    resources.map(({ address, id }) => [address, id]),
    [
      ['aws_eip.e[0]', 'eip-0'],
      ['module.m.aws_vpc.v', 'vpc-1'],
    ],
  )
  assert.doesNotMatch(JSON.stringify(resources), /canary/)
})

test('a state that cannot be read is one gap with its code, and no value is told', async () => {
  const whole = JSON.stringify(RAW, null, 2)
  const cases: readonly (readonly [string, string])[] = [
    ['', 'FILE_EMPTY'],
    [whole.slice(0, whole.indexOf('canary-1') + 3), 'JSON_SYNTAX'],
    [whole.replace('"canary-1"', 'canary-1'), 'JSON_SYNTAX'],
    [JSON.stringify({ ...RAW, version: 3 }), 'STATE_VERSION'],
    [JSON.stringify({ ...RAW, version: 5 }), 'STATE_VERSION'],
    ['[]', 'STATE_SYNTAX'],
    ['{"hello": 1}', 'STATE_SYNTAX'],
    [JSON.stringify({ ...RAW, resources: [{ mode: 'managed', type: 7 }] }), 'STATE_SYNTAX'],
    ['{"format_version":"1.2","planned_values":{}}', 'STATE_SYNTAX'],
    ['{"serial":1,"lineage":"x","meta":{},"encrypted_data":"eyJ"}', 'STATE_ENCRYPTED'],
    // what terraform show prints where there is no state, and of an empty one
    ['{"format_version":"1.0"}', 'STATE_NOT_FOUND'],
    [`{"version":4,"resources":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 'JSON_SYNTAX'],
  ]
  for (const [text, code] of cases) {
    const items = await read(text)
    assert.deepEqual(
      items.map((item) => (item.what === 'gap' ? [item.code, item.kinds] : item.what)),
      [[code, ['*']]],
      text.slice(0, 40),
    )
    assert.doesNotMatch(JSON.stringify(items), /canary/)
  }
  assert.equal((await read(whole, {}, 10))[0]?.what, 'gap')
})

test('malformed JSON is told by its place, and what is cut short by that', async () => {
  for (const [text, told] of [
    ['not json {"canary"', 'the JSON is malformed at line 1, column 1'],
    ['{"version": 4,\n  "a": canary}', 'the JSON is malformed at line 2, column 8'],
    ['{"version": 4,\n "a": "canary\\"', 'the JSON is cut short'],
    ['{"version": 4,\n "a":\n', 'the JSON is cut short'],
    [`{"a": ${'{"a": '.repeat(600)}`, 'it is nested deeper than 500 levels'],
    ['{"a": "\u0001canary"}', 'the JSON is malformed at line 1, column 7'],
  ] as const) {
    const items = await read(text)
    assert.deepEqual(
      items.map((item) => (item.what === 'gap' ? [item.code, item.message] : item.what)),
      [['JSON_SYNTAX', `s.tfstate: ${told}`]],
    )
  }
  const brackets = JSON.stringify({ ...RAW, lineage: `${'['.repeat(600)}\\"` })
  assert.equal((await read(brackets)).filter((item) => item.what === 'gap').length, 0)
})

test('a plan: declared values with unknowns, secrets, ids of what exists, and former addresses', async () => {
  const plan = {
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: {
      root_module: {
        resources: [
          {
            address: 'aws_eip.new',
            mode: 'managed',
            type: 'aws_eip',
            name: 'new',
            values: { domain: 'vpc', tags: { Name: 'n', S: 'canary' } },
            sensitive_values: { tags: { S: true } },
          },
          {
            address: 'aws_vpc.v',
            mode: 'managed',
            type: 'aws_vpc',
            name: 'v',
            values: { id: 'vpc-1', cidr_block: '10.0.0.0/16' },
          },
        ],
      },
    },
    resource_changes: [
      {
        address: 'aws_eip.new',
        change: {
          actions: ['create'],
          before: null,
          after: { domain: 'vpc' },
          after_unknown: { id: true, public_ip: true, tags: {} },
        },
      },
      {
        address: 'aws_vpc.v',
        previous_address: 'aws_vpc.old',
        change: { actions: ['no-op'], before: { id: 'vpc-1' }, after: { id: 'vpc-1' }, after_unknown: {} },
      },
      { address: 'aws_eip.gone', change: { actions: ['delete'], before: { id: 'e' }, after: null } },
    ],
  }
  const items = await withFiles({ 'plan.json': JSON.stringify(plan) }, (folder) =>
    collect('terraform_plan', { path: 'plan.json', name: 'infra' }, contextFor(folder)),
  )
  const [eip, vpc] = resourcesOf(items)
  assert.deepEqual([eip?.root, eip?.address, eip?.id, eip?.name], ['infra', 'aws_eip.new', undefined, 'n'])
  assert.deepEqual(eip?.attributes['id'], new Unknown('known after apply'))
  assert.deepEqual({ ...Object(eip?.attributes['tags']) }, { Name: 'n', S: digest('canary') })
  assert.deepEqual([vpc?.id, vpc?.previous_addresses], ['vpc-1', ['aws_vpc.old']])
  assert.equal(resourcesOf(items).length, 2)
  assert.doesNotMatch(JSON.stringify(items), /canary/)
})

test('what is no plan is one gap', async () => {
  for (const [text, code] of [
    ['{"version":4}', 'STATE_SYNTAX'],
    ['{"format_version":"2.0","planned_values":{}}', 'STATE_VERSION'],
    ['{"format_version":"1.2","planned_val', 'JSON_SYNTAX'],
  ] as const) {
    const items = await withFiles({ 'plan.json': text }, (folder) =>
      collect('terraform_plan', { path: 'plan.json' }, contextFor(folder)),
    )
    assert.deepEqual(
      items.map((item) => (item.what === 'gap' ? item.code : item.what)),
      [code],
    )
  }
})
