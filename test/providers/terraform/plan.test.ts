import assert from 'node:assert/strict'
import { dirname, join } from 'node:path'
import { test } from 'node:test'

import { parseAddress } from '../../../providers/terraform/plan/parse-address.ts'
import { PlanConfiguration } from '../../../providers/terraform/plan/references.ts'
import type { Item } from '../../../src/core/model.ts'
import { Unknown } from '../../../src/core/value.ts'
import { collect, contextFor, digest, resourcesOf } from './collect.ts'
import { withFiles } from './evaluate-text.ts'

/** Printed by Terraform 1.11.4 with the AWS provider 5.100 of nothing applied yet. */
const PLAN = join(import.meta.dirname, 'fixtures/plan-1.11.json')

async function read(
  plan: unknown,
  note: (message: string) => void = () => undefined,
): Promise<readonly Item[]> {
  return withFiles({ 'plan.json': JSON.stringify(plan) }, (folder) =>
    collect('terraform_plan', { path: 'plan.json', name: 'infra' }, contextFor(folder, { note })),
  )
}

test('a real plan: what the code sets, unknowns with what they stand for, through modules', async () => {
  const items = await collect('terraform_plan', { path: PLAN }, contextFor(dirname(PLAN)))
  const resources = new Map(resourcesOf(items).map((one) => [one.address, one]))
  assert.deepEqual([...resources.keys()].sort(), [
    'aws_instance.plain',
    'aws_instance.web["a"]',
    'aws_security_group.web',
    'module.net.aws_subnet.a["a"]',
    'module.net.aws_vpc.v',
  ])
  const web = resources.get('aws_instance.web["a"]')
  const {
    vpc_security_group_ids: groups,
    user_data: userData,
    root_block_device: disks,
  } = web?.attributes ?? {}
  // how many groups the code names besides, the plan does not say
  assert.ok(groups instanceof Unknown && groups.refers_to === undefined)
  assert.deepEqual(userData, digest('b47ddfd6afd2a9c383947c898d5b43ff0ef50eb8'))
  assert.deepEqual(JSON.parse(JSON.stringify(disks)), [{ delete_on_termination: true, volume_size: 9 }])
  assert.deepEqual({ ...web?.tags }, { Name: 'web-a', Team: 'net' })
  for (const computed of ['arn', 'id', 'private_ip', 'key_name', 'placement_group'])
    assert.ok(!(computed in (web?.attributes ?? {})), computed)
  // an element of a loop's result: the plan does not say which
  const subnet = web?.attributes['subnet_id']
  assert.ok(subnet instanceof Unknown && subnet.refers_to === undefined)
  const plain = resources.get('aws_instance.plain')?.attributes['subnet_id']
  assert.ok(plain instanceof Unknown)
  assert.deepEqual(plain.refers_to, { address: 'module.net.aws_subnet.a["a"]', attribute: 'id' })
  const group = resources.get('aws_security_group.web')?.attributes
  assert.ok(group?.['vpc_id'] instanceof Unknown)
  assert.deepEqual(group['vpc_id'].refers_to, { address: 'module.net.aws_vpc.v', attribute: 'id' })
  // from a dynamic block, of which the configuration says nothing
  assert.equal(Array.isArray(group['egress']) && group['egress'].length, 1)
})

test('what is not one attribute of one resource is not referred to', () => {
  const config = (references: readonly string[]): PlanConfiguration =>
    new PlanConfiguration({
      root_module: {
        resources: [
          { address: 'aws_a.x', mode: 'managed', expressions: { v: { references } } },
          { address: 'aws_a.many', mode: 'managed', count_expression: {} },
          { address: 'aws_a.one', mode: 'managed' },
        ],
        module_calls: {
          m: {
            count_expression: {},
            module: { outputs: { o: { expression: { references: ['aws_b.y.id'] } } } },
          },
        },
      },
    })
  const target = (...references: string[]): string | undefined => {
    const found = config(references).refersTo('aws_a.x', { references })
    return found && `${found.address}.${found.attribute}`
  }
  assert.equal(target('aws_a.one.id', 'aws_a.one'), 'aws_a.one.id')
  assert.equal(target('aws_a.many[0].id', 'aws_a.many[0]', 'aws_a.many'), 'aws_a.many[0].id')
  assert.equal(target('module.m[0].o', 'module.m[0]', 'module.m'), 'module.m[0].aws_b.y.id')
  for (const references of [
    ['aws_a.one.id', 'aws_a.one', 'aws_a.many[0].id', 'aws_a.many[0]'],
    ['aws_a.many', 'each.key'],
    ['aws_a.many.id', 'aws_a.many'],
    ['aws_a.one.list[0]', 'aws_a.one.list', 'aws_a.one'],
    ['aws_a.one'],
    ['module.m.o', 'module.m'],
    ['module.none.o', 'module.none'],
    ['data.aws_x.y.id', 'data.aws_x.y'],
    ['local.x'],
    ['var.x'],
    [],
  ])
    assert.equal(target(...references), undefined, references.join(' '))
  assert.equal(new PlanConfiguration('rubbish').refersTo('aws_a.x', { references: ['var.v'] }), undefined)
})

test('a chain of variables that leads to itself ends', () => {
  const call = { expressions: { v: { references: ['module.m.o'] } } }
  const outputs = { o: { expression: { references: ['var.v'] } } }
  const plan = new PlanConfiguration({
    root_module: { module_calls: { m: { ...call, module: { outputs } } } },
  })
  assert.equal(plan.refersTo('module.m.aws_a.x', { references: ['var.v'] }), undefined)
})

test('addresses in parts', () => {
  assert.deepEqual(parseAddress('module.a["x.y[0]"].module.b[1].aws_vpc.v["k"].id'), {
    modules: [
      { name: 'a', key: '["x.y[0]"]' },
      { name: 'b', key: '[1]' },
    ],
    resource: { name: 'aws_vpc.v', key: '["k"]' },
    rest: '.id',
  })
  for (const text of ['data.aws_vpc.v', 'module.a', 'var.x', '', 'aws_vpc'])
    assert.equal(parseAddress(text), undefined, text)
})

test('imports give ids, drift that the plan saw is noted, a failed or partial plan is a gap', async () => {
  const notes: string[] = []
  const base = { format_version: '1.2', planned_values: { root_module: { resources: [] } } }
  const values = { root_module: { resources: [resource('aws_vpc.v')] } }
  const importing = { actions: ['no-op'], before: null, after: {}, importing: { id: 'vpc-9' } }
  const items = await read(
    {
      ...base,
      planned_values: values,
      resource_changes: [{ address: 'aws_vpc.v', change: importing }],
      resource_drift: [{ address: 'aws_vpc.v', change: {} }],
    },
    (message) => notes.push(message),
  )
  assert.equal(resourcesOf(items)[0]?.id, 'vpc-9')
  assert.deepEqual(notes, ['the plan saw changes made outside: aws_vpc.v'])
  assert.ok(items.some((item) => item.what === 'fact' && item.name === 'resource_drift'))
  for (const flags of [{ errored: true }, { complete: false }])
    assert.deepEqual(
      (await read({ ...base, ...flags })).map((item) => (item.what === 'gap' ? item.kinds : item.what)),
      [['*']],
    )
})

test('a plan that destroys, or only refreshes, says nothing of the code: a gap', async () => {
  const configuration = {
    root_module: { resources: [{ address: 'aws_vpc.v', mode: 'managed', expressions: {} }] },
  }
  const state = { values: { root_module: { resources: [resource('aws_vpc.v')] } } }
  const changed = (actions: readonly string[], action_reason?: string): object => ({
    address: 'aws_vpc.v',
    mode: 'managed',
    action_reason,
    change: { actions, before: { id: 'v' }, after: null },
  })
  const base = { format_version: '1.2', planned_values: { root_module: {} }, prior_state: state }
  const gaps = async (plan: object): Promise<unknown> =>
    (await read({ ...base, configuration, ...plan })).flatMap((item) =>
      item.what === 'gap' ? [[item.kinds, item.message.replace(/^[^:]*: /, '').replace(/:.*/, '')]] : [],
    )
  assert.deepEqual(await gaps({ resource_changes: [changed(['delete'])] }), [
    [['*'], 'the plan was made with -destroy'],
  ])
  assert.deepEqual(await gaps({}), [[['*'], 'the plan was made with -refresh-only']])
  // the code lost it
  const lost = [changed(['delete'], 'delete_because_no_resource_config')]
  assert.deepEqual(await gaps({ resource_changes: lost }), [])
  assert.deepEqual(await gaps({ resource_changes: [changed(['delete'])], configuration: {} }), [])
  // nothing is there yet, and nothing is meant to be
  assert.deepEqual(await gaps({ prior_state: undefined }), [])
})

function resource(address: string): object {
  const [type, name] = address.split('.')
  return { address, mode: 'managed', type, name, values: {} }
}

test('versions that the plan was made with: of providers and of modules from elsewhere', async () => {
  const configuration = {
    provider_config: {
      aws: { name: 'aws', full_name: 'registry.terraform.io/hashicorp/aws', version_constraint: '~> 5.31' },
      'module.net:aws': {
        name: 'aws',
        full_name: 'registry.terraform.io/hashicorp/aws',
        version_constraint: '>= 4',
      },
      null: { name: 'null', full_name: 'registry.terraform.io/hashicorp/null' },
    },
    root_module: {
      module_calls: {
        net: {
          source: 'terraform-aws-modules/vpc/aws',
          version_constraint: '5.1.0',
          module: { module_calls: { deep: { source: 'git::https://example.com/m.git?ref=v2' } } },
        },
        local: { source: './modules/local', module: {} },
      },
    },
  }
  const plan = { format_version: '1.2', planned_values: { root_module: {} }, configuration }
  const facts = (await read(plan)).flatMap((item) =>
    item.what === 'fact' && item.version_of
      ? [[item.name, item.value, item.version_of.path, item.version_of.address]]
      : [],
  )
  assert.deepEqual(facts, [
    [
      'registry.terraform.io/hashicorp/aws',
      '~> 5.31',
      'constraints',
      'provider["registry.terraform.io/hashicorp/aws"]',
    ],
    ['net', '5.1.0', 'version', 'module.net'],
    ['deep', 'v2', 'version', 'module.net.module.deep'],
  ])
})
